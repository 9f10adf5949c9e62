"""Names: every one that a file's expressions use is checked against what is defined before it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from itest.evaluate.data.suggest import did_you_mean
from itest.evaluate.expressions.expression import ExpressionSyntax, references
from itest.evaluate.expressions.piping import FOUND
from itest.evaluate.matching.matcher_check import filters_in
from itest.load.findings import Findings
from itest.load.loop import check_loop
from itest.load.sessions import check_sessions
from itest.load.visible import COMMON, NOWHERE, Fields, StepNames, Surroundings, Visible
from itest.load.yaml_reader import Templates
from itest.model.action import ActionSpec
from itest.model.scenario import PREVIOUS, Scenario, Step
from itest.model.values import Expression, Pointer

_UNRENDERED = frozenset({"description", "capture", "assert", "if", "skip", "name", "id"})
"""Keys of a step whose live text is no template, or is checked as an expression."""
_EACH = frozenset({"item", "index"})
_WHILE = frozenset({"index"})

StepTemplates = Mapping[Pointer, Templates]
"""The live texts of a file by the step (or other section) they stand in."""


def check_names(
    scenario: Scenario,
    findings: Findings,
    templates: Templates,
    *,
    around: Surroundings,
    actions: Mapping[str, ActionSpec],
) -> None:
    """Report undefined names, collisions, duplicate ids and flows between steps that are not there."""
    by_place = group(templates)
    partial = around.partial or _unread(scenario, findings)
    visible = Visible(findings=findings, around=around, variables=set(around.variables), partial=partial)
    visible.variables.update(item.name for item in scenario.inputs)
    visible.variables.update(name for row in scenario.rows for name in row.values)
    _check_start(scenario, visible, by_place)
    for place, text in by_place.get(("sessions",), []):
        visible.sessions.setdefault(str(place[1]), []).append((place, text))
    steps = (*scenario.steps, *scenario.cleanup)
    check_steps(steps, visible, by_place, actions=actions, uses=scenario.uses)
    named = {step.session for step in steps}
    check_sessions(steps, {*scenario.sessions, *around.sessions}, findings)
    for name, entries in visible.sessions.items():
        _check_section(visible, [] if name in named else entries)
    _check_section(visible, by_place.get(("outputs",), []))
    _check_flows(scenario, visible)
    _check_rows(scenario, findings)
    for index, name in enumerate(scenario.secrets):
        if name not in visible.variables and not partial:
            hint = did_you_mean(name, sorted(visible.variables))
            findings.report("IT308", f"no variable or capture is named `{name}`", ("secrets", index), hint=hint)


def _unread(scenario: Scenario, findings: Findings) -> bool:
    """Whether names of the file itself could not be read: its rows, variables or inputs are none, as reported."""
    rows = ("examples",) in findings.sources.values and not any(row.values for row in scenario.rows)
    return rows or any(findings.blames((section,)) for section in ("vars", "inputs"))


def check_steps(
    steps: Sequence[Step],
    visible: Visible,
    by_place: StepTemplates,
    *,
    actions: Mapping[str, ActionSpec],
    uses: Mapping[str, Scenario],
) -> None:
    """Check steps in their order; what each gives becomes visible to those after it."""
    _check_ids(steps, visible)
    visible.later = dict(_given_later(steps))
    visible.actions = actions
    for step in steps:
        if step.number == 1:
            visible.steps.pop(PREVIOUS, None)
        fields = _fields(step, actions, uses)
        visible.status = step.action in actions and "status" in actions[step.action].success_fields
        _check_step(step, visible, by_place.get(step.pointer, []), fields)
        visible.variables.update(defined_by(step))
        names = StepNames(fields, each=step.each is not None or step.loop is not None, status=visible.status)
        visible.steps.pop(PREVIOUS, None)  # put back as the last, so that hints name the id of a step that has one
        visible.steps |= {PREVIOUS: names, **({step.id: names} if step.id else {})}
    visible.steps.pop(PREVIOUS, None)
    visible.later = {}
    visible.here = ""


def defined_by(step: Step) -> Iterator[str]:
    """The variables that a step leaves behind: what it captures and what it sets."""
    yield from (capture.name for capture in step.capture)
    if step.action == "set":
        yield from step.arguments


def group(templates: Templates) -> StepTemplates:
    """Live texts by step for those in a list of steps, else by top-level key."""
    grouped: dict[Pointer, Templates] = defaultdict(list)
    for entry in templates:
        pointer = entry[0]
        in_list = len(pointer) > 1 and type(pointer[1]) is int
        grouped[pointer[:2] if in_list else pointer[:1]].append(entry)
    return grouped


# --- steps ---------------------------------------------------------------------------------------------------------


def _fields(step: Step, actions: Mapping[str, ActionSpec], uses: Mapping[str, Scenario]) -> Fields | None:
    """The fields of a step's result; None where they cannot be known."""
    if step.action == "use":
        used = uses.get(str(step.arguments.get("scenario")))
        return COMMON.union(used.outputs) if used else None
    if step.action in actions:
        return COMMON.union(actions[step.action].fields)
    return None if step.action else NOWHERE


