"""A realistic run as events, made by hand: one case of each kind that a reporter has to tell apart."""

from __future__ import annotations

from itest.model.events import (
    Event,
    ProjectSteps,
    RunFinished,
    RunStarted,
    ScenarioFinished,
    ScenarioStarted,
    ServiceStarted,
    ServiceStopped,
    StepFinished,
)
from itest.model.exchange import Line, Transcript
from itest.model.result import (
    Attempt,
    Case,
    Check,
    DiffLine,
    Fault,
    FlowResult,
    Handover,
    Mismatch,
    Outcome,
    ScenarioResult,
    StepResult,
    Totals,
)
from itest.model.source import Excerpt, Span

STARTED = 1_767_323_045.0
"""2026-01-02T03:04:05Z."""


def case(name: str, title: str, **values) -> Case:
    """A case of `scenarios/<name>`."""
    return Case(id=values.pop("id", name), file=f"scenarios/{name}", title=title, **values)


def passed_step(number: int, label: str, **values) -> StepResult:
    values = {"duration": 0.02, "action": "request", "checks": (Check(kind="status", label="status"),)} | values
    return StepResult(number=number, label=label, outcome=Outcome.PASSED, **values)


def result(of: Case, outcome: Outcome, **values) -> ScenarioResult:
    values = {"rerun_command": f"itest run {of.file}:{of.line} --env staging", "started": STARTED} | values
    return ScenarioResult(case=of, outcome=outcome, **values)


LOGIN = case("auth/login.yaml", "Sign in", line=2, owner="team-auth", tags=("smoke", "auth"))
CHECKOUT = case("orders/checkout.yaml", "Create and read an order", line=8)
HEALTH = case("health.yaml", "Ready")
REFUND = case("orders/refund.yaml", "Refund")

SIGNED_IN = result(
    LOGIN,
    Outcome.PASSED,
    duration=0.12,
    steps=(
        passed_step(
            1,
            "Sign in",
            id="login",
            size=64,
            captured=(("token", '"***"'),),
            transcript=Transcript(title="POST /login → 200 OK", sent=(Line('{"user":"ada"}', ("json",)),)),
        ),
        passed_step(2, "Who am I", size=21, transcript=Transcript(title="GET /me → 200 OK")),
        passed_step(3, "Sign out", transcript=Transcript(title="POST /logout → 204 No Content")),
    ),
)

STATUS_EXCERPT = Excerpt(
    Span("scenarios/orders/checkout.yaml", 18, 19, 18, 28),
    ((17, "          total: 42.5"), (18, "          status: CONFIRMED")),
)
STATUS_MISMATCH = Mismatch(
    code="IT104",
    where="body $.status",
    message="is PENDING, expected CONFIRMED",
    expected='"CONFIRMED"',
    actual='"PENDING"',
    diff=(
        DiffLine(mark=" ", text="{"),
        DiffLine(mark="-", text='  "status": "CONFIRMED"', note="expected"),
        DiffLine(mark="+", text='  "status": "PENDING"', note="actual"),
        DiffLine(mark=" ", text="  … 6 other keys not compared"),
        DiffLine(mark=" ", text="}"),
    ),
    excerpt=STATUS_EXCERPT,
)
CREATE_EXCHANGE = Transcript(
    title="POST /orders → 201 Created",
    sent=(
        Line("Authorization: Bearer ***", ("headers", "Authorization")),
        Line('{"sku":"A-1","qty":2}', ("json",)),
    ),
    received=(Line('{"id":1,"status":"PENDING","total":42.5,"items":[…2]}'),),
    label="curl",
    command='curl http://127.0.0.1:8765/orders -H "Authorization: Bearer $API_TOKEN"'
    """ --json '{"sku":"A-1","qty":2}'""",
)
CREATE = StepResult(
    number=2,
    label="Create order",
    id="create",
    action="request",
    outcome=Outcome.FAILED,
    duration=0.056,
    size=151,
    started=STARTED + 0.1,
    checks=(
        Check(kind="status", label="status"),
        Check(kind="body", label="body", mismatches=(STATUS_MISMATCH,)),
        Check(kind="time", label="time"),
    ),
    transcript=CREATE_EXCHANGE,
    handovers=(Handover(name="token", target="headers.Authorization", origin="step 1 login"),),
)
CHECKED_OUT = result(
    CHECKOUT,
    Outcome.FAILED,
    duration=0.19,
    steps=(
        passed_step(1, "Sign in", id="login", transcript=Transcript(title="POST /login → 200 OK"), size=64),
        CREATE,
        StepResult(number=3, label="Read it back", outcome=Outcome.SKIPPED, reason="an earlier step failed"),
    ),
)

