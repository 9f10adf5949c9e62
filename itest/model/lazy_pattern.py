"""Regular expressions that are compiled when they are first used.

There are some two hundred in the modules, and a run uses a few: compiling all of them took a tenth of a short one.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, AnyStr, cast

_METHODS = ("fullmatch", "match", "search", "sub", "split", "findall", "finditer")


def lazy_pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` gives, later: an error in the expression is raised by its first use."""
    return cast("re.Pattern[AnyStr]", _Later(text, flags))


@contextmanager
def lazy_patterns_of(package: str) -> Iterator[None]:
    """While entered, what a package's modules compile is compiled when it is first used, too. For its first import:
    the tables of characters of some take longer than all the rest of it."""
    compile_now = re.compile

    def compiled(text: Any, flags: int = 0) -> Any:
        importing = sys._getframe(1).f_globals["__name__"].partition(".")[0]
        return (lazy_pattern if importing == package else compile_now)(text, flags)

    re.compile = compiled  # type: ignore[assignment]  # for no longer than the import
    try:
        yield
    finally:
        re.compile = compile_now


class _Later:
    """Stands for a compiled expression, whose methods it has from the first use on."""

    __slots__ = ("_flags", "_text", *_METHODS)

    def __init__(self, text: str | bytes, flags: int) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self._text, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)
