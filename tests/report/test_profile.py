"""The profile: what the steps say of their time, added up; each second is in one line."""

import re

import pytest

from itest.model.result import Attempt, Case, Outcome, ScenarioResult, StepResult
from itest.report.profile import Profile
from tests.cli.commanding import itest
from tests.engine.canned import scenario, written

TIMINGS = (("dns", 0.1), ("connect", 0.2), ("tls", 0.3), ("send", 0.4), ("wait", 2.0), ("receive", 0.5))


def _attempt(number, started, duration):
    return Attempt(number=number, started=started, duration=duration, summary="")


def _step(**more):
    return StepResult(**{"number": 1, "label": "s", "outcome": Outcome.PASSED, "action": "request", **more})


def _told(*steps, started=100.0, duration=10.0, **more):
    profile = Profile()
    case = Case(id="a", file="a.yaml", title="A")
    profile.add(
        ScenarioResult(case=case, outcome=Outcome.PASSED, steps=steps, started=started, duration=duration, **more)
    )
    lines = ["".join(text for _, text in line) for line in profile.lines(1.0)]
    return {found[2]: float(found[1]) for line in lines if (found := re.match(r" +([\d.]+)s +\d+ % +(\S.*?)  ", line))}


def test_an_exchange_is_told_by_its_parts():
    """What is left of the step, and of the scenario, is our own."""
    step = _step(started=101.0, duration=4.0, attempts=(_attempt(1, 101.0, 3.6),), timings=TIMINGS)
    told = {"connecting": 0.6, "sending": 0.4, "server": 2.0, "receiving": 0.5, "services": 1.0, "itest itself": 5.5}
    assert told == pytest.approx(_told(step))


def test_earlier_attempts_and_pauses_are_told_apart():
    """Of a retry."""
    attempts = (_attempt(1, 100.0, 1.0), _attempt(2, 103.0, 1.0), _attempt(3, 106.0, 3.5))
    told = _told(_step(started=100.0, duration=10.0, attempts=attempts, timings=TIMINGS))
    assert (2.0, 4.0, 2.0) == (told["earlier attempts"], told["pauses"], told["server"])
    assert 10.0 == pytest.approx(sum(told.values()))


def test_what_says_nothing_of_its_parts_counts_as_a_whole():
    """A command, a database; of a used scenario its steps."""
    command = _step(action="run", started=100.0, duration=3.0, attempts=(_attempt(1, 100.0, 3.0),))
    pause = _step(action="wait", started=103.0, duration=2.0)
    used = _step(action="use", started=100.0, duration=6.0, children=(command, pause))
    skipped = _step(outcome=Outcome.SKIPPED, duration=9.0)
    assert {"other actions": 3.0, "pauses": 2.0, "itest itself": 5.0} == pytest.approx(_told(used, skipped))


def test_the_command_shows_it(tmp_path):
    """At the end, before the total."""
    written(tmp_path, {"a.yaml": scenario("- run: [sleep, '0.2']\n- wait: 100ms")})
    out = itest(tmp_path, "run", "a.yaml", "--profile").out
    assert re.search(r"^where the time went: [\d.]+s of scenarios in [\d.]+s$", out, re.MULTILINE)
    assert re.search(r"^ +0\.[2-9]\d\ds +\d+ %  other actions +commands, databases$", out, re.MULTILINE)
    assert re.search(r"^ +0\.1\d\ds +\d+ %  pauses ", out, re.MULTILINE)
    assert re.search(r"^ +[\d.]+s +before them +starting and loading$", out, re.MULTILINE)
