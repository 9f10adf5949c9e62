"""JUnit names: what cases are called, so that no two of a run have one name.

Readers take what has the same class and name for one test. Classes are made of paths, which they split at dots: two
paths can come to one class (`a.b/c.yaml` and `a_b/c.yaml`, `c.yml` and `c.yaml`). Then those of which something was
left out or replaced carry a mark, which is made of the path alone, so that a test keeps its history whatever runs
beside it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from itest.evaluate.data.escape import visible

_MARK = 6
"""Characters of the mark."""
_USUAL = ".yaml"


def class_name(file: str) -> str:
    """`scenarios.orders.checkout` for `scenarios/orders/checkout.yaml`."""
    path = PurePosixPath(file.replace("\\", "/"))
    names = (*path.parts[:-1], path.stem)
    parts = [name.replace(".", "_") for name in names if name not in ("", "/", ".", "..")]
    return ".".join(parts) or "itest"


def class_names(files: Iterable[str]) -> Mapping[str, str]:
    """The class of each file: those that would share one are told apart."""
    plain = {file: class_name(file) for file in files}
    shared = Counter(plain.values())
    return {
        file: name if shared[name] == 1 or _as_it_is(file) else f"{name}-{_mark(file)}" for file, name in plain.items()
    }


def unique(cases: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The classes and names of a run as readers see them; where both are those of an earlier case, with a number."""
    seen: Counter[tuple[str, str]] = Counter()
    for written in cases:
        classname, plain = map(visible, written)
        name = plain
        while seen[classname, name]:
            seen[classname, plain] += 1
            name = f"{plain} #{seen[classname, plain]}"
        seen[classname, name] += 1
        yield classname, name


def _as_it_is(file: str) -> bool:
    """Whether the class says all that the path does."""
    return file == f"{class_name(file).replace('.', '/')}{_USUAL}"


def _mark(file: str) -> str:
    return hashlib.sha256(file.encode("utf-8", "surrogatepass")).hexdigest()[:_MARK]
