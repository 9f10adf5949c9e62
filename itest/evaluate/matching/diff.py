"""Diffs: the lines that show, under the line of an expectation, what differs in a structure or a long text.

Bounded in size and time: what does not fit is counted or cut, and only texts of a page or two are compared by line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, zip_longest

from itest.evaluate.data.counted import counted
from itest.evaluate.data.documents import read
from itest.evaluate.data.json_text import scalar_text
from itest.evaluate.matching.difference import Difference
from itest.evaluate.matching.place import Place, Suffix
from itest.model.problem import EvaluationError
from itest.model.record import State, field
from itest.model.result import DiffLine
from itest.model.values import Missing, Tree, Value

MAX_LINES = 60
WIDTH = 100
"""Characters of one value on one line."""
LONG_TEXT = 80
"""Texts longer than this are compared by line, or around the first character that differs."""
_MAX_TEXT = 20_000
_MAX_TEXT_LINES = 200
_AROUND = 30


class _Branch(State):
    """The differences at one node of the actual value, each with what comes after the node (a size, a selector), and
    those below it."""

    children: dict[str | int, _Branch] = field(default_factory=dict)
    leaves: list[tuple[str, Difference]] = field(default_factory=list)


def diff(expected: Tree, actual: Value, differences: Sequence[Difference]) -> tuple[DiffLine, ...]:
    """The lines for the differences of one field; none where a sentence says it all (one short scalar)."""
    try:
        actual = read(actual)
    except EvaluationError:
        return ()
    root = _Branch()
    for difference in differences:
        _plant(root, difference)
    if root.children:
        lines = _container(root, expected, actual, "", "")
    elif root.leaves:
        lines = _long_text(root.leaves[0][1])
    else:
        return ()
    shown = list(islice(lines, MAX_LINES + 1))
    if len(shown) > MAX_LINES:
        shown[MAX_LINES:] = [DiffLine(mark=" ", text="…")]
    return tuple(shown)


def _plant(root: _Branch, difference: Difference) -> None:
    if not difference.wanted:  # it could not be evaluated: there is nothing to compare
        return
    branch, parts = root, difference.at.parts
    while parts and not isinstance(parts[0], Suffix):
        branch = branch.children.setdefault(parts[0], _Branch())
        parts = parts[1:]
    branch.leaves.append((str(Place(field="", parts=parts)), difference))


def _container(branch: _Branch, expected: Tree, actual: Value, indent: str, label: str) -> Iterator[DiffLine]:
    expected = _mirror(expected)
    opening, closing = "{}" if isinstance(actual, Mapping) else "[]"
    yield DiffLine(mark=" ", text=f"{indent}{label}{opening}")
    inner = indent + "  "
    for part, child in branch.children.items():
        name = f"{scalar_text(part)}: " if isinstance(part, str) else ""
        for suffix, difference in child.leaves:
            yield from _leaf(difference, inner, f"{name.removesuffix(': ')}{suffix}: " if suffix.strip() else name)
        if child.children:
            yield from _container(child, _child(expected, part), _child(actual, part), inner, name)
    remark = _rest(branch, expected, actual)
    if remark:
        yield DiffLine(mark=" ", text=f"{inner}… {remark}")
    yield DiffLine(mark=" ", text=f"{indent}{closing}")


def _leaf(difference: Difference, indent: str, name: str) -> Iterator[DiffLine]:
    long = list(_long_text(difference))
    if long:
        yield DiffLine(mark=" ", text=f"{indent}{name}".rstrip())
        yield from (DiffLine(mark=line.mark, text=f"{indent}  {line.text}", note=line.note) for line in long)
        return
    wanted = difference.wanted if len(difference.wanted) <= WIDTH else f"{difference.wanted[: WIDTH - 1]}…"
    if difference.further:
        yield DiffLine(mark="+", text=f"{indent}{name}{difference.shown(WIDTH)}", note="not expected")
        return
    yield DiffLine(mark="-", text=f"{indent}{name}{wanted}", note="expected")
    there = "" if isinstance(difference.actual, Missing) else name
    yield DiffLine(mark="+", text=f"{indent}{there}{difference.shown(WIDTH)}", note="actual")


def _mirror(expected: Tree) -> Tree:
    """The part of an expectation that mirrors the value: that of `$eq` where it is one."""
    return expected.get("$eq", expected) if isinstance(expected, Mapping) else expected


def _child(node: Tree, part: str | int) -> Tree:
    if isinstance(part, str):
        return node.get(part) if isinstance(node, Mapping) else None
    return node[part] if isinstance(node, (list, tuple)) and part < len(node) else None


def _rest(branch: _Branch, expected: Tree, actual: Value) -> str:
    """What of the actual container is not shown: what matched and what nothing was expected of."""
    if isinstance(actual, Mapping):
        noun, others = "key", [key for key in actual if key not in branch.children]
        asked = {*expected, *map(str.lower, expected)} if isinstance(expected, Mapping) else set()  # header names
        compared = sum(1 for key in others if key in asked)
    elif isinstance(actual, (list, tuple)):
        noun, count = "item", sum(1 for index in range(len(actual)) if index not in branch.children)
        others = [""] * count
        compared = count if isinstance(expected, (list, tuple)) else 0
    else:
        return ""
    left = len(others) - compared
    parts = []
    if compared:
        parts.append(f"{counted(compared, noun)} {'matches' if compared == 1 else 'match'}")
    if left:
        parts.append(f"{counted(left, f'other {noun}')} not compared")
    return ", ".join(parts)


def _long_text(difference: Difference) -> Iterator[DiffLine]:
    expected, actual = difference.expected, difference.actual
    if not isinstance(expected, str) or not isinstance(actual, str):
        return
    if "\n" not in expected + actual and max(len(expected), len(actual)) <= LONG_TEXT:
        return
    if "\n" in expected + actual and max(len(expected), len(actual)) <= _MAX_TEXT:
        one, other = expected.split("\n"), actual.split("\n")
        if max(len(one), len(other)) <= _MAX_TEXT_LINES:
            yield from _by_line(one, other)
            return
    yield from _first_difference(expected, actual)


def _by_line(expected: list[str], actual: list[str]) -> Iterator[DiffLine]:
    # Start-up cost: difflib is needed for failures only.
    import difflib

    matcher = difflib.SequenceMatcher(a=expected, b=actual, autojunk=False)
    for group in matcher.get_grouped_opcodes(1):
        for operation, start, end, other_start, other_end in group:
            if operation == "equal":
                yield from (DiffLine(mark=" ", text=_cut(line)) for line in expected[start:end])
                continue
            yield from (DiffLine(mark="-", text=_cut(line), note="expected") for line in expected[start:end])
            yield from (DiffLine(mark="+", text=_cut(line), note="actual") for line in actual[other_start:other_end])


def _first_difference(expected: str, actual: str) -> Iterator[DiffLine]:
    place = next((index for index, (one, other) in enumerate(zip_longest(expected, actual)) if one != other), 0)
    note = f"from character {place + 1}"
    for mark, text, whose in (("-", expected, "expected"), ("+", actual, "actual")):
        start, end = max(0, place - _AROUND), place + _AROUND
        window = f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
        yield DiffLine(mark=mark, text=scalar_text(window), note=f"{whose}, {note}")


def _cut(line: str) -> str:
    return line if len(line) <= WIDTH else f"{line[: WIDTH - 1]}…"
