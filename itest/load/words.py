"""Words of the language: what a name looks like, and which names are taken or kept for later."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from itest.model.lazy_pattern import lazy_pattern
from itest.model.scenario import PREVIOUS

IDENTIFIER = lazy_pattern(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)

NAMESPACES = frozenset({"vars", "env", "secrets", "services", "run", PREVIOUS})
"""Names that stand for more than a value and cannot be variables."""
KEPT_NAMES = frozenset({"vars", "request", "response", "state", "calls", "row"})
"""Variable names that the language keeps for itself."""
LITERALS = frozenset(
    {"true", "false", "none", "null", "True", "False", "None", "and", "or", "not", "is", "in", "if", "else"}
)
"""Words that mean something else in an expression."""

RUN_FIELDS = ("id", "dir", "started_at", "case")
LATER_RUN_FIELDS = frozenset({"ca", "jwks"})
SERVICE_FIELDS = ("url", "port")

LATER_ACTIONS: Mapping[str, str] = MappingProxyType(
    {
        "graphql": "the action `graphql`",
        "redis": "the action `redis`",
        "publish": "the action `publish`",
        "consume": "the action `consume`",
        "grpc": "the action `grpc`",
        "websocket": "the action `websocket`",
        "sse": "the action `sse`",
        "stub": "standing in for a third party (`stub`)",
        "verify": "verifying what a stub was called with (`verify`)",
        "pact": "verifying a provider (`pact`)",
    }
)
_SERVICE = "openapi asyncapi stub record correlate connect proto app compose image after http2 paths fresh per contract"
LATER_KEYS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        place: frozenset(words.split())
        for place, words in {
            "project": "lint contract strength once_for",
            "service": f"{_SERVICE} encoding expect_continue",
            "top": "contract",
            "step": "contract",
            "expect": "snapshot sha256 size fault",
            "request": "soap encoding expect_continue download response delay fault",
            "sql": "insert keep",
        }.items()
    }
)
"""Keys that will come, by where they stand, as `elsewhere.place_of` names it."""


def is_identifier(text: object) -> bool:
    """Whether a text can name a step, a variable or an input."""
    return isinstance(text, str) and IDENTIFIER.fullmatch(text) is not None
