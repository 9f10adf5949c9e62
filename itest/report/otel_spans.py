"""Spans: a run as OpenTelemetry sees it.

A case is a trace: its root span is the case, below it the steps, below these their attempts. The span of an attempt has
the id that its request carried in `traceparent`, so that what the system under test did hangs below it. A step that
set a `traceparent` of its own is linked to that trace. Names of attributes are OpenTelemetry's where it has one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExportResult
from opentelemetry.sdk.util.instrumentation import InstrumentationScope
from opentelemetry.trace import Link, SpanContext, SpanKind, Status, StatusCode, TraceFlags

from itest import __version__
from itest.evaluate.telling.explanation import step_name
from itest.model.record import Record
from itest.model.result import Attempt, Outcome, ScenarioResult, StepResult
from itest.report.told import Told, status_of
from itest.report.verdict import phase_verdict, verdict_of

SERVICE = "itest"
_SCOPE = InstrumentationScope("itest", __version__)
_BILLION = 1_000_000_000

Attributes = Mapping[str, str | int | Sequence[str]]


class _Made(Record, kw_only=True):
    """What a span is made of; seconds. `span_id` is hexadecimal."""

    name: str
    span_id: str
    parent: str
    started: float
    duration: float
    attributes: Attributes
    error: str | None = None
    kind: SpanKind = SpanKind.INTERNAL
    links: tuple[Link, ...] = ()


def spans(told: Told) -> Iterator[ReadableSpan]:
    """Every span of the run: each case, its earlier runs too, and the project's setup and teardown."""
    resource = _resource()
    about: Attributes = {}
    if told.run:
        about = {
            "itest.run.id": told.run.run_id,
            "itest.environment": told.run.environment,
            "itest.seed": told.run.seed,
        }
    for phase in told.phases:
        verdict = phase_verdict(phase)
        steps = phase.results
        trace = next((step.trace_id for step in steps if step.trace_id), "") or _digest(f"{about}:{phase.phase}", 32)
        root = _Made(
            name=phase.phase,
            span_id=_digest(f"{trace}:root", 16),
            parent="",
            started=min((step.started for step in steps if step.started), default=0.0),
            duration=sum(step.duration for step in steps),
            attributes=about,
            error=verdict.headline if verdict else None,
        )
        yield from _finished(trace, [root, *_steps(trace, steps, root.span_id)], resource)
    for result in told.in_order():
        for run in (*result.runs, result):
            yield from _case(run, about, resource)


def _resource() -> Resource:
    """What the environment says that runs, else itest."""
    said = Resource.create()
    named = not str(said.attributes.get("service.name", "")).startswith("unknown_service")
    return said if named else said.merge(Resource({"service.name": SERVICE}))


def sent_well(result: SpanExportResult) -> bool:
    return result is SpanExportResult.SUCCESS


def _case(result: ScenarioResult, about: Attributes, resource: Resource) -> Iterator[ReadableSpan]:
    case = result.case
    # A case that could not begin sent nothing and has no trace of its own.
    trace = result.trace_id or _digest(f"{about}:{case.id}", 32)
    attributes: dict[str, str | int | Sequence[str]] = {
        **about,
        "test.suite.name": case.file,
        "test.case.name": case.title,
        "test.case.result.status": "fail" if result.broken else "pass",
        "itest.case.id": case.id,
        "itest.status": status_of(result),
        "code.file.path": case.file,
        "code.line.number": case.line,
    }
    if case.tags:
        attributes["itest.tags"] = case.tags
    if case.owner:
        attributes["itest.owner"] = case.owner
    root = _Made(
        name=case.title,
        span_id=_digest(f"{trace}:root", 16),
        parent="",
        started=result.started,
        duration=result.duration,
        attributes=attributes,
        error=verdict_of(result).headline if result.broken else None,
    )
    yield from _finished(trace, [root, *_steps(trace, result.steps, root.span_id)], resource)


def _steps(trace: str, steps: Sequence[StepResult], parent: str) -> Iterator[_Made]:
    """The steps that ran, each before its attempts and the steps it used."""
    for number, step in enumerate(steps):
        if step.outcome is Outcome.SKIPPED or not step.started:
            continue
        span_id = _digest(f"{trace}:{parent}:{number}", 16)
        attributes: dict[str, str | int | Sequence[str]] = {
            "itest.step.phase": step.phase,
            "itest.step.action": step.action,
            "itest.step.outcome": step.outcome.value,
        }
        if step.service:
            attributes["itest.service"] = step.service
        yield _Made(
            name=step.label or step_name(step),
            span_id=span_id,
            parent=parent,
            started=step.started,
            duration=step.duration,
            attributes=attributes,
            error=_why(step) if step.broken else None,
        )
        for attempt in step.attempts:
            yield _attempt(trace, step, attempt, span_id)
        yield from _steps(trace, step.children, span_id)


def _attempt(trace: str, step: StepResult, attempt: Attempt, parent: str) -> _Made:
    own = bool(attempt.span_id) and step.trace_id == trace
    attributes: dict[str, str | int | Sequence[str]] = {
        "itest.attempt": attempt.number,
        "itest.summary": attempt.summary,
    }
    wire = step.transcript.wire if step.transcript and attempt is step.attempts[-1] else None
    if wire:
        attributes |= {"http.request.method": wire.method, "url.full": wire.url}
        if wire.status:
            attributes["http.response.status_code"] = wire.status
    foreign = bool(attempt.span_id) and not own
    return _Made(
        name=step.endpoint or step.action or step_name(step),
        span_id=attempt.span_id if own else _digest(f"{parent}:attempt:{attempt.number}", 16),
        parent=parent,
        started=attempt.started,
        duration=attempt.duration,
        attributes=attributes,
        kind=SpanKind.CLIENT if attempt.span_id else SpanKind.INTERNAL,
        links=(Link(_context(step.trace_id, attempt.span_id, remote=True)),) if foreign else (),
    )


def _why(step: StepResult) -> str:
    if step.fault:
        return f"{step.fault.code} {step.fault.message}"
    return "; ".join(f"{mismatch.code} {mismatch.where}: {mismatch.message}" for mismatch in step.mismatches[:3])


def _finished(trace: str, made: Sequence[_Made], resource: Resource) -> Iterator[ReadableSpan]:
    for each in made:
        start = int(each.started * _BILLION)
        yield ReadableSpan(
            name=each.name,
            context=_context(trace, each.span_id),
            parent=_context(trace, each.parent) if each.parent else None,
            resource=resource,
            attributes=dict(each.attributes),
            links=each.links,
            kind=each.kind,
            status=Status(StatusCode.UNSET) if each.error is None else Status(StatusCode.ERROR, each.error),
            start_time=start,
            end_time=start + int(each.duration * _BILLION),
            instrumentation_scope=_SCOPE,
        )


def _context(trace: str, span: str, *, remote: bool = False) -> SpanContext:
    return SpanContext(int(trace, 16), int(span, 16), is_remote=remote, trace_flags=TraceFlags(TraceFlags.SAMPLED))


def _digest(text: str, digits: int) -> str:
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:digits]
