"""User and password in a URL (`https://ada:engine@host`, RFC 3986, 3.2.1): where they stand, and the URL without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from itest.model.lazy_pattern import lazy_pattern

_HTTP = lazy_pattern(r"\s*https?://([^/?#]*@)", re.IGNORECASE)
_ANY = lazy_pattern(r"""(?<![\w/.\-])//([^\s/?#"'<>`\\@]+(?:@[^\s/?#"'<>`\\@]+)*)(?=@)""")
"""In running text, where a blank, a quote or a bracket ends it. The scheme may be missing (`//ada:engine@host`)."""


def parted(url: str) -> tuple[str, str]:
    """An http(s) URL without its user, and the user as written (`ada:engine`); `""` where there is none."""
    found = _HTTP.match(url)
    if found is None:
        return url, ""
    start, end = found.span(1)
    return url[:start] + url[end:], url[start : end - 1]


def user_and_password(userinfo: str) -> tuple[str, str]:
    """Both as they are meant, no longer percent-encoded."""
    user, _, password = userinfo.partition(":")
    return unquote(user), unquote(password)


def may_hold_userinfo(text: str) -> bool:
    """Whether a text, or one that it is an escaped form of, has what such a URL has; quick."""
    return ("@" in text and "//" in text) or "%40" in text or "%2540" in text or "\\/" in text


def userinfo_in(text: str) -> Iterator[tuple[int, int]]:
    """Where users of URLs stand in a text, whatever the scheme."""
    if "@" in text and "//" in text:
        for found in _ANY.finditer(text):
            yield found.span(1)
