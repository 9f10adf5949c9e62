"""`Content-Type`: the parameters by which it says how a body is to be read, whoever wrote it (RFC 9110, 8.3)."""

from __future__ import annotations

import re

from itest.model.lazy_pattern import lazy_pattern

_CHARSET = lazy_pattern(r";\s*charset\s*=\s*\"?([^\s\";]+)", re.IGNORECASE)
_BOUNDARY = lazy_pattern(r";\s*boundary\s*=\s*(?:\"([^\"]*)\"|([^\s;]*))", re.IGNORECASE)


def charset_of(content_type: str) -> str | None:
    """The charset that it declares."""
    declared = _CHARSET.search(content_type)
    return declared[1] if declared else None


def boundary_of(content_type: str) -> str | None:
    """The boundary that a `multipart/…` declares, empty or not; None where it declares none, or is something else."""
    declared = _BOUNDARY.search(content_type) if is_multipart(content_type) else None
    return (declared[1] or declared[2] or "") if declared else None


def is_multipart(content_type: str) -> bool:
    """Whether a body of this type consists of parts."""
    return content_type.strip().lower().startswith("multipart/")
