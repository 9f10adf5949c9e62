"""Steps: one action each and what is looked at afterwards; from trees to typed, checked `Step`s."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from itest.evaluate.data.equality import integral
from itest.load.arguments import read_arguments, read_use
from itest.load.capture import read_captures
from itest.load.context import Context
from itest.load.elsewhere import about_key
from itest.load.expect import read_expect, result_fields
from itest.load.kinds import (
    ANY,
    EXPRESSION,
    EXPRESSIONS,
    FLAG,
    IDENTIFIER,
    REASON,
    SOME_TEXT,
    TEXT,
    TIMEOUT,
    Key,
    Keys,
    unknown_key,
    wrong_kind,
)
from itest.load.live import checked_expression, report_inside
from itest.load.loop import read_loop
from itest.load.retry import read_retry
from itest.load.words import LATER_ACTIONS
from itest.model.action import ActionSpec
from itest.model.lazy_pattern import lazy_pattern
from itest.model.scenario import Loop, Scenario, Step
from itest.model.values import EMPTY, Expression, Pointer, Template, Tree

STEP_KEYS: Keys = {
    "id": Key(IDENTIFIER, "A name for later steps and flows; unique in the file."),
    "name": Key(SOME_TEXT, "What the step does, as reports show it."),
    "description": Key(TEXT, "Markdown, for the living documentation."),
    "if": Key(EXPRESSION, "The step is skipped where this is false."),
    "skip": Key(REASON, "A reason: the step does not run."),
    "each": Key(ANY, "A list, a number or an expression: one run per item, as `item` and `index`."),
    "while": Key(ANY, "An expression, asked before each run, or `{if, limit}`: the step is run as long as it holds."),
    "session": Key(SOME_TEXT, "Name of a cookie jar: several actors in one scenario."),
    "timeout": Key(TIMEOUT, "Deadline of one attempt, DNS to last byte; default 30s. `{connect, total}` says both."),
    "retry": Key(ANY, "How the step is tried again."),
    "capture": Key(ANY, "Variables from the result: an expression, or a JSONPath on the main field."),
    "expect": Key(ANY, "Result fields and what they must match."),
    "assert": Key(EXPRESSIONS, "Expressions over the result that must hold."),
    "continue_on_failure": Key(FLAG, "The next step runs even if this one failed; the scenario still fails."),
}
Fields: TypeAlias = "tuple[str, ...] | None"
UNCLEAR = "?"
"""The action of a step that has none or an unknown one, as reported: of its result nothing is known."""
_NAMED_ITEM = lazy_pattern(r"\s*(?:for\s+)?[A-Za-z_]\w*\s+in\s+((?:(?!\s(?:and|or|if)\s).)+?)\s*$")
_LIVE = lazy_pattern(r"\{\{.*?(?:\}\}|$)", re.MULTILINE)
_FIELDS = {"if": "condition", "assert": "asserts", "skip": "left_out", "while": "loop"}


def read_steps(context: Context, tree: Tree, pointer: Pointer) -> tuple[Step, ...]:
    """A list of steps; problems are reported."""
    if type(tree) is not tuple:
        hint = "each step begins with `- `" if type(tree) is MappingProxyType else ""
        wrong_kind(context.findings, "a list of steps", tree, pointer, hint)
        return ()
    return tuple(_read_step(context, item, (*pointer, index), index + 1) for index, item in enumerate(tree))


def _read_step(context: Context, tree: Tree, pointer: Pointer, number: int) -> Step:
    if type(tree) is not MappingProxyType:
        wrong_kind(context.findings, "a step (a mapping with one action)", tree, pointer, _step_advice(context, tree))
        return Step(pointer=pointer, number=number, action=UNCLEAR)
    values = _read_keys(context, tree, pointer)
    if "each" in tree and "while" in tree:
        hint = "make two steps of it, or take `index` for the items: `while: index < 3`"
        context.findings.report(
            "IT306", "`each` and `while` cannot stand together", (*pointer, "while"), hint=hint, key=True
        )
    action, used = _action(context, tree, pointer), None
    if action in context.actions:
        spec = context.actions[action]
        if tree[action] is not None:
            values["arguments"] = _arguments(context, spec, tree[action], (*pointer, action))
        elif not any(name in spec.keys for name in tree if name not in STEP_KEYS):
            _report_hollow(context, spec, (*pointer, action))
        _check_timeout(context, spec, values.get("timeout"), (*pointer, "timeout"))
    if action == "use":
        used = read_use(context, values.get("arguments", EMPTY), (*pointer, action))
    fields, main = _result(context, action, used)
    for name, read in _LOOKING.items():
        if name in values:
            values[name] = read(context, values[name], (*pointer, name), fields, main)
    return Step(
        pointer=pointer,
        number=number,
        action=action,
        **{_FIELDS.get(name, name): value for name, value in values.items() if value is not None},
    )


def _check_timeout(context: Context, spec: ActionSpec, timeout: Tree, pointer: Pointer) -> None:
    """Report a limit for what the action does not do."""
    if isinstance(timeout, Mapping) and "connect" in timeout and not spec.service and spec.kind != "use":
        message = f"`{spec.kind}` connects to nothing"
        context.findings.report("IT306", message, (*pointer, "connect"), hint="write `total`", key=True)


def _read_keys(context: Context, tree: Mapping[str, Tree], pointer: Pointer) -> dict[str, Any]:
    """The step's own keys as read."""
    values: dict[str, Any] = {}
    for name, value in tree.items():
        if name in STEP_KEYS:
            values[name] = STEP_KEYS[name].kind.read(context.findings, value, (*pointer, name))
        elif name not in context.actions and not name.startswith("x-"):
            _report_unknown(context, tree, name, (*pointer, name))
    return values


