"""The excerpts of docs/reports, made of a run: `python -m tests.docs.report_pages` writes them into the pages.

The run is that of the scenarios that the overview shows. What differs from run to run is masked: times, ids, ports.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.docs.pages import TOP, Page
from tests.reliability.launch import launch
from tests.servers.collector import collecting, spans_of
from tests.servers.witness import witnessing

FOLDER = TOP / "docs" / "reports"
OVERVIEW = FOLDER / "README.md"
MARK = "<!-- Made by `python -m tests.docs.report_pages`. -->"
_ORDER = b'{"id": 7, "status": "PENDING", "qty": 2}'
ANSWER = b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (
    len(_ORDER),
    _ORDER,
)
_PORT = "8000"
_LONG = 160
"""Characters of a text in a data format that an excerpt shows."""
_FENCED = re.compile(
    rf"(?P<before>{re.escape(MARK)}\n\n(?P<fence>`{{3,4}})\w*\n)(?P<excerpt>.*?)(?P<after>(?P=fence)\n)", re.DOTALL
)

_MASKS = (
    (re.compile(r"^( *)  POST /orders → .*?(?=^ *rerun )", re.MULTILINE | re.DOTALL), r"\1  …\n"),
    (re.compile(r"\bgzip, deflate(, \w+)*"), "gzip, deflate"),  # the others are extras
    (re.compile(r"127\.0\.0\.1:\d+"), f"127.0.0.1:{_PORT}"),
    (re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)"), r"2026-01-02T03:04:05\1"),
    (re.compile(r'(\btime=")[\d.]+'), r"\g<1>0.012"),
    (re.compile(r"(\bduration_ms: )\d+"), r"\g<1>12"),
    (re.compile(r"\b[\d.]+ ?(ms|s)\b"), "12 ms"),
    (re.compile(r"\b\d{8}T\d{6}-\w+-\w+"), "20260102T030405-1-1"),
    (re.compile(r"\b[0-9a-f]{32}\b"), "0af7651916cd43dd8448eb211c80319c"),
    (re.compile(r"\b[0-9a-f]{16}\b"), "b7ad6b7169203331"),
    (re.compile(r"\bitest([/ ])\d[\w.]*"), r"itest\g<1>0.1.0"),
)
_NUMBERS: Mapping[str, Any] = {
    "start": 1767323045000,
    "stop": 1767323045012,
    "started": 1767323045.0,
    "finished": 1767323045.012,
    "duration": 0.012,
    "time": 12,
    "startedDateTime": "2026-01-02T03:04:05.000+00:00",
    "blocked": 1,
    "dns": 1,
    "connect": 1,
    "send": 1,
    "wait": 7,
    "receive": 1,
    "headersSize": 200,
    "version": "0.1.0",
}
_WHOLE = {"ctrf": {"duration": 12}}


class Run:
    """What the run of the overview's scenarios wrote: `text` of a report, by its name, and the spans it sent."""

    def __init__(self, folder: Path) -> None:
        for name, text in scenarios().items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        files = ("junit", "ctrf", "tap", "har", "json", "markdown")
        words = [word for name in files for word in ("--report", f"{name}=out/{name}")]
        summary = folder / "summary.md"
        with witnessing(ANSWER) as server, collecting() as (collector, self.taken):
            environ = {
                "ORDERS_URL": server.url,
                "GITHUB_ACTIONS": "true",
                "GITHUB_STEP_SUMMARY": str(summary),
                "GITHUB_WORKSPACE": str(folder),
            }
            words += ["--report", f"otel={collector}/v1/traces"]
            ran = launch(["run", "scenarios", "--seed", "1", "--jobs", "1", *words], folder, environ=environ)
        assert ran.code == 1, ran.said
        self._folder = folder
        self.out = ran.out

    def text(self, report: str) -> str:
        return (self._folder / "out" / report).read_text(encoding="utf-8")

    def data(self, report: str) -> Any:
        return json.loads(self.text(report))


