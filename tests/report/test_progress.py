"""`report.progress`: one line, never wider than the terminal, never in the way."""

import io

from itest.report.progress import Progress


def test_the_line_names_what_runs():
    """How many are done, for how long, and which are running."""
    progress = Progress(io.StringIO(), 80)
    progress.begin("a.yaml")
    progress.begin("b.yaml")
    progress.end("a.yaml")
    assert progress.line(4.2) == "1/0 · 4s · b.yaml"


def test_the_line_never_wraps():
    """A line that wraps could not be erased."""
    progress = Progress(io.StringIO(), 20)
    progress.begin("a/very/long/name\n\x1b.yaml")
    assert (len(progress.line(1)), "\x1b" in progress.line(1)) == (19, False)


def test_nothing_is_drawn_before_the_start_and_after_the_end():
    """Silence where there is no run."""
    stream = io.StringIO()
    progress = Progress(stream, 80)
    progress.begin("a")
    progress.erase()
    assert stream.getvalue() == ""
    progress.start(1)
    progress.stop()
    progress.draw()
    assert stream.getvalue() == ""


def test_a_broken_terminal_ends_the_progress_only():
    """A closed standard error is no reason to fail."""
    stream = io.StringIO()
    progress = Progress(stream, 80)
    progress.start(1)
    stream.close()
    progress.begin("a")
    progress.stop()
