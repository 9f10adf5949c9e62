"""Lists of scenarios: a file with `scenarios` as the trees of its scenarios, each as if it had a file of its own.

What stands beside the list holds for each, nearer wins; each tree has a map of where its nodes really stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from itest.load.findings import Findings
from itest.load.kinds import wrong_kind
from itest.load.merge import live_texts
from itest.load.yaml_reader import Reading, Templates
from itest.model.record import Record
from itest.model.source import Mark, SourceMap
from itest.model.values import Pointer, Template, Tree

LIST = "scenarios"
JOINED = frozenset({"tags", "locks", "secrets", "links", "cleanup", "flow"})
"""Lists that hold beside those of the file."""
MERGED = frozenset({"vars", "sessions", "namespaces", "inputs", "outputs"})
"""Mappings of names, each of which may be said anew."""
_OWN = frozenset({LIST, "name"})
"""What stands beside the list and is no scenario's: the name is the file's."""
_FORM = "each begins with `- name: …` and has `steps`"


class Part(Record, kw_only=True):
    """A scenario of a file: its tree, where the nodes of that stand, and its live texts.

    `name` is its name as written, where the file has a list of scenarios.
    """

    value: Tree
    sources: SourceMap
    templates: Templates
    name: str = ""


def parts_of(reading: Reading, findings: Findings) -> tuple[Part, ...]:
    """The scenarios of a file; what is wrong with the list as such is reported."""
    tree = reading.value
    if type(tree) is not MappingProxyType or LIST not in tree:
        return (Part(value=tree, sources=reading.sources, templates=reading.templates),)
    if "steps" in tree:
        hint = "a file has `steps`, or a list of `scenarios` that have steps each"
        findings.report("IT306", "`steps` and `scenarios` cannot stand together", ("steps",), hint=hint, key=True)
    items = tree[LIST]
    if type(items) is not tuple:
        wrong_kind(findings, "a list of scenarios", items, (LIST,), _FORM)
        return ()
    if not items:
        findings.report("IT305", "there are no scenarios", (LIST,), hint=_FORM)
    _check_names(findings, items)
    base = MappingProxyType({key: value for key, value in tree.items() if key not in _OWN and key != "steps"})
    marks = _by_item(reading.sources)
    return tuple(
        _part(reading.sources, base, item, index, marks)
        for index, item in enumerate(items)
        if _is_scenario(findings, item, index)
    )


def _is_scenario(findings: Findings, item: Tree, index: int) -> bool:
    if type(item) is MappingProxyType:
        return True
    wrong_kind(findings, "a scenario (a mapping with `name` and `steps`)", item, (LIST, index))
    return False


def _check_names(findings: Findings, items: tuple[Tree, ...]) -> None:
    """A name is what a scenario of a list is known by, in reports and from one run to the next."""
    first: dict[str, int] = {}
    for index, item in enumerate(items):
        name = _name(item)
        if name and name in first:
            line = findings.sources.span((LIST, first[name], "name")).line
            message = f"the name `{name}` is already on line {line}"
            findings.report("IT316", message, (LIST, index, "name"), hint="scenarios of a file are told apart by it")
        first.setdefault(name, index)


def _name(item: Tree) -> str:
    name = item.get("name") if type(item) is MappingProxyType else ""
    return name.text if isinstance(name, Template) else name if isinstance(name, str) else ""


_Marks = dict[Pointer, Mark]
_ByItem = Mapping[int | None, tuple[_Marks, _Marks]]
"""Marks of values and of keys by the item they lie in; None: beside the list."""


def _by_item(sources: SourceMap) -> _ByItem:
    found: dict[int | None, tuple[_Marks, _Marks]] = {None: ({}, {})}
    for number, marks in enumerate((sources.values, sources.keys)):
        for pointer, mark in marks.items():
            index = pointer[1] if len(pointer) > 1 and pointer[0] == LIST else None
            place = index if isinstance(index, int) else None
            found.setdefault(place, ({}, {}))[number][pointer] = mark
    return found


def _part(sources: SourceMap, base: Mapping[str, Tree], item: Mapping[str, Tree], index: int, marks: _ByItem) -> Part:
    root: Pointer = (LIST, index)
    moves: dict[Pointer, Pointer] = {root: ()}
    merged: dict[str, Tree] = {key: value for key, value in base.items() if key not in item}
    moves.update({(key,): (key,) for key in merged})
    for key, own in item.items():
        moves[(*root, key)] = (key,)
        if key in base and own is None:
            continue  # taken away
        merged[key] = _together(key, own, base[key], moves) if key in base else own
    values, keys = marks.get(index, ({}, {}))
    moved = [_moved(source, moves) for source in (marks[None][0], values, marks[None][1], keys)]
    own_map = SourceMap(sources.source, {**moved[0], **moved[1]}, {**moved[2], **moved[3]})
    value = MappingProxyType(merged)
    return Part(value=value, sources=own_map, templates=live_texts(value), name=_name(item))


def _together(key: str, own: Tree, outer: Tree, moves: dict[Pointer, Pointer]) -> Tree:
    """What a scenario says and what its file says; the file's nodes move to where they are in the result."""
    if key in JOINED and type(own) is tuple and type(outer) is tuple:
        added = [number for number, node in enumerate(outer) if key == "cleanup" or node not in own]
        moves.update({(key, number): (key, len(own) + place) for place, number in enumerate(added)})
        return (*own, *(outer[number] for number in added))
    if key in MERGED and type(own) is MappingProxyType and type(outer) is MappingProxyType:
        moves.update({(key, name): (key, name) for name in outer if name not in own})
        return MappingProxyType({**outer, **own})
    return own


def _moved(marks: _Marks, moves: Mapping[Pointer, Pointer]) -> _Marks:
    """The marks of what moves, by where it goes: the longest prefix decides."""
    return dict(_move(marks, moves))


def _move(marks: _Marks, moves: Mapping[Pointer, Pointer]) -> Iterator[tuple[Pointer, Mark]]:
    for pointer, mark in marks.items():
        for length in range(min(len(pointer), 3), 0, -1):
            target = moves.get(pointer[:length])
            if target is not None:
                yield (*target, *pointer[length:]), mark
                break
