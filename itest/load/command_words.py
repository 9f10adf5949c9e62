"""A command written as one text, split into its words before anything is rendered.

A value that a template brings in later is one word or part of one, whatever blanks or quotes are in it.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from types import MappingProxyType

from itest.evaluate.expressions.template import ExpressionSyntax, Live, is_live, pieces
from itest.load.findings import Findings
from itest.model.values import Pointer, Template, Tree

# Private-use characters stand for a live part while the text is split.
_SEAL = "\ue000{}\ue001"
_SEALED = re.compile("\ue000([0-9]+)\ue001")


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
    live: list[str] = []
    sealed = ""
    for piece in pieces(text):
        if isinstance(piece, Live):
            sealed += _SEAL.format(len(live))
            live.append("{{" + piece.text + "}}")
        else:
            sealed += piece
    words = [_SEALED.sub(lambda match: live[int(match[1])], word) for word in shlex.split(sealed)]
    return tuple(Template(word) if is_live(word) else word for word in words)
