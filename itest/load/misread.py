"""Misread values: what YAML made of something that was meant as another kind of value, and what to write instead."""

from __future__ import annotations

import re
from types import MappingProxyType

from itest.model.lazy_pattern import lazy_pattern
from itest.model.values import Tree

_GLUED = lazy_pattern(r"([A-Za-z_][\w-]*:)([^\s:/].*)", re.DOTALL)


def blank_missing(text: str) -> str:
    """The hint for `status:200`, which is no key with a value."""
    glued = _GLUED.match(text)
    return f"after the colon of a key comes a blank: `{glued[1]} {glued[2]}`" if glued else ""


def not_a_mapping(tree: Tree) -> str:
    """The hint for what stands in place of a mapping: `status:200`, or a list of its keys."""
    if isinstance(tree, str):
        return blank_missing(tree)
    listed = type(tree) is tuple and tree and all(type(item) is MappingProxyType for item in tree)
    return "leave the `- ` before its keys out" if listed else ""


def not_an_expression(tree: Tree) -> str:
    """The hint for a mapping in place of an expression: `status: 200`, or one with `: ` inside."""
    if type(tree) is not MappingProxyType or len(tree) != 1:
        return ""
    ((key, value),) = tree.items()
    if not re.fullmatch(r"[\w.]+", key) or not isinstance(value, (str, int)):
        return "quote the expression: YAML takes what stands before `: ` for a key"
    shown = {True: "true", False: "false"}.get(value, value) if isinstance(value, bool) else value
    written = f"'{shown}'" if isinstance(value, str) else shown
    return f"write `{key} == {written}`, or put it under `expect`"
