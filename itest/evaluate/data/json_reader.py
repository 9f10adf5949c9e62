"""Reading JSON strictly (RFC 8259), with numbers as written; `json_text` is the door others come in by.

Integers are `int`, everything with a point or an exponent is a `Decimal`, and so is an integer of more digits than
Python turns into an `int` in linear time. Of duplicate keys the last one wins, as in nearly every reader. Refused are
NaN and Infinity, trailing text, a byte order mark, bytes that are no UTF-8, surrogates without their partner, what
nests deeper than `MAX_DEPTH`, and what holds more than `MAX_VALUES` values.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal, InvalidOperation
from typing import NoReturn

import msgspec

from itest.model.lazy_pattern import lazy_pattern
from itest.model.values import Value

MAX_DEPTH = 200
MAX_VALUES = 300_000
"""Values of one text; a short text of a few megabytes can otherwise ask for a gigabyte of memory."""
MAX_INTEGER_DIGITS = 4300
"""Longer integers become a `Decimal`; Python's own limit against quadratic conversion."""

_CONTAINERS = (dict, list)
_TOO_DEEP = f"it nests deeper than {MAX_DEPTH} levels"
_CONSTANT = lazy_pattern(r'"(?:[^"\\]|\\.)*"|(-?(?:Infinity|NaN))', re.DOTALL)
_TEXT = lazy_pattern(r'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_SURROGATE_ESCAPE = lazy_pattern(r"\\u[dD][89a-fA-F]")
_ESCAPE = lazy_pattern(r"\\(?:u([0-9a-fA-F]{4})|.)", re.DOTALL)
_TRAILING = "a comma stands before the closing bracket"
_SENTENCES = {
    "Expecting value": "a value was expected",
    "Expecting ',' delimiter": "a comma or the closing bracket was expected",
    "Expecting ':' delimiter": "a colon was expected",
    "Expecting property name enclosed in double quotes": "a key in double quotes was expected",
    "Illegal trailing comma before end of object": _TRAILING,
    "Illegal trailing comma before end of array": _TRAILING,
    "Extra data": "text follows after the value",
    "Unterminated string starting at": "a text that starts here never ends",
    "Invalid control character at": "a control character stands in a text",
    "Invalid \\escape": "a text has a backslash that escapes nothing",
    "Invalid \\uXXXX escape": "a text has a \\u without four hexadecimal digits",
}


class JsonError(Exception):
    """Text that is no JSON: a sentence without a full stop, and where: byte `offset` (characters for text that came
    as `str`), `line` and `column` in characters, from 1."""

    def __init__(self, message: str, *, offset: int = 0, line: int = 1, column: int = 1) -> None:
        super().__init__(f"{message} (line {line}, column {column})")
        self.message = message
        self.offset = offset
        self.line = line
        self.column = column


class _NotQuick(Exception):
    """What is to be read with all care."""


_QUICK = msgspec.json.Decoder(float_hook=Decimal)
_DECLINED = (_NotQuick, msgspec.DecodeError, ValueError, InvalidOperation, RecursionError)


class _Constant(Exception):
    """NaN or an Infinity was met; the scanner does not say where."""


def parse(data: bytes | str) -> Value:
    """The value of a JSON text; raises `JsonError`."""
    try:
        return _quickly(data)
    except _DECLINED:
        pass
    text, is_bytes = (_decoded(data), True) if isinstance(data, bytes) else (data, False)
    value, position, message = _read(text)
    if message:
        raise _error(text, position, message, in_bytes=is_bytes)
    return value


def _quickly(data: bytes | str) -> Value:
    """The value as msgspec reads it, four times as fast: for what is short and flat enough to be within all bounds. It
    says nothing of what is wrong: that is found below."""
    if len(data) > MAX_VALUES:
        raise _NotQuick
    brackets = data.count(b"[") + data.count(b"{") if isinstance(data, bytes) else data.count("[") + data.count("{")
    if brackets > MAX_DEPTH:
        raise _NotQuick
    value: Value = _QUICK.decode(data)
    return value


def _read(text: str) -> tuple[Value, int, str]:
    """The value; or the position and the sentence of what is wrong."""
    if text.startswith("\ufeff"):
        return None, 0, "it starts with a byte order mark, which JSON may not have"
    if _too_many(text):
        return None, 0, f"it holds more than {MAX_VALUES:,} values"
    try:
        value = _scan(text)
    except _Constant as error:
        return None, _constant_position(text), f"{error} is no JSON number"
    except InvalidOperation:
        return None, 0, "a number has an exponent beyond all bounds"
    except RecursionError:
        return None, 0, _TOO_DEEP
    except json.JSONDecodeError as error:
        return None, *_misread(text, error)
    if _too_deep(text, value):
        return None, 0, _TOO_DEEP
    lone = _lone_surrogate(text)
    return (value, 0, "") if lone is None else (None, lone, "a text has half of a surrogate pair")


def _misread(text: str, error: json.JSONDecodeError) -> tuple[int, str]:
    """Where and what is wrong; of a comma before a closing bracket Python tells only since 3.13."""
    before = text[: error.pos].rstrip(" \t\r\n")
    if text[error.pos : error.pos + 1] in ("]", "}") and before.endswith(","):
        return len(before) - 1, _TRAILING
    return error.pos, _SENTENCES.get(error.msg, error.msg)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        line, column = _place(before, len(before))
        raise JsonError("it is not UTF-8", offset=error.start, line=line, column=column) from None


def _too_many(text: str) -> bool:
    """Whether it holds more values than are read, judged by its commas and brackets before anything is made of it."""
    if len(text) <= MAX_VALUES or sum(map(text.count, ",[{")) < MAX_VALUES:
        return False
    outside = _TEXT.sub("", text)
    return sum(map(outside.count, ",[{")) >= MAX_VALUES


def _too_deep(text: str, value: Value) -> bool:
    """Whether the value nests deeper than `MAX_DEPTH`; walked level by level, without recursion."""
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return False
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [
            item
            for node in level
            for item in (node.values() if type(node) is dict else node if type(node) is list else ())
            if type(item) in _CONTAINERS
        ]
        if not level:
            return False
    return True


def _scan(text: str) -> Value:
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError:
        raise
    except ValueError:
        # Only an integer beyond Python's limit comes here; the slower decoder reads each integer by itself.
        return _LONG_DECODER.decode(text)


def _constant(name: str) -> NoReturn:
    raise _Constant(name)


def _integer(text: str) -> int | Decimal:
    return int(text) if len(text) <= MAX_INTEGER_DIGITS else Decimal(text)


_DECODER = json.JSONDecoder(parse_float=Decimal, parse_constant=_constant)
_LONG_DECODER = json.JSONDecoder(parse_float=Decimal, parse_constant=_constant, parse_int=_integer)


def _constant_position(text: str) -> int:
    return next((match.start(1) for match in _CONSTANT.finditer(text) if match[1]), 0)


def _lone_surrogate(text: str) -> int | None:
    """Where half of a surrogate pair stands, raw or escaped, in valid JSON; None where there is none."""
    if not text.isascii():
        raw = next((place for place, char in enumerate(text) if "\ud800" <= char <= "\udfff"), None)
        if raw is not None:
            return raw
    if not _SURROGATE_ESCAPE.search(text):
        return None
    high_at, high_end = -1, -1
    for match in _ESCAPE.finditer(text):
        code = int(match[1], 16) if match[1] else 0
        if 0xDC00 <= code <= 0xDFFF:
            if high_end != match.start():
                return match.start()
            high_at, high_end = -1, -1
            continue
        if high_at >= 0:
            return high_at
        if 0xD800 <= code <= 0xDBFF:
            high_at, high_end = match.span()
    return high_at if high_at >= 0 else None


def _place(text: str, position: int) -> tuple[int, int]:
    return text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)


def _error(text: str, position: int, message: str, *, in_bytes: bool) -> JsonError:
    line, column = _place(text, position)
    offset = len(text[:position].encode("utf-8", "surrogatepass")) if in_bytes else position
    return JsonError(message, offset=offset, line=line, column=column)
