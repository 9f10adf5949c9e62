"""How deep the judging of schemas may nest: the stack ends it before the library's parts that are no Python do.

Those answer the end of the stack with a panic of their own, which no handler of ours or of the library takes for an
error of a schema.
"""

from __future__ import annotations

import sys

_SHALLOW = 0.4
"""The part of the stack that frames may take before anybody looks closer: calls that are no frames count as well."""
_ROOM = 60
"""Calls that are kept free below: what one step of judging takes, many times over."""


def need_room() -> None:
    """Raise `RecursionError` where few calls are left on the stack."""
    try:
        sys._getframe(int(sys.getrecursionlimit() * _SHALLOW))
    except ValueError:  # there are not as many frames
        return
    _descend(_ROOM)


def _descend(calls: int) -> None:
    if calls:
        _descend(calls - 1)
