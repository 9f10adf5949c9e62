"""The reaper: a tiny process that ends started services when this one is gone without having done so (kill -9).

It reads process group ids from its standard input, one a line (`+123` to watch, `-123` to forget), and on end of
file, which the kernel delivers however the writer ends, kills the groups that are left.
"""

from __future__ import annotations

import subprocess
import sys
import threading

_PROGRAM = r"""
import os, signal, sys
for name in ("SIGINT", "SIGTERM", "SIGHUP"):
    signal.signal(getattr(signal, name), signal.SIG_IGN)
groups = set()
for line in sys.stdin:
    (groups.add if line[0] == "+" else groups.discard)(int(line[1:]))
for group in groups:
    try:
        os.killpg(group, signal.SIGKILL)
    except OSError:
        pass
"""


class Reaper:
    """Watches process groups; started with the first of them, ended with `close`."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()

    def watch(self, group: int) -> None:
        self._tell(f"+{group}")

    def forget(self, group: int) -> None:
        self._tell(f"-{group}")

    def close(self) -> None:
        with self._lock:
            if self._process and self._process.stdin:
                self._process.stdin.close()
                self._process.wait()
                self._process = None

    def _tell(self, line: str) -> None:
        with self._lock:
            if self._process is None:
                # Isolated and without site: starts in a few milliseconds and reads nothing of the project's.
                self._process = subprocess.Popen(
                    [sys.executable, "-I", "-S", "-c", _PROGRAM],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    text=True,
                    start_new_session=True,
                )
            assert self._process.stdin is not None  # it was asked for above
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
