"""What the loader asks of an expectation before anything is sent: operators, their arguments, selectors, schemas."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from itest.evaluate.data.duration import parse_duration
from itest.evaluate.data.jsonpath import PathSyntax, compile_path
from itest.evaluate.data.suggest import did_you_mean
from itest.evaluate.expressions.expression import ExpressionSyntax, compile_expression
from itest.evaluate.expressions.piping import FOUND, split_path
from itest.evaluate.matching.finding import Finding
from itest.evaluate.matching.operators import OPERATORS
from itest.evaluate.matching.status import CLASSES, RANGES, asks_numbers, range_problem, status_problem
from itest.evaluate.matching.views import COOKIE_FLAGS, COOKIE_KEYS, ERROR_KEYS
from itest.model.values import Pointer, Template, Tree

__all__ = ["Finding", "check_expect", "check_matcher"]


def check_matcher(tree: Tree, pointer: Pointer = ()) -> list[Finding]:
    """What in a matcher cannot be meant; templates are accepted unseen, nothing is evaluated."""
    return list(_matcher(tree, pointer))


def check_expect(expect: Mapping[str, Tree], pointer: Pointer = ()) -> list[Finding]:
    """What in an `expect` mapping cannot be meant, its special fields included; field names are the loader's."""
    found: list[Finding] = []
    for name, tree in expect.items():
        found.extend(_SPECIAL.get(name, _matcher)(tree, (*pointer, name)))
    return found


def _matcher(tree: Tree, pointer: Pointer) -> Iterator[Finding]:
    if isinstance(tree, Mapping):
        for key, item in tree.items():
            yield from _entry(key, item, (*pointer, key))
    elif isinstance(tree, tuple):
        yield from _each(tree, pointer)


def _each(items: tuple[Tree, ...], pointer: Pointer) -> Iterator[Finding]:
    for index, item in enumerate(items):
        yield from _matcher(item, (*pointer, index))


def _entry(key: str, item: Tree, pointer: Pointer) -> Iterator[Finding]:
    if key.startswith(("$.", "$[")):
        yield from _selector(key, pointer)
        yield from _matcher(item, pointer)
    elif key.startswith("$") and not key.startswith("$$"):
        yield from _operator(key, item, pointer)
    else:
        yield from _matcher(item, pointer)


def filters_in(tree: Tree, pointer: Pointer) -> Iterator[tuple[Pointer, str]]:
    """The filters behind the selectors of an expectation, each with the place of its selector."""
    if isinstance(tree, Mapping):
        for key, item in tree.items():
            if key.startswith(("$.", "$[")) and "{{" not in key and (filters := split_path(key)[1]):
                yield (*pointer, key), filters
            yield from filters_in(item, (*pointer, key))
    elif isinstance(tree, tuple):
        for index, item in enumerate(tree):
            yield from filters_in(item, (*pointer, index))


def _filters(filters: str, pointer: Pointer) -> Iterator[Finding]:
    try:
        compile_expression(f"{FOUND} {filters}")
    except ExpressionSyntax as error:
        yield Finding(pointer=pointer, code="IT309", message=error.message, hint=error.hint, key=True)


def _selector(selector: str, pointer: Pointer) -> Iterator[Finding]:
    if "{{" in selector:
        return
    path, filters = split_path(selector)
    if filters:
        yield from _filters(filters, pointer)
    try:
        compile_path(path)
    except PathSyntax as error:
        message = f"`{path}` is no JSONPath: {error.message}, at character {error.offset + 1}"
        yield Finding(pointer=pointer, code="IT312", message=message, key=True)


def _operator(name: str, argument: Tree, pointer: Pointer) -> Iterator[Finding]:
    operator = OPERATORS.get(name)
    if operator is None:
        hint = (
            did_you_mean(name, OPERATORS) or f"a key that starts with `$` and is meant as itself is written `${name}`"
        )
        yield Finding(pointer=pointer, code="IT310", message=f"`{name}` is no operator", hint=hint, key=True)
        return
    if isinstance(argument, Template):
        return
    yield from operator.argument(name, argument, pointer)
    if operator.takes in _HOLD_MATCHERS:
        yield from _matcher(argument, pointer)


_HOLD_MATCHERS = frozenset({"matcher", "matchers", "some_matchers", "choices", "size"})
"""Checks of arguments that are matchers themselves, or hold some."""


