"""Needles: what is looked for in texts, which grows while the run goes on.

A captured token comes alone, and is looked for in the next text already. So what is new waits until a text comes, and
is then given an automaton of its own; small ones are put together, so that there are few, and no needle is built into
more than a few of them.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable

from itest.evaluate.telling.automaton import Automaton
from itest.evaluate.telling.disguise import Range

_RATIO = 4
"""An automaton has at least so many times the needles of the next one."""


class Needles:
    """A set of needles that is looked for; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: set[str] = set()
        self._waiting: list[str] = []
        self._automata: tuple[Automaton, ...] = ()

    def __len__(self) -> int:
        return len(self._known)

    @property
    def unanchored(self) -> int:
        """Characters that take more room than they should (`Automaton.unanchored`)."""
        return sum(automaton.unanchored for automaton in self._automata)

    def learn(self, needles: Iterable[str]) -> list[str]:
        """Look for these from now on; gives the new ones."""
        with self._lock:
            new = [needle for needle in dict.fromkeys(needles) if needle not in self._known]
            self._known.update(new)
            self._waiting += new
            return new

    def found(self, text: str) -> list[Range]:
        """Where they stand in the text."""
        if self._waiting:
            self._build()
        return [each for automaton in self._automata for each in automaton.found(text)]

    def _build(self) -> None:
        with self._lock:
            needles, kept = self._waiting, list(self._automata)
            if not needles:
                return
            while kept and len(kept[-1].needles) < _RATIO * len(needles):
                needles = [*kept.pop().needles, *needles]
            self._automata = (*kept, Automaton(needles))
            self._waiting = []
