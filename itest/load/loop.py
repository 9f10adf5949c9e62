"""`while`: how long a step is run again, as an expression or with a limit of its own."""

from __future__ import annotations

from types import MappingProxyType

from itest.evaluate.expressions.expression import references
from itest.load.findings import Findings
from itest.load.kinds import EXPRESSION, Key, Keys, read_mapping
from itest.load.retry import ATTEMPTS
from itest.load.visible import Visible
from itest.model.scenario import Loop, Step
from itest.model.values import Pointer, Tree

LOOP_KEYS: Keys = {
    "if": Key(EXPRESSION, "Asked before each run, with `index` and what the run before captured."),
    "limit": Key(ATTEMPTS, "Runs at most; more is a failure. 100 unless said."),
}


def read_loop(findings: Findings, tree: Tree, pointer: Pointer) -> Loop | None:
    """The loop of a step; problems are reported."""
    if type(tree) is not MappingProxyType:
        condition = EXPRESSION.read(findings, tree, pointer)
        return Loop(condition=condition) if condition else None
    values = read_mapping(findings, tree, pointer, LOOP_KEYS)
    if "if" not in tree:
        hint = "write `{if: next_url, limit: 20}`"
        findings.report("IT305", "`while` needs the condition, `if`", pointer, hint=hint)
    condition, limit = values.get("if"), values.get("limit")
    if condition is None:
        return None
    return Loop(condition=condition) if limit is None else Loop(condition=condition, limit=limit)


def check_loop(step: Step, visible: Visible) -> None:
    """Report names in `while` that are not defined. What the step itself captures or sets is there from the second run
    on, so that only a condition which knows of the first one (by `index`) may ask for it."""
    if step.loop is None:
        return
    roots = {str(reference.path[0]) for reference in references(step.loop.condition.text)}
    own = {*(capture.name for capture in step.capture), *(step.arguments if step.action == "set" else ())}
    if "index" in roots:
        visible.extra |= own
    first = "the first run has captured nothing yet: give it a value in `vars`, or write `index == 0 or {}`"
    later = visible.later
    visible.later = later | {name: first.format(name) for name in own}
    place = (*step.pointer, "while")
    inner = (*place, "if")
    visible.check_expression(step.loop.condition, inner if inner in visible.findings.sources.values else place)
    visible.later = later
    visible.extra -= own
