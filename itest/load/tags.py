"""Core tags of YAML 1.2 (10.3): which kind of value a `!!…` asks for, and whether what follows is one."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from types import MappingProxyType

from itest.load.scalars import plain_scalar
from itest.model.values import Scalar, Template, Tree

_CORE = "tag:yaml.org,2002:"


def _number(value: Tree) -> bool:
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


def _alone(value: Template) -> bool:
    text = value.text.strip()
    return text.startswith("{{") and text.find("}}") == len(text) - 2


_KINDS: dict[str, tuple[str, Callable[[Tree], bool]]] = {
    # its name, what it is in words, whether a value is one
    # A template alone keeps the type of its value.
    "str": ("text", lambda value: isinstance(value, str) or (type(value) is Template and not _alone(value))),
    "int": ("a whole number, written as in JSON", lambda value: type(value) is int),
    "float": ("a number, written as in JSON", _number),
    "bool": ("`true` or `false`", lambda value: isinstance(value, bool)),
    "null": ("`null`, `~` or nothing", lambda value: value is None),
    "map": ("a mapping", lambda value: type(value) is MappingProxyType),
    "seq": ("a list", lambda value: type(value) is tuple),
}


def written(tag: str) -> str:
    """A tag as people write it."""
    return tag.replace(_CORE, "!!")


def core(tag: str) -> str | None:
    """The name of a core tag, else None."""
    name = tag.removeprefix(_CORE)
    return name if name in _KINDS and name != tag else None


def scalar_of(name: str, text: str) -> Scalar:
    """What a text stands for behind a core tag, in quotes or not; raises `NumberTooLarge`."""
    return text if name == "str" else plain_scalar(text)


def unfit(name: str, value: Tree) -> str:
    """What a core tag takes, in words, where the value is none; else ""."""
    said, is_one = _KINDS[name]
    return "" if is_one(value) else said
