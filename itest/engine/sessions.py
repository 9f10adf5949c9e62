"""Sessions of one scenario: for each action kind and each named actor one session, opened when first used."""

from __future__ import annotations

from contextlib import suppress

from itest.model.action import Action, Session, SessionSettings
from itest.model.record import replace


class Sessions:
    """Opened on demand by action kind and name; `close` gives all of them back."""

    def __init__(self, settings: SessionSettings) -> None:
        self.settings = settings
        self._open: dict[tuple[str, str], Session] = {}

    def get(self, action: Action, name: str) -> Session:
        key = (action.spec.kind, name)
        if key not in self._open:
            self._open[key] = action.open(replace(self.settings, actor=name))
        return self._open[key]

    def close(self) -> None:
        while self._open:
            # What cannot be closed properly is lost all the same; the verdict of the scenario stands.
            with suppress(OSError):
                self._open.popitem()[1].close()
