"""Golden files: what a report is expected to be, to the byte; `ITEST_GOLDEN=write` writes them anew."""

import os
from pathlib import Path

FOLDER = Path(__file__).with_name("golden")


def compare(name: str, actual: str) -> None:
    """The text is that of the golden file."""
    path = FOLDER / name
    if os.environ.get("ITEST_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(actual.encode("utf-8"))
    assert path.read_bytes().decode("utf-8") == actual
