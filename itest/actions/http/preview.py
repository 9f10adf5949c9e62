"""Previews: what an answer that comes while its request is still being sent means for the rest of the request."""

from __future__ import annotations

import h11


class Preview:
    """Looks at an answer as it comes."""

    def __init__(self) -> None:
        self._h11 = h11.Connection(h11.CLIENT)
        self._h11.send(h11.Request(method="POST", target="/", headers=[("Host", "-")]))
        self._h11.send(h11.EndOfMessage())

    def ends(self, data: bytes) -> bool:
        """Whether the rest of the request is of no use any more: the answer is an error or a redirect, is complete, or
        is none (RFC 9112, 9.5). An interim one, or what a server sends of a 2xx while it reads, does not end it."""
        self._h11.receive_data(data)
        try:
            while (event := self._h11.next_event()) is not h11.NEED_DATA:
                final = isinstance(event, h11.Response) and event.status_code >= 300
                if final or event is h11.PAUSED or isinstance(event, (h11.EndOfMessage, h11.ConnectionClosed)):
                    return True
        except h11.RemoteProtocolError:
            return True
        return False
