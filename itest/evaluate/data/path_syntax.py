"""What a JSONPath is made of, and the error of a text that is none; shared by plain paths and by queries."""

from __future__ import annotations

NAME_START = r"A-Za-z_\x80-\ud7ff\ue000-\U0010ffff"
"""What a name in a path may begin with (RFC 9535, 2.5.1.1), for a set of a regular expression."""
Parts = tuple[str | int, ...]
"""The names and indexes that lead to a node."""


class PathSyntax(Exception):
    """Text that is no RFC 9535 path: a sentence and the offset of what is wrong in it."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
