"""Started processes: how they ended, and what they wrote last. Their ends are tested with the services."""

import subprocess
import sys

import pytest

from itest.engine.started import StartedProcess
from itest.files.place import Place


def _started(tmp_path, code):
    with (tmp_path / "log").open("ab") as log:
        process = subprocess.Popen([sys.executable, "-c", code], stdout=log, start_new_session=True)
    return StartedProcess("shop", process, Place(tmp_path, ("log",)))


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("print('bye')", "ended with exit code 0"),
        ("raise SystemExit(3)", "ended with exit code 3"),
        ("import os; os.kill(os.getpid(), 15)", "was ended by SIGTERM"),
    ],
)
def test_an_end_of_its_own_is_told(tmp_path, code, words):
    """As soon as it has come."""
    started = _started(tmp_path, code)
    assert (True, words) == (started.ended.wait(20), started.end_in_words())


def test_an_end_that_we_made_is_none_of_its_own(tmp_path):
    """Nobody is told of it."""
    started = _started(tmp_path, "import time; time.sleep(600)")
    before = started.end_in_words()
    started.end(20)
    assert ("", True, "") == (before, started.ended.wait(20), started.end_in_words())
