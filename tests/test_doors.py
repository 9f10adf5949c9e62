"""The doors: nothing but `itest/files/` writes to the disk or reads from it, whichever way Python has of doing so."""

import ast
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parents[1] / "itest"

DOORS = "files/"
ELSEWHERE = {
    "demo/storage.py": "the demo shop stands alone, and keeps its data where it is told to",
    "cli/entry.py": "standard streams that were closed get their descriptors back",
}
"""Modules that write by themselves, and why."""

_METHODS = """
    write_text write_bytes mkdir makedirs unlink rmdir rmtree removedirs rename renames symlink_to hardlink_to symlink
    touch truncate ftruncate mkfifo mknod mkstemp mkdtemp mktemp NamedTemporaryFile TemporaryFile TemporaryDirectory
    SpooledTemporaryFile chmod lchmod fchmod chown lchown fchown copyfile copyfileobj copytree copy2 move sendfile
    FileHandler RotatingFileHandler make_archive unpack_archive extractall
"""
METHODS = frozenset(_METHODS.split())
"""Names that write or remove, whatever they are called on."""
OF_MODULES = {"os": frozenset({"remove", "link", "replace"}), "shutil": frozenset({"copy", "move"})}
FLAGS = frozenset({"O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "O_APPEND", "O_TMPFILE"})
OPENERS = frozenset({"open", "fdopen"})
READING = frozenset({"r", "rb", "rt", "br", "tr"})


def writes(source):
    """The lines on which a module writes, and by what."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in FLAGS:
            found.append((node.lineno, node.attr))
        elif isinstance(node, ast.Call) and (name := _writer(node)):
            found.append((node.lineno, name))
        elif isinstance(node, ast.ImportFrom) and node.module in OF_MODULES:
            taken = {alias.name for alias in node.names} & (METHODS | OF_MODULES[node.module])
            found += [(node.lineno, name) for name in taken]
    return found


def _writer(call):
    function = call.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    owner = function.value.id if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) else ""
    if name in METHODS or name in OF_MODULES.get(owner, ()):
        return name
    if name == "replace" and isinstance(function, ast.Attribute) and len(call.args) == 1 and not call.keywords:
        return name  # of a path: that of a text takes two arguments, that of a moment names them
    return name if name in OPENERS and _mode(call, name, owner) not in READING else ""


def _mode(call, name, owner):
    """The mode in which something is opened; reading where none is given, or where it is no file (`action.open(x)`)."""
    place = 0 if isinstance(call.func, ast.Attribute) and owner not in ("os", "io") else 1
    given = [keyword.value for keyword in call.keywords if keyword.arg == "mode"] or call.args[place : place + 1]
    if not given or (owner == "os" and name == "open"):
        return "r"  # the flags of `os.open` are looked for by their names
    mode = given[0]
    if isinstance(mode, ast.Constant) and isinstance(mode.value, str):
        return mode.value
    return "r" if place == 0 else "unknown"


def test_only_the_doors_write():
    """Everything else asks them to."""
    found = {}
    for path in PROGRAM.rglob("*.py"):
        module = path.relative_to(PROGRAM).as_posix()
        if not module.startswith(DOORS) and (lines := writes(path.read_text(encoding="utf-8"))):
            found[module] = lines
    assert {} == {module: lines for module, lines in found.items() if module not in ELSEWHERE}
    assert set(ELSEWHERE) == set(found), "a line for a module that does not write is a line too many"


READERS = {
    "engine/listeners.py": "/proc, which tells who has a socket",
    "engine/sockets.py": "/proc, which tells what listens",
    "engine/descendants.py": "/proc, which tells who was started",
    "engine/started.py": "the output of a service, in a folder of our own",
    "engine/readiness.py": "the same",
    "report/html_page.py": "what itest itself brings along",
    "cli/telling.py": "the same",
    "cli/beginning.py": "the same",
    "cli/signals.py": "a pipe of our own",
    "cli/entry.py": "standard streams",
}
"""Modules that read by themselves, and what."""


def reads(source):
    """Whether a module opens something to be read."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            function = node.func
            name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            own = isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name)
            owner = function.value.id if own else ""
            if name in ("read_text", "read_bytes") and isinstance(function, ast.Attribute) and not node.args:
                return True
            if (isinstance(function, ast.Name) and name == "open") or (owner in ("os", "io") and name in OPENERS):
                return True
            if name == "open" and node.args and isinstance(node.args[0], ast.Constant):
                return True
    return False


def test_only_the_doors_read():
    """Files of a project, that is; what else is read is known."""
    modules = {path.relative_to(PROGRAM).as_posix(): path.read_text(encoding="utf-8") for path in PROGRAM.rglob("*.py")}
    found = {module for module, text in modules.items() if not module.startswith(DOORS) and reads(text)}
    assert set() == found - set(READERS)
    assert set() == set(READERS) - found


@pytest.mark.parametrize(
    "line",
    [
        "open(p, 'w')",
        "open(p, mode)",
        "open(p, mode='a')",
        "io.open(p, 'r+')",
        "p.open('xb')",
        "os.fdopen(1, 'wb')",
        "os.open(p, os.O_RDWR)",
        "p.write_text(t)",
        "p.replace(q)",
        "os.replace(p, q)",
        "os.remove(p)",
        "p.unlink()",
        "shutil.rmtree(p)",
        "tempfile.mkstemp()",
        "from os import remove",
        "from shutil import rmtree",
    ],
)
def test_each_way_of_writing_is_found(line):
    """Otherwise the test above proves nothing."""
    assert [] != writes(line)


@pytest.mark.parametrize(
    "line",
    [
        "open(p)",
        "open(p, 'rb')",
        "p.open()",
        "p.open('rb')",
        "os.open(p, os.O_RDONLY)",
        "os.fdopen(d, 'rb')",
        "t.replace(a, b)",
        "m.replace(tzinfo=UTC)",
        "l.remove(x)",
        "action.open(settings)",
        "d.copy()",
    ],
)
def test_reading_is_none(line):
    """Nor is what only has the name of it."""
    assert [] == writes(line)
