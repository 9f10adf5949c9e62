"""`report.markdown` and `report.summary`: the summary says what matters, shows text as text, and has a bound."""

import re

import pytest

from itest.model.result import Fault, Outcome
from itest.report.markdown import MarkdownReporter
from itest.report.summary import LIMIT, escaped, summary
from itest.report.told import Told

from . import events as sample
from . import hostile
from .folding import written
from .golden import compare


def told_of(events):
    told = Told()
    for event in events:
        told.handle(event)
    return told


@pytest.mark.parametrize(
    ("name", "events"),
    [("short.md", sample.short_run), ("long.md", sample.long_run), ("interrupted.md", sample.interrupted_run)],
)
def test_the_summary_is_as_agreed(tmp_path, name, events):
    """Each run gives its summary to the byte."""
    compare(name, written(MarkdownReporter, tmp_path / "run.md", events()))


def test_a_thousand_failures_stay_below_the_limit():
    """What does not fit is counted, and the tables are still there."""
    text = summary(told_of(hostile.many_failures()))
    shown = text.count("<details>")
    assert LIMIT >= len(text.encode("utf-8", "backslashreplace"))
    assert f"… and {1000 - shown} more that did not fit" in text
    assert 100 < shown < 1000
    assert "### Slowest" in text


def test_five_megabytes_are_shown_in_little():
    """A failure's block is bounded, whatever the response was."""
    assert 60_000 > len(summary(told_of(hostile.big_body_run())))


def test_nothing_from_outside_leaves_its_place():
    """No fence is closed by a text in it, no table row is torn, no tag and no mention is made."""
    text = summary(told_of(hostile.hostile_run()))
    outside = re.sub(r"^(`{3,})text\n.*?^\1$", "", text, flags=re.MULTILINE | re.DOTALL)
    assert [] == re.findall(r"<(?!/?details>|/?summary>)", outside)
    assert [] == re.findall("[@\x00-\x09\x0b-\x1f\u202e]", outside)
    assert 4 == outside.count("<details>") == outside.count("</details>")
    rows = [line for line in outside.splitlines() if line.startswith("|")]
    assert {3, 4, 5} == {len(re.findall(r"(?<!\\)\|", row)) for row in rows}


def test_a_fence_is_longer_than_any_in_it():
    """A line of backticks in what a service said does not end the block."""
    fault = Fault(code="IT214", message="it ended\n````\n# not a heading", hint="```")
    text = summary(told_of(hostile.run_of(sample.result(sample.LOGIN, Outcome.ERROR, fault=fault))))
    assert 2 == len(re.findall("^`{5}", text, flags=re.MULTILINE))


def test_markup_in_a_name_is_shown():
    """Names are read as they are written."""
    assert r"a\|b \*c\* \`d\` &lt;e&gt; &#64;f \[g\]\(h\)" == escaped("a|b *c* `d` <e> @f [g](h)")


def test_an_empty_run_says_so():
    """Nothing ran, and the summary does not pretend otherwise."""
    assert "itest: nothing ran" in summary(told_of(hostile.run_of()))


def test_a_run_without_its_end_is_not_green():
    """What broke off before the last event is told as such."""
    text = summary(told_of(sample.short_run()[:-1]))
    assert "❌" in text
    assert "the run did not finish" in text
