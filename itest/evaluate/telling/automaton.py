"""The automaton: where any of many needles stand in a text, in a time that grows as the text does, however many needles
there are and however long they are.

It is that of Aho and Corasick, by `ahocorasick_rs`, which reads a text once and lets other threads go on meanwhile. It
gives every match, and three rules of ours keep these, and its memory, few:

- A needle that shorter ones cover wherever it stands (one at its beginning, one at its end) is not looked for. So of
  those that begin or end at one place each is at least twice as long as the next shorter one.
- Of a long needle a short piece is looked for, its anchor, and the rest is compared where that is found.
- An anchor does not repeat itself, so that it cannot be found everywhere. A needle that does nothing but repeat itself
  is looked for by its beginning and its end.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from itest.evaluate.telling.disguise import Range

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

_ANCHOR = 16
_LONG = 2 * _ANCHOR
_MOST_PERIOD = _ANCHOR // 2
_MOST_HELD = 8
"""Needles that one anchor is for; with more, comparing them would take its time."""
_TRIES = 9
"""Places of a needle at which an anchor is looked for."""
_PIECE = 16_000
"""Characters that are looked through at once: all matches in them are kept for a moment."""
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")

_Held: TypeAlias = tuple[str, int]
"""A long needle, and where in it its anchor stands."""


class Automaton:
    """Finds needles that are all there from the start; each is at least a character long."""

    def __init__(self, needles: Collection[str]) -> None:
        self.needles = needles
        self.unanchored = 0
        """Characters of long needles that are looked for as a whole, since others have taken all their anchors."""
        self._anchored: dict[str, list[_Held]] = {}
        whole = _uncovered(set(self._short(needles)))
        self._patterns = list(dict.fromkeys((*whole, *self._anchored)))
        self._whole = len(whole)
        self._longest = max(map(len, self._patterns), default=1)
        self._search = _search_for(self._patterns)

    def found(self, text: str) -> list[Range]:
        """Where needles stand in the text; what they cover is complete, though not every one is named."""
        ranges: list[Range] = []
        patterns, anchored, whole = self._patterns, self._anchored, self._whole
        low = high = -1
        for offset in range(0, len(text), _PIECE):
            piece = text[offset : offset + _PIECE + self._longest - 1]
            for pattern, start, end in _matches(self._search, piece):
                start += offset
                if held := anchored.get(patterns[pattern]) if anchored else None:
                    for needle, place in held:
                        if start >= place and text.startswith(needle, start - place):
                            ranges.append((start - place, start - place + len(needle)))
                if pattern >= whole:
                    continue
                if start > high:
                    if high > 0:
                        ranges.append((low, high))
                    low = start
                # Matches come by where they end; in a text that is full of them, most touch the one before.
                elif start < low:
                    low = start
                high = end + offset
        if high > 0:
            ranges.append((low, high))
        return ranges

    def _short(self, needles: Iterable[str]) -> Iterator[str]:
        """The needles that are looked for as they are, and what stands for long ones; gives the others an anchor."""
        for needle in needles:
            if len(needle) <= _LONG:
                yield needle
                continue
            free = self._free_place(needle)
            if free is None:
                yield from (needle[:_ANCHOR], needle[-_ANCHOR:])
            elif len(held := self._anchored.setdefault(needle[free : free + _ANCHOR], [])) < _MOST_HELD:
                held.append((needle, free))
            else:
                self.unanchored += len(needle)
                yield needle

    def _free_place(self, needle: str) -> int | None:
        """Where the anchor may stand that the fewest have; None where the needle does nothing but repeat itself."""
        fewest: tuple[int, int] | None = None
        for place in _places(needle):
            held = len(self._anchored.get(needle[place : place + _ANCHOR], ()))
            if not held:
                return place
            fewest = min(fewest or (held, place), (held, place))
        return fewest[1] if fewest else None


def _search_for(patterns: list[str]) -> AhoCorasick:
    # Start-up cost: a run without secrets does without it.
    from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

    kind, made = MatchKind.Standard, Implementation.ContiguousNFA
    # The package takes the patterns before half a pair of surrogates and no word of the rest.
    plain = [_without_surrogates(pattern) for pattern in patterns]
    return AhoCorasick(plain, matchkind=kind, store_patterns=False, implementation=made)


def _matches(search: AhoCorasick, text: str) -> list[tuple[int, int, int]]:
    try:
        return search.find_matches_as_indexes(text, overlapping=True)
    except UnicodeEncodeError:
        return search.find_matches_as_indexes(_without_surrogates(text), overlapping=True)


def _without_surrogates(text: str) -> str:
    return text if text.isascii() else text.translate(_SURROGATES)


def _places(needle: str) -> Iterator[int]:
    """Where anchors may stand in a needle: pieces that do not repeat themselves; none where it does nothing else."""
    last = len(needle) - _ANCHOR
    found = False
    for number in range(_TRIES):
        place = last * number // (_TRIES - 1)
        if not _repeats(needle[place : place + _ANCHOR]):
            found = True
            yield place
    if not found and (end := _end_of_repeating(needle)) < len(needle):
        yield end + 1 - _ANCHOR


def _end_of_repeating(needle: str) -> int:
    """How far the needle goes on repeating itself as its first piece does; what ends there is a piece that does not
    (Fine and Wilf), and where nothing ends it, the needle does nothing else."""
    period = next(each for each in range(1, _MOST_PERIOD + 1) if _has_period(needle[:_ANCHOR], each))
    low, high = _ANCHOR, len(needle)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _has_period(needle[:middle], period) else (low, middle - 1)
    return low


def _repeats(piece: str) -> bool:
    # Its first character comes again after a period; most pieces are told by that.
    return any(piece[period] == piece[0] and _has_period(piece, period) for period in range(1, _MOST_PERIOD + 1))


def _has_period(piece: str, period: int) -> bool:
    return piece[period:] == piece[:-period]


def _uncovered(needles: Collection[str]) -> list[str]:
    """The needles that the longest others at their beginning and their end do not cover."""
    begins = _longest_beginnings(needles)
    ends = {text[::-1]: length for text, length in _longest_beginnings([needle[::-1] for needle in needles]).items()}
    return [needle for needle in needles if begins[needle] + ends[needle] < len(needle)]


def _longest_beginnings(texts: Collection[str]) -> dict[str, int]:
    """How long the longest other text is that each begins with; 0 where there is none."""
    lengths: dict[str, int] = {}
    outer: list[str] = []
    for text in sorted(texts):
        while outer and not text.startswith(outer[-1]):
            outer.pop()
        lengths[text] = len(outer[-1]) if outer else 0
        outer.append(text)
    return lengths
