"""The warehouse behind the shop: a thread that packs what was paid and ships what was packed, in its own time."""

from __future__ import annotations

import threading
import time
from uuid import uuid4

from itest.demo.storage import Storage


class Packing:
    """Moves orders from PAID to PACKED to SHIPPED, `pace` seconds each."""

    def __init__(self, storage: Storage, pace: float) -> None:
        self._storage, self.pace = storage, pace
        self._wake = threading.Event()

    def start(self) -> None:
        threading.Thread(target=self._work, name="packing", daemon=True).start()

    def notice(self) -> None:
        """An order was paid."""
        self._wake.set()

    def advance(self, now: float) -> float | None:
        """Move what is due at `now` (seconds of `time.time`) one state on; when the next is due, None: nothing is."""
        with self._storage.transaction() as connection:
            connection.execute(
                "update orders set status = 'SHIPPED', version = version + 1, tracking = ?"
                " where status = 'PACKED' and due <= ?",
                (f"TRK-{uuid4().hex[:12].upper()}", now),
            )
            connection.execute(
                "update orders set status = 'PACKED', version = version + 1, due = ?"
                " where status = 'PAID' and due <= ?",
                (now + self.pace, now),
            )
            due = connection.execute("select min(due) from orders where status in ('PAID', 'PACKED')").fetchone()[0]
        return None if due is None else float(due)

    def _work(self) -> None:
        while True:
            self._wake.clear()
            due = self.advance(time.time())
            self._wake.wait(None if due is None else max(0.01, due - time.time()))
