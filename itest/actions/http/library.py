"""httpx as this room uses it: the library without its command line client, whose dependencies take a third of its
import."""

from itest.model.lean_import import set_aside

with set_aside("httpx", "_main"):
    import httpx

__all__ = ["httpx"]
