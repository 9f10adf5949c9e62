"""`report.html_exchange`: what the report shows of an exchange is all that the run kept."""

import json
import re

from itest.model.exchange import Line, Message, Transcript, Wire
from itest.model.result import Handover, Outcome, StepResult
from itest.report.html_exchange import shown
from tests.reliability.launch import launch
from tests.servers.echo import serving

WIRE = Wire(
    method="POST",
    url="http://127.0.0.1:1/orders?a=1",
    request=Message(headers=(("Host", "127.0.0.1:1"), ("X-Token", "***")), text='{"qty":2}', size=9),
    status=201,
    reason="Created",
    answer=Message(
        headers=(("X-A", "1"), ("X-A", "2")), text="abc", cut="cut after 3 characters; the body has 9 bytes"
    ),
    redirects=((307, "http://127.0.0.1:1/new"),),
    sent_again=("GET http://127.0.0.1:1/old",),
)
STEP = StepResult(
    number=1,
    label="Order",
    outcome=Outcome.PASSED,
    action="request",
    handovers=(
        Handover(name="token", target="headers.X-Token", origin="step 1 login"),
        Handover(name="qty", target="json.qty", origin="setup"),
    ),
)
SENT = (Line("X-Token: ***", ("headers", "X-Token")), Line('{"qty":2}', ("json",)))


def test_all_headers_and_bodies_are_there():
    """Also those that nobody chose; where a value came from stands beside it."""
    found = shown(STEP, Transcript(title="POST /orders", sent=SENT, wire=WIRE))
    assert (
        ("POST /orders?a=1 HTTP/1.1", ""),
        ("Host: 127.0.0.1:1", ""),
        ("X-Token: ***", "token ← step 1 login"),
        ("", ""),
        ('{"qty":2}', "qty ← setup"),
    ) == found.sent
    assert (
        "HTTP/1.1 201 Created",
        "X-A: 1",
        "X-A: 2",
        "",
        "abc",
        "… cut after 3 characters; the body has 9 bytes",
    ) == found.received


def test_the_way_it_went_is_told():
    """Redirects with where they led, and what was sent again."""
    found = shown(STEP, Transcript(wire=WIRE))
    assert (("sent again", "GET http://127.0.0.1:1/old"), ("307 to", "http://127.0.0.1:1/new")) == found.way


def test_without_an_answer_there_is_the_reason():
    """Nothing else was received."""
    wire = Wire(method="GET", url="http://a", request=Message(), failure="connection refused")
    assert ("connection refused",) == shown(STEP, Transcript(wire=wire)).received


def test_what_is_no_http_is_as_the_transcript_has_it():
    """A query, a command."""
    transcript = Transcript(
        title="select 1", sent=SENT, received=(Line("1 row"),), label="sqlite3", command="sqlite3 x"
    )
    found = shown(STEP, transcript)
    assert (("1 row",), (), "sqlite3 x") == (found.received, found.way, found.command)


def test_the_report_holds_what_was_kept_to_the_last_letter(tmp_path):
    """A long body of a step that passed, its hops and its attempts, from the run to the file."""
    body = "\n".join(f"line {number} of what the server said" for number in range(250))
    scenario = """
name: Long
steps:
  - request: {{url: {url}/prepared/long}}
  - request: {{url: {url}/redirect/2, follow_redirects: true}}
  - request: {{url: {url}/prepared/long}}
    retry: {{attempts: 3, every: 0, until: "false"}}
"""
    with serving() as server:
        server.stored["long"] = body
        (tmp_path / "a.yaml").write_text(scenario.format(url=server.url), encoding="utf-8")
        ran = launch(["run", "a.yaml", "--html", "r.html"], tmp_path)
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    data = json.loads(re.search(r'<script[^>]*id="data"[^>]*>(.*?)</script>', page, re.DOTALL)[1])
    texts, steps = data["texts"], data["cases"][0]["runs"][0]["steps"]
    assert [body] * 2 == [texts[steps[index]["exchange"]["received"][-1]] for index in (0, 2)], ran.said
    hops = [(texts[what], texts[where].removeprefix(server.url)) for what, where in steps[1]["exchange"]["way"]]
    assert [("302 to", "/redirect/1"), ("302 to", "/redirect/0")] == hops
    assert 3 == len(steps[2]["attempts"])
