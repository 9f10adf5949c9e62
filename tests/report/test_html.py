"""`report.html`: one file that asks nobody for anything, whatever the run was, and tells the truth."""

import base64
import hashlib
import re

import pytest
from lxml import etree

from itest.model.events import RunFinished
from itest.model.problem import ReportError
from itest.model.result import Outcome, Totals
from itest.report.history import recall
from itest.report.html import HtmlReporter
from itest.report.table import factory

from . import events as sample
from .pages import HOSTILE, data_of, hostile_run, large_run, rich_run, run_of, written


def tree(page):
    return etree.fromstring(page, etree.HTMLParser())


def texts(page, path):
    return ["".join(node.itertext()).strip() for node in tree(page).xpath(path)]


def test_a_page_that_says_so_stands_there_until_the_run_has_ended(tmp_path):
    """A kill at any moment leaves a valid page that does not lie."""
    path = tmp_path / "deep" / "report.html"
    path.parent.mkdir()
    path.write_text("yesterday")
    HtmlReporter(str(path), root=tmp_path)
    page = path.read_text()
    assert ["Incomplete"] == texts(page, "//h1")
    assert "yesterday" not in page


def test_a_path_that_cannot_be_written_is_known_at_once(tmp_path):
    """A folder is no file: IT501 before anything is sent."""
    with pytest.raises(ReportError) as caught:
        HtmlReporter(str(tmp_path), root=tmp_path).close()
    assert ["IT501"] == [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize("events", [rich_run, hostile_run, sample.interrupted_run])
def test_nothing_is_fetched_and_only_our_script_runs(tmp_path, events):
    """The policy allows what stands in the page, by its hash, and no element leads anywhere but into the page."""
    page = written(tmp_path, events())
    policy = tree(page).xpath("string(//meta[@http-equiv]/@content)")
    assert policy.startswith("default-src 'none';")
    for element in ("style", "script"):
        content = re.findall(rf"<{element}>(.*?)</{element}>", page, re.S)
        assert 1 == len(content)
        digest = base64.b64encode(hashlib.sha256(content[0].encode()).digest()).decode()
        assert f"{element}-src 'sha256-{digest}'" in policy
    leads = {str(link) for link in tree(page).xpath("//@href | //@src")}
    assert [] == [link for link in leads if not link.startswith(("#", "data:image/svg+xml,"))]
    assert [] == tree(page).xpath("//*[@style] | //@*[starts-with(name(), 'on')]")


def test_hostile_texts_stay_texts(tmp_path):
    """No element and no character of theirs gets into the page."""
    page = written(tmp_path, hostile_run())
    assert [] == tree(page).xpath("//img")
    assert 2 == len(re.findall(r"<script", page))
    assert [] == [sign for sign in "\u202e\u2028\x00\x1b" if sign in page]
    assert r"\u202e\u2028\x00\x1b[31m\ud800" in tree(page).xpath("string(//*[@class='title'])")


def test_each_case_stands_in_the_page_with_its_word(tmp_path):
    """Readable without a script: totals, every case, its failure's block."""
    page = written(tmp_path, rich_run())
    words = dict(
        zip(texts(page, "//*[@class='title']"), texts(page, "//summary/span[contains(@class,'word')]"), strict=True)
    )
    assert {
        "Sign in": "Passed",
        "Create and read an order": "Failed",
        "Ready": "Flaky",
        "Refund": "Skipped",
        "Stock level": "Error",
        "The old API answers": "Quarantined",
    }.items() <= words.items()
    (block,) = texts(page, "//li[@id='case-orders-checkout-yaml']//pre")
    assert "IT104 1 of 3 checks failed: body $.status" in block
    assert "rerun  itest run scenarios/orders/checkout.yaml:8" in block


def test_failures_are_grouped_by_code(tmp_path):
    """The most frequent code first, each with its title and the cases it broke."""
    page = written(tmp_path, rich_run())
    groups = texts(page, "//section[@id='failures']//h3")
    assert ["Project setup", "Project teardown"] == groups[:2]
    assert "IT104 A value does not match 3" == groups[2]
    assert "IT202 No connection 1" in groups
    links = tree(page).xpath("//section[@id='failures']//a/@href")
    anchors = set(tree(page).xpath("//li[contains(@class,'case')]/@id"))
    assert links and {link[1:] for link in links} <= anchors


def test_it_tells_what_is_new_fixed_and_still_failing(tmp_path):
    """Compared with the last run, which is remembered beside."""
    health, checkout = sample.HEALTH, sample.CHECKOUT
    (tmp_path / "state").mkdir()  # the project's folder
    login = sample.result(sample.LOGIN, Outcome.FAILED)
    first = written(tmp_path, run_of(login, sample.CHECKED_OUT, sample.result(health, Outcome.PASSED)))
    assert "There is no earlier run to compare with." in first
    second = written(tmp_path, run_of(sample.SIGNED_IN, sample.CHECKED_OUT, sample.NOT_READY))
    changes = {case.get("id"): case.get("data-change") for case in tree(second).xpath("//li[contains(@class,'case')]")}
    assert {"case-auth-login-yaml": "fixed", "case-orders-checkout-yaml": "still", "case-health-yaml": "new"} == changes
    assert "failed" == recall(tmp_path / "state", "staging").statuses[checkout.id]


@pytest.mark.parametrize(
    ("events", "heading"),
    [
        (sample.short_run(), "1 of 4 failed"),
        (sample.interrupted_run(), "Interrupted by SIGINT"),
        (sample.interrupted_run()[:-1], "The run did not finish"),
        (run_of(sample.SIGNED_IN, ok=True), "Passed"),
        (run_of(sample.SIGNED_IN, sample.SKIPPED, ok=True), "All passed"),
        (run_of(sample.READY, ok=False, totals=Totals(planned=1, passed=1, flaky=1)), "Not green"),
        (run_of(ok=True), "Nothing ran"),
        ([], "The run did not finish"),
    ],
)
def test_the_heading_is_the_verdict(tmp_path, events, heading):
    """Green is said of a green run only."""
    assert [heading] == texts(written(tmp_path, events), "//h1")


def test_a_run_that_broke_off_is_not_remembered(tmp_path):
    """What its cases would have come to is not known."""
    written(tmp_path, sample.interrupted_run()[:-1])
    assert 0 == recall(tmp_path / "state", "staging").finished


def test_cases_without_a_result_are_shown_as_not_run(tmp_path):
    """What was planned is there, with the reason."""
    events = [
        *sample.interrupted_run()[:-1],
        RunFinished(totals=Totals(planned=4), duration=1, finished=1, ok=False, stopped_early="--maxfail 1"),
    ]
    page = written(tmp_path, events)
    assert ["--maxfail 1"] * 3 == texts(page, "//li[@data-status='not-run']//*[@class='note']")


def test_equal_names_have_anchors_of_their_own(tmp_path):
    """Two scenarios of one name in two files, and ids that differ in signs only, are told apart."""
    ids = ("a/x.yaml", "a-x.yaml", "a_x.yaml", "ä.yaml", "ö.yaml")
    page = written(tmp_path, run_of(*(sample.result(sample.case(name, "Same"), Outcome.PASSED) for name in ids)))
    anchors = tree(page).xpath("//li[contains(@class,'case')]/@id")
    assert (5, 5) == (len(anchors), len(set(anchors)))


def test_a_large_run_stays_small_enough(tmp_path):
    """1,000 scenarios of 10 steps with exchanges are a file that can be mailed; what broke keeps its exchange."""
    page = written(tmp_path, large_run())
    assert len(page) < 12_000_000
    data = data_of(page)
    exchanges = [step["exchange"] for case in data["cases"] for step in case["runs"][-1]["steps"]]
    assert 10_000 == len(exchanges)
    assert 0 < sum("cut" in exchange for exchange in exchanges) < 10_000
    assert not any(
        "cut" in case["runs"][-1]["steps"][-1]["exchange"] for case in data["cases"] if case["status"] == "failed"
    )


def test_it_is_found_by_its_name():
    """`--report html` takes the same reporter."""
    assert HtmlReporter is factory("html")


def test_the_hostile_text_is_hostile():
    """The sample holds what the tests above look for."""
    assert all(part in HOSTILE for part in ("</script>", "<img", "]]>", "\u202e", "\x00", "\ud800"))
