"""Data files beside scenarios: JSON, YAML and CSV, read as values or frozen as trees, without a byte order mark."""

from __future__ import annotations

import codecs
import csv
import io
from functools import lru_cache
from itertools import islice
from pathlib import Path
from types import MappingProxyType

from itest.evaluate.data.counted import counted
from itest.evaluate.data.escape import cut
from itest.evaluate.data.json_text import JsonError, dump, parse
from itest.load.text_file import Unreadable, decode, read_bytes, read_source
from itest.load.yaml_reader import read_yaml
from itest.model.record import Record
from itest.model.source import Source
from itest.model.values import Pointer, Template, Tree, Value

_DELIMITERS = (";", "\t", "|", ",")
"""What parts the cells of a table, in some country or other."""


class BadData(ValueError):
    """A data file that cannot be read as what it is; the message is a plain sentence, `hint` says what to write."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class TooMuchData(BadData):
    """A data file that holds more than is read."""


MAX_ROWS = 10_000
"""Rows of `examples`."""
MAX_COLUMNS = 1_000
MAX_CELLS = 500_000
_SHOWN = 60
_SLOW = frozenset({"punycode", "idna"})
"""Encodings of names, whose decoders take the square of a text's length."""


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


class Table(Record):
    """A CSV file: its columns, and its rows by their names."""

    columns: list[str]
    rows: list[dict[str, str]]


def read_table(path: Path, *, delimiter: str = ",", encoding: str = "utf-8") -> Table:
    """A CSV file whose first line names its columns; raises `BadData`. A line without anything is none."""
    text = _text(path, encoding)
    other = _other_delimiter(text, delimiter)
    try:
        lines = filter(None, csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter))
        names = next(lines, [])
        _check_columns(names, path, other)
        most = min(MAX_ROWS, MAX_CELLS // max(1, len(names)))
        # One more than there may be: the rest is never made.
        rows = [_cells(names, row, number, path) for number, row in enumerate(islice(lines, most + 1), start=1)]
    except csv.Error as error:
        raise BadData(f"`{path.name}` is not CSV: {error}", other) from error
    if len(rows) > most:
        raise TooMuchData(f"`{path.name}` has more than {most:,} rows")
    return Table(names, rows)


def _check_columns(names: list[str], path: Path, other: str) -> None:
    if len(names) == 1 and other:
        raise BadData(f"`{path.name}` has one column, `{cut(names[0], _SHOWN)}`", other)
    if len(names) > MAX_COLUMNS:
        raise TooMuchData(f"`{path.name}` has more than {MAX_COLUMNS:,} columns")
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise BadData(f"two columns of `{path.name}` are called `{cut(twice, _SHOWN)}`")


def _cells(names: list[str], row: list[str], number: int, path: Path) -> dict[str, str]:
    if len(row) != len(names):
        cells = counted(len(row), "cell")
        columns = counted(len(names), "column")
        raise BadData(f"row {number} of `{path.name}` has {cells} for {columns}")
    return dict(zip(names, row, strict=True))


def _other_delimiter(text: str, delimiter: str) -> str:
    """What to write where the line of names has another character between the names, else `""`."""
    names = text.partition("\n")[0]
    found = next((other for other in _DELIMITERS if other in names), None)
    if delimiter in names or found is None:
        return ""
    return f"its names are parted by another character: write `delimiter: {dump(found)}` beside `file`"


def text_encoding(name: str) -> bool:
    """Whether a name is that of an encoding of text (not one such as `base64`)."""
    try:
        found = codecs.lookup(name)
        return found._is_text_encoding and found.name not in _SLOW
    except (LookupError, ValueError):
        return False


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


def _text(path: Path, encoding: str) -> str:
    try:
        data = read_bytes(path, path.name)
        if codecs.lookup(encoding).name == "utf-8":
            return decode(data, path.name)
        return data.decode(encoding).removeprefix("\ufeff")
    except Unreadable as error:
        raise BadData(f"`{path.name}`: {error.problem.message}") from error
    except UnicodeError as error:
        raise BadData(f"`{path.name}` is not {encoding}: {error}") from error


def _source(path: Path) -> Source:
    try:
        return read_source(path, path.name)
    except Unreadable as error:
        raise BadData(f"`{path.name}`: {error.problem.message}") from error
