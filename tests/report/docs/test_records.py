"""`report.docs.records`: which verified cases the documentation shows, and how they are kept."""

import json

import pytest

from itest.files.place import Place
from itest.model.problem import UsageError
from itest.model.record import replace
from itest.report.docs.fingerprint import fingerprint
from itest.report.docs.records import RECORDS, chosen, keep, keys_of, last, recorded, written
from itest.report.docs.verified import VerifiedCase

from .loading import loaded

KEY = ("a.yaml", 0)


@pytest.fixture
def scenario(tmp_path):
    return loaded(tmp_path, a="name: A\nsteps: [{run: echo hi}]")["a"]


def case(of, date, **values):
    return VerifiedCase(file="a.yaml", fingerprint=fingerprint(of), date=date, **values)


def pick(scenario, kept, latest, *, refresh=False):
    """The date of the case that is shown."""
    cases = chosen(by_key(kept), by_key(latest), {"a.yaml": scenario}, refresh=refresh)
    return cases[KEY].date if KEY in cases else None


def by_key(case):
    return {case.key: case} if case else {}


def test_a_recorded_case_stays_as_long_as_it_is_true(scenario):
    """A new run of the same scenario changes no page, unless that is asked for."""
    old, new = case(scenario, "old"), case(scenario, "new")
    assert "old" == pick(scenario, old, new)
    assert "new" == pick(scenario, old, new, refresh=True)
    assert "old" == pick(scenario, old, None, refresh=True)
    assert "new" == pick(scenario, None, new)
    assert None is pick(scenario, None, None)


def test_a_stale_case_is_replaced_by_a_true_one(scenario):
    """From either side; where neither is true, the one that is shown already stays."""
    old, new = case(scenario, "old"), case(scenario, "new")
    stale = replace(old, fingerprint="other", date="stale")
    assert "new" == pick(scenario, stale, new)
    assert "old" == pick(scenario, old, stale, refresh=True)
    assert "stale" == pick(scenario, stale, replace(stale, date="stale, too"))


def test_cases_of_what_is_gone_are_forgotten(tmp_path):
    """A row that is no longer there, a scenario that is no longer built."""
    rows = "name: A\nexamples: [{n: 1}, {n: 2}]\nsteps: [{run: 'echo {{ n }}'}]"
    scenario = loaded(tmp_path, a=rows)["a"]
    cases = {("a.yaml", row): case(scenario, "d", row=row) for row in (1, 2, 3)} | {("b.yaml", 0): case(scenario, "d")}
    assert [("a.yaml", 1), ("a.yaml", 2)] == keys_of(scenario, "a.yaml")
    assert [("a.yaml", 1), ("a.yaml", 2)] == list(chosen(cases, {}, {"a.yaml": scenario}, refresh=False))


def test_a_run_leaves_a_file_a_case(tmp_path):
    """In a folder that ignores itself; kept again, it is replaced."""
    for date in ("one", "two"):
        keep(tmp_path, VerifiedCase(file="a.yaml", date=date))
    keep(tmp_path, VerifiedCase(file="a.yaml", row=7, date="row"))
    assert {KEY: "two", ("a.yaml", 7): "row"} == {
        key: case.date for key, case in last(tmp_path, [KEY, ("a.yaml", 7), ("b.yaml", 0)]).items()
    }
    assert 2 == len(list((tmp_path / ".itest" / "verified").iterdir()))
    assert "*\n" == (tmp_path / ".itest" / ".gitignore").read_text()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"format": 9, "case": {}}', '{"format": 1, "case": 3}', "[" * 99999]
)
def test_a_broken_file_of_a_run_counts_as_none(tmp_path, text):
    """Whatever became of it."""
    keep(tmp_path, VerifiedCase(file="a.yaml"))
    (path,) = (tmp_path / ".itest" / "verified").iterdir()
    path.write_text(text)
    assert {} == last(tmp_path, [KEY])


def test_records_are_read_as_they_were_written(tmp_path):
    """As ASCII, so that a review sees what is in them."""
    cases = {KEY: VerifiedCase(file="a.yaml", title="ä\u202e")}
    (tmp_path / RECORDS).write_bytes(written(cases))
    assert cases == recorded(Place(tmp_path, ()))
    assert (tmp_path / RECORDS).read_text().isascii()
    assert {} == recorded(Place(tmp_path, ("nowhere",)))


@pytest.mark.parametrize("data", [[], {"format": 2, "cases": []}, {"format": 1, "cases": [{"file": 1}]}])
def test_broken_records_are_told(tmp_path, data):
    """They are committed: silently writing them anew would lose what they prove."""
    (tmp_path / RECORDS).write_text(json.dumps(data))
    with pytest.raises(UsageError, match="cannot be read"):
        recorded(Place(tmp_path, ()))
