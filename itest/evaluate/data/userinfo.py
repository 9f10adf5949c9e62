"""User and password in a URL (`https://ada:engine@host`, RFC 3986, 3.2.1): where they stand, and the URL without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from urllib.parse import unquote

from itest.model.lazy_pattern import lazy_pattern

_HTTP = lazy_pattern(r"\s*https?://([^/?#]*@)", re.IGNORECASE)
_ANY = lazy_pattern(
    r"""(?<![\w/.\-])//((?:[^\s/?#"'<>`\\@]+(?:@[^\s/?#"'<>`\\@]+)*"""
    r"""|[^\s/?#"'<>`\\@:\[]{1,100}:(?![0-9]{1,5}[/?#])[^\s"'<>`\\@]{1,100}))(?=@)"""
)
"""In running text, where a blank, a quote or a bracket ends it. The scheme may be missing (`//ada:engine@host`), and a
password may hold what it should not (`ada:en/gine`), where it is no port."""
_CUT = lazy_pattern(r"""(?<![\w/.\-])//([^\s/?#"'<>`\\@:\[…]{1,100}:(?![0-9]{0,5}…)[^\s/?#"'<>`\\@…]*)(?=…)""")
_REST = lazy_pattern(r"""…([^\s/?#"'<>`\\@…]*)(?=@)""")
"""What a cut, which an ellipsis marks, has left of one: its beginning, and its end."""
_HOST_AND_PORT = lazy_pattern(r"@[\w.\-]+:[0-9]{1,5}(?!\w)")
_REVERSED = lazy_pattern(r"""[^\s/?#"'<>`\\@]*""")
_LONGEST = 300
_MOST = 10_000
"""Users that are told apart in one text; from there on all of it is taken for one."""


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
    # Asked of every text, so it is no loop.
    return (
        "@" in text
        or "…" in text
        or "%40" in text
        or "%2540" in text
        or "&#64;" in text
        or "&#x40;" in text
        or "u0040" in text
        or "x40" in text
    )


def userinfo_in(text: str) -> Iterator[tuple[int, int]]:
    """Where users of URLs stand in a text, whatever the scheme: also where there is none, before a host with a port."""
    found = chain(_behind_slashes(text), _before_ports(text)) if "@" in text else iter(())
    for number, (start, end) in enumerate(chain(found, _cut(text)) if "…" in text else found):
        yield (start, end) if number < _MOST else (start, len(text))
        if number == _MOST:
            return


def without_users(text: str, mask: str) -> str:
    """The text with the mask in place of each."""
    pieces: list[str] = []
    shown = 0
    for start, end in sorted(userinfo_in(text)):
        if start >= shown:
            pieces += (text[shown:start], mask)
            shown = end
    return "".join((*pieces, text[shown:])) if pieces else text


def _behind_slashes(text: str) -> Iterator[tuple[int, int]]:
    if "//" in text:
        for found in _ANY.finditer(text):
            yield found.span(1)


def _cut(text: str) -> Iterator[tuple[int, int]]:
    for sign, pattern in (("//", _CUT), ("@", _REST)):
        for found in pattern.finditer(text) if sign in text else ():
            yield found.span(1)


def _before_ports(text: str) -> Iterator[tuple[int, int]]:
    """`ada:engine` of `ada:engine@host:3128`, as it stands for a proxy."""
    for found in _HOST_AND_PORT.finditer(text):
        at = found.start()
        before = _REVERSED.match(text[max(0, at - _LONGEST) : at][::-1])
        userinfo = before.group()[::-1] if before else ""
        if ":" in userinfo:
            yield at - len(userinfo), at
