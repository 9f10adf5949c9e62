"""The comparison with other tools: each sends the whole suite or is not measured, and the tables say what was seen."""

import shutil
import sys

import pytest

from tests.benchmarks.peers import PEERS
from tests.benchmarks.tools import PAGE, Series, run, table, write
from tests.servers.quick import quick

START = {
    "itest": [sys.executable, "-m", "itest"],
    "python": [sys.executable],
    "curl": [shutil.which("curl") or ""],
}
HERE = [peer for peer in PEERS if START.get(peer.program, [""])[0]]


@pytest.mark.parametrize("peer", HERE, ids=lambda peer: peer.name)
def test_a_tool_sends_the_whole_suite(peer):
    """Those that need no package of somebody else's."""
    series = Series(peer, START[peer.program], "1")
    with quick() as url:
        run(series, url, 0)
    assert (1, 0) == (len(series.seconds[0]), len(series.seconds[20]))


@pytest.mark.parametrize("program", ["true", "false"])
def test_what_sends_nothing_is_not_measured(program):
    """Whether it says that it succeeded or not."""
    series = Series(PEERS[0], [shutil.which(program)], "1")
    with quick() as url, pytest.raises(SystemExit, match="after 0 requests"):
        run(series, url, 0)
    assert [] == series.seconds[0]


def test_the_table_has_medians_and_the_shares_of_rounds():
    """The quickest first; a share is the median of the rounds' own shares."""
    ours = Series(PEERS[0], [], "1.0", {0: [1.0, 2.0, 9.0]})
    theirs = Series(PEERS[2], [], "2.0", {0: [4.0, 4.0, 4.5]})
    assert [
        "| itest | 1.0 | 2.00 s | 1.00 s |  |",
        "| httpx loop | 2.0 | 4.00 s | 4.00 s | 0.50 × as long |",
    ] == table([ours, theirs], 0).split("\n")[2:]


def test_tables_are_written_between_their_marks(tmp_path):
    """Each in the place of the one before, and the page has a place for both."""
    page = tmp_path / "page.md"
    page.write_text(PAGE.read_text(encoding="utf-8"), encoding="utf-8")
    write({0: "first", 20: "second"}, page)
    write({0: "third", 20: "fourth"}, page)
    text = page.read_text(encoding="utf-8")
    assert [0, 0, 1, 1] == [text.count(word) for word in ("\nfirst\n", "\nsecond\n", "\nthird\n", "\nfourth\n")]
    before, after = PAGE.read_text(encoding="utf-8").split("\n"), text.split("\n")
    assert before[0] == after[0] and before[-2:] == after[-2:]
