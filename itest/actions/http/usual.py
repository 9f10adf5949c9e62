"""The headers that are sent where nobody speaks of them."""

from __future__ import annotations

from itest import __version__
from itest.actions.http.decode import accepted

USUAL = (
    ("User-Agent", f"itest/{__version__}"),
    ("Accept", "*/*"),
    ("Accept-Encoding", ", ".join(accepted())),
)
