"""The HTML page: template, style and script put together into one file that asks nobody for anything.

Style and script stand in the page and are allowed by their hashes; the policy forbids everything else, so that text
that slipped through as markup could neither run nor fetch.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files

from itest.evaluate.data.duration import format_duration
from itest.evaluate.data.escape import visible
from itest.model.lazy_pattern import lazy_pattern
from itest.report import html_numbers as numbers
from itest.report import html_text as text
from itest.report.history import Past
from itest.report.html_data import Packed, embedded
from itest.report.html_run import LOUD, STATUSES, Entry, entries
from itest.report.told import Told

SCRIPTS = ("dom", "figures", "time", "flow", "sequence", "exchange", "scenario", "list", "page")
"""The parts of the script, in the order they are put together; each uses only what stands before it."""

_SLOT = lazy_pattern(r"@@(\w+)@@")
_FAVICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    "%3Ccircle cx='8' cy='8' r='7' fill='%23{color}'/%3E%3C/svg%3E"
)
_COLORS = {"passed": "1a7f4b", "failed": "c4314b", "unfinished": "8a6d00"}


def page(told: Told, past: Past) -> Iterator[bytes]:
    """The report of a run as far as it was told, piece by piece: the whole of a large run takes memory."""
    found = entries(told, past)
    verdict, sentence = _verdict(told)
    slots: dict[str, str | Iterable[str]] = {
        "title": escape(f"{sentence} · itest"),
        "verdict": verdict,
        "sentence": escape(sentence),
        "headline": _headline(told),
        "remarks": _remarks(told),
        "tiles": text.tiles(found) or "<p>Nothing ran.</p>",
        "changes": text.changes(found, past.finished) if found else "",
        "failures": text.phase_blocks(told.phases) + text.failures(found) or "<p>Nothing failed.</p>",
        "cases": text.cases(found) if found else "<li>No scenario was planned.</li>",
        "count": str(len(found)),
        "slowest": numbers.slowest(found),
        "endpoints": numbers.endpoint_table(told),
        "services": numbers.service_table(told),
        "facts": _facts(told),
        "data": _embedded(told, found),
    }
    return _filled("page.html", slots, verdict)


def incomplete() -> bytes:
    """What stands at the report's place until the run has ended."""
    return b"".join(_filled("incomplete.html", {"title": "Incomplete · itest"}, "unfinished"))


def _filled(template: str, slots: Mapping[str, str | Iterable[str]], verdict: str) -> Iterator[bytes]:
    style, script = asset("report.css"), _script()
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    icon = _FAVICON.format(color=_COLORS[verdict])
    parts = {**slots, "style": style, "script": script, "policy": policy, "favicon": icon}
    # In one pass, so that no text of a run is ever taken for a slot.
    for number, piece in enumerate(_SLOT.split(asset(template))):
        filling = parts[piece] if number % 2 else piece
        for each in (filling,) if isinstance(filling, str) else filling:
            yield each.encode("utf-8", "backslashreplace")


@cache
def asset(name: str) -> str:
    """A file of `assets/`, which is shipped beside this module."""
    return files("itest.report").joinpath("assets", name).read_text(encoding="utf-8")


@cache
def _script() -> str:
    parts = "\n".join(asset(f"{name}.js") for name in SCRIPTS)
    return f'(() => {{\n"use strict";\n{parts}}})();\n'


def _hash(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def _embedded(told: Told, found: Sequence[Entry]) -> Iterator[str]:
    """The data, made when its turn comes."""
    yield embedded(_data(told, found))


def _data(told: Told, found: Sequence[Entry]) -> dict[str, object]:
    """The cases as data; broken ones take their part of the budget first."""
    packed = Packed(told.run.started if told.run else 0.0)
    first = sorted(found, key=lambda entry: entry.status not in LOUD)
    by_anchor = {entry.anchor: packed.case(entry) for entry in first}
    return {"cases": [by_anchor[entry.anchor] for entry in found], "texts": packed.texts.all(), "words": STATUSES}


def _verdict(told: Told) -> tuple[str, str]:
    """The class of the verdict and its sentence."""
    end = told.finished
    if end is None:
        return "unfinished", "The run did not finish"
    if end.interrupted:
        return "unfinished", f"Interrupted by {visible(end.interrupted)}"
    statuses = list(told.statuses().values())
    loud = sum(status in LOUD for status in statuses)
    if loud:
        return "failed", f"{loud} of {len(statuses)} failed"
    if not statuses:
        return ("passed" if end.ok else "failed"), "Nothing ran"
    if not end.ok:
        return "failed", "Not green"
    return "passed", "All passed" if len(statuses) > 1 else "Passed"


def _remarks(told: Told) -> str:
    """Why the run is not what its counts look like."""
    end = told.finished
    notes = []
    if end is None:
        notes.append("The run broke off: what is here is what was known until then.")
    elif end.stopped_early:
        notes.append(f"Stopped early: {visible(end.stopped_early)}.")
    elif not end.ok and end.totals.flaky and not (end.totals.failed or end.totals.errors or end.interrupted):
        notes.append("Flaky scenarios fail this run.")
    return "".join(f'<p class="remark">{escape(note)}</p>' for note in notes)


def _headline(told: Told) -> str:
    run, end = told.run, told.finished
    parts = [visible(run.environment), text.moment(run.started)] if run else []
    parts = [escape(parts[0]), parts[1]] if parts else []
    parts += [format_duration(end.duration)] if end else []
    return " · ".join(filter(None, parts))


def _facts(told: Told) -> str:
    """What is needed to run the same again."""
    run = told.run
    if run is None:
        return ""
    facts = {
        "itest": run.version,
        "Environment": visible(run.environment) or "default",
        "Seed": str(run.seed),
        "Jobs": str(run.jobs),
        "Run": visible(run.run_id),
    }
    rows = "".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in facts.items())
    return f'<dl class="run">{rows}</dl>'
