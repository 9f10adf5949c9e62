"""Drafts: a file that is written bit by bit beside its place, and takes it when it is finished."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import IO

from itest.files.place import Place, entered


class Draft:
    """What is written is seen by nobody before `finish`. Its folder has to be there; everything raises `OSError`."""

    def __init__(self, place: Place) -> None:
        self._place = place
        with entered(place) as folder:
            self._temporary, descriptor = folder.temporary(place.mode)
        self._stream: IO[bytes] = os.fdopen(descriptor, "wb")

    def write(self, data: bytes) -> None:
        self._stream.write(data)

    def finish(self) -> None:
        """Put what was written in its place."""
        self._stream.close()
        with entered(self._place) as folder:
            folder.put(self._temporary, self._place.name)

    def abandon(self) -> None:
        """Leave nothing of it."""
        with suppress(OSError):
            self._stream.close()
        with suppress(OSError), entered(self._place) as folder:
            folder.remove(self._temporary)