def scenarios() -> dict[str, str]:
    """The files that the overview shows, by the path that the first line of each says."""
    found = {}
    for block in Page.of(OVERVIEW).blocks("yaml"):
        first, _, rest = block.text.partition("\n")
        found[first.removeprefix("# ").strip()] = rest
    return found


def _masked(text: str) -> str:
    for pattern, replacement in _MASKS:
        text = pattern.sub(replacement, text)
    return text


def _plain(value: Any, numbers: Mapping[str, Any] = _NUMBERS, key: str = "") -> Any:
    """The value with what differs from run to run masked, and long texts cut."""
    if isinstance(value, dict):
        return {name: _plain(item, numbers, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_plain(item, numbers) for item in value]
    if key in numbers:
        return numbers[key]
    if isinstance(value, str):
        text = _masked(value)
        return text if len(text) <= _LONG else text[:_LONG] + "…"
    return value


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _ctrf(run: Run) -> str:
    report = _plain(run.data("ctrf"), {**_NUMBERS, **_WHOLE["ctrf"]})
    results = report["results"]
    return _json({**report, "results": {**results, "tests": [results["tests"][0]]}})


def _har(run: Run) -> str:
    return _json(_plain(run.data("har")["log"]["entries"][0]))


def _events(run: Run) -> str:
    events = [json.loads(line) for line in run.text("json").splitlines()]
    wanted = {"scenario_started", "scenario_finished", "run_finished"}
    first = {event["event"]: event for event in reversed(events) if event["event"] in wanted}
    first["scenario_finished"]["result"]["steps"] = []
    return "".join(json.dumps(_plain(first[name]), ensure_ascii=False) + "\n" for name in sorted(first, reverse=True))


def _github(run: Run) -> str:
    lines = [line for line in run.out.splitlines() if line.startswith("::error")]
    return "".join(f"{_masked(line)[:400]}…\n" for line in lines)


def _spans(run: Run) -> str:
    """A line a span, below the one that holds it, with some of what it says."""
    spans = spans_of(run.taken)
    by_parent: dict[bytes, list[Any]] = {}
    for span in spans:
        by_parent.setdefault(span.parent_span_id, []).append(span)

    def lines(parent: bytes, depth: int) -> list[str]:
        found = []
        for span in sorted(by_parent.get(parent, []), key=lambda each: each.start_time_unix_nano):
            values = {each.key: _attribute(each.value) for each in span.attributes}
            told = ", ".join(f"{name}={_masked(value)}" for name, value in sorted(values.items()) if value)
            found += [f"{'  ' * depth}{span.name}   {{{told}}}", *lines(span.span_id, depth + 1)]
        return found

    return "\n".join(lines(b"", 0)) + "\n"


def _attribute(value: Any) -> str:
    kind = value.WhichOneof("value")
    items = [_attribute(item) for item in value.array_value.values] if kind == "array_value" else None
    return str(getattr(value, kind)) if items is None else f"[{', '.join(items)}]"


EXCERPTS: Mapping[str, Callable[[Run], str]] = {
    "junit.md": lambda run: _masked(run.text("junit")),
    "ctrf.md": _ctrf,
    "tap.md": lambda run: _masked(run.text("tap")),
    "har.md": _har,
    "json.md": _events,
    "github.md": _github,
    "otel.md": _spans,
    "markdown.md": lambda run: _masked(run.text("markdown").partition("\n### Slowest")[0]),
}
"""The pages and what makes the excerpt of each."""


def excerpt_on(page: Path) -> str:
    """The text in the fence behind the mark."""
    found = _FENCED.search(page.read_text(encoding="utf-8"))
    assert found, f"{page} has no excerpt"
    return found["excerpt"]


def write(run: Run) -> None:
    for name, make in EXCERPTS.items():
        page, excerpt = FOLDER / name, make(run)
        text = page.read_text(encoding="utf-8")
        start, end = _FENCED.search(text).span("excerpt")  # type: ignore[union-attr]  # a page without one is a mistake
        page.write_text(text[:start] + excerpt + text[end:], encoding="utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        write(Run(Path(folder)))
    sys.exit(0)
