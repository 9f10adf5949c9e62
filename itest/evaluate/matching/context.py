"""What matching needs to know beside the two values: names, positions, the time, and how schemas are read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from itest.evaluate.expressions.scope import Scope
from itest.model.problem import EvaluationError
from itest.model.record import Record, field
from itest.model.source import Source, SourceMap
from itest.model.values import Pointer, Value


def _now() -> datetime:
    return datetime.now(UTC)


def _no_content(name: str) -> bytes:
    raise EvaluationError(f"{name} cannot be read here", code="IT217")


def _no_files(path: Path) -> Value:
    raise EvaluationError(f"{path} cannot be read here", code="IT322")


class MatchContext(Record, kw_only=True):
    """`pointer` is that of the `expect` mapping in `sources`; `base_dir` the folder of the file it is written in;
    `read_schema` reads a JSON or YAML file as a value and guards what may be read, `read_file` one as bytes, by its
    name as written. `brief`: only whether it matches is
    asked, so the first difference ends the search, and nothing is said of it."""

    scope: Scope = field(default_factory=Scope)
    sources: SourceMap = field(default_factory=lambda: SourceMap(Source("", "")))
    pointer: Pointer = ()
    now: Callable[[], datetime] = _now
    base_dir: Path = Path()
    read_schema: Callable[[Path], Value] = _no_files
    read_file: Callable[[str], bytes] = _no_content
    brief: bool = False
