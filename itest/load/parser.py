"""The YAML parser, chosen in one place: the C one is 15 times faster, the pure one makes the same events without it."""

from __future__ import annotations

from typing import Any

import yaml

from itest.model.source import Mark

PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_OPENING, _CLOSING = (
    (yaml.MappingStartEvent, yaml.SequenceStartEvent),
    (yaml.MappingEndEvent, yaml.SequenceEndEvent),
)


def parses(text: str) -> bool:
    """Whether a text is YAML."""
    try:
        for _ in yaml.parse(text, Loader=PARSER):
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
        for event in yaml.parse(text, Loader=PARSER):
            level += isinstance(event, _OPENING) - isinstance(event, _CLOSING)
            if level > depth:
                return mark_of(event)
    except yaml.YAMLError:
        return None
    return None
