"""Findings: what in a matcher cannot be meant, as the loader tells it before anything is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from itest.model.record import Record
from itest.model.values import Pointer, Tree


class Finding(Record, kw_only=True):
    """Something in a matcher that cannot be meant; `key`: the key at `pointer` is to blame, not its value."""

    pointer: Pointer
    code: str
    message: str
    hint: str = ""
    key: bool = False


Check = Callable[[str, Tree, Pointer], Iterator[Finding]]
"""Operator name, argument, pointer of the argument."""
