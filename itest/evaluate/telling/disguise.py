"""Disguises: the dresses a secret travels in, and how a text is read to see through them.

Encodings that leave the characters in order (percent, JSON, XML, HTML, shell) are undone in the text before it is
searched, alone and on top of each other, and so are line breaks; base64 (three alignments, standard and URL-safe, with
and without padding), hexadecimal and form encoding are what a secret is searched as, and so is its form in small
letters, which a host name takes.

Where a preview was cut, an ellipsis marks it, and what stands beside that may be the half of an escape; several halves
where encodings are on top of each other. They are not decoded: `halves_before` and `halves_behind` tell how far they
may reach.
"""

from __future__ import annotations

import base64
import html
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import TypeAlias

Range: TypeAlias = tuple[int, int]
Decode: TypeAlias = Callable[[re.Match[str]], str]

ELLIPSIS = "…"

_DEPTH = 3
_LARGE_DEPTH = 2
_LARGE = 64_000
"""How many encodings on top of each other are undone; fewer in a text beyond this length, which would take seconds."""

_BACKSLASHED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_LINE_BREAK = re.compile(r"\r?\n[ \t\r\n]*")


def forms(secret: str) -> Iterator[str]:
    """What a secret is searched as; encodings that keep its characters in order are undone in the text instead."""
    for written in (secret, secret.lower()):
        yield written
        yield written.replace(" ", "+")
        for quote in ("'", '"'):
            yield written.replace(quote, quote * 2)
        if "\n" in written:
            yield _LINE_BREAK.sub("", written)
            yield written.replace("\r\n", "\n")
    for charset in ("utf-8", "latin-1"):
        try:
            data = secret.encode(charset)
        except UnicodeEncodeError:
            continue
        yield from (data.hex(), data.hex().upper())
        yield from _base64_forms(data)


def _base64_forms(data: bytes) -> Iterator[str]:
    """Base64 of the data by itself, and the part of it that is certain inside of longer data (after 0, 1, 2 bytes)."""
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        whole = encode(data).decode("ascii")
        yield whole
        yield whole.rstrip("=")
        for before in range(3):
            text = encode(b"\0" * before + data).decode("ascii")
            first = (before * 8 + 5) // 6
            yield text[first : (before + len(data)) * 8 // 6]


def readings(text: str) -> Iterator[tuple[str, Callable[[int, int], Range]]]:
    """The text as it is and in each way that decoders read it, with what leads a stretch of it back to the text."""
    depth = _DEPTH if len(text) <= _LARGE else _LARGE_DEPTH
    known = {text}
    waiting: list[tuple[str, tuple[_View, ...]]] = [(text, ())]
    while waiting:
        read, chain = waiting.pop()
        yield read, _way_back(chain)
        decoders = _CUT_DECODERS if ELLIPSIS in read else _DECODERS
        for mark, pattern, decode in decoders if len(chain) < depth else ():
            if mark in read:
                view = _View(read, pattern, decode)
                if view.text not in known:
                    known.add(view.text)
                    waiting.append((view.text, (*chain, view)))


def halves_before(text: str, first: int, cut: int) -> int:
    """Where the halves of escapes begin that a cut may have left before it; the cut itself where there are none."""
    found = _HALVES.search(text, max(first, cut - _LONGEST_HALVES), cut)
    return found.start() if found else cut


def halves_behind(text: str, start: int, last: int) -> int:
    """Where the halves of escapes end that a cut may have left behind it; the start itself where there are none."""
    found = _RESTS.match(text, start, last)
    return found.end() if found else start


def _way_back(chain: tuple[_View, ...]) -> Callable[[int, int], Range]:
    def origin(start: int, end: int) -> Range:
        for view in reversed(chain):
            start, end = view.origin(start, end)
        return start, end

    return origin


class _View:
    """A text as a decoder reads it, which remembers where each of its characters came from."""

    def __init__(self, text: str, pattern: re.Pattern[str], decode: Callable[[re.Match[str]], str]) -> None:
        pieces: list[str] = []
        self._starts: list[int] = []
        """Where each piece begins in the view; a piece is a plain stretch or one decoded escape."""
        self._origins: list[Range] = []
        length = position = 0
        for match in pattern.finditer(text):
            stretches = ((text[position : match.start()], position, match.start()), (decode(match), *match.span()))
            position = match.end()
            for piece, start, end in stretches:
                if piece:
                    pieces.append(piece)
                    self._starts.append(length)
                    self._origins.append((start, end))
                    length += len(piece)
        pieces.append(text[position:])
        self._starts.append(length)
        self._origins.append((position, len(text)))
        self.text = "".join(pieces) if position else text

    def origin(self, start: int, end: int) -> Range:
        """The stretch of the text beneath that this stretch of the view was read from."""
        return self._origin(start)[0], self._origin(end - 1)[1]

    def _origin(self, position: int) -> Range:
        piece = bisect_right(self._starts, position) - 1
        start, end = self._origins[piece]
        following = self._starts[piece + 1] if piece + 1 < len(self._starts) else len(self.text)
        if following - self._starts[piece] != end - start:
            return start, end
        offset = start + position - self._starts[piece]
        return offset, offset + 1


def _percent(match: re.Match[str]) -> str:
    return bytes.fromhex(match.group().replace("%", "")).decode("utf-8", "replace")


def _entity(match: re.Match[str]) -> str:
    character = html.unescape(match.group())
    return character if len(character) == 1 else match.group()


def _backslash(match: re.Match[str]) -> str:
    escape = match.group()
    if escape[1] in "ux" and len(escape) > 2:
        return _code_units(escape)
    return _BACKSLASHED.get(escape[1], escape[1])


def _code_units(escape: str) -> str:
    high, *low = (int(digits, 16) for digits in re.split(r"\\[ux]", escape)[1:])
    return chr(0x10000 + ((high - 0xD800) << 10) + (low[0] - 0xDC00)) if low else chr(high)


_CODE_UNITS = (
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}"  # a pair is one
)
_BACKSLASH_ESCAPE = re.compile(rf"{_CODE_UNITS}|\\[^\n]")
_PERCENT_ESCAPE = re.compile(  # one character of UTF-8
    r"(?i)%[0-7][0-9a-f]|%[cd][0-9a-f]%[89ab][0-9a-f]|%e[0-9a-f](?:%[89ab][0-9a-f]){2}|%f[0-7](?:%[89ab][0-9a-f]){3}"
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});")
_QUOTED_QUOTE = re.compile(r"""'\\''|'"'"'""")
_DECODERS: tuple[tuple[str, re.Pattern[str], Decode], ...] = (
    ("\n", _LINE_BREAK, lambda match: ""),
    ("\\", _BACKSLASH_ESCAPE, _backslash),  # JSON, JavaScript, double quotes of a shell
    ("%", _PERCENT_ESCAPE, _percent),
    ("&", _ENTITY, _entity),
    ("''", _QUOTED_QUOTE, lambda match: "'"),  # a quote inside of a shell's single quotes
    ("'\"'", _QUOTED_QUOTE, lambda match: "'"),
)
"""What a text has to hold to be read this way, what is decoded, and how; each is undone by itself, since a secret may
hold the marks of another encoding."""

