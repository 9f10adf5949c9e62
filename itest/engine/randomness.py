"""Randomness and time of a run: every random value comes from the seed, a case's from the seed and its id."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from itest.evaluate.expressions.functions import LETTERS, Function, functions


def now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


def new_case() -> str:
    """What `run.case` is in one run of one case: 12 small letters and digits, whatever the seed."""
    number = int.from_bytes(os.urandom(16))
    return "".join(LETTERS[number // len(LETTERS) ** place % len(LETTERS)] for place in range(12))


def functions_for(seed: int, identity: str, read_file: Callable[[str], str]) -> Mapping[str, Function]:
    """The functions of one case: the same seed and id give the same values, whatever else runs beside it."""
    # Encoded here: a text that is no valid Unicode, which the name of a file may be, is no seed.
    return functions(random.Random(f"{seed}:{identity}".encode("utf-8", "backslashreplace")), now, read_file)
