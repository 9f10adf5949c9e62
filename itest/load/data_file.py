"""Data files beside scenarios: JSON, YAML and CSV, read as values or frozen as trees."""

from __future__ import annotations

import csv
import io
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from itest.evaluate.data.counted import counted
from itest.evaluate.data.json_text import JsonError, parse
from itest.load.text_file import Unreadable, read_source
from itest.load.yaml_reader import read_yaml
from itest.model.source import Source
from itest.model.values import Pointer, Template, Tree, Value


class BadData(ValueError):
    """A data file that cannot be read as what it is; the message is a plain sentence."""


@lru_cache(maxsize=256)
def read_data_file(path: Path) -> Value:
    """The value in a JSON (`.json`) or YAML file; raises `BadData`."""
    source = _source(path)
    if path.suffix.lower() == ".json":
        try:
            return parse(source.text)
        except JsonError as error:
            raise BadData(f"`{path.name}` is not JSON: {error}") from error
    return thawed(read_tree(path))


def read_tree(path: Path) -> Tree:
    """As `read_data_file`, frozen, with a `Template` where text is live."""
    if path.suffix.lower() == ".json":
        return frozen(read_data_file(path))
    reading = read_yaml(_source(path))
    if reading.problems:
        problem = reading.problems[0]
        raise BadData(f"{problem.place}: {problem.message}")
    return reading.value


def place_in(path: Path, pointer: Pointer, *, key: bool = False) -> str:
    """Where a node, or the key that leads to it, stands in a JSON or YAML file (`order.json:4:3`)."""
    sources = read_yaml(_source(path)).sources
    return str(sources.key_span(pointer) if key else sources.span(pointer))


def read_table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file by the names of its first line; raises `BadData`."""
    try:
        lines = [line for line in csv.reader(io.StringIO(_source(path).text), strict=True) if line]
    except csv.Error as error:
        raise BadData(f"`{path.name}` is not CSV: {error}") from error
    names, rows = (lines[0], lines[1:]) if lines else ([], [])
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise BadData(f"two columns of `{path.name}` are called `{twice}`")
    for number, row in enumerate(rows, start=1):
        if len(row) != len(names):
            cells = counted(len(row), "cell")
            columns = counted(len(names), "column")
            raise BadData(f"row {number} of `{path.name}` has {cells} for {columns}")
    return [dict(zip(names, row, strict=True)) for row in rows]


def frozen(value: Value) -> Tree:
    """A value as a loaded tree."""
    if isinstance(value, str):
        return Template(value) if "{{" in value else value
    if isinstance(value, dict):
        return MappingProxyType({key: frozen(item) for key, item in value.items()})
    return tuple(frozen(item) for item in value) if isinstance(value, list) else value


def thawed(tree: Tree) -> Value:
    """A loaded tree as a value; live text is text."""
    if isinstance(tree, Template):
        return tree.text
    if isinstance(tree, MappingProxyType):
        return {key: thawed(item) for key, item in tree.items()}
    return [thawed(item) for item in tree] if isinstance(tree, tuple) else tree


def _source(path: Path) -> Source:
    try:
        return read_source(path, path.name)
    except Unreadable as error:
        raise BadData(f"`{path.name}`: {error.problem.message}") from error
