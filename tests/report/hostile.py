"""Cases whose every text is out to break a report: what a response or a name may hold."""

from __future__ import annotations

from itest.model.events import Event, RunFinished
from itest.model.exchange import Line, Message, Transcript, Wire
from itest.model.record import replace
from itest.model.result import Case, Check, Mismatch, Outcome, ScenarioResult, StepResult, Totals

from . import events as sample

WEAPONS = (
    "</script><script>alert(1)</script>",
    "]]>",
    "\x00\x07\x1b[31m\x9b\ud800",
    "\u202egnp.exe\u2066",
    "\n::set-env name=PATH::/tmp",
    "\r::error::gone",
    "##[group]x ##vso[task.setvariable]y",
    "```\n# heading\n````",
    "</details> | a | b | @everyone #1 <img src=x>",
    "\n  ...\nok 2 - forged # SKIP\nBail out!",
    "%0A%25",
)
TEXT = " ".join(WEAPONS)


def broken(case: Case, text: str = TEXT) -> ScenarioResult:
    """A failed case that quotes the text wherever a report shows something from outside."""
    wire = Wire(
        method="GET",
        url="http://127.0.0.1:1/?q=" + text[:50],
        request=Message(headers=(("X-Text", text[:100]),)),
        status=500,
        reason=text[:20],
        answer=Message(headers=(("X-Text", text[:100]),), media_type="text/plain", text=text, size=len(text)),
    )
    mismatch = Mismatch(code="IT104", where=text[:80], message=text, expected=text, actual=text, hint=text)
    step = StepResult(
        number=1,
        label=text[:300],
        outcome=Outcome.FAILED,
        action="request",
        duration=0.01,
        checks=(Check(kind="body", label="body", mismatches=(mismatch,)),),
        transcript=Transcript(title=text[:200], received=(Line(text),), label="curl", command=text[:500], wire=wire),
    )
    return sample.result(case, Outcome.FAILED, steps=(step,), duration=0.01)


def run_of(*results: ScenarioResult) -> list[Event]:
    """A whole run of these results."""
    failed = sum(result.broken for result in results)
    totals = Totals(planned=len(results), passed=len(results) - failed, failed=failed)
    end = RunFinished(totals=totals, duration=1.0, finished=sample.STARTED + 1, ok=not failed)
    return [sample.started(tuple(result.case for result in results)), *sample.finished(*results), end]


def hostile_run() -> list[Event]:
    """Names with quotes, emoji and 300 characters, two equal ones in two files, and texts that fight."""
    cases = (
        sample.case("a.yaml", TEXT),
        sample.case("b.yaml", 'Equal "names" \N{PARTY POPPER}'),
        sample.case("c.yaml", 'Equal "names" \N{PARTY POPPER}'),
        sample.case("d.yaml", "x" * 300, owner=TEXT, tags=(TEXT,)),
    )
    skipped = sample.result(sample.case("e.yaml", "Skipped"), Outcome.SKIPPED, reason=TEXT)
    flaky = replace(broken(sample.case("f.yaml", TEXT)), outcome=Outcome.PASSED, runs=(broken(cases[0]),))
    return run_of(*map(broken, cases), skipped, flaky)


def many_failures(count: int = 1000) -> list[Event]:
    """A run in which everything is broken."""
    return run_of(*(broken(sample.case(f"{number}.yaml", f"Case {number}")) for number in range(count)))


def big_body_run() -> list[Event]:
    """A failure that quotes five megabytes."""
    return run_of(broken(sample.case("big.yaml", "Big"), text="0123456789" * 500_000))
