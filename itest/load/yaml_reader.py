"""The YAML reader: text to a frozen tree and the map of its positions, with every ambiguity of YAML an error.

It consumes parser events (composing would crash on deep nesting) and keeps its own stack, so depth is counted, never
recursed into. Which scalar means what is `scalars`; what a syntax error is called is `syntax_error`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import Any

from itest.load import tags
from itest.load.findings import Findings
from itest.load.libyaml import yaml
from itest.load.nodes import walk
from itest.load.parser import events_of, mark_of, place_beyond
from itest.load.scalars import NumberTooLarge, plain_scalar
from itest.load.stretch import quoted, stretch
from itest.model.lazy_pattern import lazy_pattern
from itest.model.problem import Problem
from itest.model.record import Record, State
from itest.model.source import Mark, Source, SourceMap
from itest.model.values import Pointer, Template, Tree

MAX_DEPTH = 100
MAX_NODES = 500_000
"""What the parser may tell of in a file: values, keys, beginnings and ends."""
MAX_EXPANDED = 40_000
"""Nodes that aliases and merges may add to a file."""

Templates = list[tuple[Pointer, str]]
"""Live texts of a file in the order they stand in, with where they stand (a live key: the pointer of its value)."""

_GLUED = lazy_pattern(r"(?<=\S)[ \t]+#(?=[^\s#])")
_STUCK = lazy_pattern(r"(?<=[\"'\]}])#")
_CAUSES = frozenset({"IT301", "IT321"})
"""A tag or a comment that was not meant as one: what YAML then cannot read on the same line is no second problem."""
_NO_KEY = frozenset({"", "~", "null"})
_PROPERTIES = lazy_pattern(r"(?:[&!]\S+[ \t]+)+")
"""An anchor and a tag, in either order, before a value on the same line."""
_MERGE = -1
"""The key of what `<<` merges, which is no key of the mapping: a quoted `"<<"` is one like any other."""


class Reading(Record, kw_only=True):
    """A file as read: its value (None where it is unreadable, which `problems` then say), positions, live texts."""

    value: Tree
    sources: SourceMap
    templates: Templates
    problems: list[Problem]
    complete: bool = True
    """False where reading stopped at a problem."""


class _Stopped(Exception):
    """Reading cannot go on; the problem is reported."""


class _Frame(State):
    """A list or mapping that is being read: its items so far, where it stands, and the key that waits for a value."""

    items: Any
    pointer: Pointer
    start: tuple[int, int]
    keyed: bool
    """A mapping, not a list."""
    in_brackets: bool = False
    anchor: str | None = None
    key: Any = None
    """The key that waits for its value: text or `_MERGE`, or None before a key."""
    tag: str | None = None
    """The name of a core tag."""
    merges: bool = False


class _Anchor(State):
    value: Tree
    pointer: Pointer


def read_yaml(source: Source) -> Reading:
    """The tree of a YAML text; problems are collected, not raised."""
    return _Reader(source).read()


class _Reader:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.values: dict[Pointer, Mark] = {}
        self.keys: dict[Pointer, Mark] = {}
        self.templates: Templates = []
        self.findings = Findings(SourceMap(source, self.values, self.keys))
        self.frame = _Frame([], (), (0, 0), keyed=False)
        """The list or mapping that is being read; the first is the file, whose one item is the root."""
        self.stack: list[_Frame] = []
        """Those around it."""
        self.anchors: dict[str, _Anchor] = {}
        lines = enumerate(source.lines) if "#" in source.text else ()
        commented = [(number, line) for number, line in lines if "#" in line]
        self.glued = frozenset(_comments(commented, _GLUED))
        """Where comments begin that have no blank behind their `#`."""
        self.stuck = frozenset(_comments(commented, _STUCK))
        """And those that have none before it, behind a quote or bracket."""
        self.expanded = 0
        self.end: Mark = (0, 0, 0, 0)
        """The last scalar or bracket, whose end is that of the block around it."""
        self.documents = 0
        self.merged = False

    def read(self) -> Reading:
        complete = True
        try:
            self._consume()
        except _Stopped:
            complete = False
        except yaml.YAMLError as error:
            self._syntax_error(error)
            complete = False
        templates = [entry for entry in self.templates if _MERGE not in entry[0]] if self.merged else self.templates
        return Reading(
            value=self.frame.items[0] if complete and self.frame.items else None,
            sources=self.findings.sources,
            templates=templates,
            problems=self.findings.problems,
            complete=complete,
        )

    def _consume(self) -> None:
        next_event = events_of(self.source.text)
        handlers: dict[type, Any] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._open_mapping,
            yaml.SequenceStartEvent: self._open_sequence,
            yaml.MappingEndEvent: self._close_mapping,
            yaml.SequenceEndEvent: self._close_sequence,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        left = MAX_NODES
        while (event := next_event()) is not None:
            handler = handlers.get(type(event))
            left -= 1
            if left < 0:
                hint = "divide it into several files"
                self._stop("IT303", f"the file holds more than {MAX_NODES:,} values", mark_of(event), hint)
            if handler is not None:
                handler(event)

    def _document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            self._stop("IT301", "a second document: a file holds one", mark_of(event), "put it into a file of its own")

    # --- nodes ---------------------------------------------------------------------------------------------------

    def _scalar(self, event: Any) -> None:
        # Half a million of these in a large run: what is asked of every one is asked here, not in calls.
        start, end = event.start_mark, event.end_mark
        self.end = mark = (start.line, start.column, end.line, end.column)
        frame, value, plain = self.frame, event.value, event.implicit[0]
        tag = None if event.tag is None else self._tag(event, mark)
        if (self.glued or self.stuck) and mark[2:] in (self.glued if plain else self.stuck):
            self._glued_comment(value, mark, plain=plain)
        if frame.keyed and frame.key is None:
            self._key(frame, value, plain, mark)
            if event.anchor is not None:
                self.anchors[event.anchor] = _Anchor(value, ())
            return
        pointer = (*frame.pointer, frame.key if frame.keyed else len(frame.items)) if self.stack else ()
        if plain or tag:
            try:
                value = tags.scalar_of(tag, value) if tag else plain_scalar(value)
            except NumberTooLarge as error:
                self.findings.report_mark("IT306", str(error), mark, "quote it if it is meant as text")
        if type(value) is str and "{{" in value:
            self.templates.append((pointer, value))
            value = Template(value)
        if tag:
            self._check_tag(tag, value, mark)
        if event.anchor is not None or tag:
            mark = self._without_properties(mark)
        if event.anchor is not None:
            self.anchors[event.anchor] = _Anchor(value, pointer)
        self.values[pointer] = mark
        self._place(frame, value)

    def _key(self, frame: _Frame, text: str, plain: bool, mark: Mark) -> None:
        if plain and text in _NO_KEY:
            self.findings.report_mark("IT306", "a key cannot be empty or null", mark, "quote it if it is meant as text")
        key = _MERGE if plain and text == "<<" else text
        pointer = (*frame.pointer, key)
        if key in frame.items:
            first = self.keys[pointer][0] + 1
            hint = 'every key is text, so `1` and `"1"` are the same' if not plain else ""
            self.findings.report_mark("IT302", f"the key `{text}` is already on line {first}", mark, hint)
        self.keys[pointer] = mark
        frame.key = key
        if "{{" in text:
            self.templates.append((pointer, text))

    def _open_mapping(self, event: Any) -> None:
        self._open(event, {}, keyed=True)

    def _open_sequence(self, event: Any) -> None:
        self._open(event, [], keyed=False)

    def _open(self, event: Any, items: Any, *, keyed: bool) -> None:
        start, frame = event.start_mark, self.frame
        if frame.keyed and frame.key is None:
            self._collection_as_key(event, mark_of(event))
        tag = None if event.tag is None else self._tag(event, mark_of(event))
        if len(self.stack) >= MAX_DEPTH:
            self._stop(*_too_deep(mark_of(event)))
        pointer = self._pointer(frame)
        self.stack.append(frame)
        place = (start.line, start.column)
        self.frame = _Frame(items, pointer, place, keyed, bool(event.flow_style), event.anchor, tag=tag)

    def _close_mapping(self, event: Any) -> None:
        if self.frame.merges:
            self._merge(self.frame)
        self._close(event, MappingProxyType(self.frame.items))

    def _close_sequence(self, event: Any) -> None:
        self._close(event, tuple(self.frame.items))

    def _close(self, event: Any, value: Tree) -> None:
        frame, end = self.frame, event.end_mark
        if end.column != event.start_mark.column:
            # A bracket. A block's end event stands where the next node begins, which says nothing about the block.
            self.end = (*frame.start, end.line, end.column)
            if self.end[2:] in self.stuck:
                self._glued_comment("", self.end, plain=False)
        self.values[frame.pointer] = frame.start + self.end[2:]
        if frame.tag:
            self._check_tag(frame.tag, value, self.values[frame.pointer])
        if frame.anchor is not None:
            self.anchors[frame.anchor] = _Anchor(value, frame.pointer)
        self.frame = self.stack.pop()
        self._place(self.frame, value)

    def _pointer(self, frame: _Frame) -> Pointer:
        """The pointer of the node that comes next."""
        return (*frame.pointer, frame.key if frame.keyed else len(frame.items)) if self.stack else ()

    def _place(self, frame: _Frame, value: Tree) -> None:
        if not frame.keyed:
            frame.items.append(value)
        else:
            if frame.key == _MERGE:
                frame.merges = self.merged = True
            frame.items[frame.key] = value
            frame.key = None

    # --- aliases and merges --------------------------------------------------------------------------------------

    def _alias(self, event: Any) -> None:
        mark = mark_of(event)
        self.end = mark
        frame = self.frame
        anchor = self.anchors.get(event.anchor)
        if anchor is None:
            mark = self._stretch(mark)
            hint = f"if it is meant as text, quote this: `{quoted(self._written(mark))}`"
            self._stop("IT301", f"no anchor `&{event.anchor}` stands before this alias", mark, hint)
        elif frame.keyed and frame.key is None:
            self._stop("IT306", "an alias cannot be a key", mark, "write the key out")
        else:
            self._copy(anchor.value, anchor.pointer, self._pointer(frame), mark)
            self._place(frame, anchor.value)

    def _merge(self, frame: _Frame) -> None:
        merged = frame.items.pop(_MERGE)
        pointer = (*frame.pointer, _MERGE)
        is_list = type(merged) is tuple
        for index, part in enumerate(merged if is_list else (merged,)):
            place = (*pointer, index) if is_list else pointer
            if type(part) is not MappingProxyType:
                self.findings.report("IT306", "`<<` merges a mapping, or a list of mappings", place)
                continue
            for key, value in part.items():
                if key not in frame.items:
                    frame.items[key] = value
                    target = (*frame.pointer, key)
                    self.keys[target] = self.keys.get((*place, key), self.values[place])
                    self._copy(value, (*place, key), target, self.values[place])

    def _copy(self, value: Tree, origin: Pointer, target: Pointer, mark: Mark) -> None:
        """Give a shared node its positions (and live texts) at a second place; counts what that adds up to."""
        for path, node in walk(value, ()):
            self.expanded += 1
            if self.expanded > MAX_EXPANDED:
                self._stop("IT303", f"aliases expand to more than {MAX_EXPANDED:,} nodes", mark)
            place = origin + path
            pointer = target + path
            self.values[pointer] = self.values.get(place, mark)
            if place in self.keys and path:
                self.keys[pointer] = self.keys[place]
            if type(node) is Template:
                self.templates.append((pointer, node.text))

    def _syntax_error(self, error: yaml.YAMLError) -> None:
        from itest.load.syntax_error import describe  # start-up cost: only where a file is broken

        deep = place_beyond(MAX_DEPTH, self.source.text, error)
        if deep:
            self.findings.report_mark(*_too_deep(deep))
            return
        described = describe(error, self.source, self._read_well())
        told = [problem for problem in self.findings.problems if problem.code in _CAUSES]
        if not any(problem.excerpt and problem.excerpt.span.line == described[2][0] + 1 for problem in told):
            self.findings.report_mark(*described)

    # --- what is refused -----------------------------------------------------------------------------------------

    def _tag(self, event: Any, mark: Mark) -> str | None:
        """The name of a core tag; another is reported."""
        name = tags.core(event.tag)
        if name is None:
            shown = tags.written(event.tag)
            hint = "quote the value if it is text"
            if not shown.startswith("!!"):
                mark = self._stretch(mark)
                hint = f"if it is meant as text, quote this: `{quoted(self._written(mark))}`"
            self.findings.report_mark("IT301", f"the tag `{shown}` is not accepted", mark, hint)
        return name

    def _check_tag(self, name: str, value: Tree, mark: Mark) -> None:
        said = tags.unfit(name, value)
        if said:
            alone = type(value) is Template
            hint = "leave the tag out, or write `{{ … | string }}`: a template keeps its type" if alone else ""
            self.findings.report_mark("IT301", f"the tag `!!{name}` takes {said}, and this is not one", mark, hint)

    def _glued_comment(self, value: str, mark: Mark, *, plain: bool) -> None:
        line = self.source.lines[mark[2]]
        rest = line[mark[3] :].rstrip()
        message = f"YAML takes `{rest.lstrip()}` for a comment and cuts it off"
        hint = "write ` # ` for a comment; what belongs to a text stands within its quotes"
        if plain:
            meant = self._written(self._stretch(mark)) if mark[0] == mark[2] else value + rest
            hint = f"quote this: `{quoted(meant)}`, or write `# ` for a comment"
        end = mark[3] + len(rest)
        self.findings.report_mark("IT321", message, (mark[2], end - len(rest.lstrip()), mark[2], end), hint)

    def _stretch(self, mark: Mark) -> Mark:
        """What begins with a node and was meant as one text."""
        line, column = mark[:2]
        return line, column, line, stretch(self.source.lines[line], column, ",]}" if self.frame.in_brackets else "")

    def _written(self, mark: Mark) -> str:
        return self.source.lines[mark[0]][mark[1] : mark[3]]

    def _collection_as_key(self, event: Any, mark: Mark) -> None:
        # `{{ x }}` without quotes is a mapping whose key is a mapping.
        from itest.load.syntax_error import unquoted  # start-up cost: only where a file is broken

        described = unquoted(self.source, self._read_well(), mark[0]) if event.flow_style else None
        if described:
            self._stop(*described)
        self._stop("IT306", "a key is text, not a list or a mapping", mark, "quote it if it is meant as text")

    def _read_well(self) -> tuple[tuple[int, int], bool]:
        """Up to where all was well: the beginning of the outermost brackets, else of the last node or behind it."""
        for frame in (*self.stack, self.frame):
            if frame.in_brackets:
                return frame.start, True
        line, column = self.end[2:]
        rest = self.source.lines[line][column:].lstrip()
        if column == 0 or not rest or rest.startswith("#") or self.end in self.keys.values():
            return (line, column), False
        return self.end[:2], True

    def _without_properties(self, mark: Mark) -> Mark:
        found = _PROPERTIES.match(self.source.lines[mark[0]], mark[1])
        return (mark[0], found.end(), mark[2], mark[3]) if found else mark

    def _stop(self, code: str, message: str, mark: Mark, hint: str = "") -> None:
        self.findings.report_mark(code, message, mark, hint)
        raise _Stopped


def _too_deep(mark: Mark) -> tuple[str, str, Mark]:
    return "IT303", f"more than {MAX_DEPTH} levels deep", mark


def _comments(lines: Iterable[tuple[int, str]], pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Where (line, column) what may be a comment of this kind begins."""
    for number, line in lines:
        for found in pattern.finditer(line):
            yield number, found.start()
