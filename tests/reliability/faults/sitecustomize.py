"""Makes the n-th I/O operation of a Python program fail; on the path of a run under torture, Python imports it first.

`ITEST_FAULT=n:ERRNO` says which; with n = 0 none fails. What there was to fail goes to `ITEST_FAULT_COUNT`, line by
line. Both are taken out of the environment, so that child processes run undisturbed. What counts: opening, reading and
writing a file, making, listing, renaming and removing, starting a process, and all that is done with a socket. Reading
the code of the program itself does not.
"""

import atexit
import builtins
import errno
import io
import os
import socket
import sqlite3
import sys
import threading

AUDITED = {
    "open",
    "os.mkdir",
    "os.rename",
    "os.remove",
    "os.rmdir",
    "os.truncate",
    "os.listdir",
    "os.scandir",
    "shutil.rmtree",
    "subprocess.Popen",
    "sqlite3.connect",
    "socket.__new__",
    "socket.bind",
    "socket.connect",
    "socket.getaddrinfo",
}
CODE = (".py", ".pyc", ".so", ".pth", ".dist-info", "entry_points.txt", "METADATA", "__pycache__", ".zip", ".pem")
OURS = tuple(os.path.realpath(place) for place in {sys.prefix, sys.base_prefix, *sys.path} if place)


class Faults:
    def __init__(self, at, number, told):
        self.at, self.number, self.told = at, number, told
        self.lock = threading.Lock()
        self.count = 0
        self.log = []

    def pass_by(self, what, failure=OSError):
        with self.lock:
            self.count += 1
            self.log.append(what)
            hit = self.count == self.at
        if hit:
            raise failure(self.number, os.strerror(self.number))

    def hook(self, event, arguments):
        if event in AUDITED and not self.is_code(arguments):
            failure = sqlite3.OperationalError if event == "sqlite3.connect" else OSError
            self.pass_by(f"{event} {arguments[0] if arguments else ''!s}", failure)

    def is_code(self, arguments):
        path = arguments[0] if arguments else None
        if isinstance(path, int) or sys._getframe(2).f_code.co_filename.startswith("<frozen importlib"):
            return True  # a descriptor that is there already; a look for a module
        path = os.fsdecode(path) if isinstance(path, (str, bytes)) else ""
        return path.endswith(CODE) or "site-packages" in path or bool(path and path.startswith(OURS))

    def tell(self):
        if self.told:
            self.at = 0
            with ORIGINAL_OPEN(self.told, "w") as file:
                file.write("\n".join(self.log))


ORIGINAL_OPEN = builtins.open


class Raw(io.FileIO):
    """A file whose reads and writes count."""

    def write(self, data):
        FAULTS.pass_by(f"write {self.name}")
        return super().write(data)

    def readinto(self, buffer):
        FAULTS.pass_by(f"read {self.name}")
        return super().readinto(buffer)

    def readall(self):
        FAULTS.pass_by(f"read {self.name}")
        return super().readall()


def opened(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):
    path = os.fspath(file) if isinstance(file, os.PathLike) else file
    # A descriptor that is written to belongs to a file of ours; one that is read may be a pipe of Python's own.
    ours = "r" not in mode if isinstance(path, int) else not FAULTS.is_code((path,))
    if not ours or "+" in mode:
        return ORIGINAL_OPEN(file, mode, buffering, encoding, errors, newline, closefd, opener)
    raw = Raw(file, mode.replace("b", "").replace("t", ""), closefd, opener)
    if "b" in mode and buffering == 0:
        return raw
    buffered = io.BufferedReader(raw) if "r" in mode else io.BufferedWriter(raw)
    return buffered if "b" in mode else io.TextIOWrapper(buffered, encoding, errors, newline)


def counted(name):
    original = getattr(socket.socket, name)

    def method(self, *arguments):
        FAULTS.pass_by(f"socket.{name}")
        return original(self, *arguments)

    return method


if "ITEST_FAULT" in os.environ:
    place, _, name = os.environ.pop("ITEST_FAULT").partition(":")
    FAULTS = Faults(int(place), getattr(errno, name or "EIO"), os.environ.pop("ITEST_FAULT_COUNT", ""))
    io.open = builtins.open = opened
    for stream, mode in (("stdout", "w"), ("stderr", "w")):
        number = getattr(sys, stream).fileno()
        setattr(sys, stream, opened(number, mode, encoding="utf-8", closefd=False))
    for name in ("send", "recv", "setsockopt", "getsockopt"):
        setattr(socket.socket, name, counted(name))
    sys.addaudithook(FAULTS.hook)
    atexit.register(FAULTS.tell)
