"""`report.history`: what cases came to is kept between runs, and no file can disturb one."""

import json

import pytest

from itest.report.history import FORMAT, Past, recall, remember


def test_what_is_remembered_is_recalled(tmp_path):
    """By environment, in a state folder that git ignores."""
    remember(tmp_path, "staging", {"a": "failed", "b": "passed"}, 12.5)
    assert Past(finished=12.5, statuses={"a": "failed", "b": "passed"}) == recall(tmp_path, "staging")
    assert Past(finished=0.0, statuses={}) == recall(tmp_path, "")
    assert "*\n" == (tmp_path / ".itest" / ".gitignore").read_text()
    assert [".gitignore", "history.json"] == sorted(each.name for each in (tmp_path / ".itest").iterdir())


def test_a_run_of_a_few_cases_changes_those_only(tmp_path):
    """What was skipped or did not run keeps what it had."""
    remember(tmp_path, "", {"a": "failed", "b": "failed", "c": "passed", "d": "error"}, 1)
    remember(tmp_path, "", {"b": "passed", "c": "skipped", "d": "not-run"}, 2)
    assert {"a": "failed", "b": "passed", "c": "passed", "d": "error"} == recall(tmp_path, "").statuses


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"[" * 100_000,
        json.dumps({"format": FORMAT + 1, "environments": {"": {"cases": {"a": "failed"}}}}).encode(),
        json.dumps({"format": FORMAT, "environments": []}).encode(),
        json.dumps({"format": FORMAT, "environments": {"": []}}).encode(),
        json.dumps({"format": FORMAT, "environments": {"": {"cases": [], "finished": "x"}}}).encode(),
        *(
            f'{{"format": {FORMAT}, "environments": {{"": {{"finished": {moment}, "cases": {{}}}}}}}}'.encode()
            for moment in ("1e300", "-1e300", "Infinity", "NaN", "true", "9" * 4000, "-1")
        ),
    ],
)
def test_a_broken_file_counts_as_none_and_is_replaced(tmp_path, content):
    """Whatever stands there."""
    (tmp_path / ".itest").mkdir()
    (tmp_path / ".itest" / "history.json").write_bytes(content)
    assert Past(statuses={}) == recall(tmp_path, "")
    remember(tmp_path, "", {"a": "passed"}, 1)
    assert {"a": "passed"} == recall(tmp_path, "").statuses


def test_a_place_that_cannot_be_written_does_not_disturb(tmp_path):
    """A file where the folder should be, and a folder where the file should be."""
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / ".itest").write_text("")
    (tmp_path / "two" / ".itest" / "history.json").mkdir(parents=True)
    remember(tmp_path / "one", "", {"a": "passed"}, 1)
    remember(tmp_path / "two", "", {"a": "passed"}, 1)
    assert ["history.json"] == [each.name for each in (tmp_path / "two" / ".itest").iterdir() if each.is_dir()]
    assert Past(statuses={}) == recall(tmp_path / "one", "") == recall(tmp_path / "two", "")


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [
        ("passed", "failed", "new"),
        ("", "error", "new"),
        ("failed", "error", "still"),
        ("failed", "quarantined", "still"),
        ("failed", "passed", "fixed"),
        ("error", "flaky", "fixed"),
        ("passed", "passed", ""),
        ("failed", "skipped", ""),
        ("failed", "not-run", ""),
    ],
)
def test_changes(before, now, change):
    """Against what was last seen of the case."""
    assert change == Past(finished=1, statuses={"a": before}).change("a", now)


def test_without_a_last_run_nothing_is_new():
    """The first report of a project does not call everything new."""
    assert "" == Past(statuses={}).change("a", "failed")
