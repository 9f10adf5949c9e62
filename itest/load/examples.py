"""`examples`: data rows, as a list of objects, an object of lists (every combination) or a file."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from math import prod
from types import MappingProxyType

from itest.load.context import Context
from itest.load.data_file import BadData, frozen, read_table, read_tree
from itest.load.kinds import VARIABLES
from itest.model.scenario import Row
from itest.model.values import Pointer, Tree

MAX_ROWS = 10_000
FORMS = "a list of objects, an object of lists, or `{file: rows.csv}`"


def read_examples(context: Context, tree: Tree, pointer: Pointer) -> tuple[Row, ...]:
    """The rows of a scenario, numbered from 1; problems are reported."""
    if type(tree) is MappingProxyType and set(tree) == {"file"} and isinstance(tree["file"], str):
        return _read_file(context, tree["file"], (*pointer, "file"))
    return _rows(context, tree, pointer, inline=True)


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


def _read_file(context: Context, name: str, pointer: Pointer) -> tuple[Row, ...]:
    path = context.file(name, pointer)
    if path is None:
        return ()
    try:
        tree = frozen(read_table(path)) if path.suffix.lower() == ".csv" else read_tree(path)
    except BadData as error:
        context.findings.report("IT324", str(error), pointer)
        return ()
    if type(tree) is tuple and len(tree) > MAX_ROWS:
        context.findings.report("IT303", f"`{name}` has more than {MAX_ROWS:,} rows", pointer)
        return ()
    return _rows(context, tree, pointer, inline=False)
