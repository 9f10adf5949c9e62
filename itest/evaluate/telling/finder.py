"""The finder: where secrets stand in a text, as they are, in the dresses they travel in, and as what a cut has left.

A run without secrets does without it, and without what it needs.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator

from itest.evaluate.data.json_text import ELLIPSIS
from itest.evaluate.data.userinfo import may_hold_userinfo, userinfo_in
from itest.evaluate.telling.disguise import Range, forms, is_plain, readings
from itest.evaluate.telling.fragments import Fragments
from itest.evaluate.telling.needles import Needles
from itest.evaluate.telling.weak import SHORTEST, WholeValues, is_weak
from itest.model.lazy_pattern import lazy_pattern

_BREAK = lazy_pattern(r"[\n\r]")
MOST_UNANCHORED = 500_000
"""Characters of long secrets that take more room than they should (`Automaton.unanchored`)."""


class Finder:
    """Knows secrets, and the users of URLs without being told; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._needles = Needles()
        self._fragments = Fragments()
        self._weak_ones: list[str] = []
        self._weak: WholeValues | None = None
        """What finds them, made when a text comes."""

    @property
    def is_full(self) -> bool:
        """Whether the secrets take too much memory to be looked for."""
        return self._needles.unanchored > MOST_UNANCHORED

    def learn(self, secret: str) -> None:
        if is_weak(secret):
            with self._lock:
                self._weak_ones.append(secret)
                self._weak = None
            return
        for needle in self._needles.learn(form for form in forms(secret) if len(form) >= SHORTEST):
            self._fragments.learn(needle)

    def found(self, text: str, *, ours: bool = False) -> list[Range]:
        """Where secrets stand; in a sentence of `ours` nothing is a value by standing alone."""
        ranges = list(self._whole_values().found(text, ours=ours)) if self._weak_ones else []
        return [*ranges, *self._strong(text)] if self._needles or may_hold_userinfo(text) else ranges

    def has_weak(self, text: str) -> bool:
        """Whether a secret that is too weak to be hidden everywhere stands in the text, wherever that is."""
        return any(secret in text for secret in tuple(self._weak_ones))

    def tells_of_lines(self, text: str) -> bool:
        """Whether none of its lines holds a secret by itself where nothing is found in the text as a whole: nothing in
        it is read in another way, and no secret is one only by standing alone."""
        return not self._weak_ones and is_plain(text) and not may_hold_userinfo(text)

    def _whole_values(self) -> WholeValues:
        with self._lock:
            self._weak = self._weak or WholeValues(self._weak_ones)
            return self._weak

    def _strong(self, text: str) -> Iterator[Range]:
        """Where they stand in the text as it is, and in each way that decoders read it."""
        for read, origin in readings(text):
            for start, end in self._needles.found(read):
                yield origin(start, end)
            for start, end in userinfo_in(read):
                start, end = origin(start, end)
                # A reading without its line breaks puts together what no URL is.
                if not _BREAK.search(text, start, end):
                    yield start, end
            if ELLIPSIS in read:
                for start, end in self._fragments.found(read):
                    yield origin(start, end)
