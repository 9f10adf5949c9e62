"""The YAML parser, chosen in one place: libyaml, which is 15 times faster, but where it reads not as specified."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from itest.load.as_specified import Parser, TooDeep, read_otherwise, specified_events
from itest.load.libyaml import yaml
from itest.model.source import Mark

_PARSER: Any = getattr(yaml, "CSafeLoader", Parser)


def events_of(text: str) -> Callable[[], Any]:
    """What gives the next event of a text, None behind the last; it raises `yaml.YAMLError`."""
    if read_otherwise(text) and _read_further(text):
        return partial(next, specified_events(text), None)
    next_event: Callable[[], Any] = _PARSER(text).get_event
    return next_event


def _read_further(text: str) -> bool:
    """Whether a text is YAML as it is specified, or at least further than libyaml comes with it."""
    try:
        end = _end(specified_events(text))
    except TooDeep:
        return False
    return end == math.inf or end > _end(yaml.parse(text, Loader=_PARSER))


def _end(events: Iterator[Any]) -> float:
    """The place of the error in a text; infinite where it has none."""
    try:
        for _ in events:
            pass
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return mark.index if mark else 0
    return math.inf


def parses(text: str) -> bool:
    """Whether a text is YAML."""
    next_event = events_of(text)
    try:
        while next_event() is not None:
            pass
    except yaml.YAMLError:
        return False
    return True


def mark_of(event: Any) -> Mark:
    """The place of an event."""
    start, end = event.start_mark, event.end_mark
    return (start.line, start.column, end.line, end.column)


def place_beyond(depth: int, text: str, error: yaml.YAMLError) -> Mark | None:
    """Where a text goes deeper than this many levels, before what the parser says is wrong with it.

    The parser looks ahead, and some versions have a limit of their own, far above ours: only what lies before the place
    where it gave up, or before the text that it could not end, says whether ours was passed first.
    """
    marks = [getattr(error, name, None) for name in ("problem_mark", "context_mark")]
    return next(filter(None, (_place_beyond(depth, text[: mark.index]) for mark in marks if mark)), None)


def _place_beyond(depth: int, text: str) -> Mark | None:
    level = 0
    try:
        for event in yaml.parse(text, Loader=_PARSER):
            level += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if level > depth:
                return mark_of(event)
    except yaml.YAMLError:
        return None
    return None