def _check_step(step: Step, visible: Visible, templates: Templates, fields: Fields | None) -> None:
    pointer = step.pointer
    visible.later |= dict.fromkeys(defined_by(step), "this step gives it only when it is carried out")
    visible.here = step.id
    if step.id:
        visible.later[step.id] = "it is the id of this step, whose result is not there yet"
    if isinstance(step.each, Expression):
        visible.check_expression(step.each, (*pointer, "each"))
    visible.extra = _EACH if step.each is not None else frozenset()
    if step.condition:
        visible.check_expression(step.condition, (*pointer, "if"))
    visible.extra |= _WHILE if step.loop is not None else frozenset()
    check_loop(step, visible)
    expected = []
    signed = frozenset(visible.actions[step.action].signed) if step.action in visible.actions else NOWHERE
    for place, text in templates:
        key = place[2] if len(place) > 2 else ""
        if key == "expect":
            expected.append((place, text))
        elif key not in _UNRENDERED and not _is_expression(key, place) and not str(key).startswith("x-"):
            in_headers = len(place) > 4 and place[2:4] == (step.action, "headers")
            visible.check_template(text, place, signed if in_headers else NOWHERE)
    if step.retry:
        for name, expression in (("until", step.retry.until), ("stop_if", step.retry.stop_if)):
            if expression:
                visible.check_expression(expression, (*pointer, "retry", name), fields)
    _check_session(step, visible)
    _check_looking(step, visible, expected, fields)
    for place, text in templates:
        if place == (*pointer, "name"):  # shown when the step is over, with what it captured
            visible.check_template(text, place)
    visible.extra = frozenset()


def _is_expression(key: str | int, place: Pointer) -> bool:
    if key == "while":
        return place[-1] != "limit"
    return (key == "retry" and place[-1] in ("until", "stop_if")) or (key == "each" and len(place) == 3)


def _check_looking(step: Step, visible: Visible, expected: Templates, fields: Fields | None) -> None:
    """What looks at the result, in the order it is carried out; a capture is seen by what comes after it."""
    if step.action == "set":
        visible.variables.update(step.arguments)
    visible.later |= dict.fromkeys(defined_by(step), "it is captured further down in this step; put it above")
    for capture in step.capture:
        if capture.expression:
            visible.check_expression(capture.expression, capture.pointer, fields)
        elif capture.filters:
            _check_filters(visible, capture.filters, capture.pointer, fields)
        visible.variables.add(capture.name)
    for pointer, filters in filters_in(step.expect, (*step.pointer, "expect")):
        _check_filters(visible, filters, pointer, fields)
    for place, text in expected:
        visible.check_template(text, place, fields)
    for index, expression in enumerate(step.asserts):
        place = (*step.pointer, "assert", index)
        listed = place in visible.findings.sources.values
        visible.check_expression(expression, place if listed else place[:-1], fields)


def _check_filters(visible: Visible, filters: str, pointer: Pointer, fields: Fields | None) -> None:
    """The filters behind a path, whose arguments may be names."""
    visible.extra |= {FOUND}
    visible.check_expression(Expression(f"{FOUND} {filters}"), pointer, fields)
    visible.extra -= {FOUND}


def _check_session(step: Step, visible: Visible) -> None:
    """What the credentials of the step's session are made of, which is rendered with the step."""
    extra, visible.extra = visible.extra, frozenset()
    for place, text in visible.sessions.get(step.session, ()):
        visible.check_template(text, place)
    if step.session and step.session not in visible.sessions:
        for text in visible.around.sessions.get(step.session, ()):
            visible.check_template(text, (*step.pointer, "session"))
    visible.extra = extra


