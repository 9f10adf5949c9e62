"""`report.html_data`: data that may stand in a page, kept small."""

import json

import pytest

from itest.model.record import replace
from itest.report.history import Past
from itest.report.html_data import Packed, Texts, embedded
from itest.report.html_run import entries
from itest.report.told import Told

from . import events as sample
from .pages import HOSTILE, asking, run_of


def packed(*results, **values):
    """The cases of a run of these results, and the texts."""
    told = Told()
    for event in run_of(*results):
        told.handle(event)
    packer = Packed(sample.STARTED, **values)
    return [packer.case(entry) for entry in entries(told, Past(statuses={}))], packer.texts.all()


@pytest.mark.parametrize("text", ["</script>", "<!--", "<script", "]]>", "&lt;", "\u2028\u2029"])
def test_embedded_json_holds_no_markup_and_says_the_same(text):
    """Nothing in it can end the element it stands in."""
    found = embedded({"a": text})
    assert {"a": text} == json.loads(found)
    assert [] == [sign for sign in "<>&\u2028\u2029" if sign in found]


def test_a_text_is_kept_once_escaped_and_cut():
    """By number; the empty one is 0."""
    texts = Texts()
    assert [0, 1, 1, 2, 3] == [texts.number(text, 5) for text in ("", "a", "a", "\x1b", "too long")]
    assert ["", "a", r"\x1b", "too …"] == texts.all()


def test_hostile_texts_become_visible():
    """Nothing that hides or moves is left in the data."""
    cases, texts = packed(sample.result(sample.case("x", HOSTILE), sample.Outcome.PASSED))
    assert r"\u202e\u2028\x00\x1b[31m\ud800" in texts[cases[0]["title"]]


def test_what_is_empty_is_left_out():
    """A step has only what it came to; times are milliseconds since the run began."""
    step = asking(1, "a", "orders", "GET /a", checks=(), transcript=None)
    cases, texts = packed(sample.result(sample.LOGIN, sample.Outcome.PASSED, steps=(step,)))
    (run,) = cases[0]["runs"]
    (found,) = run["steps"]
    assert {"outcome": "passed", "started": 100, "duration": 30, "last": 100, "tries": 1}.items() <= found.items()
    assert {"dns": 1, "connect": 2, "wait": 10, "receive": 1} == found["timings"]
    assert ("1", "GET /a") == (texts[found["place"]], texts[found["endpoint"]])
    assert set() == found.keys() & {"phase", "fault", "exchange", "checks", "children", "mismatches", "size"}


def test_exchanges_of_steps_that_held_are_the_first_to_go():
    """What broke keeps its exchange whatever the budget."""
    held = replace(asking(1, "a", "orders", "GET /a"), number=1)
    cases, _ = packed(sample.result(sample.LOGIN, sample.Outcome.FAILED, steps=(held, sample.CREATE)), budget=3)
    first, second = cases[0]["runs"][0]["steps"]
    assert (True, False) == (first["exchange"]["cut"], "cut" in second["exchange"])


def test_earlier_runs_are_there():
    """A flaky case shows what failed before it passed."""
    cases, _ = packed(sample.READY)
    assert ["failed", "passed"] == [run["outcome"] for run in cases[0]["runs"]]
    assert 2 == len(cases[0]["runs"][0]["steps"][0]["attempts"])
