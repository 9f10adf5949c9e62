"""Provenance: which line of a request carries a value that an earlier step handed on, `token ← step 1 login`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from itest.model.exchange import Line
from itest.model.result import Handover


def remarks(lines: Sequence[Line], handovers: Sequence[Handover], action: str = "") -> list[str]:
    """One remark a line, `""` where nothing was handed on.

    A handover belongs to the lines of its own argument, of one that holds it (a body line of `json` holds `json.qty`)
    or of a part of it; it is told once, at the first of them. `action` may lead either path (`request.json.qty`).
    """
    told: set[Handover] = set()
    found = []
    for line in lines:
        place = _without(tuple(map(str, line.pointer)), action)
        here = [each for each in handovers if each not in told and _touch(place, _without(_parts(each.target), action))]
        told.update(here)
        found.append(", ".join(dict.fromkeys(f"{handover.name} ← {handover.origin}" for handover in here)))
    return found


def _parts(path: str) -> tuple[str, ...]:
    """The keys and indexes of a dotted path, `json.items[0].qty` or `json.items.0.qty`."""
    return tuple(filter(None, re.split(r"[.\[\]]", path)))


def _without(parts: tuple[str, ...], action: str) -> tuple[str, ...]:
    return parts[1:] if action and parts[:1] == (action,) else parts


def _touch(place: tuple[str, ...], target: tuple[str, ...]) -> bool:
    """Whether one is the other or holds it; a line without a place of its own touches nothing."""
    length = min(len(place), len(target))
    return length > 0 and place[:length] == target[:length]
