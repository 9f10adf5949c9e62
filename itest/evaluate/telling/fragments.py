"""Fragments: what is left of a secret where a preview was cut through the middle of it.

Previews are cut where they are made, long before secrets are looked for, so that a cut may leave a part that is no
secret as a whole any more. Every cut is marked by an ellipsis; what stands beside one is held against the beginnings
and ends of the secrets, and what stands between two of them against their insides.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

Range = tuple[int, int]
ELLIPSIS = "…"
LEAST = 4
"""Characters of a secret that are a fragment; fewer tell nothing, and would be found everywhere."""
_INSIDE = 8
"""Characters between two ellipses from which they are looked for inside of secrets."""

_HALF = 7
"""Characters that a cut may leave of an escape."""
_HALF_ESCAPE = re.compile(r"(?:%[0-9A-Fa-f]?|\\(?:u[0-9A-Fa-f]{0,3}|x[0-9A-Fa-f]?)?|&#?[0-9A-Za-z]{0,5})\Z")


class Fragments:
    """What secrets are searched as (`needles`), by how they begin and end."""

    def __init__(self) -> None:
        self._by_begin: dict[str, list[str]] = defaultdict(list)
        self._by_end: dict[str, list[str]] = defaultdict(list)
        self._longest = 0

    def learn(self, needle: str) -> None:
        self._by_begin[needle[:LEAST]].append(needle)
        self._by_end[needle[-LEAST:]].append(needle)
        self._longest = max(self._longest, len(needle))

    def found(self, text: str) -> Iterator[Range]:
        """Where fragments stand in the text: before, behind and between its ellipses."""
        cuts = [index for index, character in enumerate(text) if character == ELLIPSIS]
        for before, cut in zip([-1, *cuts], cuts, strict=False):
            yield from self._beginning(text, max(before + 1, cut - self._longest - _HALF), cut)
            if before >= 0:
                yield from self._inside(text, before + 1, cut)
        for cut, after in zip(cuts, [*cuts[1:], len(text)], strict=True):
            yield from self._ending(text, cut + 1, min(after, cut + 1 + self._longest + _HALF))

    def _beginning(self, text: str, first: int, cut: int) -> Iterator[Range]:
        """The longest beginning of a secret that ends at the cut."""
        # What looks like half an escape may as well belong to the secret itself.
        for end in dict.fromkeys((cut, _whole(text, first, cut))):
            for start in range(first, end - LEAST + 1):
                if self._begins(text[start:end]):
                    yield start, cut
                    break

    def _begins(self, piece: str) -> bool:
        return any(needle.startswith(piece) for needle in self._by_begin.get(piece[:LEAST], ()))

    def _ending(self, text: str, start: int, last: int) -> Iterator[Range]:
        """The longest end of a secret that begins at the cut, or behind the half of an escape that it left."""
        for end in range(last, start + LEAST - 1, -1):
            known = self._by_end.get(text[end - LEAST : end], ())
            if known and any(
                needle.endswith(text[start + half : end]) for half in _halves(end - start) for needle in known
            ):
                yield start, end
                return

    def _inside(self, text: str, start: int, end: int) -> Iterator[Range]:
        whole = _whole(text, start, end)
        for half in _halves(whole - start, _INSIDE):
            piece = text[start + half : whole]
            if len(piece) < self._longest and any(
                piece in needle for each in self._by_begin.values() for needle in each
            ):
                yield start, end
                return


def _whole(text: str, first: int, cut: int) -> int:
    """Where the text before a cut ends, without the half of an escape that the cut may have left."""
    half = _HALF_ESCAPE.search(text, max(first, cut - _HALF), cut)
    return half.start() if half else cut


def _halves(length: int, least: int = LEAST) -> range:
    """How many characters behind a cut may be the half of an escape, where so many are left."""
    return range(max(0, min(_HALF, length - least) + 1))