NOT_READY = result(
    HEALTH,
    Outcome.FAILED,
    duration=0.06,
    steps=(
        StepResult(
            number=1,
            label="Ready",
            outcome=Outcome.FAILED,
            action="request",
            checks=(
                Check(
                    kind="status",
                    label="status",
                    mismatches=(Mismatch(code="IT101", where="status", message="is 503; success was expected"),),
                ),
            ),
            attempts=(
                Attempt(number=1, started=STARTED, duration=0.02, summary="503 Service Unavailable"),
                Attempt(number=2, started=STARTED, duration=0.03, summary="503 Service Unavailable"),
            ),
        ),
    ),
)
READY = result(
    HEALTH, Outcome.PASSED, duration=0.07, steps=(passed_step(1, "Ready"),), runs=(NOT_READY,), allowed_runs=3
)
SKIPPED = result(REFUND, Outcome.SKIPPED, reason="needs REFUNDS=on")

NO_CONNECTION = Fault(
    code="IT202",
    message="127.0.0.1:8766 refused the connection",
    hint="Is the service running? Its address comes from `services.stock.url`.",
    excerpt=Excerpt(Span("scenarios/stock/level.yaml", 5, 5, 5, 12), ((4, "steps:"), (5, "  - request: /level"))),
    detail=("listening on 8766", "panic: \x1b[31mout of memory\x1b[0m", "::error::gone"),
)
LEVEL = case("stock/level.yaml", "Stock level", line=1)
UNREACHABLE = result(
    LEVEL,
    Outcome.ERROR,
    duration=1.5,
    steps=(
        StepResult(
            number=1,
            label="request",
            action="request",
            outcome=Outcome.ERROR,
            duration=1.5,
            fault=NO_CONNECTION,
            transcript=Transcript(title="GET /level"),
        ),
    ),
)

OLD_API = case("legacy/old.yaml", "The old API answers", quarantine="SHOP-12 is being fixed", owner="team-shop")
QUARANTINED = result(
    OLD_API,
    Outcome.FAILED,
    duration=0.02,
    steps=(
        StepResult(
            number=1,
            label="Get",
            action="request",
            outcome=Outcome.FAILED,
            checks=(
                Check(
                    kind="status",
                    label="status",
                    mismatches=(Mismatch(code="IT102", where="status", message="is 410, expected 200"),),
                ),
            ),
        ),
    ),
)

ROW_1 = case("orders/rows.yaml", "Order [bold]", id="orders/rows.yaml[1]", row=1, line=4)
ROW_2 = case("orders/rows.yaml", "Order [bold]", id="orders/rows.yaml[2]", row=2, line=5)
FIRST_ROW = result(ROW_1, Outcome.PASSED, duration=0.01, steps=(passed_step(1, "Order"),))
FLOW = FlowResult(
    label="quantity",
    origin="create.request.json.quantity",
    target="stored.rows[0].qty",
    outcome=Outcome.FAILED,
    mismatch=Mismatch(
        code="IT107",
        where="stored.rows[0].qty",
        message="2 left create.request.json.quantity and was not found at stored.rows[0].qty",
        expected="2",
        actual="null",
        hint="The same value is at stored.rows[0].quantity: renamed?",
        excerpt=Excerpt(
            Span("scenarios/orders/rows.yaml", 30, 5, 30, 55),
            ((29, "flow:"), (30, "  - create.request.json.quantity -> stored.rows[0].qty")),
        ),
    ),
)
SECOND_ROW = result(
    ROW_2,
    Outcome.FAILED,
    duration=0.03,
    steps=(
        passed_step(
            1,
            "Use login",
            action="use",
            checks=(),
            children=(passed_step(1, "POST /login"), passed_step(2, "GET /me")),
        ),
        *(passed_step(2, "Check item", item=item) for item in range(2)),
    ),
    flows=(FLOW,),
)

