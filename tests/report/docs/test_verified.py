"""`report.docs.verified`: what is kept of a result names no machine, and survives as JSON."""

import json

import pytest

from itest.model.exchange import Line, Transcript
from itest.model.record import replace
from itest.model.source import Excerpt, Span
from itest.report.docs.verified import Surroundings, VerifiedCase, as_json, case_of, verified_steps
from tests.report import events as sample

AROUND = Surroundings(
    folders={"/home/me/p/.itest/runs/1": "$RUN_DIR", "/home/me/p": "."},
    addresses={"http://127.0.0.1:80": "SHOP_URL"},
    file=lambda file: f"in/{file}",
)
CASE = VerifiedCase(
    file="a.yaml",
    row=2,
    title="A",
    fingerprint="f",
    date="2026-01-02T03:04:05Z",
    took=7,
    steps=verified_steps(replace(sample.SIGNED_IN, steps=(*sample.SIGNED_IN.steps, sample.CREATE)), AROUND),
    flows=(("a -> b", "passed"),),
)


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("curl http://127.0.0.1:80/a", "curl $SHOP_URL/a"),
        ("curl 'http://127.0.0.1:80/a?b=c&d'", 'curl "$SHOP_URL/a?b=c&d"'),
        ("curl 'http://127.0.0.1:80/$HOME'", "curl 'http://127.0.0.1:80/$HOME'"),
        ("curl http://127.0.0.1:8080/a", "curl http://127.0.0.1:8080/a"),
        ("cd /home/me/p/s && cat /home/me/p/.itest/runs/1/x.db", "cd ./s && cat $RUN_DIR/x.db"),
    ],
)
def test_commands_work_elsewhere(command, expected):
    """Addresses are variables that the shell fills in; in single quotes it would not."""
    assert expected == AROUND.command(command)


def test_json_and_back():
    """Everything is there again; what says nothing is not written."""
    data = json.loads(json.dumps(as_json(CASE)))
    assert CASE == case_of(data)
    assert {"file", "row", "title", "fingerprint", "date", "took", "steps", "flows"} == set(data)


@pytest.mark.parametrize(
    "change",
    [
        {"row": "2"},
        {"row": True},
        {"title": None},
        {"steps": {}},
        {"steps": [{"phase": "steps", "number": 1, "sent": "text"}]},
        {"flows": [["one"]]},
        {"more": 1},
    ],
)
def test_what_is_no_record_is_refused(change):
    """Records are committed and edited: nothing in them is believed."""
    with pytest.raises(ValueError, match="record"):
        case_of({**as_json(CASE), **change})
    with pytest.raises(ValueError, match="record"):
        case_of([change])


def test_many_runs_of_a_step_are_few_and_counted():
    """The first three of an `each`, and how many there were."""
    excerpt = Excerpt(Span("a.yaml", 1, 1, 2, 1), ())
    told = Transcript(title="GET /a → 200 OK", sent=(Line("/home/me/p/x"),))
    steps = tuple(sample.passed_step(1, "Ask", item=index, excerpt=excerpt, transcript=told) for index in range(9))
    kept = verified_steps(replace(sample.SIGNED_IN, steps=steps), AROUND)
    assert [(0, 9), (1, 9), (2, 9)] == [(step.item, step.runs) for step in kept]
    assert ("in/a.yaml", ("./x",)) == (kept[0].file, kept[0].sent)
