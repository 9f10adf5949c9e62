"""`report.otel`: the run arrives as spans at a collector, below them what the requests announced."""

import json

import pytest

from itest.cli.main import app, guarded
from itest.model.problem import ReportError
from itest.report.otel import OtelReporter
from tests.servers.collector import collecting, spans_of
from tests.servers.echo import serving

from . import events as sample

pytest.importorskip("opentelemetry.proto.collector.trace.v1.trace_service_pb2", reason="the extra `otel`")


def attributes_of(span):
    return {each.key: each.value.string_value or each.value.int_value for each in span.attributes}


def reported(events, target):
    reporter = OtelReporter(target)
    for event in events:
        reporter.handle(event)
    reporter.close()


def test_a_run_is_traces_of_cases_steps_and_attempts(monkeypatch):
    """Each case a root, steps below it, attempts below these; failures are errors with their sentence."""
    monkeypatch.setenv("OTEL_SERVICE_NAME", "shop-scenarios")
    with collecting() as (url, taken):
        reported(sample.long_run(), f"{url}/v1/traces")
    (path, _, request), spans = taken[0], spans_of(taken)
    resource = {each.key: each.value.string_value for each in request.resource_spans[0].resource.attributes}
    roots = {span.name: span for span in spans if not span.parent_span_id}
    assert ("/v1/traces", "shop-scenarios") == (path, resource["service.name"])
    assert {"Sign in", "Create and read an order", "Ready", "Refund", "teardown"} < roots.keys()
    broken = roots["Create and read an order"]
    assert (2, "IT104 1 of 3 checks failed: body $.status") == (broken.status.code, broken.status.message)
    assert "fail" == attributes_of(broken)["test.case.result.status"]
    ids = {(span.trace_id, span.span_id) for span in spans}
    assert [] == [
        span.name for span in spans if span.parent_span_id and (span.trace_id, span.parent_span_id) not in ids
    ]


def test_the_environment_says_where(monkeypatch):
    """Endpoint and headers as every OpenTelemetry program takes them."""
    with collecting() as (url, taken):
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", url)
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_HEADERS", "x-tenant=acme")
        reported(sample.short_run(), "")
    assert [("/v1/traces", "acme")] == [(path, headers["x-tenant"]) for path, headers, _ in taken]


def test_a_collector_that_refuses_is_a_report_that_is_missing():
    """With what it answered; nothing is logged beside it."""
    with collecting(status=400) as (url, _), pytest.raises(ReportError, match=r"IT501 .* could not be sent: .*400"):
        reported(sample.short_run(), f"{url}/v1/traces")


SCENARIO = """
name: Two calls
steps:
  - id: plain
    request: GET {url}/echo
  - id: own
    request: {{url: "{url}/echo", headers: {{traceparent: 00-11111111111111111111111111111111-2222222222222222-01}}}}
  - id: none
    request: {{url: "{url}/echo", headers: {{traceparent: null}}}}
  - id: polled
    request: GET {url}/echo
    retry: {{attempts: 2, every: 0, until: "false"}}
"""


def test_what_the_requests_carry_is_what_is_exported(tmp_path, monkeypatch):
    """The span of an attempt has the id that its request announced, in the trace that the reports name."""
    (tmp_path / "scenarios").mkdir()
    monkeypatch.chdir(tmp_path)
    with collecting() as (url, taken), serving() as echo:
        (tmp_path / "scenarios" / "two.yaml").write_text(SCENARIO.format(url=echo.url))
        words = ["run", "--seed", "7", "-q", "--report", f"otel={url}/v1/traces", "--json", "run.ndjson"]
        code = guarded(lambda: app(words))
    lines = [json.loads(line) for line in (tmp_path / "run.ndjson").read_text().splitlines()]
    result = next(line["result"] for line in lines if line["event"] == "scenario_finished")
    steps = {step["id"]: step for step in result["steps"]}
    spans = {span.span_id.hex(): span for span in spans_of(taken)}
    assert 1 == code
    trace = result["trace_id"]
    assert [trace, "1" * 32, "", trace] == [steps[name]["trace_id"] for name in ("plain", "own", "none", "polled")]
    sent = [attempt["span_id"] for name in ("plain", "polled") for attempt in steps[name]["attempts"]]
    assert 3 == len(set(sent))
    assert [(trace, "GET", 3)] * 3 == [
        (spans[span].trace_id.hex(), spans[span].name.split()[0], spans[span].kind) for span in sent
    ]
    linked = [(link.trace_id.hex(), link.span_id.hex()) for span in spans.values() for link in span.links]
    assert [("1" * 32, "2" * 16)] == linked
