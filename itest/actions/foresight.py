"""Foresight: those of a step's arguments that are known before the run, judged by the functions that prepare it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from itest.model.exchange import PrepareError
from itest.model.values import Template, Tree


def known(tree: Tree) -> bool:
    """Whether a tree is known before the run: no template is in it, neither as a value nor in a key."""
    if isinstance(tree, Mapping):
        return keys_known(tree) and all(map(known, tree.values()))
    return all(map(known, tree)) if isinstance(tree, tuple) else not isinstance(tree, Template)


def keys_known(tree: Tree) -> bool:
    """Whether the keys of a mapping are known before the run; a template could become a mapping, too."""
    if isinstance(tree, Mapping):
        return not any("{{" in key for key in tree)
    return not isinstance(tree, Template)


def known_items(tree: Tree) -> dict[str, Tree]:
    """The items of a mapping that are known before the run; none of anything else."""
    return {key: item for key, item in tree.items() if known({key: item})} if isinstance(tree, Mapping) else {}


def refusals(prepare: Callable[..., object], *arguments: Any) -> Iterator[PrepareError]:
    """Why a function that prepares cannot do so."""
    try:
        prepare(*arguments)
    except PrepareError as error:
        yield error
