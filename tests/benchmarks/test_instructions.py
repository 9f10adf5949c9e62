"""The judge of the numbers: what has grown is told, and each number that is kept is of a part that is counted."""

import json

from tests.benchmarks.instructions import KEPT, PARTS, PROCESSES, compare, main
from tests.build.declared import TOP


def test_growth_beyond_what_is_allowed_is_found():
    """5 % is allowed, more is not; a part without a number is one to be kept."""
    before = {"same": 1000, "allowed": 1000, "grown": 1000, "better": 1000}
    now = {"same": 1000, "allowed": 1050, "grown": 1051, "better": 500, "fresh": 7}
    assert ["grown", "fresh"] == compare(now, before)


def test_every_part_is_kept():
    """In the order in which they are told, and of processes that are run."""
    assert list(PARTS) == list(json.loads(KEPT.read_text(encoding="utf-8"))["counts"])
    named = {title for pair in PARTS.values() for text in pair for title in text.split(" + ") if title}
    assert set(PROCESSES) == named


def test_without_valgrind_it_says_so(monkeypatch, capsys, tmp_path):
    """And fails where nothing may be skipped."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("ITEST_REQUIRE_SERVICES", raising=False)
    assert 0 == main()
    monkeypatch.setenv("ITEST_REQUIRE_SERVICES", "1")
    assert 1 == main()
    assert 2 == capsys.readouterr().out.count("skipped, valgrind is not here")


def test_ci_counts():
    """After what it needs is installed."""
    assert ".venv/bin/python -m tests.benchmarks.instructions" in (TOP / ".ci" / "run").read_text(encoding="utf-8")