def _action(context: Context, tree: Mapping[str, Tree], pointer: Pointer) -> str:
    """The step's action, of which there is one: `""` where `assert` stands alone, `UNCLEAR` where that is reported."""
    report = context.findings.report
    kinds = [name for name in tree if name not in STEP_KEYS and name in context.actions]
    if len(kinds) > 1:
        words = " and ".join(f"`{kind}`" for kind in kinds)
        place = (*pointer, kinds[1])
        report("IT307", f"two actions in one step: {words}", place, hint="make a step of each", key=True)
    if kinds:
        return kinds[0]
    if any(name not in STEP_KEYS and not name.startswith("x-") for name in tree):
        return UNCLEAR  # The key that was meant for one is reported as unknown.
    if "assert" not in tree:
        report("IT307", "this step has no action", pointer, hint=f"one of {', '.join(context.actions)}")
        return UNCLEAR
    if "expect" in tree:
        hint = "put it into the step whose result it looks at"
        report("IT307", "without an action there is no result to expect", (*pointer, "expect"), hint=hint, key=True)
        return UNCLEAR
    return ""


def _report_unknown(context: Context, tree: Mapping[str, Tree], name: str, pointer: Pointer) -> None:
    if name in LATER_ACTIONS:
        context.findings.report("IT318", f"{LATER_ACTIONS[name]} is not supported yet", pointer, key=True)
        return
    hint = _belongs(context, tree, name) or about_key(name, pointer)
    unknown_key(context.findings, name, pointer, [*STEP_KEYS, *context.actions], hint=hint, where=" in a step")


def _belongs(context: Context, tree: Mapping[str, Tree], name: str) -> str:
    """Where a key of an action or a field of its result belongs, written beside the action (or without one)."""
    own = [spec for kind, spec in context.actions.items() if kind in tree]
    takers = [spec for spec in own or context.actions.values() if name in spec.keys]
    places = ["the action"] if len(takers) > 1 else [f"`{spec.kind}`" for spec in takers]
    places += ["`expect`"] if any(name in spec.fields for spec in own) else []
    form = ""
    if own and takers:
        spec, given = takers[0], tree[takers[0].kind]
        if given is None:
            return f"indent it, so that it stands under `{spec.kind}`"
        if type(given) is not MappingProxyType and name != spec.first:
            form = f": `{spec.kind}: {{{spec.first}: …, {name}: …}}`"
    return f"it belongs under {' or '.join(places)}{form}" if places else ""


