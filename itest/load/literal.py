"""Literal values against the small part of JSON Schema that action specs use; a template passes for any scalar.

The full library takes 80 ms to import and a validator per key: too much for what runs before every run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from itest.evaluate.data.suggest import did_you_mean, meant, nearest
from itest.load.misread import not_a_mapping
from itest.model.record import Record
from itest.model.values import Pointer, Template, Tree, type_name

Schema = Mapping[str, Any]

_WORDS = {"string": "text", "array": "a list", "object": "a mapping", "integer": "a whole number", "number": "a number"}
_WORDS |= {"boolean": "true or false", "null": "null"}


class Flaw(Record):
    """What is wrong with a literal, and where beneath it; `at_key` where the key itself is the matter."""

    code: str
    message: str
    path: Pointer = ()
    hint: str = ""
    at_key: bool = False

    def beneath(self, step: str | int) -> Flaw:
        return Flaw(self.code, self.message, (step, *self.path), self.hint, self.at_key)


def flaws(schema: Schema, tree: Tree) -> list[Flaw]:
    """Everything in which the literal parts of a tree cannot be what the schema says."""
    if not schema or type(tree) is Template:
        return []
    found: list[Flaw] = []
    for keyword in schema:
        check = _CHECKS.get(keyword)
        if check is not None:
            found.extend(check(schema, tree))
            if found and keyword in _DECISIVE:
                break
    return found


def kind_in_words(tree: Tree) -> str:
    """The kind of a tree as a sentence names it (`text`, `a list`)."""
    return _WORDS.get("string" if type(tree) is Template else type_name(tree), "something else")


_LITERALS = (("true", "boolean"), ("false", "boolean"), ("null", "null"))
"""Words, and the kinds that they are."""


def _type(schema: Schema, tree: Tree) -> Iterator[Flaw]:
    names = schema["type"]
    allowed = (names,) if isinstance(names, str) else names
    actual = type_name(tree)
    if actual in allowed or (actual == "integer" and "number" in allowed):
        return
    expected = " or ".join(_WORDS[name] for name in allowed if name != "null" or len(allowed) == 1)
    hint, names = "", list(schema.get("properties", ())) if "object" in allowed else []
    if names and _is_choice(schema):
        expected = _one_of(names)
        found = nearest(tree, names) if isinstance(tree, str) else None
        hint = f"write `{{{found}: …}}`" if found else f"as in `{{{names[0]}: …}}`"
    elif "object" in allowed and type(tree) is tuple:
        hint = not_a_mapping(tree)
    elif names:
        hint = f"its keys are {', '.join(f'`{name}`' for name in names)}"
    words = [word for word, name in _LITERALS if name in allowed]
    yield Flaw("IT306", f"this takes {expected}, not {kind_in_words(tree)}", hint=meant(tree, *words) or hint)


def _is_choice(schema: Schema) -> bool:
    """Whether a mapping holds just one of its keys, which says what it is."""
    return schema.get("minProperties") == schema.get("maxProperties") == 1


def _one_of(words: Iterable[Any]) -> str:
    return f"one of {', '.join(f'`{word}`' for word in words)}"


def _enum(schema: Schema, tree: Tree) -> Iterator[Flaw]:
    allowed = schema["enum"] if "enum" in schema else [schema["const"]]
    if not any(type_name(tree) == type_name(value) and tree == value for value in allowed):
        words = [str(value) for value in allowed]
        hint = did_you_mean(tree, words) if isinstance(tree, str) else ""
        yield Flaw("IT306", f"this takes {_one_of(words)}", hint=hint)


def _any_of(schema: Schema, tree: Tree) -> Iterator[Flaw]:
    alternatives = schema["anyOf"] if "anyOf" in schema else schema["oneOf"]
    attempts: list[list[Flaw]] = []
    for alternative in alternatives:
        attempt = flaws(alternative, tree)
        if not attempt:
            return
        attempts.append(attempt)
    # The alternative of the right kind says what is wrong inside; without one, all kinds are named.
    yield from min(attempts, key=lambda attempt: (not attempt[0].path and not attempt[0].at_key, len(attempt)))


def _required(schema: Schema, tree: Tree) -> Iterator[Flaw]:
    if type(tree) is MappingProxyType:
        properties = schema.get("properties", {})
        misspelt = {nearest(name, properties) for name in tree if name not in properties}
        for name in schema["required"]:
            if name not in tree and name not in misspelt:
                yield Flaw("IT305", f"the key `{name}` is missing")


def _members(schema: Schema, tree: Tree) -> Iterator[Flaw]:
    if type(tree) is not MappingProxyType:
        return
    properties: Mapping[str, Schema] = schema.get("properties", {})
    others = schema.get("additionalProperties", True)
    for name, value in tree.items():
        if name in properties:
            yield from (flaw.beneath(name) for flaw in flaws(properties[name], value))
        elif others is False and not name.startswith("x-"):
            hint = did_you_mean(name, properties) or f"known here: {', '.join(properties)}"
            yield Flaw("IT304", f"unknown key `{name}`", (name,), hint, at_key=True)
        elif isinstance(others, Mapping):
            yield from (flaw.beneath(name) for flaw in flaws(others, value))


def _items(schema: Schema, tree: Tree) -> Iterator[Flaw]:
    if type(tree) is tuple:
        for index, item in enumerate(tree):
            yield from (flaw.beneath(index) for flaw in flaws(schema["items"], item))


def _pattern(schema: Schema, tree: Tree) -> Iterator[Flaw]:
    if type(tree) is str and not re.search(schema["pattern"], tree):
        yield Flaw("IT306", f"this takes text like `{schema['pattern']}`")


def _properties(keyword: str, words: str, chosen: str) -> Any:
    """The check of how many keys there are; `chosen` is what is said where just one of them is taken."""

    def check(schema: Schema, tree: Tree) -> Iterator[Flaw]:
        known = schema.get("properties", tree)
        if type(tree) is not MappingProxyType or not all(name in known or name.startswith("x-") for name in tree):
            return  # Which keys there are comes before how many.
        count, bound = len(tree), schema[keyword]
        if count > bound if keyword == "maxProperties" else count < bound:
            plain = words.format(bound)
            yield Flaw("IT306", f"this takes {chosen} {_one_of(schema['properties'])}" if _is_choice(schema) else plain)

    return check


def _bound(keyword: str, size: Callable[[Tree], Any], holds: Callable[[Any, Any], bool], words: str) -> Any:
    def check(schema: Schema, tree: Tree) -> Iterator[Flaw]:
        actual = size(tree)
        if actual is not None and not holds(actual, schema[keyword]):
            yield Flaw("IT306", words.format(schema[keyword]))

    return check


def _number(tree: Tree) -> int | Decimal | None:
    return tree if isinstance(tree, (int, Decimal)) and not isinstance(tree, bool) else None


def _length(kind: type[Any]) -> Callable[[Tree], int | None]:
    def length(tree: Tree) -> int | None:
        return len(tree) if isinstance(tree, kind) else None

    return length


def _least(actual: Any, bound: Any) -> bool:
    return bool(actual >= bound)


def _most(actual: Any, bound: Any) -> bool:
    return bool(actual <= bound)


_CHECKS: dict[str, Callable[[Schema, Tree], Iterator[Flaw]]] = {
    "type": _type,
    "enum": _enum,
    "const": _enum,
    "anyOf": _any_of,
    "oneOf": _any_of,
    "required": _required,
    "properties": _members,
    "additionalProperties": lambda schema, tree: iter(()) if "properties" in schema else _members(schema, tree),
    "items": _items,
    "pattern": _pattern,
    "minimum": _bound("minimum", _number, _least, "this is at least {}"),
    "maximum": _bound("maximum", _number, _most, "this is at most {}"),
    "minLength": _bound("minLength", _length(str), _least, "this cannot be empty"),
    "minItems": _bound("minItems", _length(tuple), _least, "this takes at least {} item(s)"),
    "minProperties": _properties("minProperties", "this takes at least {} key(s)", "just"),
    "maxProperties": _properties("maxProperties", "this takes at most {} key(s)", "no more than"),
}
_DECISIVE = frozenset({"type", "enum", "const"})
