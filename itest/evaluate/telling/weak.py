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
        written = sorted({form for each in secrets for form in (each, each.lower())}, key=len, reverse=True)
        any_of = f"(?P<secret>{'|'.join(map(re.escape, written))})"
        self._quoting = re.compile(_PLACE.format(start="", any_of=any_of), re.MULTILINE)
        self._value = re.compile(_PLACE.format(start=r"^[ \t]*(?:-[ \t]+)?|", any_of=any_of), re.MULTILINE)

    def found(self, text: str, *, ours: bool = False) -> Iterator[tuple[int, int]]:
        """The stretches of the text that are one; `ours` where the text as a whole is none."""
        pattern = self._quoting if ours else self._value
        return (match.span("secret") for match in pattern.finditer(text))


# Quoted, unless it is the key of an object; or after what begins a value and before what ends one.
_PLACE = (
    r"""(?:(?P<quote>["'])|{start}:[ \t]+|["']:|(?P<equals>=)|[,\[{{&;][ \t]*){any_of}"""
    r"""(?(quote)(?P=quote)(?![ \t]*:)|(?:(?=[ \t]*(?:[,\]}}&;"']|$))|(?(equals)(?=\s)|(?!))))"""
)
