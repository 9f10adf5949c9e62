"""Arguments of operators as the loader checks them: what is wrong with one that is written, before anything is sent.

A check yields the findings about the argument itself; the matchers that an argument holds are looked at by
`matcher_check`. Templates are accepted unseen.
"""

from __future__ import annotations

import decimal
from collections.abc import Iterator, Mapping
from decimal import Decimal

from itest.evaluate.data.duration import parse_duration
from itest.evaluate.data.equality import integral, is_number
from itest.evaluate.data.formats import FORMATS
from itest.evaluate.data.json_text import short
from itest.evaluate.data.suggest import did_you_mean, meant
from itest.evaluate.matching.finding import Finding
from itest.evaluate.matching.list_operators import ORDERS
from itest.evaluate.matching.question import has_template
from itest.evaluate.matching.time_operators import moment as read_moment
from itest.model.values import JSON_TYPES, Pointer, SchemaFile, Template, Tree


def matcher(_name: str, _argument: Tree, _pointer: Pointer) -> Iterator[Finding]:
    """Anything goes; what is inside is checked as a matcher."""
    yield from ()


def matchers(name: str, argument: Tree, pointer: Pointer) -> Iterator[Finding]:
    if not isinstance(argument, tuple):
        yield _bad(name, argument, pointer, "a list")


def some_matchers(name: str, argument: Tree, pointer: Pointer) -> Iterator[Finding]:
    if argument == ():
        yield _bad(name, argument, pointer, "at least one item", "what checks nothing cannot fail")
    yield from matchers(name, argument, pointer)


def choices(name: str, argument: Tree, pointer: Pointer) -> Iterator[Finding]:
    if argument == ():
        yield _bad(name, argument, pointer, "at least one item", "nothing is one of none")
    yield from matchers(name, argument, pointer)


def ordered(name: str, argument: Tree, pointer: Pointer) -> Iterator[Finding]:
    if not _is_ordered(argument):
        yield _bad(name, argument, pointer, "a number or text")


def two_ends(name: str, argument: Tree, pointer: Pointer) -> Iterator[Finding]:
    if not isinstance(argument, tuple) or len(argument) != 2:
        yield _bad(name, argument, pointer, "a list of two ends, `[from, to]`")
        return
    for index, end in enumerate(argument):
        yield from ordered(name, end, (*pointer, index))
    if all(map(is_number, argument)) and argument[0] > argument[1]:
        yield _bad(name, argument, pointer, "the smaller end first")


def value_within(name: str, argument: Tree, pointer: Pointer) -> Iterator[Finding]:
    if not isinstance(argument, Mapping) or set(argument) != {"value", "within"}:
        yield _bad(name, argument, pointer, "`{value: …, within: …}`")
        return
    for key, part in argument.items():
        # A text can be a duration here, on `time`.
        if not is_number(part) and not isinstance(part, Template) and not _is_duration(part):
            yield _bad(name, part, (*pointer, key), f"a number as `{key}`")
        elif key == "within" and is_number(part) and part < 0:
            yield _bad(name, part, (*pointer, key), "a distance that is not below zero")


def one_of_types(name: str, argument: Tree, pointer: Pointer) -> Iterator[Finding]:
    kinds = argument if isinstance(argument, tuple) else (argument,)
    for index, kind in enumerate(kinds):
        if kind is None or isinstance(kind, Template) or kind in JSON_TYPES:
            continue
        place = (*pointer, index) if isinstance(argument, tuple) else pointer
        hint = _suggestion(kind, JSON_TYPES) or f"one of {', '.join(JSON_TYPES)}"
        yield _bad(name, kind, place, "the name of a JSON type", hint)


def format_name(name: str, argument: Tree, pointer: Pointer) -> Iterator[Finding]:
    if not isinstance(argument, Template) and argument not in FORMATS:
        hint = _suggestion(argument, FORMATS) or f"one of {', '.join(FORMATS)}"
        yield _bad(name, argument, pointer, "the name of a format", hint)


def text(name: str, argument: Tree, pointer: Pointer) -> Iterator[Finding]:
    # Numbers and booleans are taken as they are written.
    if argument is None or not isinstance(argument, (str, int, Decimal, Template)):
        yield _bad(name, argument, pointer, "text")


def pattern(name: str, argument: Tree, pointer: Pointer) -> Iterator[Finding]:
    if not isinstance(argument, str):
        yield from text(name, argument, pointer)
        return
    # Start-up cost: few expectations need the engine.
    from itest.evaluate.data.regular import check

    problem = check(argument)
    if problem:
        yield Finding(pointer=pointer, code="IT313", message=f"`{argument}` is no regular expression: {problem}")


def size(name: str, argument: Tree, pointer: Pointer) -> Iterator[Finding]:
    if isinstance(argument, (Template, Mapping)):
        return
    length = integral(argument)
    if length is None or length < 0:
        yield _bad(name, argument, pointer, "a whole number, or a matcher such as `{$gt: 2}`")


def boolean(name: str, argument: Tree, pointer: Pointer) -> Iterator[Finding]:
    if not isinstance(argument, (bool, Template)):
        yield _bad(name, argument, pointer, "`true` or `false`", meant(argument, "true", "false"))


def direction(name: str, argument: Tree, pointer: Pointer) -> Iterator[Finding]:
    if not isinstance(argument, Template) and argument not in ORDERS:
        yield _bad(name, argument, pointer, "`asc` or `desc`")


def moment(name: str, argument: Tree, pointer: Pointer) -> Iterator[Finding]:
    if not isinstance(argument, Template) and argument != "now" and read_moment(argument) is None:
        yield _bad(name, argument, pointer, "a date, a time with its date, or `now`", "such as `2024-05-01T12:00:00Z`")


def schema(name: str, argument: Tree, pointer: Pointer) -> Iterator[Finding]:
    if isinstance(argument, (str, SchemaFile, Template)):
        return  # that a file is there is the loader's to check
    if not isinstance(argument, (bool, Mapping)):
        yield _bad(name, argument, pointer, "a JSON Schema or the path of one")
        return
    if has_template(argument):
        return
    # Start-up cost: jsonschema takes longer to import than all of itest.
    from itest.evaluate.matching.schema import schema_flaws

    for flaw in schema_flaws(argument):
        place = (*pointer, *flaw.path)
        yield Finding(pointer=place, code="IT322", message=flaw.message, hint=flaw.hint, key=flaw.key)


def _is_ordered(argument: Tree) -> bool:
    return is_number(argument) or isinstance(argument, (str, Template))


def _is_duration(argument: Tree) -> bool:
    try:
        parse_duration(argument)
    except (ValueError, TypeError, decimal.InvalidOperation):
        return False
    return True


def _suggestion(word: Tree, known: tuple[str, ...]) -> str:
    return did_you_mean(word, known) if isinstance(word, str) else ""


def _bad(name: str, argument: Tree, pointer: Pointer, wanted: str, hint: str = "") -> Finding:
    message = f"`{name}` takes {wanted}, not {short(argument, 60)}"
    return Finding(pointer=pointer, code="IT311", message=message, hint=hint)
