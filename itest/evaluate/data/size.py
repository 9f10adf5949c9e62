"""Sizes: `64KB`, `10MB`; read from what people write, printed for them."""

from __future__ import annotations

import re
from decimal import Decimal

from itest.evaluate.data.equality import is_number
from itest.evaluate.data.escape import cut
from itest.model.lazy_pattern import lazy_pattern
from itest.model.values import Value

UNITS = {
    "": 1,
    "b": 1,
    "kb": 1_000,
    "mb": 1_000_000,
    "gb": 1_000_000_000,
    "kib": 1 << 10,
    "mib": 1 << 20,
    "gib": 1 << 30,
}
"""Bytes of each unit, however it is written."""
LARGEST = 1 << 30
"""Bytes; what is looked at as a whole should fit into memory several times."""
_SIZE = lazy_pattern(r"(\d{1,12}(?:\.\d{1,9})?)\s*([kmg]?i?b)?", re.ASCII | re.IGNORECASE)
_FORMS = "`64KB`, `10MB` or a number of bytes"


def parse_size(value: Value) -> int:
    """Bytes of a size: a number and a unit, or a number of bytes; raises `ValueError`."""
    text = str(value) if is_number(value) else value.strip() if isinstance(value, str) else ""
    found = _SIZE.fullmatch(text)
    if found is None or (found[2] or "").lower() not in UNITS:
        raise ValueError(f"`{cut(text, 40)}` is no size; write {_FORMS}" if text else f"a size is written as {_FORMS}")
    size = Decimal(found[1]) * UNITS[(found[2] or "").lower()]
    if size != size.to_integral_value() or size < 1:
        raise ValueError("a size is a whole number of bytes, and one at least")
    if size > LARGEST:
        raise ValueError("a size is 1 GiB at most")
    return int(size)


def format_size(size: int) -> str:
    """A size for people, exact: `10 MB`, `1.5 MB`, `64 KB`, `1000001 bytes`."""
    for unit, bytes_of in (("GB", 10**9), ("MB", 10**6), ("KB", 10**3)):
        if size >= bytes_of and size % (bytes_of // 100) == 0:
            return f"{size / bytes_of:g} {unit}"
    return f"{size} bytes"
