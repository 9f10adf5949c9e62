"""Fingerprints: whether a scenario still does what it did when it was verified, whatever became of its words.

Names, descriptions, tags, comments and places in the file do not count; used scenarios and schema files do.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from itest.files.reading import NotRead, content
from itest.model.record import Record, names_of
from itest.model.scenario import Scenario
from itest.model.values import SchemaFile

_WORDS = frozenset(
    {
        "path",
        "part",
        "file",
        "name",
        "sources",
        "description",
        "tags",
        "owner",
        "links",
        "pointer",
        "quarantine",
        "skip",
        "xfail",
    }
)
"""What may change without anything else being sent or expected."""
_LENGTH = 16
MAX_SCHEMA = 10_000_000
"""Bytes of a schema file, as the loader has it."""


def fingerprint(scenario: Scenario) -> str:
    """Short text that changes when the scenario does something else."""
    shape = json.dumps(_shape(scenario), ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(shape.encode()).hexdigest()[:_LENGTH]


def _shape(node: Any) -> Any:
    """Lists and texts that are the same on every machine."""
    if node is None or isinstance(node, (str, bool, int)):
        return node
    if isinstance(node, Mapping):
        return ["{", *([key, _shape(value)] for key, value in node.items())]
    if isinstance(node, (tuple, list)):
        return [_shape(item) for item in node]
    if isinstance(node, SchemaFile):
        return ["schema", node.text, _content(node)]
    if isinstance(node, Record):
        held = ((name, getattr(node, name)) for name in names_of(node) if name not in _WORDS)
        # What is at rest is left out: a word that the language gains later does not make every verification stale.
        return [type(node).__name__, *([name, _shape(value)] for name, value in held if _speaks(value))]
    return str(node)


def _speaks(value: Any) -> bool:
    return value is not None and value is not False and not (isinstance(value, (str, tuple, Mapping)) and not value)


def _content(schema: SchemaFile) -> str:
    try:
        return hashlib.sha256(content(schema.path, MAX_SCHEMA)).hexdigest()
    except NotRead:
        return ""
