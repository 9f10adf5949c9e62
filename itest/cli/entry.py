"""The entry point: signals and standard streams first, since importing the command line takes a while."""

from __future__ import annotations

import atexit
import gc
import os
import sys
import threading
from typing import TextIO


def main() -> None:
    """Run the command line; whatever the surroundings, its way out is an exit code and never a traceback."""
    from itest.cli.signals import ignore, leave_at_once

    leave_at_once()
    _fill_streams()
    # The collector looks for cycles, which neither modules nor the many records of a run have.
    gc.set_threshold(20_000, 20, 50)
    gc.disable()  # until the scenarios are loaded
    from itest.cli.main import main as command_line

    code = command_line()
    # The verdict stands: no late signal changes it any more.
    ignore()
    _leave(code)


def _leave(code: int) -> None:
    """End the process. Taking the interpreter apart takes a tenth of a short run and gives nothing; what others have
    asked to be told of the end, is told, and whoever left a thread running is waited for."""
    others = any(not thread.daemon for thread in threading.enumerate() if thread is not threading.main_thread())
    if not others:
        atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        _let_out(stream)
    if others:
        sys.exit(code)
    os._exit(code)


def _let_out(stream: TextIO) -> None:
    """Write what a stream holds; what cannot be written any more goes nowhere, since the interpreter would try again at
    its end, and exit with 120."""
    try:
        stream.flush()
    except (OSError, ValueError):
        from itest.cli.problems import discard

        discard(stream)


def _fill_streams() -> None:
    """A standard stream that was closed leads nowhere; otherwise the next file, a report even, would get its number."""
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(number)
        except OSError:
            from itest.files.chosen import nowhere  # only where a stream is missing

            nowhere()  # takes the lowest number that is free, which is this one
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, mode, encoding="utf-8", errors="replace", closefd=False))  # noqa: SIM115  # stays open
