"""The dialect of a schema's `pattern`: ECMA-262 with its `u` flag, said in the engine's own syntax.

Whatever of it the engine cannot do exactly is an error and no approximation: flags of a group, `v` sets, two groups of
one name, and references to a group that an earlier round of a repetition may have filled. Beyond the letter of the
`u` flag, a backslash before a punctuation mark that needs none is let pass, as it is without the flag: it has one
meaning.
"""

from __future__ import annotations

import re

from itest.evaluate.data.ecma_characters import BEYOND_LINES, character
from itest.evaluate.data.ecma_escapes import Cursor, bracketed, escaped
from itest.evaluate.data.ecma_groups import Branch, Groups, Reference
from itest.evaluate.data.pattern_syntax import PatternSyntax
from itest.evaluate.data.plain_pattern import ASCII_EDGES
from itest.model.lazy_pattern import lazy_pattern

Piece = str | Reference

_QUANTIFIER = lazy_pattern(r"(?P<sign>[*+?])\??|\{(?P<least>[0-9]+)(?P<to>,(?P<most>[0-9]*))?\}\??")
_GROUP = lazy_pattern(r"\(\?(?P<kind><?[=!]|:)|\(\?<(?P<name>[^>]*)>|\((?!\?)")
_REFERENCE = lazy_pattern(r"\\(?:([1-9][0-9]*)|k<([^>]*)>)")
_ASSERTION = lazy_pattern(r"\^|\$|\\[bB]")
_ASSERTIONS = {"^": r"\A", "$": r"\Z", **ASCII_EDGES}
_LOOKS = ("=", "!", "<=", "<!")
_SIGNS = {"*": (0, None), "+": (1, None), "?": (0, 1)}
_WRONG = {
    **dict.fromkeys("*+?", "nothing stands here that could be repeated"),
    "{": "a brace that does not repeat anything is written `\\{`",
    "}": "a brace that closes nothing is written `\\}`",
    "]": "a bracket that closes nothing is written `\\]`",
}


def ecma(pattern: str) -> str:
    """The pattern in the engine's syntax; raises `PatternSyntax`."""
    cursor, groups = Cursor(pattern), Groups()
    pieces = _alternatives(cursor, groups, Branch())
    if cursor.next:
        raise cursor.error("a parenthesis closes nothing")
    return "".join(piece if isinstance(piece, str) else groups.written(piece) for piece in pieces)


def _alternatives(cursor: Cursor, groups: Groups, branch: Branch) -> list[Piece]:
    """Everything up to the parenthesis that closes the group, or to the end."""
    pieces: list[Piece] = []
    while cursor.next not in (")", ""):
        if cursor.next == "|":
            cursor.at += 1
            branch.alternative += 1
            pieces.append("|")
        else:
            pieces += _term(cursor, groups, branch)
    return pieces


def _term(cursor: Cursor, groups: Groups, branch: Branch) -> list[Piece]:
    assertion = cursor.take(_ASSERTION)
    if assertion is not None:
        return [_ASSERTIONS[assertion[0]]]
    if cursor.next == "(":
        return _group(cursor, groups, branch)
    start = cursor.at
    reference = cursor.take(_REFERENCE)
    if reference is not None:
        return [groups.reference(reference[1] or reference[2], branch, start), _quantifier(cursor)]
    return [_atom(cursor), _quantifier(cursor)]


def _atom(cursor: Cursor) -> str:
    if cursor.next == "[":
        return bracketed(cursor)
    if cursor.next == "\\":
        return escaped(cursor)
    if cursor.next in _WRONG:
        raise cursor.error(_WRONG[cursor.next])
    cursor.at += 1
    letter = cursor.text[cursor.at - 1]
    return BEYOND_LINES if letter == "." else character(ord(letter))


def _group(cursor: Cursor, groups: Groups, branch: Branch) -> list[Piece]:
    opened = cursor.at
    match = cursor.take(_GROUP)
    if match is None:
        raise cursor.error("this kind of group is not supported")
    kind = match["kind"] or ""
    inner = Branch(branch, backwards=kind.startswith("<"))
    number = 0 if kind else groups.open(inner, branch.place(), match["name"], opened)
    pieces = _alternatives(cursor, groups, inner)
    if not cursor.next:
        raise PatternSyntax("a parenthesis is never closed", opened)
    cursor.at += 1
    groups.close(number)
    return [f"(?{kind}" if kind else "(", *pieces, ")", "" if kind in _LOOKS else _quantifier(cursor, inner)]


def _quantifier(cursor: Cursor, group: Branch | None = None) -> str:
    """How often what stands before it is repeated, if it is; noted on the group that it repeats."""
    start = cursor.at
    match = cursor.take(_QUANTIFIER)
    if match is None:
        return ""
    least, most = _SIGNS[match["sign"]] if match["sign"] else _counted(match)
    if most is not None and most < least:
        raise PatternSyntax("the numbers of a repetition are out of order", start)
    if group is not None:
        group.optional, group.repeated = least == 0, most is None or most > 1
    return match[0]


def _counted(match: re.Match[str]) -> tuple[int, int | None]:
    # Python turns no longer text into a number; the engine refuses far smaller ones.
    least = int(match["least"][:100])
    if not match["to"]:
        return least, least
    return least, int(match["most"][:100]) if match["most"] else None