def _status(tree: Tree, pointer: Pointer) -> Iterator[Finding]:
    if isinstance(tree, Mapping):
        yield from _matcher(tree, pointer)
    elif tree == ():
        yield Finding(pointer=pointer, code="IT306", message="no status is one of none", hint=CLASSES)
    yield from _codes(tree, pointer)


def _codes(tree: Tree, pointer: Pointer) -> Iterator[Finding]:
    """The codes of a status, also those that operators of equality, choice and order hold."""
    if isinstance(tree, Mapping):
        for name in tree:
            if not asks_numbers(name, tree[name]):
                message = f"`{name}` holds of no status, which is a number"
                yield Finding(pointer=(*pointer, name), code="IT306", message=message, key=True)
        for name in _OF_CODES & tree.keys():
            yield from _codes(tree[name], (*pointer, name))
        for name in RANGES & tree.keys():
            if not isinstance(tree[name], Template) and (problem := range_problem(name, tree[name])):
                yield Finding(pointer=(*pointer, name), code="IT306", message=problem)
    elif isinstance(tree, tuple):
        for index, item in enumerate(tree):
            yield from _codes(item, (*pointer, index))
    elif not isinstance(tree, Template) and (problem := status_problem(tree)):
        yield Finding(pointer=pointer, code="IT306", message=problem, hint=CLASSES)


_OF_CODES = frozenset({"$eq", "$ne", "$in", "$not", "$and", "$optional"})


def _time(tree: Tree, pointer: Pointer) -> Iterator[Finding]:
    if isinstance(tree, (Mapping, tuple)):
        found: list[Finding] = []
        yield from _matcher(_in_seconds(tree, pointer, found), pointer)
        yield from found
    elif not isinstance(tree, Template):
        try:
            parse_duration(tree)
        except ValueError as error:
            yield Finding(pointer=pointer, code="IT320", message=str(error))


def _in_seconds(tree: Tree, pointer: Pointer, found: list[Finding], *, ordered: bool = False) -> Tree:
    """An expectation of `time` with numbers in place of the durations that operators of order hold; `found` gets those
    that are none."""
    if isinstance(tree, Mapping):
        return {name: _in_seconds(item, (*pointer, name), found, ordered=name in RANGES) for name, item in tree.items()}
    if isinstance(tree, tuple):
        return tuple(_in_seconds(item, (*pointer, index), found, ordered=ordered) for index, item in enumerate(tree))
    if ordered and isinstance(tree, str):
        try:
            return parse_duration(tree)
        except ValueError as error:
            found.append(Finding(pointer=pointer, code="IT320", message=str(error)))
    return tree


def _error(tree: Tree, pointer: Pointer) -> Iterator[Finding]:
    yield from _matcher(tree, pointer)
    yield from _fixed_keys("an error", ERROR_KEYS, tree, pointer)


def _cookies(tree: Tree, pointer: Pointer) -> Iterator[Finding]:
    yield from _matcher(tree, pointer)
    if not isinstance(tree, Mapping):
        return
    for name, cookie in tree.items():
        if name.startswith("$") or not isinstance(cookie, Mapping):
            continue
        yield from _fixed_keys("a cookie", COOKIE_KEYS, cookie, (*pointer, name))
        for flag in COOKIE_FLAGS:
            asked = cookie.get(flag)
            if isinstance(asked, Mapping) and "$exists" in asked:
                place = (*pointer, name, flag, "$exists")
                message = f"`{flag}` is always there: true, or false where the cookie does not say it"
                yield Finding(pointer=place, code="IT306", message=message, hint=f"write `{flag}: true`", key=True)


def _fixed_keys(thing: str, known: Collection[str], tree: Tree, pointer: Pointer) -> Iterator[Finding]:
    """The keys that an object of fixed ones never has."""
    for key in tree if isinstance(tree, Mapping) else ():
        if not key.startswith(("$", "x-")) and "{{" not in key and key not in known:
            hint = did_you_mean(key, known) or f"it has {', '.join(f'`{name}`' for name in known)}"
            yield Finding(pointer=(*pointer, key), code="IT304", message=f"{thing} has no `{key}`", hint=hint, key=True)


def _schema(tree: Tree, pointer: Pointer) -> Iterator[Finding]:
    from itest.evaluate.matching.arguments import schema  # start-up cost: only where a schema is expected

    yield from schema("schema", tree, pointer)


_SPECIAL: dict[str, Callable[[Tree, Pointer], Iterator[Finding]]] = {
    "status": _status,
    "time": _time,
    "schema": _schema,
    "error": _error,
    "cookies": _cookies,
}
