"""Suggestions: the known word that a misspelt one was probably meant to be."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from functools import lru_cache

_MEANT = {
    **dict.fromkeys(("true", "yes", "on", "y"), "true"),
    **dict.fromkeys(("false", "no", "off", "n"), "false"),
    **dict.fromkeys(("null", "none", "nil"), "null"),
}
"""Text that other languages, or YAML 1.1, take for one of three words, in small letters."""


def meant(text: object, *words: str) -> str:
    """A question (``did you mean `true`?``) about `True`, `yes`, `NULL` … where one of the words is asked, or `""`."""
    word = _MEANT.get(text.lower()) if isinstance(text, str) else None
    return f"did you mean `{word}`?" if word in words else ""


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate most like the word, or None where none is like it; letter case does not count."""
    return _nearest(word, tuple(candidates))


@lru_cache(maxsize=256)
def _nearest(word: str, candidates: tuple[str, ...]) -> str | None:
    by_folded = {candidate.casefold(): candidate for candidate in candidates}
    close = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[close[0]] if close else None


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """A question that ends a message (``did you mean `status`?``), or `""` where nothing is like the word."""
    found = nearest(word, candidates)
    return f"did you mean `{found}`?" if found is not None and found != word else ""


def likeness(one: str, other: str) -> float:
    """How much of two words is the same, from 0 to 1."""
    return difflib.SequenceMatcher(None, one, other).ratio()


def slip(word: str, known: Iterable[str]) -> str | None:
    """The known word that another one was surely meant to be: it differs by no more slips than its length makes likely
    (short words differ by few anyway), or only in letter case, dashes and the like."""
    plain = _plain(word)
    near = [each for each in sorted(known) if each != word and _is_near(plain, _plain(each))]
    return min(near, key=lambda each: edits(plain, _plain(each)), default=None)


def _is_near(word: str, known: str) -> bool:
    if word == known:
        return True
    if len(known) <= 3:
        return len(word) == len(known) > 2 and sorted(word) == sorted(known)
    if min(len(word), len(known)) >= 8 and likeness(word, known) >= _LIKE:
        return True
    return edits(word, known) <= (1 if min(len(word), len(known)) < 6 else 2)


def _plain(word: str) -> str:
    return "".join(letter for letter in word.casefold() if letter.isalnum())


_LIKE = 0.85


def edits(one: str, other: str) -> int:
    """How many slips make one word of the other: a letter too many, too few, another one, or two in the wrong order."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        last, row, earlier = row, [at], before
        for index, wanted in enumerate(other, 1):
            cost = min(last[index] + 1, row[-1] + 1, last[index - 1] + (letter != wanted))
            if at > 1 and index > 1 and letter == other[index - 2] and one[at - 2] == wanted:
                cost = min(cost, earlier[index - 2] + 1)
            row.append(cost)
        before = last
    return row[-1]
