"""Schemas that expectations name: read, and told before the run where they cannot be judged by, with the place in
whatever file it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from itest.load.context import Context
from itest.load.kinds import wrong_kind
from itest.model.problem import EvaluationError
from itest.model.values import Pointer, SchemaFile, Template, Tree, Value

if TYPE_CHECKING:
    from itest.evaluate.matching.schema_words import Flaw


def read_schema(context: Context, tree: Tree, pointer: Pointer) -> Tree:
    """The `schema` of an expectation: inline, or the file that it names."""
    if isinstance(tree, bool):
        return tree
    if type(tree) is MappingProxyType:
        _inline(context, tree, pointer)
        return tree
    if type(tree) is not str:
        hint = "no template can stand here: a schema is read before the run" if type(tree) is Template else ""
        wrong_kind(context.findings, "a JSON Schema or the name of its file", tree, pointer, hint)
        return tree
    return _file(context, tree, pointer) or tree


def check_operators(context: Context, tree: Tree, pointer: Pointer) -> None:
    """Look at what the operators `$file` and `$schema` of an expectation name; what has templates is known too late."""
    if isinstance(tree, tuple):
        for index, item in enumerate(tree):
            check_operators(context, item, (*pointer, index))
    elif isinstance(tree, Mapping):
        for key, item in tree.items():
            if key == "$file" and type(item) is str:
                context.file(item, (*pointer, key))
            elif key != "$schema":
                check_operators(context, item, (*pointer, key))
            elif type(item) is str:
                _file(context, item, (*pointer, key))
            elif isinstance(item, Mapping) and not _has_template(item):
                _inline(context, item, (*pointer, key))


@cache
def reader(root: Path) -> Callable[[Path], Value]:
    """A reader of schema files under a root (one for each root, since compiled schemas are kept by reader)."""

    def read(path: Path) -> Value:
        if not path.resolve().is_relative_to(root):
            raise EvaluationError(f"`{path.name}` lies outside the project folder", code="IT217")
        from itest.load.data_file import BadData, read_data_file  # start-up cost: only where a schema is in a file

        try:
            return read_data_file(path)
        except BadData as error:
            raise EvaluationError(str(error), code="IT322") from error

    return read


def _inline(context: Context, tree: Tree, pointer: Pointer) -> None:
    from itest.load.data_file import thawed  # start-up cost: only where there is a schema

    _check(context, thawed(tree), pointer)


def _file(context: Context, text: str, pointer: Pointer) -> SchemaFile | None:
    name, _, fragment = text.partition("#")
    path = context.file(name, pointer)
    if path is None:
        return None
    schema = SchemaFile(path, fragment, text)
    _check(context, schema, pointer)
    return schema


def _check(context: Context, schema: Value | SchemaFile, pointer: Pointer) -> None:
    # The library takes 80 ms to import, which only files with a schema pay.
    from itest.evaluate.matching.schema import BadSchema, compile_schema

    try:
        compile_schema(schema, reader(context.root), context.path.parent)
    except BadSchema as error:
        for flaw in error.flaws:
            _report(context, flaw, schema.path if isinstance(schema, SchemaFile) else None, pointer)
    except EvaluationError as error:
        context.findings.report(error.code, error.message, pointer, hint=error.hint)


def _report(context: Context, flaw: Flaw, own: Path | None, pointer: Pointer) -> None:
    """One flaw where it stands in this file; of another file, the place is told in words."""
    path = own if not flaw.uri else Path(unquote(urlsplit(flaw.uri).path))
    if path is None:
        context.findings.report("IT322", flaw.message, (*pointer, *flaw.path), hint=flaw.hint, key=flaw.key)
    else:
        from itest.load.data_file import place_in  # start-up cost: only where a schema is wrong

        message = f"{place_in(path, flaw.path, key=flaw.key)}: {flaw.message}"
        context.findings.report("IT322", message, pointer, hint=flaw.hint)


def _has_template(tree: Tree) -> bool:
    if isinstance(tree, Mapping):
        return any("{{" in key or _has_template(item) for key, item in tree.items())
    return isinstance(tree, Template) or (isinstance(tree, tuple) and any(map(_has_template, tree)))
