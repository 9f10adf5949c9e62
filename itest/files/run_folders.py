"""Run folders: one for the files of each run; the last few are kept. Only what was made here is ever removed.

A run folder holds a mark that names it: what lies beside it, or was put there by somebody else, stays.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from itest.files.folder import Folder
from itest.files.place import Place, create, entered
from itest.files.state import open_state, state

KEPT = 10
"""Run folders that are kept, today's included."""
RUNS = "runs"
_MARK = ".itest-run"
_MARK_BYTES = 1_000


def run_folder(root: Path, run_id: str) -> Place:
    """Where the files of a run lie."""
    return state(root, f"{RUNS}/{run_id}")


def open_run(root: Path, run_id: str) -> None:
    """Make and mark the folder of a run, and remove those of old ones; raises `OSError`."""
    open_state(root)
    own = run_folder(root, run_id)
    with suppress(FileExistsError):  # two runs of one second and seed
        create(own / _MARK, _mark(run_id))
    with entered(own) as runs:
        old = [name for name in runs.names() if name != run_id and _is_run(runs, name)]
        for name in old[: -(KEPT - 1)]:
            runs.remove_tree(name)  # what cannot be tidied up stays


def _is_run(runs: Folder, name: str) -> bool:
    try:
        with runs.enter(name) as folder:
            return folder.read(_MARK, _MARK_BYTES) == _mark(name)
    except (OSError, UnicodeError):
        return False


def _mark(name: str) -> bytes:
    return f"itest run {name}\n".encode()
