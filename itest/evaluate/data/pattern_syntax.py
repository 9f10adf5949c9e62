"""What a regular expression is written in, and the error of a text that is none; shared by the dialects."""

from __future__ import annotations

from collections.abc import Callable

Syntax = Callable[[str], str]
"""A dialect: from its text to the engine's; raises `PatternSyntax`."""


class PatternSyntax(Exception):
    """Text that is no regular expression of its dialect: a sentence, and the offset of what is wrong where
    that is known."""

    def __init__(self, message: str, offset: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
