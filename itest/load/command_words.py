"""A command written as one text, split into its words before anything is rendered.

A value that a template brings in later is one word or part of one, whatever blanks or quotes are in it.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from types import MappingProxyType

from itest.evaluate.expressions.template import ExpressionSyntax, Live, pieces
from itest.load.findings import Findings
from itest.model.values import Pointer, Template, Tree

_SEALS = range(0xE000, 0xF900)
"""Private-use characters; one that the text has not stands for its live parts while it is split."""


def with_words(findings: Findings, arguments: Mapping[str, Tree], key: str, pointer: Pointer) -> Mapping[str, Tree]:
    """The arguments with the text at `key` split as a shell would; unchanged where `shell` asks for one."""
    command = arguments.get(key)
    if not isinstance(command, (str, Template)) or arguments.get("shell", False) is not False:
        return arguments
    try:
        words = split_words(command if isinstance(command, str) else command.text)
    except ExpressionSyntax:
        return arguments  # which is told where templates are checked
    except ValueError as error:
        findings.report("IT306", f"the command cannot be split into words: {str(error).lower()}", (*pointer, key))
        return arguments
    return MappingProxyType({**arguments, key: words})


def split_words(text: str) -> tuple[Tree, ...]:
    """The words of a command, each live part whole; raises `ValueError` for a quote that is not closed."""
    seal = next((sign for sign in map(chr, _SEALS) if sign not in text), None)
    if seal is None:
        raise ValueError("there are too many kinds of characters in it")
    found = list(pieces(text))
    live = iter(["{{" + piece.text + "}}" for piece in found if isinstance(piece, Live)])
    words = shlex.split("".join(seal if isinstance(piece, Live) else piece for piece in found))
    # The words have the live parts in the order of the text, each once.
    return tuple(Template(re.sub(seal, lambda _: next(live), word)) if seal in word else word for word in words)
