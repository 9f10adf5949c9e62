"""`report.slowest`: what took the most time, the longest first, and no more than was asked for."""

from itest.model.events import ProjectSteps
from itest.model.record import replace
from itest.model.result import Outcome
from itest.report.slowest import Slowest

from . import events as sample


def told(count, *results):
    slowest = Slowest(count)
    for result in results:
        slowest.add(result)
    return ["".join(text for _, text in line) for line in slowest.lines()]


def test_scenarios_and_steps_have_a_list_each():
    """With the case that a step belongs to."""
    steps = tuple(replace(sample.passed_step(number, f"S{number}"), duration=number / 10) for number in (1, 3, 2))
    one = replace(sample.SIGNED_IN, steps=steps, duration=0.6)
    two = replace(sample.READY, runs=(), duration=12.0, steps=())
    assert [
        "slowest scenarios",
        "  12.000s  health.yaml › Ready",
        "   0.600s  auth/login.yaml › Sign in",
        "",
        "slowest steps",
        '  0.300s  auth/login.yaml › Sign in › step 3 "S3"',
        '  0.200s  auth/login.yaml › Sign in › step 2 "S2"',
        "",
    ] == told(2, one, two)


def test_steps_of_used_scenarios_stand_for_the_step_that_uses_them():
    """Under its name; what was skipped took no time."""
    inner = replace(sample.passed_step(2, "Inner"), duration=0.4)
    left = replace(sample.passed_step(3, "Left"), outcome=Outcome.SKIPPED, duration=9.0)
    outer = replace(sample.passed_step(1, "Outer"), children=(inner,), duration=0.5)
    lines = told(5, replace(sample.SIGNED_IN, steps=(outer, left)))
    assert ['  0.400s  auth/login.yaml › Sign in › step 1 "Outer" › step 2 "Inner"', ""] == lines[4:]


def test_earlier_runs_count():
    """A flaky case may have been slow the first time."""
    assert 2 == sum("health.yaml › Ready › step 1" in line for line in told(9, sample.READY))


def test_steps_of_the_project_count():
    """Setup may be what takes long."""
    slowest = Slowest(3)
    slowest.add_phase(ProjectSteps(phase="setup", results=(replace(sample.passed_step(1, "Fill"), phase="setup"),)))
    assert '  0.020s  setup step 1 "Fill"' in ["".join(text for _, text in line) for line in slowest.lines()]


def test_nothing_is_told_where_nothing_is_asked_or_ran():
    """No headings either."""
    assert [] == told(0, sample.SIGNED_IN)
    assert [] == told(3, sample.SKIPPED)
