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
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, chain
from operator import add, sub
from typing import TypeAlias

from itest.evaluate.data.json_text import ELLIPSIS
from itest.model.lazy_pattern import lazy_pattern

Range: TypeAlias = tuple[int, int]
Decode: TypeAlias = str | Callable[[str], str]

_DEPTH = 3
_DEPTHS = ((64_000, _DEPTH), (1_000_000, 2))
"""How many encodings on top of each other are undone in a text up to this length; one in a longer text, which would
take seconds."""

_BACKSLASHED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_BREAKS = r"\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
"""What `str.splitlines` takes for the end of a line."""
_MISREADINGS = (
    *(("utf-8", "latin-1"), ("utf-8", "cp1252"), ("latin-1", "utf-8"), ("cp1252", "utf-8")),
    *((wide, read) for wide in ("utf-16-le", "utf-16-be") for read in ("utf-8", "latin-1")),
)
"""Charsets that bytes were written in, and others that they are read in."""
_LINE_BREAK = lazy_pattern(rf"([{_BREAKS}][ \t{_BREAKS}]*)")
_BROKEN = lazy_pattern(rf"[{_BREAKS}]")


def forms(secret: str) -> Iterator[str]:
    """What a secret is searched as; encodings that keep its characters in order are undone in the text instead."""
    for written in (secret, secret.lower()):
        yield written
        yield written.replace(" ", "+")
        for quote in ("'", '"'):
            yield written.replace(quote, quote * 2)
        if _BROKEN.search(written):
            yield _LINE_BREAK.sub("", written)
            yield (unix := written.replace("\r\n", "\n"))
            yield unix.replace("\n", "\r\n")
    if not secret.isascii():
        yield from _misread(secret)
    for charset in ("utf-8", "latin-1"):
        try:
            data = secret.encode(charset)
        except UnicodeEncodeError:
            continue
        yield from (data.hex(), data.hex().upper())
        yield from _base64_forms(data)


def _misread(secret: str) -> Iterator[str]:
    """Its bytes, read in another charset than they were written in; what is no text there becomes U+FFFD, or what
    Python has in its place."""
    for written, read in _MISREADINGS:
        try:
            data = secret.encode(written)
        except UnicodeEncodeError:
            continue
        yield from (data.decode(read, how).replace("\0", "") for how in ("replace", "surrogateescape"))


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
    if not _MARK.search(text):
        yield text, _way_back(())
        return
    depth = next((depth for length, depth in _DEPTHS if len(text) <= length), 1)
    first: tuple[_View, ...] = ()
    if len(text) > _DEPTHS[0][0] and _BROKEN.search(text):
        # Nothing is found in a text with its line breaks that is not found without them, and one reading takes time.
        first = (_View(text, _LINE_BREAK, ""),)
    begun = first[0].text if first else text
    known = {text, begun}
    waiting: list[tuple[str, tuple[_View, ...]]] = [(begun, first)]
    while waiting:
        read, chain = waiting.pop()
        yield read, _way_back(chain)
        decoders = _CUT_DECODERS if ELLIPSIS in read else _DECODERS
        for marks, pattern, decode in decoders if len(chain) - len(first) < depth else ():
            if any(mark in read for mark in marks):
                view = _View(read, pattern, decode)
                if view.text not in known:
                    known.add(view.text)
                    waiting.append((view.text, (*chain, view)))


def is_plain(text: str) -> bool:
    """Whether a text is read in one way only, but for its line breaks."""
    return not _MARK_IN_LINE.search(text)


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
    """A text as a decoder reads it, and where each of its characters came from: that is asked seldom, and looked up
    then."""

    def __init__(self, text: str, pattern: re.Pattern[str], decode: Decode) -> None:
        self.text = pattern.sub(decode, text) if isinstance(decode, str) else _decoded(text, pattern, decode)
        self._read = text, pattern, decode

    def origin(self, start: int, end: int) -> Range:
        """The stretch of the text beneath that this stretch of the view was read from."""
        begins, sizes, shifts = self._escapes
        next_one = bisect_right(begins, start)
        if end <= (begins[next_one] if next_one < len(begins) else end):
            # No escape begins in it, as in most.
            if not next_one:
                return start, end
            if start >= begins[next_one - 1] + sizes[next_one - 1]:
                return start + shifts[next_one - 1], end + shifts[next_one - 1]
        return self._origin(start)[0], self._origin(end - 1)[1]

    def _origin(self, position: int) -> Range:
        begins, sizes, shifts = self._escapes
        last = bisect_right(begins, position) - 1
        if last < 0:
            return position, position + 1
        shift = shifts[last]
        end = begins[last] + sizes[last] + shift
        if position >= begins[last] + sizes[last]:
            return position + shift, position + shift + 1
        start = begins[last] + (shifts[last - 1] if last else 0)
        if sizes[last] != end - start:
            return start, end
        return start + position - begins[last], start + position - begins[last] + 1

    @cached_property
    def _escapes(self) -> tuple[list[int], list[int], list[int]]:
        """Of each escape: where what it was read as begins, how long that is, and by how much what follows was
        moved."""
        text, pattern, decode = self._read
        parts = pattern.split(text)
        escapes = parts[1::2]
        if isinstance(decode, str):
            sizes = [len(decode)] * len(escapes)
        else:
            sizes = list(map(len, map(_Known(decode).__getitem__, escapes)))
        begins = accumulate(map(add, map(len, parts[:-1:2]), chain((0,), sizes)))
        return list(begins), sizes, list(accumulate(map(sub, map(len, escapes), sizes)))


