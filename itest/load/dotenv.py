"""`.env` files: NAME=value lines, for secrets and settings that no file under version control holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from itest.load.findings import Findings
from itest.load.text_file import Unreadable, read_source
from itest.model.problem import Problem
from itest.model.source import Source, SourceMap

_LINE = re.compile(r"\s*(?:export\s+)?(?P<name>[A-Za-z_][A-Za-z0-9_]*)\s*=\s*(?P<value>.*?)\s*")
_VALUE = re.compile(r"(?s)^(\s*(?:#|(?:export\s+)?[A-Za-z_][A-Za-z0-9_]*\s*=)?)\s*\S.*$")
_SINGLE = re.compile(r"'(?P<value>[^']*)'\s*(?:#.*)?")
_DOUBLE = re.compile(r'"(?P<value>(?:[^"\\]|\\.)*)"\s*(?:#.*)?')
_COMMENT = re.compile(r"(?:^|\s+)#.*$")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}


def read_dotenv(path: Path, file: str) -> tuple[dict[str, str], list[Problem]]:
    """The names and values of a file; lines that are none are problems.

    Single quotes keep text as it is, double quotes know `\\n`, `\\t`, `\\"`; unquoted text ends before ` #`. Nothing is
    expanded.
    """
    try:
        source = read_source(path, file)
    except Unreadable as error:
        return {}, [error.problem]
    # What is wrong is shown without the values: they are secrets, most of them.
    names = tuple(_VALUE.sub(r"\1***", line) for line in source.lines)
    findings = Findings(SourceMap(Source(file, "\n".join(names), names)))
    return dict(_entries(source, findings)), findings.problems


def _entries(source: Source, findings: Findings) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(source.lines):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = _LINE.fullmatch(line)
        value = _value(found["value"]) if found else None
        if found is None or value is None:
            mark = (number, 0, number, max(1, len(findings.sources.source.lines[number])))
            findings.report_mark("IT306", "this line is not `NAME=value`", mark, "quote values on one line")
        else:
            yield found["name"], value


def _value(written: str) -> str | None:
    if written.startswith("'"):
        single = _SINGLE.fullmatch(written)
        return single["value"] if single else None
    if written.startswith('"'):
        double = _DOUBLE.fullmatch(written)
        return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), double["value"]) if double else None
    return _COMMENT.sub("", written).rstrip()
