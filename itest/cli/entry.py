"""The entry point: signals and standard streams first, since importing the command line takes a while."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run the command line; whatever the surroundings, its way out is an exit code and never a traceback."""
    from itest.cli.signals import ignore, leave_at_once

    leave_at_once()
    _fill_streams()
    # The collector looks for cycles, which neither modules nor the many records of a run have.
    gc.set_threshold(20_000, 20, 50)
    from itest.cli.main import main as command_line

    try:
        command_line()
    finally:
        # The verdict stands; the interpreter takes a moment to end, and must not die of a late signal meanwhile.
        ignore()


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