_HALF_UNITS = r"\\u[0-9a-fA-F]{0,3}|\\x[0-9a-fA-F]?|\\u[dD][89abAB][0-9a-fA-F]{2}(?:\\(?:u[0-9a-fA-F]{0,3})?)?"
_HALF = "|".join(
    (
        rf"{_HALF_UNITS}|\\",
        r"%[0-9a-fA-F]?|%[c-fC-F][0-9a-fA-F](?:%[89abAB][0-9a-fA-F]){0,2}(?:%[89abAB]?)?",
        r"&#?[0-9A-Za-z]{0,8}",
        r"""'(?:\\'?|"'?"?)?""",
        r"\r",
        r"[0-9A-Za-z+/_-]={1,2}|\uFFFD",  # what base64 and UTF-8 make of bytes that were cut
    )
)
_REST = "|".join(
    (
        r"#?[0-9A-Za-z]{0,8};",
        r"[0-9a-fA-F]{0,2}(?:%[89abAB][0-9a-fA-F]){1,3}",
        r"[ux]?[0-9a-fA-F]{1,4}|[nrt]",
        r"""[\\'"]{1,4}""",
        r"[ \t\r\n]+",
        r"\uFFFD{1,3}",
    )
)
_HALVES = re.compile(rf"(?:{_HALF}){{1,{_DEPTH}}}\Z")
_RESTS = re.compile(rf"(?:{_REST}){{1,{_DEPTH}}}")
_LONGEST_HALVES = 12 * _DEPTH

# A backslash escapes whatever follows: it would read the half of an escape before a cut as a letter, and the other
# half of a backslash behind a cut as the beginning of an escape.
_WHOLE = rf"(?!(?:{_HALF_UNITS})(?:{_HALF}){{0,{_DEPTH - 1}}}{ELLIPSIS})(?:{_CODE_UNITS}|\\[^\n{ELLIPSIS}])"
_REST_OF_ONE = rf"(?P<rest>(?<={ELLIPSIS})[^\\\n{ELLIPSIS}]{{0,{_LONGEST_HALVES}}}\\)"
_CUT_DECODERS: tuple[tuple[str, re.Pattern[str], Decode], ...] = (
    *(row for row in _DECODERS if row[2] is not _backslash),
    ("\\", re.compile(_WHOLE), _backslash),
    ("\\", re.compile(f"{_REST_OF_ONE}|{_WHOLE}"), lambda match: "" if match["rest"] else _backslash(match)),
)
"""The same for a text that was cut."""
