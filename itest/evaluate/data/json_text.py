"""JSON as text: strict reading (by `json_reader`), exact writing, and one-line previews of any value."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import islice
from json.encoder import encode_basestring
from typing import NoReturn

from itest.evaluate.data.decimals import decimal_text
from itest.evaluate.data.json_reader import MAX_DEPTH, JsonError, parse
from itest.model.values import Document, Missing, Template, Value

__all__ = ["MAX_DEPTH", "JsonError", "dump", "parse", "scalar_text", "short"]

ELLIPSIS = "…"


def dump(value: Value, indent: int | None = None) -> str:
    """The value as JSON: compact without blanks, or indented; text is not escaped beyond need.

    Decimals are written out (`0.0000001`), bytes as base64 text, a document as its text, an absent value as null.
    Raises `ValueError` for a number that JSON does not have (NaN, Infinity).
    """
    separators = (",", ":") if indent is None else None
    try:
        return json.dumps(
            value, ensure_ascii=False, allow_nan=False, indent=indent, separators=separators, default=_refuse
        )
    except TypeError:
        # The C encoder knows no Decimal; most values have none, so it is tried first.
        return "".join(_pieces(value, None if indent is None else " " * indent, "\n"))


def short(value: Value, limit: int = 120) -> str:
    """One line of at most `limit` characters: JSON where it fits, else with inner lists and objects folded to their
    size (`"items":[…2]`), else cut, ending in `…`. An absent value is `nothing`.

    It takes time for what it shows, not for what it is given.
    """
    if isinstance(value, Missing):
        return "nothing"
    whole = _joined(_preview(value, fold=False, limit=limit), limit)
    if len(whole) <= limit:
        return whole
    folded = _joined(_preview(value, fold=True, limit=limit), limit)
    return folded if len(folded) <= limit else folded[: max(0, limit - 1)] + ELLIPSIS


def scalar_text(value: Value) -> str:
    """A value that is neither list nor object, as JSON."""
    if isinstance(value, str):
        return str(encode_basestring(value))
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError(f"{value} is no JSON number")
        return decimal_text(value)
    if value is None or isinstance(value, Missing):
        return "null"
    if isinstance(value, bytes):
        return f'"{base64.b64encode(value).decode()}"'
    if isinstance(value, Document):
        return str(encode_basestring(value.data.decode("utf-8", "replace")))
    if isinstance(value, Template):
        return str(encode_basestring(value.text))
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, (bool, float)):
        return json.dumps(value, allow_nan=False)
    return str(encode_basestring(str(value)))


def _refuse(value: object) -> NoReturn:
    raise TypeError(type(value).__name__)


def _pieces(value: Value, indent: str | None, newline: str) -> Iterator[str]:
    is_object = isinstance(value, Mapping)
    if not is_object and not isinstance(value, (list, tuple)):
        yield scalar_text(value)
        return
    opening, closing = "{}" if is_object else "[]"
    if not value:
        yield opening + closing
        return
    inner = newline + indent if indent is not None else ""
    separator = opening + inner
    colon = ":" if indent is None else ": "
    for item in value.items() if is_object else value:
        yield separator
        if is_object:
            yield str(encode_basestring(str(item[0]))) + colon
        yield from _pieces(item[1] if is_object else item, indent, inner)
        separator = "," + inner
    yield (newline if indent is not None else "") + closing


def _joined(pieces: Iterator[str], limit: int) -> str:
    """The pieces up to just beyond the limit."""
    taken: list[str] = []
    length = 0
    for piece in pieces:
        taken.append(piece)
        length += len(piece)
        if length > limit:
            break
    return "".join(taken)


def _preview(value: Value, *, fold: bool, limit: int, depth: int = 0) -> Iterator[str]:
    if isinstance(value, Mapping):
        opening, closing = "{", "}"
    elif isinstance(value, (list, tuple)):
        opening, closing = "[", "]"
    else:
        yield _scalar(value, limit)
        return
    if fold and depth and value:
        yield f"{opening}{ELLIPSIS}{len(value)}{closing}"
        return
    separator = opening
    # No more items than characters can be shown, so a list of a million is never walked.
    for item in islice(value.items() if isinstance(value, Mapping) else value, limit + 1):
        yield separator
        if isinstance(value, Mapping):
            yield f"{_scalar(item[0], limit)}:"
            item = item[1]
        yield from _preview(item, fold=fold, limit=limit, depth=depth + 1)
        separator = ","
    yield closing if value else opening + closing


def _scalar(value: Value, limit: int) -> str:
    if isinstance(value, str):
        return scalar_text(value if len(value) <= limit else value[:limit] + ELLIPSIS)
    if isinstance(value, bytes):
        shown = scalar_text(value[:limit])
        return f"{len(value)} bytes {shown if len(value) <= limit else shown[:-1] + ELLIPSIS + shown[-1]}"
    if isinstance(value, Document):
        return _scalar(value.data[: 4 * limit].decode("utf-8", "replace"), limit)
    if isinstance(value, Missing):
        return "nothing"
    try:
        return scalar_text(value)
    except ValueError:  # a number that JSON does not have is still shown
        return str(value)
