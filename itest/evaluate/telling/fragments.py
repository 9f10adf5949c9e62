"""Fragments: what is left of a secret where a preview was cut through the middle of it.

Previews are cut where they are made, long before secrets are looked for, so that a cut may leave a part that is no
secret as a whole any more. Every cut is marked by an ellipsis; what stands beside one is held against the beginnings
and ends of the secrets, and what stands between two of them against their insides. What may be the half of an escape
(`disguise`) need not be part of a fragment, and is hidden with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from itest.evaluate.telling.disguise import ELLIPSIS, Range, halves_before, halves_behind

LEAST = 4
"""Characters of a secret that are a fragment; fewer tell nothing, and would be found everywhere."""


class Fragments:
    """What secrets are searched as (`needles`), by how they begin and end."""

    def __init__(self) -> None:
        self._by_begin: dict[str, list[str]] = defaultdict(list)
        self._by_end: dict[str, list[str]] = defaultdict(list)
        self._needles: list[str] = []
        self._joined = (0, "")
        """So many needles in one text, which is searched faster than they are one by one."""
        self._longest = 0

    def learn(self, needle: str) -> None:
        self._by_begin[needle[:LEAST]].append(needle)
        self._by_end[needle[-LEAST:]].append(needle)
        self._needles.append(needle)
        self._longest = max(self._longest, len(needle))

    def found(self, text: str) -> Iterator[Range]:
        """Where fragments stand in the text: before, behind and between its ellipses."""
        cuts = [index for index, character in enumerate(text) if character == ELLIPSIS]
        for before, after in pairwise([-1, *cuts, len(text)]):
            first = before + 1
            whole = halves_before(text, first, after) if after < len(text) else after
            rest = halves_behind(text, first, after) if before >= 0 else first
            if after < len(text):
                yield from self._beginning(text, first, whole, after)
            if before >= 0:
                yield from self._ending(text, first, rest, after)
            if before >= 0 and after < len(text):
                yield from self._inside(text, first, rest, whole, after)

    def _beginning(self, text: str, first: int, whole: int, cut: int) -> Iterator[Range]:
        """The longest beginning of a secret that ends at the cut, or among the halves before it."""
        for start in range(max(first, whole - self._longest), cut - LEAST + 1):
            known = self._by_begin.get(text[start : start + LEAST])
            if known:
                piece = text[start : max(whole, start + LEAST)]
                if any(needle.startswith(piece) for needle in known):
                    yield start, cut
                    return

    def _ending(self, text: str, first: int, rest: int, last: int) -> Iterator[Range]:
        """The longest end of a secret that begins at the cut, or among the halves behind it."""
        for end in range(min(last, rest + self._longest), first + LEAST - 1, -1):
            known = self._by_end.get(text[end - LEAST : end])
            if known:
                piece = text[min(rest, end - LEAST) : end]
                if any(needle.endswith(piece) for needle in known):
                    yield first, end
                    return

    def _inside(self, text: str, first: int, rest: int, whole: int, cut: int) -> Iterator[Range]:
        """All between two cuts, where it is a part of a secret but for the halves at both."""
        for start in range(max(first, min(rest, whole - LEAST)), min(rest, cut - LEAST) + 1):
            piece = text[start : max(whole, start + LEAST)]
            if len(piece) < self._longest and piece in self._insides():
                yield first, cut
                return

    def _insides(self) -> str:
        count, joined = self._joined
        if count != len(self._needles):
            needles = tuple(self._needles)
            joined = ELLIPSIS.join(needles)
            self._joined = len(needles), joined
        return joined
