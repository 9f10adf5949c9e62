"""Formats of text (JSON Schema's `format`): their names, and whether a text conforms.

The common ones are checked here; the rest by jsonschema's checker, which is loaded only for them.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from urllib.parse import quote

# Compiled when they are first used: start-up cost.
_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_DATE_TIME = (
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:)([0-9]{2})(?:\.[0-9]+)?"
    r"([Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
)
_EMAIL = (
    r"""(?ai)(?:[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*|"(?:[^"\\\r\n]|\\.)*")"""
    r"""@(?:\[(?P<literal>[^\]]+)\]|[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*)"""
)
MAX_LENGTH = 10_000
"""Longer texts conform to no format; the checkers are not made for them."""


def conforms(text: str, name: str) -> bool:
    """Whether the text is of the format; every text is of a format that is not known."""
    if len(text) > MAX_LENGTH:
        return False
    check = OWN_CHECKS.get(name)
    return check(text) if check is not None else bool(_checker().conforms(text, name))


def _is_date(text: str) -> bool:
    return bool(re.fullmatch(_DATE, text)) and _parses(date.fromisoformat, text)


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


def _is_email(text: str) -> bool:
    """RFC 5321: a mailbox at a host name or at an address in brackets."""
    match = re.fullmatch(_EMAIL, text)
    if match is None:
        return False
    literal = match["literal"]
    if literal is None:
        return len(text) <= 254
    if literal.lower().startswith("ipv6:"):
        return _parses(ipaddress.IPv6Address, literal[5:])
    return _parses(ipaddress.IPv4Address, literal)


def _is_regex(text: str) -> bool:
    # Start-up cost: the engine is needed for this format only.
    from itest.evaluate.data.ecma_pattern import ecma
    from itest.evaluate.data.regular import check

    return check(text, ecma) is None


def _is_iri(text: str) -> bool:
    return conforms(_as_uri(text), "uri")


def _is_iri_reference(text: str) -> bool:
    return conforms(_as_uri(text), "uri-reference")


def _as_uri(iri: str) -> str:
    """RFC 3987, 3.1: each character beyond ASCII as the escapes of its UTF-8, private ones in the query only.

    What an IRI may not hold stays, and so no URI comes out. The package that jsonschema would ask builds a grammar,
    which takes seconds.
    """
    start, mark, fragment = iri.partition("#")
    path, question, query = start.partition("?")
    escaped = (_escaped(path), question, _escaped(query, private=True), mark, _escaped(fragment))
    return "".join(escaped)


def _escaped(text: str, *, private: bool = False) -> str:
    return "".join(quote(each) if _may_be_escaped(ord(each), private) else each for each in text)


def _may_be_escaped(code: int, private: bool) -> bool:
    """Whether it is one of `ucschar`, or (`private`) of `iprivate`; the last two of each plane are no characters."""
    if code < 0x10000:
        return (
            0xA0 <= code < 0xD800
            or 0xF900 <= code < 0xFDD0
            or 0xFDF0 <= code < 0xFFF0
            or (private and 0xE000 <= code < 0xF900)
        )
    if code & 0xFFFF > 0xFFFD:
        return False
    return private if code >= 0xF0000 else code < 0xE0000 or code >= 0xE1000


def _parses(parse: Callable[[str], Any], text: str) -> bool:
    try:
        parse(text)
    except (ValueError, OverflowError):
        return False
    return True


OWN_CHECKS: dict[str, Callable[[str], bool]] = {
    "uuid": lambda text: bool(re.fullmatch(_UUID, text)),
    "date": _is_date,
    "date-time": _is_date_time,
    "ipv4": lambda text: text.isascii() and _parses(ipaddress.IPv4Address, text),
    "ipv6": lambda text: "%" not in text and _parses(ipaddress.IPv6Address, text),
    "time": _is_time,
    "email": _is_email,
    "regex": _is_regex,
    "iri": _is_iri,
    "iri-reference": _is_iri_reference,
}

FORMATS = (
    *OWN_CHECKS,
    "duration",
    "idn-email",
    "hostname",
    "idn-hostname",
    "uri",
    "uri-reference",
    "uri-template",
    "json-pointer",
    "relative-json-pointer",
)
"""All names that can be asked for."""


@cache
def _checker() -> Any:
    # Start-up cost: jsonschema takes longer to import than all of itest.
    from jsonschema import Draft202012Validator

    return Draft202012Validator.FORMAT_CHECKER
