"""The `request` action: HTTP/1.1, with one deadline for everything and bounded answers."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from itest.actions.http.spec import SPEC
from itest.model.action import ActionSpec, Call, SessionSettings

if TYPE_CHECKING:
    from itest.actions.http.request import HttpRequest
    from itest.actions.http.session import HttpSession
    from itest.actions.http.transport import Transports


class HttpAction:
    """The kind `request`. Cookies are each session's own, connections those of a named one; the others share theirs."""

    def __init__(self, plainly: bool = True) -> None:
        self._plainly = plainly
        self._lock = threading.Lock()
        self._transports: Transports | None = None

    @property
    def spec(self) -> ActionSpec:
        return SPEC

    def prepare(self, call: Call, settings: SessionSettings) -> HttpRequest:
        from itest.actions.http.prepare import prepare  # start-up cost: only where a request is made

        return prepare(call, settings)

    def open(self, settings: SessionSettings) -> HttpSession:
        from itest.actions.http.session import HttpSession  # start-up cost: only where a request is made
        from itest.actions.http.transport import Transports  # start-up cost: only where a request is made

        with self._lock:
            if self._transports is None:
                self._transports = Transports(self._plainly)
            return HttpSession(self._transports, alone=bool(settings.actor))

    def close(self) -> None:
        with self._lock:
            transports, self._transports = self._transports, None
        if transports is not None:
            transports.close()
