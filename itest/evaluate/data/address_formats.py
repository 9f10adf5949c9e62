"""Formats of addresses: hosts (RFC 1123, 5890, 4291), mailboxes (RFC 5321, 6531), URIs (RFC 3986), IRIs (RFC 3987)."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

# Compiled when they are first used: start-up cost.
_LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_STOPS = "[.\u3002\uff0e\uff61]"
"""What parts the labels of an international host name."""
_ATOM = r"[a-zA-Z0-9!#$%&'*+/=?^_`{{|}}~{further}\-]+"
_QUOTED = r'"(?:[^"\\\r\n{without}]|\\[^\r\n{without}])*"'
_HOST = r"[a-zA-Z0-9{further}](?:[a-zA-Z0-9{further}\-]{{0,61}}[a-zA-Z0-9{further}])?"
_MAILBOX = rf"(?P<local>{_ATOM}(?:\.{_ATOM})*|{_QUOTED})@(?:\[(?P<literal>[^\]]+)\]|{_HOST}(?:\.{_HOST})*)"
_BEYOND_ASCII = "\x80-\U0010ffff"

_ESCAPED = "%[0-9A-Fa-f]{2}"
_PLAIN = r"A-Za-z0-9._~!$&'()*+,;=\-"
"""`unreserved` and `sub-delims`."""
_CHARACTER = f"(?:[{_PLAIN}:@]|{_ESCAPED})"
_AUTHORITY = (
    rf"//(?:(?:[{_PLAIN}:]|{_ESCAPED})*@)?"
    rf"(?:\[(?:(?P<v6>[0-9A-Fa-f:.]+)|[vV][0-9A-Fa-f]+\.[{_PLAIN}:]+)\]|(?:[{_PLAIN}]|{_ESCAPED})*)(?::[0-9]*)?"
)
_ROOTED = f"{_AUTHORITY}(?:/{_CHARACTER}*)*|/(?:{_CHARACTER}+(?:/{_CHARACTER}*)*)?"
_ENDING = rf"(?:\?(?:{_CHARACTER}|[/?])*)?(?:\#(?:{_CHARACTER}|[/?])*)?"
_URI = rf"[A-Za-z][A-Za-z0-9+.-]*:(?:{_ROOTED}|{_CHARACTER}+(?:/{_CHARACTER}*)*|){_ENDING}"
_RELATIVE = rf"(?:{_ROOTED}|(?:[{_PLAIN}@]|{_ESCAPED})+(?:/{_CHARACTER}*)*|){_ENDING}"


def is_ipv4(text: str) -> bool:
    return text.isascii() and parses(ipaddress.IPv4Address, text)


def is_ipv6(text: str) -> bool:
    return "%" not in text and parses(ipaddress.IPv6Address, text)


def is_hostname(text: str) -> bool:
    """RFC 1123; a label that begins with `xn--` is one of RFC 5890."""
    labels = text.split(".")
    return len(text) <= 253 and all(re.fullmatch(_LABEL, label) and _is_known(label) for label in labels)


def is_idn_hostname(text: str) -> bool:
    """RFC 5890: each label is of ASCII letters, or one that IDNA 2008 allows; RFC 5893 for their directions."""
    # Start-up cost: tables of all characters.
    import idna

    labels = re.split(_STOPS, text)
    try:
        encoded = [idna.alabel(label) for label in labels]
        decoded = [idna.ulabel(label) for label in encoded]
        if any(_is_right_to_left(label) for label in decoded):
            for label in decoded:
                idna.check_bidi(label, check_ltr=True)
    except (idna.IDNAError, UnicodeError, IndexError):
        return False
    return sum(map(len, encoded)) + len(encoded) - 1 <= 253 and all(map(_is_known, labels))


def is_email(text: str) -> bool:
    """RFC 5321: a mailbox at a host name or at an address in brackets."""
    return _is_mailbox(text, "")


def is_idn_email(text: str) -> bool:
    """RFC 6531: a mailbox with letters beyond ASCII."""
    return _is_mailbox(text, _BEYOND_ASCII)


def is_uri(text: str) -> bool:
    return _is_reference(_URI, text)


def is_uri_reference(text: str) -> bool:
    return is_uri(text) or _is_reference(_RELATIVE, text)


def is_iri(text: str) -> bool:
    return is_uri(_as_uri(text))


def is_iri_reference(text: str) -> bool:
    return is_uri_reference(_as_uri(text))


def _is_known(label: str) -> bool:
    """Whether an `xn--` label stands for one that IDNA 2008 allows, and is the way to write it."""
    if not label.lower().startswith("xn--"):
        return True
    # Start-up cost, as above.
    import idna

    try:
        return idna.alabel(idna.ulabel(label.lower())) == label.lower().encode()
    except (idna.IDNAError, UnicodeError, IndexError):
        return False


def _is_right_to_left(label: str) -> bool:
    # Start-up cost, as above.
    import unicodedata

    return any(unicodedata.bidirectional(letter) in ("R", "AL", "AN") for letter in label)


def _is_mailbox(text: str, further: str) -> bool:
    match = re.fullmatch(_MAILBOX.format(further=further, without="" if further else _BEYOND_ASCII), text)
    if match is None or len(match["local"].encode("utf-8", "surrogatepass")) > 64:
        return False
    literal = match["literal"]
    if literal is None:
        return len(text) <= 254
    return is_ipv6(literal[5:]) if literal.lower().startswith("ipv6:") else is_ipv4(literal)


def _is_reference(grammar: str, text: str) -> bool:
    match = re.fullmatch(grammar, text)
    return match is not None and (match["v6"] is None or is_ipv6(match["v6"]))


def _as_uri(iri: str) -> str:
    """RFC 3987, 3.1: each character beyond ASCII as the escapes of its UTF-8, private ones in the query only.

    What an IRI may not hold stays, and so no URI comes out.
    """
    start, mark, fragment = iri.partition("#")
    path, question, query = start.partition("?")
    escaped = (_escaped(path), question, _escaped(query, private=True), mark, _escaped(fragment))
    return "".join(escaped)


def _escaped(text: str, *, private: bool = False) -> str:
    return "".join(quote(each) if _may_be_escaped(ord(each), private) else each for each in text)


def _may_be_escaped(code: int, private: bool) -> bool:
    """Whether it is one of `ucschar`, or (`private`) of `iprivate`; the last two of each plane are no characters."""
    if code < 0x10000:
        return (
            0xA0 <= code < 0xD800
            or 0xF900 <= code < 0xFDD0
            or 0xFDF0 <= code < 0xFFF0
            or (private and 0xE000 <= code < 0xF900)
        )
    if code & 0xFFFF > 0xFFFD:
        return False
    return private if code >= 0xF0000 else code < 0xE0000 or code >= 0xE1000


def parses(parse: Callable[[str], Any], text: str) -> bool:
    """Whether a parser takes the text."""
    try:
        parse(text)
    except (ValueError, OverflowError):
        return False
    return True


ADDRESS_FORMATS: dict[str, Callable[[str], bool]] = {
    "email": is_email,
    "idn-email": is_idn_email,
    "hostname": is_hostname,
    "idn-hostname": is_idn_hostname,
    "ipv4": is_ipv4,
    "ipv6": is_ipv6,
    "uri": is_uri,
    "uri-reference": is_uri_reference,
    "iri": is_iri,
    "iri-reference": is_iri_reference,
}
