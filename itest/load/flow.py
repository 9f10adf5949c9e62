"""`flow`: data-flow assertions, as `A -> B` or as a mapping with `from` and `to` or `nowhere_in`."""

from __future__ import annotations

from types import MappingProxyType

from itest.load.findings import Findings
from itest.load.kinds import EXPRESSION, NAMES, SOME_TEXT, Key, Keys, read_mapping, wrong_kind
from itest.load.live import checked_expression
from itest.model.scenario import Flow
from itest.model.values import Pointer, Template, Tree

FLOW_KEYS: Keys = {
    "from": Key(EXPRESSION, "Where the value leaves: an expression over one step's `request` or result fields."),
    "to": Key(EXPRESSION, "Where it must arrive unharmed."),
    "nowhere_in": Key(NAMES, "Ids of steps in which the value must not show up."),
    "name": Key(SOME_TEXT, "A name for reports."),
}
FORMS = "a flow is `A -> B`, `{from, to}` or `{from, nowhere_in}`"
_OPENING, _CLOSING = "([{", ")]}"


def read_flows(findings: Findings, tree: Tree, pointer: Pointer) -> tuple[Flow, ...]:
    """The flows of a scenario; problems are reported."""
    if type(tree) is not tuple:
        wrong_kind(findings, "a list of flows", tree, pointer, f"write `- {tree}`" if isinstance(tree, str) else "")
        return ()
    read = (_read_flow(findings, item, (*pointer, index)) for index, item in enumerate(tree))
    return tuple(flow for flow in read if flow is not None)


def split_arrow(text: str) -> tuple[str, ...]:
    """The parts of a text between arrows that stand outside brackets and quotes."""
    parts, start, depth, quote = [], 0, 0, ""
    for offset, character in enumerate(text):
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth -= 1
        elif text.startswith("->", offset) and depth == 0:
            parts.append(text[start:offset])
            start = offset + 2
    return (*parts, text[start:])


def _read_flow(findings: Findings, tree: Tree, pointer: Pointer) -> Flow | None:
    if isinstance(tree, (str, Template)):
        return _read_arrow(findings, tree.text if isinstance(tree, Template) else tree, pointer)
    if type(tree) is not MappingProxyType:
        findings.report("IT315", "this is not a flow", pointer, hint=FORMS)
        return None
    values = read_mapping(findings, tree, pointer, FLOW_KEYS)
    if "from" not in tree or ("to" in tree) == ("nowhere_in" in tree):
        findings.report("IT315", "a flow has `from` and one of `to` and `nowhere_in`", pointer, hint=FORMS)
        return None
    if values["from"] is None:
        return None
    if tree.get("nowhere_in") == ():
        findings.report("IT315", "`nowhere_in` names no step", (*pointer, "nowhere_in"), hint=FORMS)
    names = {name: values.get(key) for name, key in (("target", "to"), ("nowhere_in", "nowhere_in"), ("name", "name"))}
    return Flow(pointer=pointer, origin=values["from"], **{name: value for name, value in names.items() if value})


def _read_arrow(findings: Findings, text: str, pointer: Pointer) -> Flow | None:
    parts = split_arrow(text)
    if len(parts) != 2 or not all(part.strip() for part in parts):
        findings.report("IT315", "a flow as text has one `->` between two expressions", pointer, hint=FORMS)
        return None
    origin, target = (checked_expression(findings, part.strip(), pointer) for part in parts)
    return Flow(pointer=pointer, origin=origin, target=target) if origin and target else None
