"""How much text an XPath copies on a document, judged before that is done: libxml2 can be neither stopped nor limited.

The text of an element is that of all below it, so elements inside of one another have the same text many times: two
hundred of them around nine megabytes come to two gigabytes. libxml2 makes a text of its own for each that is compared
or handed to a function, keeps those of two sets that are compared, and `concat` puts any number of them together.
"""

from __future__ import annotations

import math
import re

from itest.model.lazy_pattern import lazy_pattern
from itest.model.record import State

_COPYING = 0.02
_READING = 0.2
"""Units of work, each about 30 ns, that a character takes: to be copied, and where a function looks at each."""
_MOST_KEPT = 30_000_000
"""Characters that libxml2 may keep at a time."""

_READS = lazy_pattern(r"(?<![\w.-])(?:normalize-space|translate|substring(?:-before|-after)?|string-length)\s*\(")
_COPIES = lazy_pattern(r"(?<![\w.-])(?:contains|starts-with|string|number|sum|id|lang|concat)\s*\(|[=<>]")
_CONCAT = lazy_pattern(r"(?<![\w.-])concat\s*\(")
_ABSOLUTE = r"(?<![\w*.)\]])(?<![\w*.)\]]\s)"
_TOKEN = lazy_pattern(
    rf"""(?P<text>"[^"]*"|'[^']*')
    | (?P<everywhere>{_ABSOLUTE}//|(?:following|preceding|ancestor)(?:-or-self|-sibling)?\s*::)
    | (?P<below>//|descendant(?:-or-self)?\s*::)
    | (?P<elsewhere>{_ABSOLUTE}/|\.\.|parent\s*::)
    | (?P<open>\[) | (?P<close>\])
    | (?P<equal>=)(?!\s*["'\d]) | (?P<end>[(),|<>=+]|\s(?:and|or|div|mod|-)\s)""",
    re.VERBOSE,
)


class _Path(State):
    """A path being read: how often it is evaluated, and the characters that the nodes it stands for have, each time."""

    times: float
    characters: float
    many: bool = False


def text_cost(expression: str, nodes: int, levels: int, longest: int, together: int) -> float:
    """An estimate, in units of work, of the text that the expression copies; infinite where it keeps too much.

    `levels` are those of the document, `longest` the characters of its text, and `together` those of all elements, in
    each of which it counts anew.
    """
    unit = _READING if _READS.search(expression) else _COPYING if _COPIES.search(expression) else 0.0
    if not unit:
        return 0.0
    if _CONCAT.search(expression) and longest * (expression.count(",") + 1) > _MOST_KEPT:
        return math.inf
    total = 0.0
    outer: list[_Path] = []
    path = _Path(1.0, longest)
    for token in _TOKEN.finditer(expression):
        kind = token.lastgroup
        if kind == "everywhere":
            path.characters, path.many = together, True
        elif kind == "below":
            # Of all nodes it is asked of, no more than each level once.
            inside = together * min(nodes, levels) / nodes if outer else together
            path.characters, path.many = max(path.characters, inside), True
        elif kind == "elsewhere":
            path.characters = max(path.characters, longest)
        elif kind == "open":
            outer.append(path)
            path = _Path(path.times * nodes, together / nodes)
        elif kind == "close" and outer:
            total += path.times * path.characters
            path = outer.pop()
        elif kind in ("end", "equal"):
            if kind == "equal" and path.many and together > _MOST_KEPT:
                return math.inf
            total += path.times * path.characters
            path = _Path(path.times, together / nodes if outer else longest)
    return unit * (total + path.times * path.characters)
