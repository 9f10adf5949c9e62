"""Values on their way into and out of the database: `params` checked against placeholders, rows made our values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from math import isfinite
from typing import Any, TypeAlias

from itest.actions.foresight import keys_known, known, refusals
from itest.actions.sql.statement import Placeholders, placeholders
from itest.evaluate.expressions.access import kind
from itest.model.exchange import PrepareError
from itest.model.values import Pointer, Tree, Value

Bound: TypeAlias = "dict[str, Any] | list[Any]"

_INTEGERS = range(-(2**63), 2**63)


def check(arguments: Mapping[str, Tree]) -> Iterator[PrepareError]:
    """Why this query and these `params` make no statement, whatever their templates turn out to be."""
    sql, params = arguments.get("query"), arguments.get("params")
    if not isinstance(sql, str):
        return
    if not sql.strip():
        yield PrepareError("the query is no text", pointer=("query",))
    elif keys_known(params):
        yield from mismatched(placeholders(sql), params)
    for key, value in _items(params):
        if known({str(key): value}):
            yield from refusals(to_sql, value, ("params", key))


def bind(sql: str, params: Value) -> Bound:
    """The parameters as the database takes them; `PrepareError` where one is missing, left over or no SQL value."""
    for error in mismatched(placeholders(sql), params):
        raise error
    if isinstance(params, Mapping):
        return {name: to_sql(value, ("params", name)) for name, value in params.items()}
    return [to_sql(value, ("params", index)) for index, value in enumerate(params or ())]


def mismatched(wanted: Placeholders, params: Value) -> Iterator[PrepareError]:
    """Where the placeholders of a query and its `params` do not belong together."""
    if wanted.names and wanted.positions:
        yield PrepareError("the query mixes `?` and named placeholders", pointer=("query",))
    elif wanted.positions and isinstance(params, Mapping):
        yield PrepareError("the query has `?`, and `params` is no list", pointer=("params",))
    elif wanted.names and params and not isinstance(params, Mapping):
        yield PrepareError(f"the query has `:{wanted.names[0]}`, and `params` is no object", pointer=("params",))
    elif wanted.names or isinstance(params, Mapping):
        yield from _misnamed(wanted.names, params or {})
    elif len(params or ()) != wanted.positions:
        count = len(params or ())
        given = f"{count or 'no'} value{'' if count == 1 else 's'}"
        yield PrepareError(
            f"the query has {wanted.positions or 'no'} `?`, and `params` has {given}", pointer=("params",)
        )


def _misnamed(names: tuple[str, ...], params: Mapping[str, Value]) -> Iterator[PrepareError]:
    for name in names:
        if name not in params:
            yield PrepareError(f"the query has `:{name}`, and `params` has no `{name}`", pointer=("params",))
    for name in params:
        if name not in names:
            yield PrepareError(
                f"`params` has `{name}`, and the query has no `:{name}`",
                pointer=("params", name),
                hint="a parameter that nothing uses is often a misspelt one",
            )


def _items(params: Tree) -> Iterable[tuple[str | int, Tree]]:
    if isinstance(params, Mapping):
        return params.items()
    return enumerate(params) if isinstance(params, (list, tuple)) else ()


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
        f"{kind(value)} is no value of SQL", pointer=pointer, hint="bind its parts, or its text with `| json`"
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
