"""A started process: its group, its output, and how it ended."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from itest.files.place import Place, empty, rewrite
from itest.model.deadline import Stop

POLL = 0.03
"""Seconds between two looks at a group that is ending."""
MAX_LOG = 50_000_000
"""Bytes of output that are kept of a service; beyond them its log begins anew."""
LOG_CHECK = 0.2
"""Seconds between two looks at the length of a log."""
TAIL = 20
"""Lines of a service's output that a fault shows."""
TAIL_BYTES = 16_384
"""Bytes of output that they are looked for in."""


class StartedProcess:
    """The process of a started service; `ended` is set as soon as it has ended, by itself or by us."""

    def __init__(self, name: str, process: subprocess.Popen[bytes], log: Place) -> None:
        self.name = name
        self._log = log
        self.ended = Stop()
        self._process = process
        self._dismissed = threading.Event()
        """We have asked it to end, or ended it."""
        threading.Thread(target=self._awaited, name=f"end of {name}", daemon=True).start()
        threading.Thread(target=self._bounded, name=f"log of {name}", daemon=True).start()

    @property
    def group(self) -> int:
        return self._process.pid

    @property
    def log(self) -> Path:
        return self._log.path

    def end_in_words(self) -> str:
        """How it ended by itself (`ended with exit code 3`); `""` while it runs, or where it was we who ended it."""
        code = self._process.poll()
        if code is None or self._dismissed.is_set():
            return ""
        return f"ended with exit code {code}" if code >= 0 else f"was ended by {_signal_name(-code)}"

    def hide(self, redacted: Callable[[bytes], bytes]) -> None:
        """Leave no secret in its output, once it has ended; what cannot be written stays as it is, for nobody else."""
        with suppress(OSError):
            rewrite(self._log, redacted)

    def tail(self) -> tuple[str, ...]:
        """The last lines of its output; an ellipsis where there was more before them."""
        with self.log.open("rb") as file:
            before = max(0, self.log.stat().st_size - TAIL_BYTES)
            file.seek(before)
            # No further than the end was: a service that floods its output writes on while this is read.
            lines = file.read(TAIL_BYTES).decode("utf-8", "replace").splitlines()
        if before or len(lines) > TAIL:
            lines = lines[-TAIL:]
            lines[0] = f"…{lines[0]}"
        return tuple(lines)

    def end(self, grace: float) -> None:
        """Ask the whole group to end; after `grace` seconds end it."""
        self._dismissed.set()
        self._signal(signal.SIGTERM)
        limit = time.monotonic() + grace
        while self._alive() and time.monotonic() < limit:
            # A leader that is gone may have a child that is not yet.
            if self.ended.wait(POLL) and self._alive():
                time.sleep(POLL)
        self.kill()
        self._process.wait()

    def kill(self) -> None:
        """End the whole group without asking."""
        self._dismissed.set()
        self._signal(signal.SIGKILL)

    def _awaited(self) -> None:
        self._process.wait()
        self.ended.set()

    def _bounded(self) -> None:
        """Keep the log of a service that floods its output from filling the disk."""
        while not self._dismissed.wait(LOG_CHECK):
            with suppress(OSError):
                if self.log.stat().st_size > MAX_LOG:
                    empty(self._log)

    def _alive(self) -> bool:
        self._process.poll()
        try:
            os.killpg(self._process.pid, 0)
        except OSError:
            return False
        return True

    def _signal(self, number: int) -> None:
        try:
            os.killpg(self._process.pid, number)
        except OSError:
            return  # The group is gone, which is what is wanted.


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
