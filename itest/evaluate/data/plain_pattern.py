"""The dialect of operators and filters: the engine's own syntax, read so that no text passes by an accident.

`$` is the end of the text, not the place before its last line break (with `(?m)` it is the end of a line, as ever).
`\\d \\w \\s \\b` and the case of letters are ASCII's unless the pattern says `(?u)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from itest.model.lazy_pattern import lazy_pattern

_NAME = r"[A-Za-z0-9 &_\-./]*"
SET = rf"\[\^?\]?(?:\[:\^?{_NAME}(?:[:=]{_NAME})?:\]|\\.|[^\]\\])*\]"
"""A set of the engine, with POSIX classes in it."""
_PARTS = rf"\\.|{SET}|\(\?#[^)]*\)|\(\?(?P<on>[a-zA-Z]*)(?:-(?P<off>[a-zA-Z]+))?(?P<end>[:)])"
_TOKEN = lazy_pattern(rf"{_PARTS}|.", re.DOTALL)
_SPACED = lazy_pattern(rf"{_PARTS}|\#[^\n]*|.", re.DOTALL)
"""With `(?x)`, where a line may end in a comment."""
_ESCAPE = lazy_pattern(r"\\.", re.DOTALL)
_PROPERTY = lazy_pattern(r"\\[pP]|\[:")

_DIGITS, _LETTERS, _BLANKS = r"0-9", r"A-Za-z0-9_", r"\t-\r "
_RANGES = {
    r"\d": _DIGITS,
    r"\w": _LETTERS,
    r"\s": _BLANKS,
    r"\D": r"\x00-/:-\U0010ffff",
    r"\W": r"\x00-/:-@\[-\^`{-\U0010ffff",
    r"\S": r"\x00-\x08\x0e-\x1f!-\U0010ffff",
}
_BEFORE, _AFTER = f"(?<=[{_LETTERS}])", f"(?=[{_LETTERS}])"
_NOT_BEFORE, _NOT_AFTER = f"(?<![{_LETTERS}])", f"(?![{_LETTERS}])"
ASCII_EDGES = {
    r"\b": f"(?:{_BEFORE}{_NOT_AFTER}|{_NOT_BEFORE}{_AFTER})",
    r"\B": f"(?:{_BEFORE}{_AFTER}|{_NOT_BEFORE}{_NOT_AFTER})",
}
"""The edge of a word and its opposite, where a word is made of ASCII letters, digits and `_`."""
_ALONE = {**{escape: f"[{ranges}]" for escape, ranges in _RANGES.items()}, **ASCII_EDGES}


def plain(pattern: str) -> str:
    """The pattern as the engine has to see it; what is no pattern stays one that the engine refuses."""
    flags = "".join(token["on"] for token in _TOKEN.finditer(pattern) if token["end"] == ")")
    own = "u" in flags or "L" in flags
    written = "".join(_written(pattern, flags, {} if own else _ALONE))
    # The flag is for the case of letters; it would narrow properties (`\p{L}`) as well.
    return written if own or "a" in flags or _PROPERTY.search(pattern) else f"(?a){written}"


def _written(pattern: str, flags: str, narrow: dict[str, str]) -> Iterator[str]:
    lines = ["m" in flags]
    """Whether `$` is the end of a line: at this level, and around it."""
    for token in (_SPACED if "x" in flags else _TOKEN).finditer(pattern):
        text = token[0]
        if text == "(" or token["end"] == ":":
            lines.append(_by_line(token, lines[-1]))
        elif text == ")" and len(lines) > 1:
            lines.pop()
        if text == "$" and not lines[-1]:
            yield r"\Z"
        elif text[0] == "[" and narrow:
            yield _ESCAPE.sub(lambda escape: _RANGES.get(escape[0], escape[0]), text)
        else:
            yield narrow.get(text, text)


def _by_line(token: re.Match[str], outside: bool) -> bool:
    if "m" in (token["off"] or ""):
        return False
    return outside or "m" in (token["on"] or "")