def _check_ids(steps: Sequence[Step], visible: Visible) -> None:
    findings = visible.findings
    variables = {*visible.variables, *(name for step in steps for name in defined_by(step))}
    first: dict[str, Step] = {}
    for step in steps:
        if not step.id:
            continue
        place = (*step.pointer, "id")
        if step.id in first:
            line = findings.sources.span((*first[step.id].pointer, "id")).line
            findings.report("IT316", f"the id `{step.id}` is already on line {line}", place)
        elif step.id in variables:
            hint = "rename one of them"
            findings.report("IT317", f"`{step.id}` is also the name of a variable", place, hint=hint)
        first.setdefault(step.id, step)


def _given_later(steps: Iterable[Step]) -> Mapping[str, str]:
    later: dict[str, str] = {}
    for step in steps:
        where = f"{'cleanup ' if step.pointer[0] == 'cleanup' else ''}step {step.number}"
        for name in defined_by(step):
            later.setdefault(name, f"it is {'set' if step.action == 'set' else 'captured'} later, in {where}")
        if step.id:
            later.setdefault(step.id, f"it is the id of a later step, {where}")
    return later


# --- the rest of the file ------------------------------------------------------------------------------------------


def _check_start(scenario: Scenario, visible: Visible, by_place: StepTemplates) -> None:
    """What is rendered before the first step: variables in their order, rows, name, and `skip_if`."""
    own = by_place.get(("vars",), [])
    visible.later = dict.fromkeys(scenario.vars, "it is defined further down; move it up")
    for name in scenario.vars:
        _check_section(visible, [entry for entry in own if entry[0][1:2] == (name,)])
        visible.variables.add(name)
    visible.later = {}
    for section, entries in by_place.items():
        if section and section[0] in ("examples", "name", "timeout", "inputs"):
            _check_section(visible, entries)
    if scenario.skip_if:
        visible.check_expression(scenario.skip_if, ("skip_if",))


def _check_section(visible: Visible, entries: Templates) -> None:
    for place, text in entries:
        visible.check_template(text, place)


def _check_rows(scenario: Scenario, findings: Findings) -> None:
    columns = dict.fromkeys(name for row in scenario.rows for name in row.values)
    for row in scenario.rows:
        missing = [name for name in columns if name not in row.values and name not in scenario.vars]
        if missing and not findings.blames(row.pointer):
            hint = "give it there, or a default in `vars`"
            findings.report("IT324", f"data row {row.number} has no `{missing[0]}`", row.pointer, hint=hint)


def _check_flows(scenario: Scenario, visible: Visible) -> None:
    for step in scenario.cleanup:
        visible.steps.pop(step.id, None)
        visible.later[step.id] = "it is a step of the cleanup, which comes after the flows are followed"
    for flow in scenario.flows:
        is_mapping = (*flow.pointer, "from") in visible.findings.sources.values
        _check_end(flow.origin, (*flow.pointer, "from") if is_mapping else flow.pointer, visible)
        if flow.target:
            _check_end(flow.target, (*flow.pointer, "to") if is_mapping else flow.pointer, visible)
        for index, name in enumerate(flow.nowhere_in):
            if name not in visible.steps:
                place = (*flow.pointer, "nowhere_in", index)
                hint = visible.later.get(name) or did_you_mean(name, sorted(visible.steps))
                visible.findings.report("IT315", f"there is no step with the id `{name}`", place, hint=hint)


def _check_end(end: Expression, pointer: Pointer, visible: Visible) -> None:
    """An end of a flow speaks of one step, by its id."""
    try:
        roots = dict.fromkeys(str(reference.path[0]) for reference in references(end.text))
    except ExpressionSyntax:
        return
    report = visible.findings.report
    steps = [root for root in roots if root in visible.steps]
    if len(steps) > 1:
        report("IT315", f"an end of a flow speaks of one step, not of {len(steps)}", pointer)
    elif not steps:
        name = next(iter(roots), end.text)
        hint = visible.later.get(name) or did_you_mean(name, sorted(visible.steps))
        hint = hint or "an end is `<id>.request…` or a result field of a step"
        report("IT315", f"there is no step with the id `{name}`", pointer, hint=hint)
    else:
        visible.check_expression(end, pointer)
