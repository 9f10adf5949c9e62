"""Steps: one action each and what is looked at afterwards; from trees to typed, checked `Step`s."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from itest.evaluate.data.suggest import did_you_mean
from itest.load.arguments import read_arguments, read_use
from itest.load.capture import read_captures
from itest.load.context import Context
from itest.load.expect import read_expect, result_fields
from itest.load.kinds import (
    ANY,
    DURATION,
    EXPRESSION,
    EXPRESSIONS,
    FLAG,
    IDENTIFIER,
    SOME_TEXT,
    TEXT,
    Key,
    Keys,
    wrong_kind,
)
from itest.load.live import checked_expression
from itest.load.retry import read_retry
from itest.load.words import LATER_ACTIONS
from itest.model.scenario import Scenario, Step
from itest.model.values import Expression, Pointer, Template, Tree

STEP_KEYS: Keys = {
    "id": Key(IDENTIFIER, "A name for later steps and flows; unique in the file."),
    "name": Key(SOME_TEXT, "What the step does, as reports show it."),
    "description": Key(TEXT, "Markdown, for the living documentation."),
    "if": Key(EXPRESSION, "The step is skipped where this is false."),
    "each": Key(ANY, "A list, a number or an expression: one run per item, as `item` and `index`."),
    "session": Key(SOME_TEXT, "Name of a cookie jar: several actors in one scenario."),
    "timeout": Key(DURATION, "Deadline of one attempt, DNS to last byte; default 30s."),
    "retry": Key(ANY, "How the step is tried again."),
    "capture": Key(ANY, "Variables from the result: an expression, or a JSONPath on the main field."),
    "expect": Key(ANY, "Result fields and what they must match."),
    "assert": Key(EXPRESSIONS, "Expressions over the result that must hold."),
    "continue_on_failure": Key(FLAG, "The next step runs even if this one failed; the scenario still fails."),
}
Fields: TypeAlias = "tuple[str, ...] | None"
_FIELDS = {"if": "condition", "assert": "asserts"}


def read_steps(context: Context, tree: Tree, pointer: Pointer) -> tuple[Step, ...]:
    """A list of steps; problems are reported."""
    if type(tree) is not tuple:
        wrong_kind(context.findings, "a list of steps", tree, pointer)
        return ()
    return tuple(_read_step(context, item, (*pointer, index), index + 1) for index, item in enumerate(tree))


def _read_step(context: Context, tree: Tree, pointer: Pointer, number: int) -> Step:
    if type(tree) is not MappingProxyType:
        wrong_kind(context.findings, "a step (a mapping with one action)", tree, pointer)
        return Step(pointer=pointer, number=number)
    values, kinds = _read_keys(context, tree, pointer)
    action, used = kinds[0] if kinds else "", None
    if action:
        values["arguments"] = read_arguments(context, context.actions[action], tree[action], (*pointer, action))
    if action == "use":
        used = read_use(context, values["arguments"], (*pointer, action))
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


def _read_keys(context: Context, tree: Mapping[str, Tree], pointer: Pointer) -> tuple[dict[str, Any], list[str]]:
    """The step's own keys as read, and its actions, of which there is one."""
    values: dict[str, Any] = {}
    kinds: list[str] = []
    unclear = False
    for name, value in tree.items():
        if name in STEP_KEYS:
            values[name] = STEP_KEYS[name].kind.read(context.findings, value, (*pointer, name))
        elif name in context.actions:
            kinds.append(name)
        elif not name.startswith("x-"):
            unclear = True
            _report_unknown(context, name, (*pointer, name))
    if len(kinds) > 1:
        words = " and ".join(f"`{kind}`" for kind in kinds)
        hint = "make a step of each"
        context.findings.report("IT307", f"two actions in one step: {words}", (*pointer, kinds[1]), hint=hint, key=True)
    elif not kinds and not unclear and "assert" not in values:
        hint = f"one of {', '.join(context.actions)}"
        context.findings.report("IT307", "this step has no action", pointer, hint=hint)
    return values, kinds


def _report_unknown(context: Context, name: str, pointer: Pointer) -> None:
    if name in LATER_ACTIONS:
        context.findings.report("IT318", f"{LATER_ACTIONS[name]} is not supported yet", pointer, key=True)
        return
    hint = did_you_mean(name, [*STEP_KEYS, *context.actions])
    context.findings.report("IT304", f"unknown key `{name}` in a step", pointer, hint=hint, key=True)


def _result(context: Context, action: str, used: Scenario | None) -> tuple[Fields, str]:
    """The fields of the step's result (None where they cannot be known) and its main field."""
    if not action or (action == "use" and used is None):
        return (None if action else ()), ""
    spec = context.actions[action]
    return result_fields(spec.fields, spec.main, used), spec.main


# --- the keys that look at the result ------------------------------------------------------------------------------


def _expect(context: Context, tree: Tree, pointer: Pointer, fields: Fields, main: str) -> Any:
    # What a scenario that could not be loaded gives is unknown; that is reported already.
    return None if fields is None else read_expect(context, tree, pointer, fields)


def _capture(context: Context, tree: Tree, pointer: Pointer, fields: Fields, main: str) -> Any:
    return read_captures(context.findings, tree, pointer, main)


def _retry(context: Context, tree: Tree, pointer: Pointer, fields: Fields, main: str) -> Any:
    return read_retry(context.findings, tree, pointer)


def _each(context: Context, tree: Tree, pointer: Pointer, fields: Fields, main: str) -> Tree | Expression:
    if isinstance(tree, (str, Template)):
        return checked_expression(context.findings, tree if isinstance(tree, str) else tree.text, pointer)
    if type(tree) is tuple or (type(tree) is int and tree >= 0):
        return tree
    wrong_kind(context.findings, "a list, a number of runs or an expression", tree, pointer)
    return None


_LOOKING: Mapping[str, Callable[[Context, Tree, Pointer, Fields, str], Any]] = {
    "each": _each,
    "retry": _retry,
    "capture": _capture,
    "expect": _expect,
}
