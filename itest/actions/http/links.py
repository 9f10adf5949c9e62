"""Links: what the `Link` headers of an answer say, by relation (RFC 8288)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from itest.actions.http import address as addresses
from itest.model.lazy_pattern import lazy_pattern
from itest.model.values import Value

_LINK = lazy_pattern(r"[\s,]*<([^>]*)>")
_PARAMETER = lazy_pattern(r"\s*;\s*([^\s=;,\"]*)\s*(?:=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^\s;,\"]*)))?")
_PAIR = lazy_pattern(r"\\(.)")
_EXTENDED = lazy_pattern(r"(UTF-8|ISO-8859-1)'[^']*'(.*)\Z", re.IGNORECASE | re.DOTALL)


def links_of(values: Sequence[str], url: str) -> dict[str, Value]:
    """Each relation's first link: its absolute `url` and its parameters, by lower-case name. `url` is the answer's.

    A link with an `anchor` is one of something else than the answer and left out (RFC 8288, 3.2).
    """
    found: dict[str, Value] = {}
    base = addresses.parse(url) if values else None
    for target, parameters in (link for value in values for link in _links(value)):
        if base is None or "anchor" in parameters:
            continue
        for relation in parameters.get("rel", "").lower().split():
            found.setdefault(relation, {**parameters, "url": addresses.resolved(base, target)})
    return found


def _links(value: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The links of one header line; what is no link ends it."""
    place = 0
    while link := _LINK.match(value, place):
        parameters: dict[str, str] = {}
        place = link.end()
        while parameter := _PARAMETER.match(value, place):
            place = parameter.end()
            name = parameter[1].lower()
            text = parameter[3] or "" if parameter[2] is None else _PAIR.sub(r"\1", parameter[2])
            if name.endswith("*"):
                # The extended form wins over the plain one (RFC 8187).
                if extended := _EXTENDED.match(text):
                    parameters[name[:-1]] = unquote(extended[2], extended[1], "replace")
            elif name:
                parameters.setdefault(name, text)
        yield link[1], parameters
