"""Values on their way into and out of the database: `params` checked against placeholders, rows made our values."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from math import isfinite
from typing import Any, TypeAlias

from itest.actions.sql.statement import placeholders
from itest.model.exchange import PrepareError
from itest.model.values import Pointer, Value, type_name

Bound: TypeAlias = "dict[str, Any] | list[Any]"

_INTEGERS = range(-(2**63), 2**63)


def bind(sql: str, params: Value) -> Bound:
    """The parameters as the database takes them; `PrepareError` where one is missing, left over or no SQL value."""
    wanted = placeholders(sql)
    if wanted.names and wanted.positions:
        raise PrepareError("the query mixes `?` and named placeholders", pointer=("query",))
    if isinstance(params, Mapping):
        if wanted.positions:
            raise PrepareError("the query has `?`, and `params` is no list", pointer=("params",))
        return _bind_names(wanted.names, params)
    if wanted.names and params:
        raise PrepareError(f"the query has `:{wanted.names[0]}`, and `params` is no object", pointer=("params",))
    if wanted.names:
        return _bind_names(wanted.names, {})
    return _bind_positions(wanted.positions, list(params or ()))


def _bind_names(names: tuple[str, ...], params: Mapping[str, Value]) -> dict[str, Any]:
    for name in names:
        if name not in params:
            raise PrepareError(f"the query has `:{name}`, and `params` has no `{name}`", pointer=("params",))
    for name in params:
        if name not in names:
            raise PrepareError(
                f"`params` has `{name}`, and the query has no `:{name}`",
                pointer=("params", name),
                hint="a parameter that nothing uses is often a misspelt one",
            )
    return {name: to_sql(value, ("params", name)) for name, value in params.items()}


def _bind_positions(count: int, params: list[Value]) -> list[Any]:
    if len(params) != count:
        raise PrepareError(
            f"the query has {count or 'no'} `?`, and `params` has {len(params) or 'no'} values", pointer=("params",)
        )
    return [to_sql(value, ("params", index)) for index, value in enumerate(params)]


def to_sql(value: Value, pointer: Pointer) -> Any:
    """A value as SQLite takes it. A decimal that its floating-point numbers cannot hold goes as text."""
    if isinstance(value, Decimal):
        number = float(value)
        return number if isfinite(number) and Decimal(repr(number)) == value else str(value)
    if isinstance(value, int) and value not in _INTEGERS:
        raise PrepareError(f"{value} does not fit into an SQL integer", pointer=pointer)
    if value is None or isinstance(value, (bool, int, bytes)):
        return value
    if isinstance(value, str):
        return _encodable(value, pointer)
    raise PrepareError(
        f"SQL has no {type_name(value)}", pointer=pointer, hint="bind its parts, or its text with `| json`"
    )


def _encodable(text: str, pointer: Pointer) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise PrepareError("the text is not Unicode (a lone surrogate)", pointer=pointer) from error
    return text


def from_sql(value: Any) -> Value:
    """A cell as our value: floats become decimals as they print; an infinite one, which JSON lacks, text."""
    if isinstance(value, float):
        return Decimal(repr(value)) if isfinite(value) else str(Decimal(repr(value)))
    return value


def text_or_bytes(data: bytes) -> str | bytes:
    """Text of the database; bytes where it is stored as text and is not UTF-8."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data
