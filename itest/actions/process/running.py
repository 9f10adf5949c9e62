"""Running a process in a group of its own: bounded in time and output, ended with its children.

One thread moves its input and output, in slices short enough to hear the stop; the output of a child that outlives
the process and keeps the pipes open is not waited for.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import IO, Any

from itest.actions.process.command import Command
from itest.model.deadline import Deadline
from itest.model.record import Record

_SLICE = 0.05
_GRACE = 0.25
"""Seconds between SIGTERM and SIGKILL, and for what is left in the pipes after the process is gone."""
_CHUNK = 65536


class Completed(Record, kw_only=True):
    """What a process left. `ended` is exited, timeout, interrupted or too_large; the code is of the first only."""

    stdout: bytes
    stderr: bytes
    exit_code: int
    ended: str
    group: int


class Running:
    """A started process and the bytes it has written so far."""

    def __init__(self, command: Command, max_output: int) -> None:
        """Starts it; raises `OSError` where that cannot be done."""
        self._process = subprocess.Popen(
            command.words,
            cwd=command.cwd,
            env=dict(command.env),
            stdin=subprocess.PIPE if command.stdin else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,
        )
        self._input = memoryview(command.stdin)
        self._room = max_output
        self._output: dict[str, bytearray] = {"stdout": bytearray(), "stderr": bytearray()}
        self._selector = selectors.DefaultSelector()
        for name in ("stdin", "stdout", "stderr"):
            pipe = getattr(self._process, name)
            if pipe is not None:
                os.set_blocking(pipe.fileno(), False)
                event = selectors.EVENT_WRITE if name == "stdin" else selectors.EVENT_READ
                self._selector.register(pipe, event, name)

    def complete(self, deadline: Deadline) -> Completed:
        """Wait for its end, or bring it about at the deadline, at the stop and when it writes too much."""
        try:
            ended = self._serve(deadline)
            if ended != "exited":
                self._end()
            return Completed(
                stdout=bytes(self._output["stdout"]),
                stderr=bytes(self._output["stderr"]),
                exit_code=_as_shell_says(self._process.returncode),
                ended=ended,
                group=self._process.pid,
            )
        finally:
            self._leave()

    def _serve(self, deadline: Deadline) -> str:
        """Move bytes until the process is gone and its pipes are empty."""
        gone_at: float | None = None
        while self._selector.get_map() or gone_at is None:
            remaining = deadline.remaining()
            if remaining <= 0 and gone_at is None:
                return "interrupted" if deadline.stop.is_set() else "timeout"
            if self._room < 0:
                return "too_large"
            moved = self._move(max(0.0, min(remaining, _SLICE)))
            if gone_at is None and self._process.poll() is not None:
                gone_at = time.monotonic()
            elif gone_at is not None and (not moved or time.monotonic() - gone_at > _GRACE):
                break
        return "exited" if self._room >= 0 else "too_large"

    def _move(self, seconds: float) -> bool:
        """Read and write what is possible within `seconds`; with no pipe left, wait for the process that long."""
        if not self._selector.get_map():
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(seconds)
            return False
        ready = self._selector.select(seconds)
        for key, _ in ready:
            (self._write if key.data == "stdin" else self._read)(key)
        return bool(ready)

    def _read(self, key: selectors.SelectorKey) -> None:
        try:
            data = os.read(key.fd, _CHUNK)
        except BlockingIOError:
            return
        if not data:
            self._close(key.fileobj)
        self._room -= len(data)
        if self._room >= 0:
            self._output[key.data] += data

    def _write(self, key: selectors.SelectorKey) -> None:
        try:
            self._input = self._input[os.write(key.fd, self._input[:_CHUNK]) :]
        except BlockingIOError:
            return
        except OSError:  # it does not read its input, which is its own business
            self._input = memoryview(b"")
        if not self._input:
            self._close(key.fileobj)

    def _close(self, pipe: IO[bytes] | Any) -> None:
        self._selector.unregister(pipe)
        pipe.close()

    def _end(self) -> None:
        end_groups([self._process.pid], self._process)
        self._process.wait()

    def _leave(self) -> None:
        if self._process.poll() is None:
            self._end()
        for key in list(self._selector.get_map().values()):
            self._close(key.fileobj)
        self._selector.close()


def alive(group: int) -> bool:
    """Whether a process of the group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # macOS says so of a group of zombies
        return False
    return True


def end_groups(groups: Sequence[int], leader: subprocess.Popen[bytes] | None = None) -> None:
    """SIGTERM to all, then SIGKILL to what is left after a short grace. `leader` is reaped on the way."""
    _signal(groups, signal.SIGTERM)
    until = time.monotonic() + _GRACE
    while time.monotonic() < until:
        if leader is not None:
            leader.poll()
        if not any(alive(group) for group in groups):
            return
        time.sleep(0.005)
    _signal(groups, signal.SIGKILL)


def _signal(groups: Sequence[int], number: int) -> None:
    for group in groups:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(group, number)


def _as_shell_says(code: int) -> int:
    """128 and the signal's number where a signal ended the process."""
    return 128 - code if code < 0 else code