class _Known(dict[str, str]):
    """What escapes are read as; each is decoded once."""

    def __init__(self, decode: Callable[[str], str]) -> None:
        super().__init__()
        self._decode = decode

    def __missing__(self, escape: str) -> str:
        self[escape] = decoded = self._decode(escape)
        return decoded


def _decoded(text: str, pattern: re.Pattern[str], decode: Callable[[str], str]) -> str:
    # A text may be full of escapes: taking it apart is faster than a call for each.
    parts = pattern.split(text)
    parts[1::2] = map(_Known(decode).__getitem__, parts[1::2])
    return "".join(parts)


def _percent(escape: str) -> str:
    data = bytes.fromhex(escape.replace("%", ""))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _entity(escape: str) -> str:
    character = html.unescape(escape)
    return character if len(character) == 1 else escape


def _backslash(escape: str) -> str:
    if escape[1] in "ux" and len(escape) > 2:
        return _code_units(escape)
    return _BACKSLASHED.get(escape[1], escape[1])


def _backslash_or_rest(escape: str) -> str:
    """An escape begins with its backslash; the rest of one that a cut has left ends with the other half of it."""
    return _backslash(escape) if escape[0] == "\\" and len(escape) > 1 else ""


def _code_units(escape: str) -> str:
    high, *low = (int(digits, 16) for digits in re.split(r"\\[ux]", escape)[1:])
    return chr(0x10000 + ((high - 0xD800) << 10) + (low[0] - 0xDC00)) if low else chr(high)


_CODE_UNITS = (
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}"  # a pair is one
)
# Each has one group, which is all of it, so that a text can be taken apart by it.
_BACKSLASH_ESCAPE = lazy_pattern(rf"({_CODE_UNITS}|\\[^\n])")
_UTF_8 = (  # one character
    r"%[0-7][0-9a-f]|%[cd][0-9a-f]%[89ab][0-9a-f]|%e[0-9a-f](?:%[89ab][0-9a-f]){2}|%f[0-7](?:%[89ab][0-9a-f]){3}"
)
_PERCENT_OF_UTF_8 = lazy_pattern(f"(?i)({_UTF_8})")
_PERCENT_ESCAPE = lazy_pattern(f"(?i)({_UTF_8}|%[89a-f][0-9a-f])")  # or else of Latin-1
_ENTITY = lazy_pattern(r"(&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});)")
_NULLS = lazy_pattern(r"(\x00+)")
_QUOTED_QUOTE = lazy_pattern(r"""('\\''|'"'"')""")
_DECODERS: tuple[tuple[Sequence[str], re.Pattern[str], Decode], ...] = (
    ("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", _LINE_BREAK, ""),
    ("\0", _NULLS, ""),  # every other byte of UTF-16
    ("\\", _BACKSLASH_ESCAPE, _backslash),  # JSON, JavaScript, double quotes of a shell
    ("%", _PERCENT_ESCAPE, _percent),
    ("&", _ENTITY, _entity),
    (("''",), _QUOTED_QUOTE, "'"),  # a quote inside of a shell's single quotes
    (("'\"'",), _QUOTED_QUOTE, "'"),
)
"""What a text has to hold (one of these) to be read this way, what is decoded, and how; each is undone by itself, since
a secret may hold the marks of another encoding."""

_MARK = lazy_pattern(rf"[{_BREAKS}\0\\%&']")
"""Without one of these a text is read in one way; told by one look, since most texts are such."""

_MARK_IN_LINE = lazy_pattern(r"[\0\\%&']")

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
        rf"[ \t{_BREAKS}]+",
        r"\uFFFD{1,3}",
    )
)
_HALVES = lazy_pattern(rf"(?:{_HALF}){{1,{_DEPTH}}}\Z")
_RESTS = lazy_pattern(rf"(?:{_REST}){{1,{_DEPTH}}}")
_LONGEST_HALVES = 12 * _DEPTH

# A backslash escapes whatever follows: it would read the half of an escape before a cut as a letter, and the other
# half of a backslash behind a cut as the beginning of an escape. Half a character of UTF-8 would be
# one of Latin-1, and half a line break a whole one.
_WHOLE = rf"(?!(?:{_HALF_UNITS})(?:{_HALF}){{0,{_DEPTH - 1}}}{ELLIPSIS})(?:{_CODE_UNITS}|\\[^\n{ELLIPSIS}])"
_BREAK_OF_CUT = rf"(?:(?!\r{ELLIPSIS})[{_BREAKS}])"
_REST_OF_ONE = rf"(?<={ELLIPSIS})[^\\\n{ELLIPSIS}]{{0,{_LONGEST_HALVES}}}\\"
_CUT_DECODERS: tuple[tuple[Sequence[str], re.Pattern[str], Decode], ...] = (
    (_DECODERS[0][0], lazy_pattern(rf"({_BREAK_OF_CUT}(?:[ \t]|{_BREAK_OF_CUT})*)"), ""),
    *(row for row in _DECODERS[1:] if row[2] is not _backslash),
    ("%", _PERCENT_OF_UTF_8, _percent),
    ("\\", lazy_pattern(f"({_WHOLE})"), _backslash),
    ("\\", lazy_pattern(f"({_REST_OF_ONE}|{_WHOLE})"), _backslash_or_rest),
)
"""The same for a text that was cut."""
