"""`examples`: data rows, as a list of objects, an object of lists (every combination) or a file."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from math import prod
from pathlib import Path
from types import MappingProxyType
from typing import Any

from itest.load.context import Context
from itest.load.data_file import MAX_ROWS, BadData, TooMuchData, frozen, read_table, read_tree, text_encoding
from itest.load.findings import Findings
from itest.load.kinds import FLAG, SOME_TEXT, VARIABLES, Key, Keys, Kind, read_mapping
from itest.model.record import Record
from itest.model.scenario import Row
from itest.model.values import EMPTY, Pointer, Tree

FORMS = "a list of objects, an object of lists, or `{file: rows.csv}`"


class Examples(Record):
    """The rows; without any, why there may be none (`""`: there may not, which is reported)."""

    rows: tuple[Row, ...]
    none: str = ""


def read_examples(context: Context, tree: Tree, pointer: Pointer) -> Examples:
    """The rows of a scenario, numbered from 1; problems are reported."""
    if type(tree) is MappingProxyType and type(tree.get("file", ())) is not tuple:
        return _read_file(context, tree, pointer)
    return Examples(_rows(context, tree, pointer, inline=True))


def _rows(context: Context, tree: Tree, pointer: Pointer, *, inline: bool) -> tuple[Row, ...]:
    if type(tree) is MappingProxyType and tree:
        rows = _combinations(context, tree, pointer, inline)
    elif type(tree) is tuple and tree:
        rows = tuple(_row(context, item, pointer, number, inline) for number, item in enumerate(tree, start=1))
    else:
        context.findings.report("IT324", "these are no data rows", pointer, hint=FORMS)
        return ()
    columns = {name for row in rows for name in row.values}
    if not columns and (type(tree) is MappingProxyType or all(type(item) is MappingProxyType for item in tree)):
        context.findings.report("IT324", "these data rows have no columns", pointer, hint=FORMS)
    return rows


def _row(context: Context, tree: Tree, pointer: Pointer, number: int, inline: bool) -> Row:
    place = (*pointer, number - 1) if inline else ("examples",)
    if type(tree) is not MappingProxyType:
        context.findings.report("IT324", f"data row {number} is not an object", place, hint=FORMS)
        return Row(number=number, values={}, pointer=place)
    values = VARIABLES.read(context.findings, tree, place)
    return Row(number=number, values=MappingProxyType(dict(values)), pointer=place)


def _combinations(context: Context, tree: Mapping[str, Tree], pointer: Pointer, inline: bool) -> tuple[Row, ...]:
    columns: dict[str, tuple[Tree, ...]] = {}
    for name, values in VARIABLES.read(context.findings, tree, pointer).items():
        if type(values) is not tuple or not values:
            place = (*pointer, name) if inline else pointer
            context.findings.report("IT324", f"the column `{name}` is not a list of values", place, hint=FORMS)
        else:
            columns[name] = values
    count = prod(len(values) for values in columns.values())
    if count > MAX_ROWS:
        context.findings.report("IT303", f"these columns combine to {count:,} rows, more than {MAX_ROWS:,}", pointer)
        return ()
    place = pointer if inline else ("examples",)
    return tuple(
        Row(number=number, values=MappingProxyType(dict(zip(columns, cells, strict=True))), pointer=place)
        for number, cells in enumerate(itertools.product(*columns.values()), start=1)
    )


def _delimiter(findings: Findings, tree: Tree, pointer: Pointer) -> str:
    if isinstance(tree, str) and len(tree) == 1 and tree not in '"\r\n':
        return tree
    hint = 'a tab is written `"\\t"`' if tree in ("tab", "\\t") else ""
    findings.report("IT306", "this takes one character that parts the cells", pointer, hint=hint)
    return ","


def _encoding(findings: Findings, tree: Tree, pointer: Pointer) -> str:
    if isinstance(tree, str) and text_encoding(tree):
        return tree
    hint = "such as `utf-8`, `utf-16`, `cp1252` or `latin-1`"
    findings.report("IT306", "this takes the name of an encoding of text", pointer, hint=hint)
    return "utf-8"


FILE_KEYS: Keys = {
    "file": Key(SOME_TEXT, "A CSV, JSON or YAML file."),
    "delimiter": Key(
        Kind(_delimiter, {"type": "string", "minLength": 1, "maxLength": 1}), "What parts the cells of CSV."
    ),
    "encoding": Key(Kind(_encoding, SOME_TEXT.schema), "The encoding of CSV: UTF-8 where nothing is said."),
    "allow_empty": Key(FLAG, "Where the file has no rows, the scenario is skipped; else that is an error."),
}
_DELIMITERS = {".csv": ",", ".tsv": "\t"}


def _read_file(context: Context, tree: Tree, pointer: Pointer) -> Examples:
    findings, known = context.findings, len(context.findings.problems)
    options = read_mapping(findings, tree, pointer, FILE_KEYS)
    name, place = options["file"], (*pointer, "file")
    path = context.file(name, place) if name else None
    if path is None or len(findings.problems) > known:
        return Examples(())
    try:
        rows = _file_rows(context, path, options, pointer)
    except BadData as error:
        code = "IT303" if isinstance(error, TooMuchData) else "IT324"
        findings.report(code, str(error), place, hint=error.hint)
        return Examples(())
    if type(rows) is tuple and len(rows) > MAX_ROWS:
        findings.report("IT303", f"`{name}` has more than {MAX_ROWS:,} rows", place)
        return Examples(())
    if rows is None or rows == () or rows == EMPTY:
        return _without_rows(context, name, place, options.get("allow_empty") or False)
    return Examples(_rows(context, rows, pointer, inline=False))


def _file_rows(context: Context, path: Path, options: Mapping[str, Any], pointer: Pointer) -> Tree:
    delimiter = _DELIMITERS.get(path.suffix.lower())
    how = {key: options[key] for key in ("delimiter", "encoding") if key in options}
    if delimiter is not None:
        return frozen(read_table(path, **{"delimiter": delimiter, **how}).rows)
    for key in how:
        context.findings.report(
            "IT306", f"`{key}` is said of CSV, and `{path.name}` is none", (*pointer, key), key=True
        )
    return read_tree(path)


def _without_rows(context: Context, name: str, place: Pointer, allowed: bool) -> Examples:
    if allowed:
        return Examples((), f"`{name}` has no data rows")
    hint = "where that may be, write `allow_empty: true`, and the scenario is skipped"
    context.findings.report("IT324", f"`{name}` has no data rows", place, hint=hint)
    return Examples(())
