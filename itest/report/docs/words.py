"""Expectations in words: `expect` and `assert` as sentences that a person reads, a table of operators at its heart.

A sentence is a line that begins with what it speaks of (`body.id`); an operator adds the words about it. Values stand
as they are written in the scenario: JSON, and `{{ … }}` where they are made when it runs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from http import HTTPStatus
from typing import Any, TypeAlias

from itest.evaluate.data.counted import counted
from itest.evaluate.data.duration import format_duration, parse_duration
from itest.evaluate.data.json_text import short
from itest.model.lazy_pattern import lazy_pattern
from itest.model.values import SchemaFile, Template, Tree
from itest.report.docs.blocks import Code, Inline, Line

LIMIT = 160
"""Characters of a value that are shown."""

_PLAIN_KEY = lazy_pattern(r"[A-Za-z_][\w-]*")
_ONLY_LIVE = lazy_pattern(r"\{\{((?:(?!\{\{|\}\}).)*)\}\}", re.DOTALL)

Said: TypeAlias = tuple[Inline | SchemaFile, ...]
"""A line in which a schema's file is not a link yet."""
Sentence: TypeAlias = tuple[str, Said]
"""What is spoken of, and what is said of it."""


_PHRASES = {
    "413": "Content Too Large",
    "414": "URI Too Long",
    "416": "Range Not Satisfiable",
    "422": "Unprocessable Content",
}
"""Reason phrases of RFC 9110 that Python has since 3.13."""


def sentences(expect: Mapping[str, Tree], link: Callable[[SchemaFile], Line], main: str = "body") -> list[Line]:
    """What `expect` says, a line each; `link` names a schema's file, `main` the field that `schema` looks at."""
    found: list[Line] = []
    for name, tree in expect.items():
        if name == "schema":
            found.append((Code(main or "the result"), " fits the schema ", *_schema(tree, link)))
        else:
            found.extend(_line(each, link) for each in _SPECIAL.get(name, clauses)(name, tree))
    return found


def _line(sentence: Sentence, link: Callable[[SchemaFile], Line]) -> Line:
    subject, said = sentence
    found: list[Inline] = [Code(subject), " "]
    for part in said:
        found += link(part) if isinstance(part, SchemaFile) else (part,)
    return tuple(found)


def _schema(tree: Tree, link: Callable[[SchemaFile], Line]) -> Line:
    return link(tree) if isinstance(tree, SchemaFile) else (value(tree),)


def value(tree: Tree) -> Code:
    """A value as it is written; a template that is all of it without quotes."""
    if isinstance(tree, Template) and _ONLY_LIVE.fullmatch(tree.text.strip()):
        return Code(tree.text.strip())
    return Code(short(tree, LIMIT))


def clauses(subject: str, tree: Tree) -> Iterator[Sentence]:
    """The sentences of a matcher about a subject."""
    if isinstance(tree, Mapping):
        if not tree:
            yield subject, ("is an empty object",)
        for key, item in tree.items():
            yield from _entry(subject, key, item)
    elif isinstance(tree, tuple) and any(isinstance(item, Mapping) for item in tree):
        yield subject, (f"has exactly {counted(len(tree), 'item')}",)
        for index, item in enumerate(tree):
            yield from clauses(f"{subject}[{index}]", item)
    else:
        yield subject, ("is ", value(tree))


def _entry(subject: str, key: str, item: Tree) -> Iterator[Sentence]:
    if key.startswith(("$.", "$[")):
        yield from clauses(f"{subject}{key[1:]}", item)
    elif key in OPERATORS:
        yield from OPERATORS[key](subject, item)
    else:
        name = key[1:] if key.startswith("$$") else key
        inside = f"{subject}.{name}" if _PLAIN_KEY.fullmatch(name) else f"{subject}[{short(name, LIMIT)}]"
        yield from clauses(inside, item)


def phrase(tree: Tree) -> Said:
    """A matcher in one line, about something that was named before."""
    parts: list[Inline | SchemaFile] = []
    for subject, said in clauses("", tree):
        parts += [" and "] if parts else []
        parts += [Code(subject.removeprefix(".")), " "] if subject else []
        parts += said
    return tuple(parts)


# -- operators -------------------------------------------------------------------------------------------------------

Say = Callable[[str, Tree], Iterator[Sentence]]


def _says(words: str) -> Say:
    """Words, and the value."""

    def say(subject: str, argument: Tree) -> Iterator[Sentence]:
        yield subject, (f"{words} ", value(argument))

    return say


def _choice(words: Mapping[Any, str]) -> Say:
    """Words for each argument that there is."""

    def say(subject: str, argument: Tree) -> Iterator[Sentence]:
        known = isinstance(argument, (bool, str)) and argument in words
        yield subject, (words[argument],) if known else ("is as said by ", value(argument))

    return say


def _nested(words: str) -> Say:
    """Words, and the matcher in one line."""

    def say(subject: str, argument: Tree) -> Iterator[Sentence]:
        yield subject, (words, *phrase(argument))

    return say


