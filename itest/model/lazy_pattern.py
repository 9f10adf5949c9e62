"""Regular expressions that are compiled when they are first used.

There are some two hundred in the modules, and a run uses a few: compiling all of them took a tenth of a short one.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

_METHODS = ("fullmatch", "match", "search", "sub", "split", "findall", "finditer")


def lazy_pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` gives, later: an error in the expression is raised by its first use."""
    return cast("re.Pattern[AnyStr]", _Later(text, flags))


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
