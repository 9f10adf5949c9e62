"""httpx as this room uses it: the library without its command line client.

`import httpx` also imports the client's own dependencies (rich, click, pygments), a third of its time and none of our
business; a stand-in takes the place of that one module while httpx is imported.
"""

from __future__ import annotations

import sys
from types import ModuleType

_CLIENT = "httpx._main"


def _no_client() -> None:
    raise RuntimeError("the command line of httpx is not part of itest")


if "httpx" not in sys.modules:
    _stand_in = ModuleType(_CLIENT)
    _stand_in.main = _no_client  # type: ignore[attr-defined]  # what httpx/__init__ takes from it
    sys.modules[_CLIENT] = _stand_in
    import httpx

    del sys.modules[_CLIENT]
else:
    import httpx

__all__ = ["httpx"]
