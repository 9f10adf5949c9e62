"""Fragments: what is left of a secret where a preview was cut through the middle of it.

Previews are cut where they are made, long before secrets are looked for, so that a cut may leave a part that is no
secret as a whole any more. Every cut is marked by an ellipsis; what stands beside one is held against the beginnings
and ends of the secrets, and what stands between two of them against their insides. What may be the half of an escape
(`disguise`) need not be part of a fragment, and is hidden with it.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Iterator

from itest.evaluate.data.json_text import ELLIPSIS
from itest.evaluate.telling.disguise import Range, halves_before, halves_behind
from itest.model.lazy_pattern import lazy_pattern

LEAST = 4
"""Characters of a secret that are a fragment; fewer tell nothing, and would be found everywhere."""
_MOST_INSIDE = 1000
"""Stretches between two cuts that are held against the insides of secrets. No preview of ours has so many; what is
short in a text with more is hidden without being looked at."""
_STRETCH = lazy_pattern(f"[^{ELLIPSIS}]+")


class Fragments:
    """What secrets are searched as (`needles`), by how they begin and end."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._needles: list[str] = []
        self._begins: set[str] = set()
        self._ends: set[str] = set()
        self._forwards = _Sorted()
        self._backwards = _Sorted()
        self._joined = (0, "")
        """So many needles in one text, which is searched faster than they are one by one."""
        self._longest = 0

    def learn(self, needle: str) -> None:
        self._begins.add(needle[:LEAST])
        self._ends.add(needle[-LEAST:])
        self._needles.append(needle)
        self._longest = max(self._longest, len(needle))

    def found(self, text: str) -> Iterator[Range]:
        """Where fragments stand in the text: before, behind and between its ellipses."""
        self._sort()
        for number, stretch in enumerate(_STRETCH.finditer(text)):
            first, after = stretch.span()
            begins_cut, ends_cut = first > 0, after < len(text)
            if begins_cut and ends_cut and number > _MOST_INSIDE and after - first < self._longest:
                yield first, after
                continue
            whole = halves_before(text, first, after) if ends_cut else after
            rest = halves_behind(text, first, after) if begins_cut else first
            if ends_cut:
                yield from self._beginning(text, first, whole, after)
            if begins_cut:
                yield from self._ending(text, first, rest, after)
            if begins_cut and ends_cut and number <= _MOST_INSIDE:
                yield from self._inside(text, first, rest, whole, after)

    def _beginning(self, text: str, first: int, whole: int, cut: int) -> Iterator[Range]:
        """The longest beginning of a secret that ends at the cut, or among the halves before it."""
        for start in range(max(first, whole - self._longest), cut - LEAST + 1):
            if text[start : start + LEAST] in self._begins:
                piece = text[start : max(whole, start + LEAST)]
                if self._forwards.has_one_that_begins(piece):
                    yield start, cut
                    return

    def _ending(self, text: str, first: int, rest: int, last: int) -> Iterator[Range]:
        """The longest end of a secret that begins at the cut, or among the halves behind it."""
        for end in range(min(last, rest + self._longest), first + LEAST - 1, -1):
            if text[end - LEAST : end] in self._ends:
                piece = text[min(rest, end - LEAST) : end]
                if self._backwards.has_one_that_begins(piece[::-1]):
                    yield first, end
                    return

    def _inside(self, text: str, first: int, rest: int, whole: int, cut: int) -> Iterator[Range]:
        """All between two cuts, where it is a part of a secret but for the halves at both."""
        last = min(rest, cut - LEAST)
        if whole - last >= LEAST and text[last:whole] not in self._joined[1]:
            return  # Each of the pieces below holds this one.
        for start in range(max(first, min(rest, whole - LEAST)), last + 1):
            piece = text[start : max(whole, start + LEAST)]
            if len(piece) < self._longest and piece in self._joined[1]:
                yield first, cut
                return

    def _sort(self) -> None:
        """Make ready what the needles that were learnt since are looked up by; most texts are not cut."""
        if self._joined[0] == len(self._needles):
            return
        with self._lock:
            known, joined = self._joined
            new = self._needles[known:]
            self._forwards.add(new)
            self._backwards.add([needle[::-1] for needle in new])
            self._joined = known + len(new), ELLIPSIS.join((joined, *new))


class _Sorted:
    """Texts that are looked up by how they begin."""

    def __init__(self) -> None:
        self._texts: list[str] = []

    def add(self, texts: list[str]) -> None:
        self._texts = sorted(self._texts + texts)

    def has_one_that_begins(self, piece: str) -> bool:
        place = bisect_left(self._texts, piece)
        return place < len(self._texts) and self._texts[place].startswith(piece)
