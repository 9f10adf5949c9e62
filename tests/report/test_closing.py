"""Reporters that write one file when the run is over."""

from itest.report.closing import ClosingReporter
from tests.report.events import long_run


def test_what_stands_there_says_so_until_the_run_is_over(tmp_path):
    """Then the document of all that was told does."""
    path = tmp_path / "run.txt"
    reporter = ClosingReporter(str(path), b"not yet\n", lambda told: f"{len(told.results)} told\n".encode())
    assert "not yet\n" == path.read_text()
    for event in long_run():
        reporter.handle(event)
    assert "not yet\n" == path.read_text()
    reporter.close()
    assert "9 told\n" == path.read_text()
