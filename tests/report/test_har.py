"""`report.har`: the exchanges as HAR 1.2, honest about what is missing of them."""

import gzip
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from itest.model.exchange import Line, Message, Transcript, Wire
from itest.model.record import replace
from itest.model.result import Attempt, Outcome
from itest.report.har import HarReporter
from tests.reliability.launch import launch
from tests.servers.witness import witnessing

from . import events as sample
from . import hostile
from .folding import written

ENTRY = {"pageref", "startedDateTime", "time", "request", "response", "cache", "timings", "comment"}
REQUEST = {"method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize"}
RESPONSE = {"status", "statusText", "httpVersion", "cookies", "headers", "content", "redirectURL", "headersSize"}

WIRE = Wire(
    method="POST",
    url="http://127.0.0.1:1/orders?a=1&a=2&b=",
    request=Message(
        headers=(("Content-Type", "application/json"), ("Cookie", "s=1; t=2")),
        media_type="application/json",
        text='{"qty":2}',
        size=9,
    ),
    status=302,
    reason="Found",
    answer=Message(
        headers=(("Location", "/orders/1"), ("Set-Cookie", "u=3; Path=/; HttpOnly")),
        media_type="text/plain",
        text="lon",
        size=70_000,
        cut="cut after 3 characters; the body has 70000 bytes",
    ),
    redirects=((307, "http://127.0.0.1:1/new"),),
)
STEP = sample.passed_step(
    1,
    "Order",
    started=sample.STARTED,
    transcript=Transcript(title="POST /orders", sent=(Line("x"),), wire=WIRE),
    trace_id="0af7651916cd43dd8448eb211c80319c",
    timings=(("dns", 0.0), ("connect", 0.001), ("tls", 0.002), ("send", 0.0), ("wait", 0.003), ("receive", 0.004)),
    attempts=(
        Attempt(number=1, started=sample.STARTED, duration=0.1, summary="503"),
        Attempt(number=2, started=sample.STARTED + 1, duration=0.01, summary="302"),
    ),
)


SCHEMA = Draft202012Validator(
    json.loads(Path(__file__).with_name("har.schema.json").read_text("utf-8")),
    format_checker=Draft202012Validator.FORMAT_CHECKER,
)


def log_of(tmp_path, events):
    """The log, which holds to the format, each entry's time the sum of its phases."""
    archive = json.loads(written(HarReporter, tmp_path / "run.har", events))
    return checked(archive)


def checked(archive):
    assert [] == [f"{error.json_path}: {error.message}" for error in SCHEMA.iter_errors(archive)]
    for entry in archive["log"]["entries"]:
        times = [time for name, time in entry["timings"].items() if name != "ssl" and time != -1]
        assert round(sum(times), 3) == entry["time"]
    return archive["log"]


def run_of(*steps):
    return hostile.run_of(sample.result(sample.LOGIN, Outcome.PASSED, steps=steps))


def test_an_exchange_is_an_entry(tmp_path):
    """Request and answer with every part that HAR has."""
    entry = log_of(tmp_path, run_of(STEP))["entries"][0]
    assert ENTRY == entry.keys()
    assert entry["request"].keys() == REQUEST | {"postData"}
    assert entry["response"].keys() >= RESPONSE
    assert "2026-01-02T03:04:06.000+00:00" == entry["startedDateTime"]
    assert ("POST", 302, "/orders/1") == (
        entry["request"]["method"],
        entry["response"]["status"],
        entry["response"]["redirectURL"],
    )
    assert [("a", "1"), ("a", "2"), ("b", "")] == [tuple(each.values()) for each in entry["request"]["queryString"]]
    assert [("s", "1"), ("t", "2")] == [tuple(each.values()) for each in entry["request"]["cookies"]]
    assert [("u", "3")] == [tuple(each.values()) for each in entry["response"]["cookies"]]
    assert '{"qty":2}' == entry["request"]["postData"]["text"]


def test_a_cut_body_says_so(tmp_path):
    """The size is that of the whole, the comment says what is missing."""
    content = log_of(tmp_path, run_of(STEP))["entries"][0]["response"]["content"]
    assert (70_000, "lon", WIRE.answer.cut) == (content["size"], content["text"], content["comment"])


def test_what_is_not_in_the_entry_is_named(tmp_path):
    """Earlier attempts and redirects are left out, and it is said."""
    comment = log_of(tmp_path, run_of(STEP))["entries"][0]["comment"]
    assert 'step 1 "Order"; the last of 2 attempts; the answer is the one after 307' in comment
    assert comment.endswith("trace 0af7651916cd43dd8448eb211c80319c")


def test_a_request_that_was_sent_again_is_told(tmp_path):
    """The comment names it."""
    step = replace(STEP, transcript=Transcript(wire=replace(WIRE, sent_again=("GET http://127.0.0.1:1/old",))))
    comment = log_of(tmp_path, run_of(step))["entries"][0]["comment"]
    assert "sent again, since a kept connection was closed: GET http://127.0.0.1:1/old" in comment