def _step_advice(context: Context, tree: Tree) -> str:
    """What to write for a step that is only text."""
    word = tree.split()[0] if isinstance(tree, str) and tree.split() else ""
    if word in context.actions:
        return f"write `{word}: …`"
    return f"write `request: {tree}`" if word in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD") else ""


def _report_hollow(context: Context, spec: ActionSpec, pointer: Pointer) -> None:
    takes = f"`{spec.kind}: <{spec.first}>`, or its keys" if spec.first else f"the keys of `{spec.kind}`"
    message = f"nothing stands under `{spec.kind}`"
    context.findings.report("IT306", message, pointer, hint=f"write {takes}", key=True)


def _arguments(context: Context, spec: ActionSpec, tree: Tree, pointer: Pointer) -> Mapping[str, Tree]:
    arguments = read_arguments(context, spec, tree, pointer)
    _check_literal(context, spec, arguments, pointer)
    return arguments


def _check_literal(context: Context, spec: ActionSpec, arguments: Mapping[str, Tree], pointer: Pointer) -> None:
    """Report templates in arguments that are sent as they are written."""
    for name, advice in spec.literal.items():
        written = arguments.get(name)
        if isinstance(written, Template):
            place = (*pointer, name) if (*pointer, name) in context.findings.sources.values else pointer
            message = f"`{name}` is sent as it is written: no template can stand in it"
            live = _LIVE.search(written.text)
            inside = (written.text, live.start(), len(live[0])) if live else (written.text, 0, len(written.text))
            report_inside(context.findings, "IT306", message, place, inside=inside, hint=advice)


def _result(context: Context, action: str, used: Scenario | None) -> tuple[Fields, str | None]:
    """The fields of the step's result (None where they cannot be known) and its main field (None: not known)."""
    if not action:
        return (), ""
    if action not in context.actions or (action == "use" and used is None):
        return None, None
    spec = context.actions[action]
    return result_fields(spec.fields, spec.main, used), spec.main


# --- the keys that look at the result ------------------------------------------------------------------------------


def _expect(context: Context, tree: Tree, pointer: Pointer, fields: Fields, main: str | None) -> Any:
    # What a scenario that could not be loaded gives is unknown; that is reported already.
    return None if fields is None else read_expect(context, tree, pointer, fields, main or "")


def _capture(context: Context, tree: Tree, pointer: Pointer, fields: Fields, main: str | None) -> Any:
    return read_captures(context.findings, tree, pointer, main)


def _retry(context: Context, tree: Tree, pointer: Pointer, fields: Fields, main: str | None) -> Any:
    return read_retry(context.findings, tree, pointer)


def _while(context: Context, tree: Tree, pointer: Pointer, fields: Fields, main: str | None) -> Loop | None:
    return read_loop(context.findings, tree, pointer)


_WRONG_LIST: Tree = ()
"""Stands for what was no list, so that `item` means something in the step all the same."""


def _each(context: Context, tree: Tree, pointer: Pointer, fields: Fields, main: str | None) -> Tree | Expression:
    if isinstance(tree, (str, Template)):
        text = tree if isinstance(tree, str) else tree.text
        named = _NAMED_ITEM.match(text)
        if named is None:
            return checked_expression(context.findings, text, pointer) or _WRONG_LIST
        hint = f"write `each: {named[1]}`; in the step, each is `item`"
        context.findings.report("IT306", "this takes the list itself, without a name for its items", pointer, hint=hint)
        return _WRONG_LIST
    count = integral(tree)
    if type(tree) is tuple or (count is not None and count >= 0):
        return tree
    wrong_kind(context.findings, "a list, a number of runs or an expression", tree, pointer)
    return _WRONG_LIST


_LOOKING: Mapping[str, Callable[[Context, Tree, Pointer, Fields, str | None], Any]] = {
    "each": _each,
    "while": _while,
    "retry": _retry,
    "capture": _capture,
    "expect": _expect,
}
