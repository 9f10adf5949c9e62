"""Weak secrets: values so short or so common that hiding them wherever they stand would blot out what a report says.

They are hidden where they are a whole value: a JSON or YAML scalar, a header, a parameter of a query or a form, a
cookie, a line by itself, a captured value. In the midst of a sentence, a path or another word they are seen, and the
run says that they are too weak to be hidden everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

SHORTEST = 4
"""Characters from which a secret is hidden inside of words, too, unless it is one of the common ones."""

_WORDS_OF_DATA = """
true false null none undefined yes no on off
get post put patch delete head options trace connect http https http/1.1 http/2 localhost 127.0.0.1 bearer basic
created accepted content found moved unauthorized forbidden conflict error internal server
json yaml text html xml csv form utf-8 gzip close keep-alive
"""
_WORDS_OF_REPORTS = """
itest scenario scenarios step steps case cases setup teardown cleanup service services request response answer status
reason header headers cookie cookies body query method path file line column timeout time times attempt attempts retry
redirect redirects rerun reruns seed jobs trace flow capture captured check checks assert expect expected actual value
values name names type kind message list object array string number integer boolean item items index size absent
missing nothing more lines bytes sent received after before where which with from that this does have what when than
into given cannot only passed failed failure failures errors skipped flaky quarantined interrupted stopped finished
success
"""
_COMMON = frozenset((*_WORDS_OF_DATA.split(), *_WORDS_OF_REPORTS.split()))


def is_weak(secret: str) -> bool:
    """Whether a secret can be hidden only where it is a whole value."""
    return len(secret) < SHORTEST or secret.casefold() in _COMMON


class WholeValues:
    """Finds weak secrets where they are whole values. A text of ours, such as a place or a sentence, is not a value
    itself, but may quote one."""

    def __init__(self, secrets: Iterable[str]) -> None:
        secret = f"(?P<secret>{_any_of({form for each in secrets for form in (each, each.lower())})})"
        self._quoted = re.compile(f"{_QUOTE}{secret}{_SAME_QUOTE}")
        self._behind_sign = re.compile(f"{_SIGN}(?={secret}{_END})", re.MULTILINE)
        self._line = re.compile(f"{_LINE}(?={secret}{_END_OF_LINE})", re.MULTILINE)

    def found(self, text: str, *, ours: bool = False) -> Iterator[tuple[int, int]]:
        """The stretches of the text that are one; `ours` where the text as a whole is none."""
        for pattern in (self._quoted, self._behind_sign):
            for match in pattern.finditer(text):
                yield match.span("secret")
        for match in () if ours else self._line.finditer(f"\n{text}"):
            start, end = match.span("secret")
            yield start - 1, end - 1


def _any_of(texts: set[str]) -> str:
    """An expression for any of these, the longest first, which tells by each character what it may still be."""
    by_first: dict[str, set[str]] = {}
    for text in texts - {""}:
        by_first.setdefault(text[0], set()).add(text[1:])
    alone = [first for first, rests in by_first.items() if rests == {""}]
    ways = [f"{re.escape(first)}{_any_of(rests)}" for first, rests in sorted(by_first.items()) if rests != {""}]
    if alone:
        ways.append(f"[{''.join(map(re.escape, sorted(alone)))}]")
    return f"(?:{'|'.join(ways)}){'?' if '' in texts else ''}"


# Each begins with a sign of its own, which is looked for fast. What comes behind a sign or a line break is looked at
# without being used up, since it may hold the next one.
_QUOTE = r"""(?P<quote>["'])"""
_SAME_QUOTE = r"""(?P=quote)(?![ \t]*:)"""  # unless it is the key of an object
_SIGN = r"""[:=,\[{&;](?:(?<=[,\[{&;])[ \t]*|(?<=:)[ \t]+|(?<=["']:)|(?<==)(?P<equals>))"""
_LINE = r"\n[ \t]*(?:-[ \t]+)?"
_END_OF_LINE = r"""(?=[ \t]*(?:[,\]}&;"']|$))"""
_END = rf"(?:{_END_OF_LINE}|(?(equals)(?=\s)|(?!)))"
