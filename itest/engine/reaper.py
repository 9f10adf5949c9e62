"""The reaper: a tiny process that ends what a run started when the run is gone without having done so (kill -9).

It hears of process groups on its standard input; on end of file, which the kernel delivers however the writer ends, it
ends those that are left, and every process that carries the run's mark.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import suppress

from itest.engine import descendants


class Reaper:
    """Watches over the processes of one run; started with the first of them, ended with `close`."""

    def __init__(self, mark: str) -> None:
        self._mark = mark
        self._process: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()

    def start(self) -> None:
        """Have it there before what it shall watch over."""
        # A run without it still ends what it started, unless it is killed itself.
        with self._lock, suppress(OSError):
            self._started()

    def watch(self, group: int) -> None:
        self._tell(f"+{group}")

    def forget(self, group: int) -> None:
        self._tell(f"-{group}")

    def close(self) -> None:
        """End what is left; returns when it has."""
        with self._lock:
            if self._process and self._process.stdin:
                with suppress(OSError):  # Somebody ended it.
                    self._process.stdin.close()
                self._process.wait()
                self._process = None

    def _tell(self, line: str) -> None:
        with self._lock, suppress(OSError):
            stdin = self._started().stdin
            assert stdin is not None  # it was asked for below
            stdin.write(line + "\n")
            stdin.flush()

    def _started(self) -> subprocess.Popen[str]:
        if self._process is None:
            # Isolated and without site: starts in a few milliseconds and reads nothing of the project's.
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", descendants.__file__],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                text=True,
                start_new_session=True,
                # Without the mark of a run that this one may be a step of.
                env={name: value for name, value in os.environ.items() if name != descendants.MARK},
            )
            assert self._process.stdin is not None  # it was asked for above
            self._process.stdin.write(f"{self._mark}\n")
            self._process.stdin.flush()
        return self._process