USED = case("orders/used.yaml", "A used scenario breaks", line=3)
USED_FAILED = result(
    USED,
    Outcome.ERROR,
    duration=0.2,
    steps=(
        StepResult(
            number=1,
            label="Sign in as bob",
            action="use",
            outcome=Outcome.ERROR,
            fault=Fault(code="IT211", message="_shared/login.yaml did not pass: step 2"),
            children=(passed_step(1, "POST /login"), CREATE),
        ),
        StepResult(
            number=2,
            label="Each item",
            action="request",
            outcome=Outcome.FAILED,
            item=1,
            checks=(
                Check(
                    kind="assert",
                    label="qty > 0",
                    mismatches=(Mismatch(code="IT105", where="qty > 0", message="is false: qty is 0"),),
                ),
            ),
        ),
        StepResult(
            number=1,
            label="Remove",
            phase="cleanup",
            action="request",
            outcome=Outcome.SKIPPED,
            reason="order_id was never captured",
        ),
    ),
)

CASES = (LOGIN, CHECKOUT, HEALTH, REFUND)


def short_run() -> list[Event]:
    """The run that the documentation shows: one case of each common kind."""
    return [
        started(CASES),
        *finished(SIGNED_IN, CHECKED_OUT, READY, SKIPPED),
        RunFinished(
            totals=Totals(planned=4, passed=2, failed=1, skipped=1, flaky=1),
            duration=0.41,
            finished=STARTED + 0.41,
            ok=False,
        ),
    ]


def long_run() -> list[Event]:
    """Every kind of case, services, and a teardown that fails; finished in another order than planned."""
    results = (UNREACHABLE, SIGNED_IN, QUARANTINED, SECOND_ROW, FIRST_ROW, CHECKED_OUT, READY, SKIPPED, USED_FAILED)
    planned = (LOGIN, CHECKOUT, HEALTH, REFUND, LEVEL, OLD_API, ROW_1, ROW_2, USED)
    teardown = StepResult(
        number=1,
        label="Drop the tables",
        phase="teardown",
        action="sql",
        outcome=Outcome.ERROR,
        fault=Fault(code="IT209", message="no such table: orders"),
        duration=0.005,
    )
    return [
        started(planned),
        ServiceStarted(name="orders", url="http://127.0.0.1:8765", duration=0.3),
        *finished(*results),
        ProjectSteps(phase="teardown", results=(teardown,)),
        ServiceStopped(name="orders", log=".itest/logs/orders.log"),
        RunFinished(
            totals=Totals(planned=9, passed=3, failed=2, errors=2, skipped=1, flaky=1, quarantined=1),
            duration=2.5,
            finished=STARTED + 2.5,
            ok=False,
        ),
    ]


def interrupted_run() -> list[Event]:
    """Ctrl-C while the second of four cases was running."""
    return [
        started(CASES),
        *finished(SIGNED_IN),
        ScenarioStarted(case=CHECKOUT, worker=1),
        RunFinished(
            totals=Totals(planned=4, passed=1),
            duration=0.2,
            finished=STARTED + 0.2,
            ok=False,
            interrupted="SIGINT",
        ),
    ]


def started(cases: tuple[Case, ...]) -> RunStarted:
    return RunStarted(
        version="0.1.0", environment="staging", seed=20481, jobs=8, cases=cases, started=STARTED, run_id="r1"
    )


def finished(*results: ScenarioResult) -> list[Event]:
    """Each case begins, reports its steps and ends before the next one does."""
    events: list[Event] = []
    for each in results:
        events.append(ScenarioStarted(case=each.case, worker=each.worker))
        events += [StepFinished(case=each.case, result=step) for step in each.steps]
        events.append(ScenarioFinished(result=each))
    return events
