"""`evaluate.explanation`: the block that tells what broke, bounded and harmless whatever came back."""

import pytest

from itest.evaluate.telling.explanation import (
    COMMAND_WIDTH,
    WIDTH,
    explain,
    explain_all,
    explain_fault,
    plain,
    size_text,
    step_name,
)
from itest.model.exchange import Line, Transcript
from itest.model.record import replace
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
)
from itest.model.source import Excerpt, Span

CASE = Case(id="a.yaml", file="scenarios/a.yaml", title="A case")


def failed(*mismatches, **values):
    """A failed step with one check for each mismatch."""
    checks = tuple(Check(kind="body", label="body", mismatches=(mismatch,)) for mismatch in mismatches)
    values = {"number": 1, "label": "Get", "action": "request"} | values
    return StepResult(outcome=Outcome.FAILED, checks=checks, **values)


def result_of(*steps, **values):
    return ScenarioResult(case=CASE, outcome=Outcome.FAILED, steps=steps, **values)


def block(step, **values):
    return plain(explain(result_of(step, **values), step))


def excerpt(line, text="    qty: 2"):
    return Excerpt(Span("scenarios/a.yaml", line, 5, line, 8), ((line, text),))


def test_a_failure_is_told_as_agreed():
    """Heading, code and counts, place, caret, diff, exchange, provenance, and what to type next."""
    step = failed(
        Mismatch(
            code="IT104",
            where="body $.status",
            message="is PENDING",
            excerpt=Excerpt(
                Span("scenarios/a.yaml", 18, 19, 18, 28),
                ((17, "          total: 42.5"), (18, "          status: CONFIRMED")),
            ),
            diff=(
                DiffLine(mark=" ", text="{"),
                DiffLine(mark="-", text='  "status": "CONFIRMED"', note="expected"),
                DiffLine(mark="+", text='  "status": "PENDING"', note="actual"),
                DiffLine(mark=" ", text="}"),
            ),
        ),
        number=2,
        label="Create order",
        size=151,
        duration=0.056,
        transcript=Transcript(
            title="POST /orders → 201 Created",
            sent=(Line("Authorization: Bearer ***", ("headers", "Authorization")), Line('{"qty":2}', ("json",))),
            received=(Line('{"status":"PENDING"}'),),
            label="curl",
            command="curl http://127.0.0.1/orders",
        ),
        handovers=(Handover(name="token", target="headers.Authorization", origin="step 1 login"),),
    )
    assert block(step, rerun_command="itest run scenarios/a.yaml:8").splitlines() == [
        '━━ a.yaml › A case › step 2 "Create order"',
        "IT104 1 of 1 check failed: body $.status",
        "",
        "  scenarios/a.yaml:18:19",
        "    17 │           total: 42.5",
        "  ❯ 18 │           status: CONFIRMED",
        "       │                   ^^^^^^^^^",
        "    {",
        '  -   "status": "CONFIRMED"      expected',
        '  +   "status": "PENDING"        actual',
        "    }",
        "  POST /orders → 201 Created · 56 ms · 151 B",
        "  > Authorization: Bearer ***            (token ← step 1 login)",
        '  > {"qty":2}',
        '  < {"status":"PENDING"}',
        "",
        "  curl   curl http://127.0.0.1/orders",
        "  rerun  itest run scenarios/a.yaml:8",
    ]


def test_without_a_diff_the_sentence_and_both_values_are_told():
    """A scalar needs no structure around it."""
    step = failed(Mismatch(code="IT104", where="status", message="is 500", expected="200", actual="500", hint="Look!"))
    assert block(step).splitlines()[3:] == [
        "  is 500",
        "  - 200      expected",
        "  + 500      actual",
        "  Look!",
    ]


def test_every_mismatch_is_told_with_its_own_place():
    """Several are told one after another; another code is named; a shared place and diff are told once."""
    diff = (DiffLine(mark="-", text="a", note="expected"),)
    step = failed(
        Mismatch(code="IT104", where="body $.a", message="m", excerpt=excerpt(1), diff=diff),
        Mismatch(code="IT104", where="body $.b", message="m", excerpt=excerpt(1), diff=diff),
        Mismatch(code="IT103", where="body $.c", message="is no integer", excerpt=excerpt(3)),
    )
    assert block(step).splitlines()[1:] == [
        "IT104 3 of 3 checks failed: body $.a, body $.b, body $.c",
        "",
        "  body $.a",
        "  scenarios/a.yaml:1:5",
        "  ❯ 1 │     qty: 2",
        "      │     ^^^",
        "  - a      expected",
        "",
        "  body $.b",
        "  scenarios/a.yaml:1:5",
        "  ❯ 1 │     qty: 2",
        "      │     ^^^",
        "  - a      expected",
        "",
        "  IT103 body $.c",
        "  scenarios/a.yaml:3:5",
        "  ❯ 3 │     qty: 2",
        "      │     ^^^",
        "  is no integer",
    ]


