"""The entry point: signals first, since importing the command line takes a while."""

from __future__ import annotations


def main() -> None:
    """Run the command line; a signal that comes before it is there ends the program without a traceback."""
    from itest.cli.signals import leave_at_once

    leave_at_once()
    from itest.cli.main import main as command_line

    command_line()
