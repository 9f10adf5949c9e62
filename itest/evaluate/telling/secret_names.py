"""Names that say that what they stand for is a secret."""

from __future__ import annotations

from itest.model.lazy_pattern import lazy_pattern

_ENDING = lazy_pattern(r"(?i)(?:token|passw(?:or)?d|passphrase|secret|api_?key|credentials?|authorization|jwt)$")


def names_secret(name: str) -> bool:
    """Whether a variable of a scenario is called a secret: `access_token`, and not `token_type` or `token_count`."""
    return bool(_ENDING.search(name))
