"""Runs for the HTML report, and what it makes of them."""

import json
import re

from itest.model.events import ProjectSteps, RunFinished, ServiceStarted
from itest.model.exchange import Line, Transcript
from itest.model.record import replace
from itest.model.result import (
    Attempt,
    Case,
    Check,
    Fault,
    FlowResult,
    Handover,
    Mismatch,
    Outcome,
    ScenarioResult,
    StepResult,
    Totals,
)
from itest.report.html import HtmlReporter

from . import events as sample

HOSTILE = "</script><img src=x onerror=alert(1)> ]]> & \"'` \u202e\u2028\x00\x1b[31m\ud800 ::set-env name=X::1 🛒 אבג"


def written(tmp_path, events, *, name="report.html"):
    """The report of these events as text."""
    path = tmp_path / name
    reporter = HtmlReporter(str(path), root=tmp_path / "state")
    for event in events:
        reporter.handle(event)
    reporter.close()
    return path.read_text(encoding="utf-8")


def data_of(page):
    """The data that the page's script draws from."""
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)[1])


def run_of(*results, **values):
    """A whole run of these results."""
    end = {"totals": Totals(planned=len(results)), "duration": 1, "finished": sample.STARTED + 1, "ok": False}
    return [
        sample.started(tuple(result.case for result in results)),
        *sample.finished(*results),
        RunFinished(**(end | values)),
    ]


def renamed_flow():
    """A flow whose value arrived under another name."""
    message = "2 left `create.request.json.quantity` and was not found at `stored.rows[0].quantity`"
    return FlowResult(
        label="quantity",
        origin="create.request.json.quantity",
        target="stored.rows[0].quantity",
        outcome=Outcome.FAILED,
        mismatch=Mismatch(
            code="IT107",
            where="flow quantity",
            message=f"{message}; the same value is at `stored.rows[0].qty` – renamed?",
            expected="2",
            actual="nothing",
        ),
    )


def rich_run():
    """Every kind of case, and one with everything that a scenario can show."""
    steps = (
        asking(1, "login", "orders", "POST /login", captured=(("token", '"***"'),)),
        replace(sample.CREATE, service="orders", endpoint="POST /orders", started=sample.STARTED + 0.1),
        asking(
            3, "stored", "shop_db", "select 1", handovers=(Handover(name="id", target="params.id", origin="setup"),)
        ),
    )
    rich = sample.result(
        Case(
            id="rich.yaml", file="rich.yaml", title="Everything", tags=("rich",), description="It has **all**.\n\nYes."
        ),
        Outcome.FAILED,
        steps=steps,
        flows=(renamed_flow(), FlowResult(label="x", origin="a.b", target="c.b", outcome=Outcome.PASSED)),
        duration=0.3,
        worker=1,
    )
    long = sample.long_run()
    begun = replace(long[0], cases=(*long[0].cases, rich.case))
    setup = ProjectSteps(phase="setup", results=(), fault=Fault(code="IT215", message="setup broke"))
    service = ServiceStarted(name="shop", url="http://127.0.0.1:1", duration=0.1)
    return [begun, service, setup, *long[1:-1], *sample.finished(rich), long[-1]]


def asking(number, identity, service, endpoint, **values):
    """A step that asked an endpoint, and has all that such a step has."""
    moment = sample.STARTED + number / 10
    fields = {
        "checks": (Check(kind="status", label="status"),),
        "attempts": (Attempt(number=1, started=moment, duration=0.02, summary="status 200"),),
        "timings": (("dns", 0.001), ("connect", 0.002), ("wait", 0.01), ("receive", 0.001)),
        "transcript": Transcript(
            title=f"{endpoint} → 200 OK",
            sent=(Line('{"a":1}', ("json",)),),
            received=(Line('{"b":[1,2.50,{}]}'),),
            label="curl",
            command="curl http://127.0.0.1:8765/",
        ),
    }
    return StepResult(
        number=number,
        label=f"Step {identity}",
        id=identity,
        outcome=Outcome.PASSED,
        action="request",
        service=service,
        endpoint=endpoint,
        started=moment,
        duration=0.03,
        **(fields | values),
    )


def hostile_run():
    """A run in which every text is hostile."""
    transcript = Transcript(
        title=HOSTILE, sent=(Line(HOSTILE),), received=(Line(HOSTILE),), label=HOSTILE, command=HOSTILE
    )
    mismatch = Mismatch(code="IT104", where=HOSTILE, message=HOSTILE, expected=HOSTILE, actual=HOSTILE, hint=HOSTILE)
    step = asking(
        1,
        HOSTILE,
        HOSTILE,
        HOSTILE,
        checks=(Check(kind="body", label=HOSTILE, mismatches=(mismatch,)),),
        transcript=transcript,
        handovers=(Handover(name=HOSTILE, target=HOSTILE, origin=HOSTILE),),
        captured=((HOSTILE, HOSTILE),),
    )
    fields = {"tags": (HOSTILE,), "owner": HOSTILE, "description": HOSTILE}
    case = Case(id=f"{HOSTILE}.yaml", file=f"{HOSTILE}.yaml", title=HOSTILE * 8, **fields)
    flow = FlowResult(label=HOSTILE, origin=HOSTILE, target=HOSTILE, outcome=Outcome.FAILED, mismatch=mismatch)
    step = replace(step, outcome=Outcome.FAILED)
    return run_of(sample.result(case, Outcome.FAILED, steps=(step,), flows=(flow,), rerun_command=HOSTILE))


def large_run(scenarios=1000, steps=10):
    """Many scenarios with exchanges of a usual size; every fiftieth failed."""
    return run_of(*(_large(number, steps) for number in range(scenarios)))


def _large(number, steps):
    begun = sample.STARTED + number / 100
    rows = ",".join(f'{{"sku":"A-{number}-{row}","quantity":2,"price":42.5}}' for row in range(10))
    done = [
        asking(
            step + 1,
            f"s{step}",
            ("orders", "inventory")[step % 2],
            "POST /orders/{{ id }}",
            handovers=(Handover(name="token", target="headers.Authorization", origin="step 1 s0"),),
            transcript=Transcript(
                title=f"POST /orders/{number}-{step} → 201 Created",
                sent=(Line("Authorization: Bearer ***"), Line(f'{{"sku":"A-{number}","quantity":{step}}}')),
                received=(Line(f'{{"id":"{number}-{step}","items":[{rows}]}}'),),
                label="curl",
                command=f"curl http://127.0.0.1:8765/orders/{number}-{step} -H 'Authorization: Bearer ***'",
            ),
        )
        for step in range(steps)
    ]
    failed = number % 50 == 0
    if failed:
        done[-1] = replace(sample.CREATE, number=steps)
    case = Case(id=f"a/{number}.yaml", file=f"a/{number}.yaml", title=f"Order number {number} is read", tags=("big",))
    outcome = Outcome.FAILED if failed else Outcome.PASSED
    return ScenarioResult(case=case, outcome=outcome, steps=tuple(done), started=begun, duration=0.2, worker=number % 8)
