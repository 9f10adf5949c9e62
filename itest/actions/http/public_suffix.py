"""Public suffixes: domains below which strangers register names (`com`, `co.uk`, `github.io`), by Mozilla's list."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList


def is_public_suffix(domain: str) -> bool:
    """Whether a domain, in lower case and ASCII, is one; a name without a dot always is."""
    return "." not in domain or bool(_list().is_public(domain))


@lru_cache(maxsize=1)
def _list() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList  # start-up cost: 70 ms, and few cookies name a domain

    return PublicSuffixList()
