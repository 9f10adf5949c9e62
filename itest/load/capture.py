"""Captures: names and where in a result their values are found, as an expression or a JSONPath with filters."""

from __future__ import annotations

from types import MappingProxyType

from itest.evaluate.data.jsonpath import PathSyntax, compile_path
from itest.evaluate.expressions.piping import FOUND, split_path
from itest.load.findings import Findings
from itest.load.kinds import new_name, wrong_kind
from itest.load.live import checked_expression, report_inside, unwrapped
from itest.model.scenario import Capture
from itest.model.values import Pointer, Template, Tree


def read_captures(findings: Findings, tree: Tree, pointer: Pointer, main: str | None) -> tuple[Capture, ...]:
    """The captures of a step; `main` is the field that `$…` looks at, `""` for an action without one."""
    if type(tree) is not MappingProxyType:
        hint = f"give it a name: `{{x: {tree}}}`" if isinstance(tree, str) and "{" not in tree else ""
        wrong_kind(findings, "a mapping of names and sources", tree, pointer, hint)
        return ()
    read = (
        _read_capture(findings, name, source, (*pointer, name), main)
        for name, source in tree.items()
        if not name.startswith("x-")
    )
    return tuple(capture for capture in read if capture is not None)


def _read_capture(findings: Findings, name: str, tree: Tree, pointer: Pointer, main: str | None) -> Capture | None:
    named = new_name(findings, name, pointer, "a variable")
    if not isinstance(tree, (str, Template)):
        wrong_kind(findings, "an expression or a JSONPath", tree, pointer)
        return Capture(name=name, pointer=pointer) if named else None
    written = tree.text if isinstance(tree, Template) else tree
    if not written.lstrip("{ ").startswith("$"):
        expression = checked_expression(findings, written, pointer)
        return Capture(name=name, pointer=pointer, expression=expression) if named else None
    path, filters = split_path(unwrapped(written))
    _check_path(findings, path, written, pointer, main)
    if filters and checked_expression(findings, filters, pointer, prefix=FOUND) is None:
        filters = ""
    # The name of one that cannot be meant is a name all the same: only it is at fault, and not who uses it.
    return Capture(name=name, pointer=pointer, path=path, filters=filters) if named else None


def _check_path(findings: Findings, path: str, written: str, pointer: Pointer, main: str | None) -> None:
    if main == "":
        hint = "write an expression over the result's fields"
        findings.report("IT312", "this result has no main field for a JSONPath", pointer, hint=hint)
        return
    if "{{" in path:
        hint = "build it in an expression: `body | jsonpath('$.items[?@.id==\"' ~ id ~ '\"]')`"
        inside = (written, written.find("{{", written.find(path)), 2)
        report_inside(findings, "IT312", "a JSONPath takes no template here", pointer, inside=inside, hint=hint)
        return
    try:
        compile_path(path)
    except PathSyntax as error:
        offset = max(0, written.find(path)) + error.offset
        message = f"`{path}` is no JSONPath: {error.message}, at character {error.offset + 1}"
        report_inside(findings, "IT312", message, pointer, inside=(written, offset, 1))
