"""Scenarios: from the tree of one file to a typed `Scenario`; what its names mean is checked in `names`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from itest.load.context import Context
from itest.load.findings import Findings
from itest.load.kinds import (
    ANY,
    DURATION,
    EXPRESSION,
    FLAG,
    NAMES,
    REASON,
    SOME_TEXT,
    TEXT,
    TEXTS,
    VARIABLES,
    VERSION,
    Key,
    Keys,
    Kind,
    checked,
    new_name,
    read_mapping,
    whole,
    wrong_kind,
)
from itest.load.prefixes import PREFIXES
from itest.load.sessions import read_sessions
from itest.load.step import read_steps
from itest.model.scenario import Input, Scenario
from itest.model.values import EMPTY, Pointer, Tree

INPUT_KEYS: Keys = {
    "default": Key(ANY, "What it is where the caller gives none; without it the input is required."),
    "secret": Key(FLAG, "Redacted wherever it appears."),
    "description": Key(TEXT, "What it is for."),
}


def _read_inputs(findings: Findings, tree: Tree, pointer: Pointer) -> tuple[Input, ...]:
    if type(tree) is not MappingProxyType:
        wrong_kind(findings, "a mapping of inputs", tree, pointer)
        return ()
    inputs = []
    for name, node in tree.items():
        if name.startswith("x-") or not new_name(findings, name, (*pointer, name), "an input"):
            continue
        values = read_mapping(findings, node, (*pointer, name), INPUT_KEYS) if node is not None else {}
        inputs.append(Input(name=name, required="default" not in values, **values))
    return tuple(inputs)


_LINKS = checked({"type": ["array", "object"], "items": {"type": ["string", "object"]}})
_INPUTS = Kind(_read_inputs, {"type": "object"})

SCENARIO_KEYS: Keys = {
    "version": VERSION,
    "name": Key(SOME_TEXT, "The sentence that docs and reports show."),
    "description": Key(TEXT, "Markdown, for the living documentation."),
    "tags": Key(TEXTS, "Words to select by: `-t smoke`."),
    "owner": Key(TEXT, "Who to ask about it."),
    "links": Key(_LINKS, "Tickets, specifications."),
    "service": Key(SOME_TEXT, "Default service of the file."),
    "vars": Key(VARIABLES, "Starting variables; values may be templates over config, env and earlier ones."),
    "secrets": Key(NAMES, "Names of variables and captures that are redacted wherever they appear."),
    "namespaces": Key(PREFIXES, "Prefixes for XPaths and the namespaces that they stand for."),
    "sessions": Key(ANY, "Credentials of actors, by the name of their `session`: `headers`, `auth`, `tls`."),
    "inputs": Key(_INPUTS, "What this scenario takes when it is used."),
    "outputs": Key(VARIABLES, "What this scenario gives when it is used."),
    "examples": Key(ANY, "Data rows, each its own test case: a list of objects, an object of lists, or a file."),
    "steps": Key(ANY, "The steps, in order; a failed one ends the scenario."),
    "cleanup": Key(ANY, "Steps that always run: after success, failure, deadline, interrupt."),
    "flow": Key(ANY, "Data-flow assertions: what left A must arrive at B."),
    "timeout": Key(DURATION, "Deadline of the scenario; cleanup has its own."),
    "reruns": Key(whole(0), "Times a failed scenario is run again as a whole."),
    "locks": Key(TEXTS, "Shared resources; scenarios that share a lock never run at the same time."),
    "skip": Key(REASON, "A reason: the scenario does not run."),
    "skip_if": Key(EXPRESSION, "The scenario is skipped where this holds."),
    "quarantine": Key(REASON, "A reason: it runs and is reported, and its failure does not fail the run."),
    "xfail": Key(REASON, "A reason: a known fault makes it fail, which is green; passing fails the run."),
    "continue_on_failure": Key(FLAG, "Later steps run even if one failed; the scenario still fails."),
}


def _examples(context: Context, tree: Tree, pointer: Pointer) -> Any:
    from itest.load.examples import read_examples  # start-up cost: only where there are rows

    return read_examples(context, tree, pointer)


_LISTS: Mapping[str, Any] = {
    "sessions": read_sessions,
    "steps": read_steps,
    "cleanup": read_steps,
    "examples": _examples,
}
_FIELDS = {"flow": "flows"}


def read_scenario(context: Context, tree: Tree, part: str = "") -> Scenario:
    """The scenario of a tree; problems are in the context's findings. `part` tells it from others of its file."""
    findings = context.findings
    file = findings.sources.source.file
    if type(tree) is not MappingProxyType:
        what = "the file is empty" if tree is None else "a scenario is a mapping with `name` and `steps`"
        findings.report("IT305" if tree is None else "IT306", what, (), hint=_START)
        return Scenario(path=context.path, file=file, name="", sources=findings.sources)
    _check_complete(findings, tree)
    given = MappingProxyType({name: value for name, value in tree.items() if name not in _NEEDED or value is not None})
    values = read_mapping(findings, given, (), SCENARIO_KEYS)
    for name, read in _LISTS.items():
        if name in values:
            values[name] = read(context, values[name], (name,))
    if "flow" in values:
        from itest.load.flow import read_flows  # start-up cost: only where there are flows

        values["flow"] = read_flows(findings, values["flow"], ("flow",))
    values.pop("version", None)
    _put_rows(values)
    return Scenario(
        path=context.path,
        file=file,
        part=part,
        name=values.pop("name", ""),
        sources=findings.sources,
        uses=MappingProxyType(context.used) if context.used else EMPTY,
        **{_FIELDS.get(name, name): _fixed(value) for name, value in values.items() if value is not None},
    )


def _put_rows(values: dict[str, Any]) -> None:
    """Data rows; where there may be none and are none, the scenario is skipped."""
    examples = values.pop("examples", None)
    if examples:
        values["rows"] = examples.rows
        values["skip"] = values.get("skip") or examples.none


_START = "a scenario starts with `name:` and has a list of `steps:`"
_NEEDED = {
    "name": "write a sentence that says what holds: `name: An order is stored`",
    "steps": "write a list of steps, each beginning with `- `",
}


def _check_complete(findings: Findings, tree: Mapping[str, Tree]) -> None:
    for name, hint in _NEEDED.items():
        if name not in tree:
            findings.report("IT305", f"a scenario needs `{name}`", (), hint=_START)
        elif tree[name] is None:
            findings.report("IT305", f"nothing stands after `{name}:`", (name,), hint=hint, key=True)
    if tree.get("steps") == ():
        findings.report("IT305", "there are no steps", ("steps",), hint="a scenario without steps checks nothing")


def _fixed(value: Any) -> Any:
    return MappingProxyType(value) if isinstance(value, dict) else value
