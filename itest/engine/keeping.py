"""Keeping: how much of what answers gave a scenario may hold on to, in variables and in the results of loops.

An answer is bounded, and so is what is made of it; a loop that captures a list in each of its runs is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from itest.engine.fault import StepFault
from itest.model.result import Fault
from itest.model.source import SourceMap
from itest.model.values import Document, Pointer

MOST = 50_000_000
"""Bytes, about, of all variables of a scenario, and of all results of one loop."""
_LARGE = 1000
"""Characters or bytes of a text that may stand in several places."""
_CONTAINER, _SCALAR = 200, 50
"""About what an object or a list, and any other value, takes besides its text."""


def weight(value: Any) -> int:
    """About how many bytes a value takes; beyond `MOST` it is not looked at further. What stands in it several times is
    there once, if it is of some size."""
    total = 0
    seen: set[int] = set()
    waiting = [value]
    while waiting and total <= MOST:
        part = waiting.pop()
        kind = type(part)
        if kind is str and len(part) <= _LARGE:
            total += _SCALAR + len(part)
        elif kind is dict or isinstance(part, Mapping):
            total += _CONTAINER + _SCALAR * len(part) + sum(map(len, part))
            waiting += part.values()
        elif isinstance(part, (list, tuple)):
            total += _CONTAINER
            waiting += part
        else:
            data = part.data if isinstance(part, Document) else part
            size = len(data) if isinstance(data, (str, bytes)) else 0
            if size > _LARGE:
                if id(data) in seen:
                    continue
                seen.add(id(data))
            total += _SCALAR + size
    return total


def overfull(what: str, hint: str, sources: SourceMap, pointer: Pointer) -> StepFault:
    """The error of what would come to more than is kept."""
    message = f"{what} would come to more than {MOST // 1_000_000} MB"
    return StepFault(Fault(code="IT216", message=message, hint=hint, excerpt=sources.excerpt(pointer)))