def test_times_are_milliseconds_with_tls_in_connect(tmp_path):
    """As the format wants it; a phase that was not there is -1."""
    entry = log_of(tmp_path, run_of(STEP))["entries"][0]
    assert 10 == entry["time"]
    assert {"blocked": -1, "dns": -1, "connect": 3, "ssl": 2, "send": 0, "wait": 3, "receive": 4} == entry["timings"]


def test_no_answer_is_status_0(tmp_path):
    """What browsers write; the reason is beside it."""
    wire = replace(WIRE, status=0, reason="", answer=None, redirects=(), failure="connection refused")
    step = replace(STEP, transcript=replace(STEP.transcript, wire=wire))
    response = log_of(tmp_path, run_of(step))["entries"][0]["response"]
    assert (0, "connection refused", 0) == (response["status"], response["comment"], response["content"]["size"])


def test_cases_are_pages_and_their_runs_too(tmp_path):
    """Earlier runs of a flaky case come before the one that passed; a case without HTTP is none."""
    first = sample.result(sample.HEALTH, Outcome.FAILED, steps=(STEP,))
    flaky = sample.result(sample.HEALTH, Outcome.PASSED, steps=(STEP,), runs=(first,))
    log = log_of(tmp_path, hostile.run_of(sample.SKIPPED, flaky))
    assert ["health.yaml › Ready (run 1)", "health.yaml › Ready (run 2)"] == [page["title"] for page in log["pages"]]
    assert [page["id"] for page in log["pages"]] == [entry["pageref"] for entry in log["entries"]]


def test_time_of_no_phase_is_before_the_first(tmp_path):
    """Or that of waiting, where no answer came."""
    attempt = Attempt(number=1, started=sample.STARTED, duration=0.5, summary="")
    entry = log_of(tmp_path, run_of(replace(STEP, attempts=(attempt,))))["entries"][0]
    assert (500, 490, 3) == (entry["time"], entry["timings"]["blocked"], entry["timings"]["wait"])
    wire = replace(WIRE, status=0, answer=None, failure="timed out")
    step = replace(STEP, attempts=(attempt,), transcript=replace(STEP.transcript, wire=wire))
    entry = log_of(tmp_path, run_of(step))["entries"][0]
    assert (500, -1, 493) == (entry["time"], entry["timings"]["blocked"], entry["timings"]["wait"])


@pytest.mark.parametrize(
    "run", [sample.short_run, sample.long_run, sample.interrupted_run, hostile.hostile_run, hostile.big_body_run]
)
def test_every_archive_holds_to_the_format(tmp_path, run):
    """Names, types and no key that the format does not have."""
    log_of(tmp_path, run())


def test_sizes_are_those_on_the_wire(tmp_path):
    """Counted by the server: heads to the empty line, bodies as sent and as received, and what compression saved."""
    text = json.dumps({"words": "itest " * 200}).encode()
    packed = gzip.compress(text)
    head = (
        "HTTP/1.1 200 Very Fine\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n"
        f"X-Umlaut: \u00fc\r\nContent-Length: {len(packed)}\r\n\r\n"
    ).encode()
    step = '{request: {method: POST, url: "/a?b=c", json: {qty: 2}}, expect: {status: 200}}'
    with witnessing(head + packed) as server:
        (tmp_path / "itest.yaml").write_text(f"services: {{api: {{url: '{server.url}'}}}}\n")
        (tmp_path / "a.yaml").write_text(f"name: A\nsteps:\n  - {step}\n  - {step}\n")
        ran = launch(["run", "a.yaml", "--report", "har=run.har"], tmp_path)
    assert 0 == ran.code, ran.said
    entries = checked(json.loads((tmp_path / "run.har").read_text("utf-8")))["entries"]
    for entry, (asked, body) in zip(entries, server.requests, strict=True):
        assert (len(asked), len(body)) == (entry["request"]["headersSize"], entry["request"]["bodySize"])
        answer, content = entry["response"], entry["response"]["content"]
        assert (len(head), len(packed)) == (answer["headersSize"], answer["bodySize"])
        assert (len(text), len(text) - len(packed)) == (content["size"], content["compression"])
    # The second request goes over the connection of the first.
    assert [False, True] == [entry["timings"]["connect"] == -1 for entry in entries]


def test_hostile_texts_are_plain_json(tmp_path):
    """Whatever came, a reader gets it back."""
    log = log_of(tmp_path, hostile.hostile_run())
    assert 6 == len(log["entries"])
    assert log["entries"][0]["response"]["content"]["text"].startswith("</script>")


def test_until_the_end_the_archive_says_incomplete(tmp_path):
    """A kill leaves an archive that does not pretend."""
    HarReporter(str(tmp_path / "run.har"))
    log = json.loads((tmp_path / "run.har").read_text("utf-8"))["log"]
    assert ("1.2", [], "The run did not finish, or has not yet.") == (log["version"], log["entries"], log["comment"])
