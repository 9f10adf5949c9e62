"""Violations of a schema in plain words, by keyword."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from itest.evaluate.data.counted import counted
from itest.evaluate.data.json_text import short
from itest.model.values import type_name


def sentence(keyword: str, argument: Any, instance: Any, original: str) -> str:
    """What is wrong with the instance; the library's own words where there is no better sentence."""
    tell = _SENTENCES.get(keyword)
    if tell is not None:
        return tell(argument, instance)
    return original if len(original) <= 200 else f"{original[:199]}…"


def wanted(keyword: str, argument: Any) -> str:
    """The keyword as it is written."""
    return f"{keyword}: {short(argument, 60)}"


def _missing(names: Any, instance: Any) -> str:
    absent = [name for name in names if name not in instance]
    return f"{', '.join(f'`{name}`' for name in absent)} {'is' if len(absent) == 1 else 'are'} missing"


def _bound(words: str) -> Callable[[Any, Any], str]:
    return lambda argument, instance: f"{short(instance, 40)} is not {words} {argument}"


def _count(noun: str, words: str) -> Callable[[Any, Any], str]:
    return lambda argument, instance: f"it has {counted(len(instance), noun)}, {words} {argument} allowed"


def _type(argument: Any, instance: Any) -> str:
    kinds = argument if isinstance(argument, list) else [argument]
    names = " or ".join(str(kind) if isinstance(kind, str) else "another schema" for kind in kinds)
    return f"expected {names}, got {type_name(instance)} {short(instance, 60)}"


_SENTENCES: dict[str, Callable[[Any, Any], str]] = {
    "type": _type,
    "required": lambda names, instance: _missing(names, instance),
    "enum": lambda allowed, instance: f"{short(instance, 60)} is none of {short(allowed, 80)}",
    "const": lambda value, instance: f"expected {short(value, 60)}, got {short(instance, 60)}",
    "format": lambda name, instance: f"{short(instance, 60)} is not of format {name}",
    "pattern": lambda text, instance: f"{short(instance, 60)} does not match /{text}/",
    "minimum": _bound("at least"),
    "maximum": _bound("at most"),
    "exclusiveMinimum": _bound("more than"),
    "exclusiveMaximum": _bound("less than"),
    "multipleOf": _bound("a multiple of"),
    "minLength": _count("character", "at least"),
    "maxLength": _count("character", "at most"),
    "minItems": _count("item", "at least"),
    "maxItems": _count("item", "at most"),
    "minProperties": _count("key", "at least"),
    "maxProperties": _count("key", "at most"),
    "uniqueItems": lambda _argument, _instance: "items repeat",
    "contains": lambda _argument, _instance: "too few or too many items match `contains`",
    "anyOf": lambda schemas, instance: f"{short(instance, 60)} matches none of {len(schemas)} schemas",
    "not": lambda schema, instance: f"{short(instance, 60)} matches what it must not: {short(schema, 60)}",
    "oneOf": lambda schemas, instance: f"{short(instance, 60)} does not match exactly one of {len(schemas)} schemas",
}
