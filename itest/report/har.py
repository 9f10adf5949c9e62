"""HAR 1.2: the HTTP exchanges of a run, for browsers' network views and proxies.

A page is a case, an entry a step that spoke HTTP: of several attempts the last one, of several redirects the first
request and the last answer, which a comment says. Secrets are hidden, bodies are kept up to a bound: where one is cut
or is no text, `comment` says so and the size is that of the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from itest import __version__
from itest.evaluate.data import json_text
from itest.evaluate.telling.explanation import case_name, step_name
from itest.model.exchange import Message, Wire
from itest.model.result import ScenarioResult, StepResult
from itest.report.closing import ClosingReporter
from itest.report.told import Told

_PHASES = {"dns": "dns", "connect": "connect", "ssl": "tls", "send": "send", "wait": "wait", "receive": "receive"}
"""HAR's names of the phases to ours."""
_ALWAYS = ("send", "wait", "receive")
"""Phases that HAR has in every entry; the others are not known where they do not apply."""
_UNKNOWN = -1
"""How HAR says it of a time or a size."""


class HarReporter(ClosingReporter):
    """Writes the archive when the run is over; an empty one that says so stands there until then."""

    def __init__(self, target: str) -> None:
        incomplete = _archive([], [], "The run did not finish, or has not yet.")
        super().__init__(target, _bytes(incomplete), lambda told: _bytes(document(told)))


def document(told: Told) -> dict[str, Any]:
    """The archive as JSON values."""
    pages: list[dict[str, Any]] = []
    entries: list[dict[str, Any]] = []
    for number, (title, started, steps) in enumerate(_sections(told), start=1):
        found = [_entry(f"page_{number}", step, wire) for step in steps if (wire := _wire_of(step))]
        if found:
            pages.append(
                {"startedDateTime": _moment(started), "id": f"page_{number}", "title": title, "pageTimings": {}}
            )
            entries += found
    return _archive(pages, entries, "" if told.finished else "The run did not finish.")


def _archive(pages: Sequence[Any], entries: Sequence[Any], comment: str) -> dict[str, Any]:
    creator = {"name": "itest", "version": __version__}
    log: dict[str, Any] = {"version": "1.2", "creator": creator, "pages": pages, "entries": entries}
    return {"log": {**log, **({"comment": comment} if comment else {})}}


def _sections(told: Told) -> Iterator[tuple[str, float, Sequence[StepResult]]]:
    """Title, start and steps of each part of the run, in planned order, earlier runs of a case before the last one."""
    phases = {phase.phase: phase.results for phase in told.phases}
    started = told.run.started if told.run else 0.0
    if "setup" in phases:
        yield "setup", started, phases["setup"]
    for result in told.in_order():
        for number, run in enumerate((*result.runs, result), start=1):
            yield _title(result, number), run.started, run.all_steps()
    if "teardown" in phases:
        yield "teardown", started, phases["teardown"]


def _title(result: ScenarioResult, number: int) -> str:
    return case_name(result.case) + (f" (run {number})" if result.runs else "")


def _wire_of(step: StepResult) -> Wire | None:
    return step.transcript.wire if step.transcript else None


def _entry(page: str, step: StepResult, wire: Wire) -> dict[str, Any]:
    attempt = step.attempts[-1] if step.attempts else None
    timings = _timings(dict(step.timings), attempt.duration if attempt else step.duration, answered=bool(wire.answer))
    return {
        "pageref": page,
        "startedDateTime": _moment(attempt.started if attempt else step.started),
        "time": _sum(timings),
        "request": _request(wire),
        "response": _response(wire, step.size),
        "cache": {},
        "timings": timings,
        "comment": "; ".join(_remarks(step, wire)),
    }


