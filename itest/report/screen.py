"""The screen: styled lines written to a stream, with or without colour, in whatever characters it can take.

Roles get their look here. Text is never read as markup: what a response says stays what it says. A stream that cannot
take any more (closed, full, nobody reads) is left alone from then on, and `failure` says why.
"""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterable, Mapping
from typing import IO

from itest.evaluate.telling.explanation import Styled
from itest.model.lazy_pattern import lazy_pattern

STYLES: dict[str, str] = {
    "heading": "bold",
    "code": "bold red",
    "place": "cyan",
    "label": "bold",
    "marker": "bold red",
    "gutter": "dim",
    "caret": "bold red",
    "minus": "red",
    "plus": "green",
    "note": "dim",
    "sent": "blue",
    "received": "magenta",
    "key": "cyan",
    "number": "yellow",
    "word": "yellow",
    "dim": "dim",
    "passed": "bold green",
    "failed": "bold red",
    "error": "bold red",
    "flaky": "bold yellow",
    "skipped": "cyan",
    "quarantined": "yellow",
    "xfailed": "green",
}
"""Role to look; roles that are not here are shown as they are."""

_PLAINER = {
    "→": "->",
    "←": "<-",
    "›": ">",
    "❯": ">",
    "·": "|",
    "…": "...",
    "━": "=",
    "│": "|",
    "–": "-",
    "✓": "+",
    "✗": "x",
}
_HANDLER = "itest.plainer"
_NARROW = lazy_pattern(rf"[ -~\xae-\u02ff{''.join(_PLAINER)}]*")
"""What takes one column a character: Latin letters and our own signs."""


class Screen:
    """A stream that lines are shown on; `color` is `auto`, `always` or `never`.

    With `auto`, `NO_COLOR` and `TERM=dumb` take colour away and `FORCE_COLOR` gives it where no terminal is.
    """

    def __init__(self, stream: IO[str], color: str, environ: Mapping[str, str]) -> None:
        self._stream = stream
        self._color = wants_color(stream, color, environ)
        self._encoding = getattr(stream, "encoding", None) or "utf-8"
        self.failure: OSError | ValueError | None = None

    def show(self, lines: Iterable[Styled]) -> None:
        """Write the lines and hand them over at once; never raises for what the stream does."""
        if self.failure:
            return
        paint = _painted if self._color else _unpainted
        text = "".join(f"{paint(line)}\n" for line in lines)
        try:
            self._stream.write(text.encode(self._encoding, _HANDLER).decode(self._encoding))
            self._stream.flush()
        except (OSError, ValueError) as error:
            self.failure = error


def wants_color(stream: IO[str], color: str, environ: Mapping[str, str]) -> bool:
    """Whether to colour what goes to this stream."""
    if color != "auto":
        return color == "always"
    if environ.get("NO_COLOR") or environ.get("TERM") == "dumb":
        return False
    return bool(environ.get("FORCE_COLOR")) or (is_terminal(stream) and not _old_windows())


def is_terminal(stream: IO[str]) -> bool:
    """Whether somebody watches; a closed stream is watched by nobody."""
    try:
        return stream.isatty()
    except (ValueError, OSError):
        return False


def text_width(text: str) -> int:
    """How many columns a terminal needs for the text; wide characters take two."""
    if text.isascii() or _NARROW.fullmatch(text):
        return len(text)
    from rich.cells import cell_len  # start-up cost

    return cell_len(text)


def _unpainted(line: Styled) -> str:
    return "".join(text for _, text in line).rstrip()


def _painted(line: Styled) -> str:
    from rich.color import ColorSystem  # start-up cost, as the style
    from rich.style import Style

    pieces = []
    for role, text in line:
        style = Style.parse(STYLES[role]) if role in STYLES else None
        pieces.append(style.render(text, color_system=ColorSystem.STANDARD) if style else text)
    return "".join(pieces).rstrip()


def _old_windows() -> bool:
    if os.name != "nt":
        return False
    from rich.console import detect_legacy_windows  # a console that would print the codes instead of obeying them

    return detect_legacy_windows()


def _plainer(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    wrong = error.object[error.start : error.end]
    plain = (_PLAINER.get(character) or ascii(character)[1:-1] for character in wrong)
    return "".join(plain), error.end


codecs.register_error(_HANDLER, _plainer)
