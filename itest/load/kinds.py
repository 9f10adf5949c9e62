"""Kinds of values: how the value of a key is read, what is reported where it cannot be meant, how an editor sees it.

A reader takes findings, a tree and its pointer, and gives the typed value or None; the keys of a mapping are a table
of `Key`, which the loader and the editor schema share.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, TypeAlias

from itest.evaluate.data.duration import parse_duration
from itest.evaluate.data.equality import integral
from itest.evaluate.data.size import parse_size
from itest.evaluate.data.suggest import did_you_mean, meant
from itest.load.elsewhere import about_key, place_of
from itest.load.findings import Findings
from itest.load.literal import Flaw, flaws, kind_in_words
from itest.load.live import checked_expression
from itest.load.misread import blank_missing, not_a_mapping, not_an_expression
from itest.load.words import KEPT_NAMES, LATER_KEYS, LITERALS, NAMESPACES, is_identifier
from itest.model.record import Record, field
from itest.model.values import Expression, Pointer, Template, Tree

Schema: TypeAlias = Mapping[str, Any]
Reader: TypeAlias = Callable[[Findings, Tree, Pointer], Any]


class Kind(Record):
    """A kind of value: its reader, and the JSON Schema that an editor checks it with."""

    read: Reader
    schema: Schema = field(default_factory=dict)


class Key(Record):
    """A key of a mapping: the kind of its value, and a sentence about it."""

    kind: Kind
    about: str


Keys: TypeAlias = Mapping[str, Key]


def read_mapping(findings: Findings, tree: Tree, pointer: Pointer, keys: Keys) -> dict[str, Any]:
    """The values of a mapping by key, each read as its kind; other keys are reported, those with `x-` ignored."""
    if type(tree) is not MappingProxyType:
        wrong_kind(findings, "a mapping", tree, pointer)
        return {}
    values: dict[str, Any] = {}
    for name, value in tree.items():
        key = keys.get(name)
        if key is not None:
            values[name] = key.kind.read(findings, value, (*pointer, name))
        elif not name.startswith("x-"):
            unknown_key(findings, name, (*pointer, name), keys)
    return values


def unknown_key(
    findings: Findings, name: str, pointer: Pointer, known: Iterable[str], *, hint: str = "", where: str = ""
) -> None:
    """Report a key that means nothing where it stands; without a hint, one is looked for."""
    known = list(known)
    project = findings.sources.source.file.endswith("itest.yaml")
    if name in LATER_KEYS.get(place_of(pointer, project=project), ()):
        findings.report("IT318", f"`{name}` is not supported yet", pointer, key=True)
        return
    hint = (
        hint
        or about_key(name, pointer, project=project)
        or blank_missing(name)
        or did_you_mean(name, known)
        or (f"known here: {', '.join(known)}" if len(known) <= 8 else "")
    )
    findings.report("IT304", f"unknown key `{name}`{where}", pointer, hint=hint, key=True)


def wrong_kind(findings: Findings, expected: str, tree: Tree, pointer: Pointer, hint: str = "") -> None:
    """Report a value of another kind than the key takes."""
    if tree is None:
        what = "item" if pointer and isinstance(pointer[-1], int) else "key"
        hint = hint or f"give it a value, or leave the {what} out"
        findings.report("IT306", f"nothing stands here; this takes {expected}", pointer, hint=hint)
        return
    hint = hint or (not_a_mapping(tree) if "mapping" in expected else "")
    findings.report("IT306", f"this takes {expected}, not {kind_in_words(tree)}", pointer, hint=hint)


def report_flaws(findings: Findings, found: Iterable[Flaw], pointer: Pointer) -> None:
    """Report what the check of a literal found."""
    for flaw in found:
        findings.report(flaw.code, flaw.message, pointer + flaw.path, hint=flaw.hint, key=flaw.at_key)


def new_name(findings: Findings, name: str, pointer: Pointer, what: str) -> bool:
    """Whether a name can be given to a variable, an input or a step; reports why not, at its key."""
    if not is_identifier(name):
        findings.report("IT306", f"`{name}` cannot name {what}", pointer, hint=_naming(name), key=True)
    elif name in KEPT_NAMES:
        message = f"`{name}` is a name the language keeps: as a variable it is not supported yet"
        findings.report("IT318", message, pointer, hint="rename it", key=True)
    elif name in NAMESPACES or name in LITERALS:
        findings.report("IT317", f"`{name}` means something else in expressions", pointer, hint="rename it", key=True)
    else:
        return True
    return False


def _naming(name: str) -> str:
    """What a name is made of, with one like it."""
    like = re.sub(r"[^A-Za-z0-9_]", "_", name)
    example = f": `{like}`" if is_identifier(like) else ""
    return f"letters, digits and `_`, not starting with a digit{example}"


# --- readers -------------------------------------------------------------------------------------------------------


def _any(findings: Findings, tree: Tree, pointer: Pointer) -> Tree:
    return tree


def _text(findings: Findings, tree: Tree, pointer: Pointer) -> str:
    if type(tree) is str:
        return tree
    if type(tree) is Template:
        return tree.text
    wrong_kind(findings, "text", tree, pointer)
    return ""


def _some_text(findings: Findings, tree: Tree, pointer: Pointer) -> str:
    text = _text(findings, tree, pointer)
    if not text.strip() and isinstance(tree, (str, Template)):
        findings.report("IT306", "this text cannot be empty", pointer)
    return text


def _reason(findings: Findings, tree: Tree, pointer: Pointer) -> str:
    if not isinstance(tree, (str, Template)):
        hint = "leave the key out" if tree is False else "say why: `waiting for TICKET-1`"
        wrong_kind(findings, "a reason", tree, pointer, hint)
        return ""
    return _some_text(findings, tree, pointer)


def _live_text(findings: Findings, tree: Tree, pointer: Pointer) -> Tree:
    _some_text(findings, tree, pointer)
    return tree


def _flag(findings: Findings, tree: Tree, pointer: Pointer) -> bool:
    if not isinstance(tree, bool):
        wrong_kind(findings, "true or false", tree, pointer, meant(tree, "true", "false"))
        return False
    return tree


def _texts(findings: Findings, tree: Tree, pointer: Pointer) -> tuple[str, ...]:
    if type(tree) is not tuple:
        hint = f"write `[{tree}]`" if isinstance(tree, str) and tree.isprintable() else ""
        wrong_kind(findings, "a list", tree, pointer, hint)
        return ()
    for index, item in enumerate(tree):
        if type(item) is Template:
            message = "this is taken as it is written: no template can stand in it"
            findings.report("IT306", message, (*pointer, index))
    return tuple(_some_text(findings, item, (*pointer, index)) for index, item in enumerate(tree))


def _names(findings: Findings, tree: Tree, pointer: Pointer) -> tuple[str, ...]:
    names = _texts(findings, tree, pointer)
    for index, name in enumerate(names):
        if name and not is_identifier(name):
            findings.report("IT306", f"`{name}` is not a name", (*pointer, index))
    return names


def _identifier(findings: Findings, tree: Tree, pointer: Pointer) -> str:
    text = _text(findings, tree, pointer)
    if text and not is_identifier(text):
        findings.report("IT306", f"`{text}` cannot name a step", pointer, hint=_naming(text))
        return ""
    if text in NAMESPACES or text == "request":
        findings.report("IT317", f"`{text}` means something else in expressions", pointer, hint="rename it")
    return text


def _duration(findings: Findings, tree: Tree, pointer: Pointer) -> Tree:
    if type(tree) is Template:
        return tree
    if isinstance(tree, (str, int, Decimal)) and not isinstance(tree, bool):
        try:
            parse_duration(tree)
        except ValueError as error:
            findings.report("IT320", str(error), pointer)
        return tree
    wrong_kind(findings, "a duration", tree, pointer)
    return None


def _size(findings: Findings, tree: Tree, pointer: Pointer) -> Tree:
    if type(tree) is Template:
        return tree
    if isinstance(tree, (str, int, Decimal)) and not isinstance(tree, bool):
        try:
            parse_size(tree)
        except ValueError as error:
            findings.report("IT306", str(error), pointer)
        return tree
    wrong_kind(findings, "a size", tree, pointer)
    return None


def _expression(findings: Findings, tree: Tree, pointer: Pointer) -> Expression | None:
    if isinstance(tree, bool):
        return Expression("true" if tree else "false")
    if not isinstance(tree, (str, Template)):
        wrong_kind(findings, "an expression", tree, pointer, not_an_expression(tree))
        return None
    return checked_expression(findings, tree if isinstance(tree, str) else tree.text, pointer)


def _expressions(findings: Findings, tree: Tree, pointer: Pointer) -> tuple[Expression, ...]:
    if type(tree) is not tuple:
        single = _expression(findings, tree, pointer)
        return (single,) if single else ()
    if not tree:
        findings.report("IT306", "this takes at least one expression: what checks nothing cannot fail", pointer)
    read = (_expression(findings, item, (*pointer, index)) for index, item in enumerate(tree))
    return tuple(expression for expression in read if expression is not None)


def _timeout(findings: Findings, tree: Tree, pointer: Pointer) -> Tree:
    """A duration, or one for each of the time limits of an attempt."""
    if type(tree) is not MappingProxyType:
        return _duration(findings, tree, pointer)
    if not tree:
        wrong_kind(findings, "a duration, or `{connect: 1s, total: 10s}`", tree, pointer)
    limits = read_mapping(findings, tree, pointer, TIME_LIMITS)
    return MappingProxyType({name: limit for name, limit in limits.items() if limit is not None})


def _variables(findings: Findings, tree: Tree, pointer: Pointer) -> Mapping[str, Tree]:
    if type(tree) is not MappingProxyType:
        wrong_kind(findings, "a mapping of names and values", tree, pointer)
        return {}
    return {
        name: value
        for name, value in tree.items()
        if not name.startswith("x-") and new_name(findings, name, (*pointer, name), "a variable")
    }


def _version(findings: Findings, tree: Tree, pointer: Pointer) -> None:
    if integral(tree) != 1:
        message = "`version` is the version of the scenario language, and there is only 1 so far"
        findings.report("IT306", message, pointer, hint="write `version: 1`, or leave it out")


def checked(schema: Schema) -> Kind:
    """A kind whose literals satisfy a schema; templates pass wherever a scalar may stand."""

    def read(findings: Findings, tree: Tree, pointer: Pointer) -> Tree:
        report_flaws(findings, flaws(schema, tree), pointer)
        return tree

    return Kind(read, schema)


def whole(minimum: int) -> Kind:
    """A literal whole number that is at least `minimum`."""

    def read(findings: Findings, tree: Tree, pointer: Pointer) -> int | None:
        found = [Flaw("IT306", "this takes a number as written, not a template")] if type(tree) is Template else []
        found += flaws(schema, tree)
        report_flaws(findings, found, pointer)
        return None if found else int(tree)

    schema = {"type": "integer", "minimum": minimum}
    return Kind(read, schema)


LIVE: Schema = {"type": "string", "pattern": r"\{\{"}
NAMED: Schema = {"propertyNames": {"pattern": "^(x-.*|[A-Za-z_][A-Za-z0-9_]*)$", "not": {"enum": sorted(KEPT_NAMES)}}}

ANY = Kind(_any)
TEXT = Kind(_text, {"type": "string"})
SOME_TEXT = Kind(_some_text, {"type": "string", "pattern": r"\S"})
REASON = Kind(_reason, SOME_TEXT.schema)
LIVE_TEXT = Kind(_live_text, SOME_TEXT.schema)
FLAG = Kind(_flag, {"type": "boolean"})
TEXTS = Kind(_texts, {"type": "array", "items": {"type": "string", "pattern": r"\S", "not": {"pattern": r"\{\{"}}})
NAMES = Kind(_names, {"type": "array", "items": {"type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]*$"}})
IDENTIFIER = Kind(_identifier, {"type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]*$"})
EXPRESSION = Kind(_expression, {"type": ["string", "boolean"]})
EXPRESSIONS = Kind(
    _expressions,
    {"anyOf": [EXPRESSION.schema, {"type": "array", "minItems": 1, "items": EXPRESSION.schema}]},
)
DURATION = Kind(
    _duration,
    {
        "anyOf": [
            {"type": "number", "minimum": 0},
            {"type": "string", "pattern": r"^\s*(\d+(\.\d+)?\s*(ms|s|m|h|d)?\s*)+$"},
            LIVE,
        ]
    },
)
TIME_LIMITS: Keys = {
    "connect": Key(DURATION, "How long it may take to get connected: name, connection and TLS."),
    "total": Key(DURATION, "How long all of it may take."),
}
TIMEOUT = Kind(
    _timeout,
    {
        "anyOf": [
            *DURATION.schema["anyOf"],
            {
                "type": "object",
                "properties": {
                    name: {**key.kind.schema, "description": key.about} for name, key in TIME_LIMITS.items()
                },
                "minProperties": 1,
                "additionalProperties": False,
            },
        ]
    },
)
SIZE = Kind(
    _size,
    {
        "anyOf": [
            {"type": "number", "minimum": 1},
            {"type": "string", "pattern": r"^\s*\d+(\.\d+)?\s*([kKmMgG]?[iI]?[bB])?\s*$"},
            LIVE,
        ]
    },
)
VARIABLES = Kind(_variables, {"type": "object", **NAMED})
VERSION = Key(Kind(_version, {"const": 1}), "Version of the language: 1.")