def _remarks(step: StepResult, wire: Wire) -> Iterator[str]:
    yield step_name(step)
    if len(step.attempts) > 1:
        yield f"the last of {len(step.attempts)} attempts"
    if wire.redirects:
        yield "the answer is the one after " + ", ".join(f"{status} to {url}" for status, url in wire.redirects)
    if wire.sent_again:
        yield "sent again, since a kept connection was closed: " + ", ".join(wire.sent_again)
    if step.trace_id:
        yield f"trace {step.trace_id}"


def _request(wire: Wire) -> dict[str, Any]:
    request: dict[str, Any] = {
        "method": wire.method,
        "url": wire.url,
        "httpVersion": wire.version,
        "cookies": _cookies(wire.request, "cookie"),
        "headers": _pairs(wire.request.headers),
        "queryString": _pairs(parse_qsl(urlsplit(wire.url).query, keep_blank_values=True, errors="replace")),
        "headersSize": wire.request.head or _UNKNOWN,
        "bodySize": wire.request.size,
    }
    if wire.request.size:
        request["postData"] = {
            "mimeType": wire.request.media_type,
            "text": wire.request.text,
            **_comment(wire.request),
        }
    return request


def _response(wire: Wire, size: int | None) -> dict[str, Any]:
    """The answer, whose body had `size` bytes on the wire; where none came the status is 0, as browsers write it."""
    answer = wire.answer or Message()
    body = _UNKNOWN if wire.answer is None or size is None else size
    saved = {} if body == _UNKNOWN else {"compression": answer.size - body}
    location = next((value for name, value in answer.headers if name.lower() == "location"), "")
    return {
        "status": wire.status,
        "statusText": wire.reason,
        "httpVersion": wire.version,
        "cookies": _cookies(answer, "set-cookie"),
        "headers": _pairs(answer.headers),
        "content": {
            "size": answer.size,
            **saved,
            "mimeType": answer.media_type or "x-unknown",
            "text": answer.text,
            **_comment(answer),
        },
        "redirectURL": location,
        "headersSize": answer.head or _UNKNOWN,
        "bodySize": body,
        **({"comment": wire.failure} if wire.failure else {}),
    }


def _comment(message: Message) -> Mapping[str, str]:
    return {"comment": message.cut} if message.cut else {}


def _pairs(pairs: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs]


def _cookies(message: Message, header: str) -> list[dict[str, str]]:
    """Names and values; a `Set-Cookie` header holds one cookie and its attributes, which stay in the header."""
    values = [value for name, value in message.headers if name.lower() == header]
    pieces = [
        piece for value in values for piece in (value.split(";") if header == "cookie" else [value.split(";")[0]])
    ]
    return [
        {"name": name.strip(), "value": text.strip()} for name, _, text in (piece.partition("=") for piece in pieces)
    ]


def _timings(seconds: Mapping[str, float], whole: float, *, answered: bool) -> dict[str, Any]:
    """Milliseconds by phase, which are the whole time together; HAR counts TLS into `connect`, too.

    What no phase accounts for was spent before the first one, or waiting for an answer that never came.
    """
    timings: dict[str, Any] = {"blocked": _UNKNOWN}
    for name, ours in _PHASES.items():
        value = seconds.get(ours, 0.0)
        timings[name] = _ms(value) if value or name in _ALWAYS else _UNKNOWN
    if timings["ssl"] != _UNKNOWN:
        timings["connect"] = _ms(seconds.get("connect", 0.0) + seconds.get("tls", 0.0))
    rest = round(_ms(whole) - _sum(timings), 3)
    if rest > 0:
        name = "blocked" if answered else "wait"
        timings[name] = round(max(timings[name], 0) + rest, 3)
    return timings


def _sum(timings: Mapping[str, float]) -> float:
    """The time of all phases; that of TLS is in `connect`, and what is not known is no time."""
    return round(sum(value for name, value in timings.items() if name != "ssl" and value != _UNKNOWN), 3)


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 3)


def _bytes(archive: dict[str, Any]) -> bytes:
    return (json_text.dump(archive, indent=1) + "\n").encode("utf-8", "backslashreplace")
