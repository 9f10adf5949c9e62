"""Literal arguments: what a text or number that is written as an argument of a filter has to be, as a table."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from datetime import UTC, datetime
from typing import Any

from itest.evaluate.data.duration import parse_duration
from itest.evaluate.data.escape import cut
from itest.evaluate.data.reference import split
from itest.evaluate.expressions.coding_filters import ALGORITHMS, ALPHABETS, is_charset
from itest.evaluate.expressions.dates import LONGEST_FORMAT, NAMED_FORMS, UNITS, is_date
from itest.evaluate.expressions.number_filters import PLACES, ROUNDINGS
from itest.model.record import Record


class Unfit(Record):
    """Why a literal cannot be meant, with the code that a loader reports it with."""

    message: str
    code: str = "IT309"
    hint: str = ""


Check = Callable[[Any], Unfit | None]


def _path(value: Any) -> Unfit | None:
    # Start-up cost: only where a path is written.
    from itest.evaluate.data.jsonpath import PathSyntax, compile_path

    if not isinstance(value, str):
        return Unfit("a JSONPath is a text", "IT312")
    try:
        compile_path(value)
    except PathSyntax as error:
        where = f"{error.message}, at character {error.offset + 1}"
        return Unfit(f"`{cut(value, 80)}` is no JSONPath: {where}", "IT312")
    return None


def _xpath(value: Any) -> Unfit | None:
    # Start-up cost: lxml, only where a path is written.
    from itest.evaluate.data.xpath import syntax_problem

    problem = syntax_problem(value) if isinstance(value, str) else "it is a text"
    return Unfit(f"`{cut(str(value), 80)}` is no XPath: {problem}", "IT323") if problem else None


def _pattern(value: Any) -> Unfit | None:
    # Start-up cost: the engine, only where a pattern is written.
    from itest.evaluate.data.regular import check

    problem = check(value) if isinstance(value, str) else "it is a text"
    return Unfit(f"`{cut(str(value), 80)}` is no regular expression: {problem}", "IT313") if problem else None


def _named_pattern(value: Any) -> Unfit | None:
    if (unfit := _pattern(value)) or "(?P<" in value or "(?<" in value:
        return unfit
    return Unfit(
        "`groups` gives the named groups, and this has none", "IT313", "a group has a name as in `(?P<id>[0-9]+)`"
    )


def _duration(value: Any) -> Unfit | None:
    try:
        parse_duration(value if not isinstance(value, int) else abs(value))
    except ValueError as error:
        return Unfit(str(error), "IT320")
    return None


def _duration_or_date(value: Any) -> Unfit | None:
    return None if isinstance(value, str) and is_date(value) else _duration(value)


def _date_form(value: Any) -> Unfit | None:
    if not isinstance(value, str) or len(value) > LONGEST_FORMAT:
        return Unfit(f"the form of a date is a text of at most {LONGEST_FORMAT} characters")
    try:
        datetime.strptime("", value)
    except ValueError as error:
        if "does not match" not in str(error):
            return Unfit(f"`{cut(value, 80)}` is not a form of a date: {error}")
    return None


def _printed_form(value: Any) -> Unfit | None:
    if not isinstance(value, str) or len(value) > LONGEST_FORMAT:
        return Unfit(f"the form of a date is a text of at most {LONGEST_FORMAT} characters")
    try:
        same = datetime(2001, 2, 3, 4, 5, 6, tzinfo=UTC).strftime(value) == value
    except ValueError as error:
        return Unfit(f"`{cut(value, 80)}` is not a form of a date: {error}")
    if value and same and value not in NAMED_FORMS:
        forms = ", ".join(f"`{name}`" for name in NAMED_FORMS)
        return Unfit(f"`{cut(value, 80)}` is not a form of a date", hint=f"`%Y-%m-%d` and the like, or {forms}")
    return None


def _base(value: Any) -> Unfit | None:
    if isinstance(value, str) and split(value).scheme is not None:
        return None
    return Unfit("`resolve` takes an absolute URL", hint="such as `services.<name>.url`")


def _charset(value: Any) -> Unfit | None:
    known = isinstance(value, str) and is_charset(value)
    return None if known else Unfit(f"`{cut(str(value), 40)}` is no charset that is known here")


def _separator(value: Any) -> Unfit | None:
    wrong = value == "" or not isinstance(value, (str, type(None)))
    return Unfit("the separator is a text that is not empty", hint="`| list` gives the characters") if wrong else None


def _one_of(what: str, words: Container[Any]) -> Check:
    shown = ", ".join(f"`{word}`" for word in words) if isinstance(words, (tuple, dict)) else ""

    def check(value: Any) -> Unfit | None:
        known = isinstance(value, str) and value in words
        return None if known else Unfit(f"{what} is one of {shown}, not `{cut(str(value), 40)}`")

    return check


def _whole(least: int, most: int) -> Check:
    def check(value: Any) -> Unfit | None:
        fits = type(value) is int and least <= value <= most
        return None if fits else Unfit(f"this is a whole number from {least} to {most:,}")

    return check


LITERALS: Mapping[str, Mapping[str, Check]] = {
    "jsonpath": {"path": _path},
    "xpath": {"expression": _xpath},
    "regex": {"pattern": _pattern},
    "groups": {"pattern": _named_pattern},
    "split": {"separator": _separator},
    "resolve": {"base": _base},
    "decode": {"charset": _charset},
    "base64": {"alphabet": _one_of("the alphabet", ALPHABETS)},
    "hmac": {"algorithm": _one_of("the hash", ALGORITHMS)},
    "round": {"method": _one_of("the method", ROUNDINGS), "precision": _whole(-PLACES, PLACES)},
    "to_date": {"pattern": _date_form},
    "format_date": {"pattern": _printed_form},
    "timestamp": {"unit": _one_of("the unit", UNITS)},
    "plus": {"amount": _duration},
    "minus": {"amount": _duration_or_date},
    "batch": {"linecount": _whole(1, 1_000_000)},
    "slice": {"slices": _whole(1, 1_000_000)},
}
"""By filter and parameter."""