def _list(words: str, between: str) -> Say:
    """Words, and each matcher of the list."""

    def say(subject: str, argument: Tree) -> Iterator[Sentence]:
        items = argument if isinstance(argument, tuple) else (argument,)
        parts: list[Inline | SchemaFile] = []
        for index, item in enumerate(items):
            parts += [between if index == len(items) - 1 else ", "] if index else []
            parts += phrase(item) if isinstance(item, Mapping) else (value(item),)
        yield subject, (f"{words} ", *parts)

    return say


def _named(words: str) -> Say:
    """Words, and the name of a format or of types."""

    def say(subject: str, argument: Tree) -> Iterator[Sentence]:
        names = argument if isinstance(argument, tuple) else (argument,)
        yield subject, (f"{words} ", Code(" or ".join(map(_plain, names))))

    return say


def _exactly(subject: str, argument: Tree) -> Iterator[Sentence]:
    if not isinstance(argument, Mapping):
        yield subject, ("is exactly ", value(argument))
        return
    yield subject, ("has nothing but ", *_names(argument))
    yield from clauses(subject, argument)


def _names(argument: Mapping[str, Tree]) -> Line:
    parts: list[Inline] = []
    for name in argument:
        parts += [", "] if parts else []
        parts.append(Code(name))
    return tuple(parts)


def _each(subject: str, argument: Tree) -> Iterator[Sentence]:
    yield subject, ("has at least one item, of which each holds:",)
    yield from clauses(f"{subject}[*]", argument)


def _all(subject: str, argument: Tree) -> Iterator[Sentence]:
    for matcher in argument if isinstance(argument, tuple) else (argument,):
        yield from clauses(subject, matcher)


def _contains(subject: str, argument: Tree) -> Iterator[Sentence]:
    inside = isinstance(argument, Mapping)
    yield subject, ("contains an item: ", *phrase(argument)) if inside else ("contains ", value(argument))


def _size(subject: str, argument: Tree) -> Iterator[Sentence]:
    if isinstance(argument, Mapping):
        for about, said in clauses("", argument):
            yield subject, (f"has a size{about} that ", *said)
    else:
        yield subject, ("has the size ", value(argument))


def _between(subject: str, argument: Tree) -> Iterator[Sentence]:
    ends = argument if isinstance(argument, tuple) and len(argument) == 2 else ("?", "?")
    yield subject, ("is from ", value(ends[0]), " to ", value(ends[1]))


def _approx(subject: str, argument: Tree) -> Iterator[Sentence]:
    whole = argument if isinstance(argument, Mapping) else {}
    yield subject, ("is ", value(whole.get("value")), " ± ", value(whole.get("within")))


def _in_file(subject: str, argument: Tree) -> Iterator[Sentence]:
    # A schema's file becomes a link where the sentence becomes a line.
    yield subject, ("fits the schema ", argument if isinstance(argument, SchemaFile) else value(argument))


OPERATORS: dict[str, Say] = {
    "$eq": _exactly,
    "$ne": _says("is anything but"),
    "$gt": _says("is more than"),
    "$gte": _says("is at least"),
    "$lt": _says("is less than"),
    "$lte": _says("is at most"),
    "$between": _between,
    "$approx": _approx,
    "$in": _list("is one of", " or "),
    "$and": _all,
    "$not": _nested("does not hold: "),
    "$type": _named("is of type"),
    "$format": _named("is a valid"),
    "$contains": _contains,
    "$startsWith": _says("starts with"),
    "$endsWith": _says("ends with"),
    "$regex": _says("matches"),
    "$size": _size,
    "$empty": _choice({True: "is empty", False: "is not empty"}),
    "$all": _list("contains", " and "),
    "$each": _each,
    "$unordered": _list("has, in any order,", " and "),
    "$unique": _choice({True: "has no item twice", False: "has an item twice"}),
    "$sorted": _choice({"asc": "is sorted, ascending", "desc": "is sorted, descending"}),
    "$exists": _choice({True: "is there", False: "is not there"}),
    "$optional": _nested("may be left out; else it "),
    "$before": _says("is before"),
    "$after": _says("is after"),
    "$schema": _in_file,
    "$json": _nested("is JSON in which this holds: "),
    "$file": _says("is what stands in the file"),
}


# -- fields with a reading of their own ------------------------------------------------------------------------------


def _status(name: str, tree: Tree) -> Iterator[Sentence]:
    if isinstance(tree, Mapping):
        yield from clauses(name, tree)
    elif isinstance(tree, tuple):
        yield from OPERATORS["$in"](name, tree)
    else:
        yield name, ("is ", Code(_status_words(tree)))


def _status_words(tree: Tree) -> str:
    text = _plain(tree)
    try:
        return f"{text} {_PHRASES.get(text) or HTTPStatus(int(text)).phrase}"
    except ValueError:
        return text


def _time(name: str, tree: Tree) -> Iterator[Sentence]:
    if isinstance(tree, Mapping):
        yield from clauses(name, tree)
    else:
        yield name, ("is at most ", Code(duration_words(tree)))


_SPECIAL: dict[str, Say] = {"status": _status, "time": _time}


def duration_words(tree: Tree) -> str:
    """A duration as people write it."""
    if isinstance(tree, (int, Decimal)) and not isinstance(tree, bool):
        return format_duration(parse_duration(tree)) if tree % 1 else f"{tree}s"
    return _plain(tree)


def _plain(tree: Tree) -> str:
    return tree.text if isinstance(tree, Template) else str(tree)
