"""`expect`: the fields that a step's result has, and matchers that can be meant for them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

from itest.evaluate.matching.matcher_check import check_expect
from itest.load.context import Context
from itest.load.elsewhere import about_operator
from itest.load.kinds import unknown_key, wrong_kind
from itest.load.schema import check_operators, read_schema
from itest.model.scenario import Scenario
from itest.model.values import EMPTY, Pointer, Tree


def read_expect(
    context: Context, tree: Tree, pointer: Pointer, fields: Collection[str], main: str = ""
) -> Mapping[str, Tree]:
    """The expectations of a step; `fields` are those of its result, with `schema` where it has a `main` field."""
    if type(tree) is not MappingProxyType:
        status = "status" in fields and (type(tree) is int or (isinstance(tree, str) and tree.endswith("xx")))
        hint = f"write `{{status: {tree}}}`" if status else ""
        wrong_kind(context.findings, "a mapping of result fields", tree, pointer, hint)
        return EMPTY
    read: dict[str, Tree] = {}
    for field, expected in tree.items():
        if field in fields:
            read[field] = expected
        elif not field.startswith("x-"):
            unknown_key(context.findings, field, (*pointer, field), fields, hint=_inside(field, fields, main))
    if not any(not field.startswith("x-") for field in tree):
        message = "this takes at least one result field: what checks nothing cannot fail"
        context.findings.report("IT306", message, pointer)
    schema = read.pop("schema", None)
    for found in check_expect(read, pointer):
        hint = (about_operator(str(found.pointer[-1])) if found.code == "IT310" else "") or found.hint
        context.findings.report(found.code, found.message, found.pointer, hint=hint, key=found.key)
    check_operators(context, MappingProxyType(read), pointer)
    if schema is not None:
        read["schema"] = read_schema(context, schema, (*pointer, "schema"))
    return MappingProxyType(read)


def _inside(name: str, fields: Collection[str], main: str) -> str:
    """The hint for a path in place of a field: `body.id`, `$.id`."""
    if name.startswith(("$.", "$[")) and main:
        return f"a selector stands under its field: `{main}: {{{name}: …}}`"
    field, dot, rest = name.partition(".")
    return f"write `{field}: {{{rest}: …}}`" if dot and field in fields and "[" not in rest else ""


def result_fields(fields: tuple[str, ...], main: str, used: Scenario | None) -> tuple[str, ...]:
    """What `expect` may name: the result's fields, those that all results have, and `schema` for a main field."""
    return (*(used.outputs if used else fields), *("request", "time", "error"), *(("schema",) if main else ()))
