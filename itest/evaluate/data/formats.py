"""Formats of text (JSON Schema's `format`): their names, and whether a text conforms.

All of draft 2020-12, by the grammars of their RFCs; those of addresses are next door.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

from itest.evaluate.data.address_formats import ADDRESS_FORMATS, parses

# Compiled when they are first used: start-up cost.
_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_DATE_TIME = (
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:)([0-9]{2})(?:\.[0-9]+)?"
    r"([Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
)
_N = "[0-9]+"
_DAYS = f"(?:{_N}D|{_N}M(?:{_N}D)?|{_N}Y(?:{_N}M(?:{_N}D)?)?)"
_TIME = f"T(?:{_N}H(?:{_N}M(?:{_N}S)?)?|{_N}M(?:{_N}S)?|{_N}S)"
_DURATION = f"P(?:{_DAYS}(?:{_TIME})?|{_TIME}|{_N}W)"
"""RFC 3339, appendix A: no part is left out between two, and none has a fraction."""
_POINTER = r"(?:/(?:[^~/]|~[01])*)*"
_RELATIVE_POINTER = rf"(?:0|[1-9][0-9]*)(?:\#|{_POINTER})"
_ESCAPED = "%[0-9A-Fa-f]{2}"
_LITERAL = rf"[!#$&'()*+,./0-9:;=?@A-Z\[\]_a-z~\xa0-\U0010ffff-]|{_ESCAPED}"
_NAME = rf"(?:[A-Za-z0-9_]|{_ESCAPED})(?:\.?(?:[A-Za-z0-9_]|{_ESCAPED}))*"
_VARIABLE = rf"{_NAME}(?::[1-9][0-9]{{0,3}}|\*)?"
_TEMPLATE = rf"(?:{_LITERAL}|\{{[+#./;?&=,!@|]?{_VARIABLE}(?:,{_VARIABLE})*\}})*"
"""RFC 6570, with the apostrophe of its erratum 6937."""
MAX_LENGTH = 10_000
"""Longer texts conform to no format; the checkers are not made for them."""


def conforms(text: str, name: str) -> bool:
    """Whether the text is of the format; every text is of a format that is not known."""
    check = CHECKS.get(name)
    return check is None or (len(text) <= MAX_LENGTH and check(text))


def _is_date(text: str) -> bool:
    return bool(re.fullmatch(_DATE, text)) and parses(date.fromisoformat, text)


def _is_date_time(text: str) -> bool:
    """RFC 3339; a leap second is one only at the end of a day in UTC."""
    match = re.fullmatch(_DATE_TIME, text)
    if match is None:
        return False
    start, seconds, offset = match.groups()
    leap = seconds == "60"
    try:
        moment = datetime.fromisoformat(f"{start}{'59' if leap else seconds}{offset}".upper())
        last = moment.astimezone(UTC) if leap else moment
    except (ValueError, OverflowError):
        return False
    return not leap or (last.hour, last.minute) == (23, 59)


def _is_time(text: str) -> bool:
    return _is_date_time(f"1970-01-02T{text}")


def _is_regex(text: str) -> bool:
    # Start-up cost: the engine is needed for this format only.
    from itest.evaluate.data.ecma_pattern import ecma
    from itest.evaluate.data.regular import check

    return check(text, ecma) is None


def _of(grammar: str) -> Callable[[str], bool]:
    return lambda text: re.fullmatch(grammar, text) is not None


CHECKS: dict[str, Callable[[str], bool]] = {
    "uuid": _of(_UUID),
    "date": _is_date,
    "date-time": _is_date_time,
    "time": _is_time,
    "duration": _of(_DURATION),
    "regex": _is_regex,
    "json-pointer": _of(_POINTER),
    "relative-json-pointer": _of(_RELATIVE_POINTER),
    "uri-template": _of(_TEMPLATE),
    **ADDRESS_FORMATS,
}

FORMATS = tuple(CHECKS)
"""All names that can be asked for."""
