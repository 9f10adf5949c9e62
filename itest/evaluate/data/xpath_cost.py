"""How much work an XPath is on a document, judged before it is done: libxml2 can be neither interrupted nor limited.

The unit is a node that is looked at, about 30 ns. The factors were measured on libxml2 with flat and with deep
documents: sets of nodes that may overlap are merged in quadratic time, the more so the deeper the document is, and an
axis to all that follows, asked of many nodes, takes cubic time.
"""

from __future__ import annotations

import re

from itest.model.lazy_pattern import lazy_pattern
from itest.model.record import State

LIMIT = 1e8
"""Units that one evaluation may take: a few seconds."""
DEEPEST = 256
"""Levels that libxml2 reads."""

_MERGING = 0.05
_MERGING_PER_LEVEL = 0.01
_SPREADING = 0.01
_COMPARING = 0.005

_TOKEN = lazy_pattern(
    r"""(?P<text>"[^"]*"|'[^']*') | (?P<axis>[a-z-]+)\s*:: | (?P<within>\.\s*//) | (?P<deep>//) | (?P<up>\.\.)
    | (?P<open>\[) | (?P<close>\]) | (?P<union>\|) | (?P<root>(?<![\w*.)\]\s/])\s*/(?!/))
    | (?P<compare>[=<>]) | (?P<anew>\((?!\s*\)) | [,+] | \s(?:and|or|div|mod|-)\s)""",
    re.VERBOSE,
)
_KINDS = {
    "following": "across",
    "preceding": "across",
    "following-sibling": "across",
    "preceding-sibling": "across",
    "descendant": "deep",
    "descendant-or-self": "deep",
    "ancestor": "up",
    "ancestor-or-self": "up",
    "parent": "up",
}


class _Path(State):
    """A path being read: how often it is evaluated, whether it stands for many nodes by now, and whether many are
    compared with it."""

    times: float
    many: bool = False
    compared: bool = False


def cost(expression: str, nodes: int, depth: int = DEEPEST) -> float:
    """An estimate, in units, of evaluating the expression on a document of so many nodes and levels."""
    merging = nodes * nodes * (_MERGING + _MERGING_PER_LEVEL * depth)
    total = float(nodes)
    outer: list[_Path] = []
    path = _Path(1.0)
    for token in _TOKEN.finditer(expression):
        kind = token.lastgroup
        if kind == "axis":
            kind = _KINDS.get(token["axis"])
        if kind in ("deep", "within", "across"):
            spreading = nodes**3 * _SPREADING if kind == "across" else merging
            below = min(nodes, depth) if kind == "within" else nodes  # over all nodes no more than there are levels
            total += path.times * (spreading if path.many else below)
            total += path.times * nodes * nodes * _COMPARING if path.compared else 0.0
            path.many = True
        elif kind == "up" and path.many:
            total += path.times * merging
        elif kind == "open":
            outer.append(path)
            path = _Path(path.times * nodes if path.many else path.times)
        elif kind == "close" and outer:
            path = outer.pop()
        elif kind == "union":
            total += path.times * nodes * nodes * _MERGING
            path.many = False
        elif kind == "compare":
            path = _Path(path.times, compared=path.many)
        elif kind in ("anew", "root"):
            path.many = False
    return total