def test_a_fault_tells_cause_hint_and_last_output():
    """What a service said last stands behind a bar, the newest lines of it."""
    fault = Fault(code="IT214", message="orders exited with 1", hint="See the log.", detail=tuple(map(str, range(30))))
    lines = plain(explain_fault("setup", fault)).splitlines()
    assert lines[:5] == ["━━ setup", "IT214 orders exited with 1", "", "  … 10 earlier lines", "  │ 10"]
    assert lines[-2:] == ["  │ 29", "  See the log."]


def test_attempts_are_told_a_line_each():
    """Of many the first and the last ones."""
    attempts = tuple(Attempt(number=n, started=0, duration=0.1 * n, summary=f"50{n % 10}") for n in range(1, 21))
    step = failed(Mismatch(code="IT109", where="until", message="never held"), attempts=attempts)
    assert block(step).splitlines()[4:] == [
        "  attempt  1 of 20   0.10s   501",
        "  attempt  2 of 20   0.20s   502",
        "  attempt  3 of 20   0.30s   503",
        "  … 14 more attempts",
        "  attempt 18 of 20   1.80s   508",
        "  attempt 19 of 20   1.90s   509",
        "  attempt 20 of 20   2.00s   500",
    ]


def test_the_step_inside_of_a_used_scenario_is_told():
    """A step that only passes on what broke inside has no block of its own."""
    inner = failed(Mismatch(code="IT104", where="status", message="m"), number=3, label="Deep")
    use = StepResult(
        number=1, label="Login", outcome=Outcome.ERROR, fault=Fault(code="IT211", message="x"), children=(inner,)
    )
    headings = [plain(lines[:1]) for lines in explain_all(result_of(use))]
    assert headings == ['━━ a.yaml › A case › step 1 "Login" › step 3 "Deep"']


def test_every_broken_thing_of_a_case_has_a_block():
    """What stopped the case, each broken step (also of cleanup) and each broken flow."""
    mismatch = Mismatch(code="IT107", where="b.x", message="2 was not found", hint="renamed?")
    flow = FlowResult(label="", origin="a.x", target="b.x", outcome=Outcome.FAILED, mismatch=mismatch)
    broken = failed(Mismatch(code="IT104", where="status", message="m"))
    cleanup = replace(broken, phase="cleanup", item=2)
    case = result_of(broken, cleanup, flows=(flow,), fault=Fault(code="IT212", message="30s are over"))
    assert [plain(lines[:2]).splitlines() for lines in explain_all(case)] == [
        ["━━ a.yaml › A case", "IT212 30s are over"],
        ['━━ a.yaml › A case › step 1 "Get"', "IT104 1 of 1 check failed: status"],
        ['━━ a.yaml › A case › cleanup step 1[2] "Get"', "IT104 1 of 1 check failed: status"],
        ['━━ a.yaml › A case › flow "a.x -> b.x"', "IT107 2 was not found"],
    ]


HOSTILE = "x\x1b[2J\r\n::error::a\u202e\ud800 ##[error] " + "y" * 500


def test_a_block_is_bounded_and_harmless_whatever_came_back():
    """Hundreds of mismatches, lines and attempts of hostile text stay within 120 short lines that command nothing."""
    mismatch = Mismatch(
        code="IT104",
        where=HOSTILE,
        message=HOSTILE,
        hint=HOSTILE,
        diff=tuple(DiffLine(mark="-", text=HOSTILE, note="expected") for _ in range(300)),
    )
    step = failed(
        *(replace(mismatch, excerpt=excerpt(number, HOSTILE)) for number in range(1, 200)),
        label=HOSTILE,
        fault=Fault(
            code="IT202", message=HOSTILE * 3, hint=HOSTILE, detail=(HOSTILE,) * 200, excerpt=excerpt(1, HOSTILE)
        ),
        attempts=tuple(Attempt(number=n, started=0, duration=1, summary=HOSTILE) for n in range(100)),
        transcript=Transcript(
            title=HOSTILE,
            sent=(Line(HOSTILE, ("headers", "X")),) * 100,
            received=(Line(HOSTILE),) * 1000,
            label="curl",
            command=HOSTILE * 50,
        ),
        handovers=(Handover(name=HOSTILE, target="headers.X", origin=HOSTILE),),
    )
    text = block(step, rerun_command=HOSTILE)
    lines = text.split("\n")
    commands = [line for line in lines if line.startswith(("  curl", "  rerun", "         "))]
    assert len(lines) <= 120
    assert max(len(line) for line in lines if line not in commands) <= WIDTH
    assert max(map(len, commands)) <= COMMAND_WIDTH + 10
    assert not set("\x1b\r\u202e\ud800") & set(text)
    assert [line for line in lines if line.lstrip().startswith("::") or "##[" in line] == []


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 B"), (151, "151 B"), (1200, "1.2 KB"), (64_000, "64 KB"), (10_000_000, "10 MB")]
)
def test_sizes_are_counted_in_decimal_units(size, text):
    """As the language writes them."""
    assert size_text(size) == text


def test_steps_are_named_by_phase_number_and_item():
    """What people search for in their file."""
    step = StepResult(number=3, label="Check", outcome=Outcome.PASSED, phase="cleanup", item=0)
    assert step_name(step) == 'cleanup step 3[0] "Check"'
