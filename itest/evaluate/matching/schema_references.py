"""References between schemas: files beside each other are found, the network is never asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import attrs
from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped]  # it has no type information
from referencing import Registry, Resource, Specification
from referencing.exceptions import NoSuchResource
from referencing.jsonschema import SchemaRegistry, specification_with

from itest.evaluate.matching.schema_dialects import DRAFT_2020, Dialect, described, of_metaschema, unknown
from itest.evaluate.matching.schema_node import SchemaNode, marked, subschemas
from itest.model.problem import EvaluationError
from itest.model.values import Value

Read = Callable[[Path], Value]


# attrs makes these constructors and mypy, without its plugin, does not see their arguments.
_registry: Any = Registry
_no_such_resource: Any = NoSuchResource
_PUBLISHED: Any = REGISTRY


def registry_for(contents: Any, uri: str, read: Read) -> tuple[SchemaRegistry, str, Dialect]:
    """The schema with the published metaschemas, the address it goes by, and its dialect; others are read when they are
    asked for, in the dialect that they name or else in this one.

    A schema with an `$id` of its own (`https://example.com/schemas/order.json`) refers to its neighbours under that
    address: they are looked for beside its file. Raises `EvaluationError` IT322 for a dialect that is not known.
    """
    found = described(contents, DRAFT_2020)
    address = str(as_resource(contents, found or DRAFT_2020).id() or "")
    neighbours = (_folder(address), _folder(uri)) if urlsplit(address).scheme not in ("", "file") else None
    dialect = found or _own_dialect(contents["$schema"], uri, neighbours, read)

    def retrieve(asked: str) -> Resource[Any]:
        path = _file_of(asked, neighbours)
        if path is None:
            raise _no_such_resource(ref=asked)
        further = read(path)
        its_own = described(further, dialect) or _own_dialect(further["$schema"], asked, neighbours, read)
        return as_resource(further, its_own)

    resource = as_resource(contents, dialect)
    registry: SchemaRegistry = _PUBLISHED.combine(_registry(retrieve=retrieve)).with_resource(uri, resource).crawl()
    return registry, urljoin(uri, address).rstrip("#"), dialect


def as_resource(contents: Value, dialect: Dialect) -> Resource[Any]:
    return specification(dialect.uri).create_resource(marked(contents, dialect))


@cache
def specification(uri: str) -> Specification[Any]:
    """How addresses are found in a dialect; the library's own trips over a schema that is none."""
    library: Any = specification_with(uri)
    ours: Specification[Any] = attrs.evolve(library, subresources_of=_inner)
    return ours


def _inner(contents: Value) -> list[SchemaNode]:
    return [inner for _, inner in subschemas(contents)] if isinstance(contents, SchemaNode) else []


def _own_dialect(named: str, uri: str, neighbours: tuple[str, str] | None, read: Read) -> Dialect:
    """The dialect of a metaschema that is a file of the project, as the document at `uri` names it."""
    path = _file_of(urljoin(uri, named), neighbours)
    if path is None:
        raise unknown(named)
    return of_metaschema(named, read(path))


def unresolvable(reference: str, cause: BaseException | None) -> EvaluationError:
    """The error for a reference that leads nowhere, with what stood in the way."""
    while cause is not None and not isinstance(cause, EvaluationError):
        cause = cause.__cause__
    if isinstance(cause, EvaluationError):
        return EvaluationError(f"`$ref: {reference}` cannot be read: {cause.message}", code="IT322", hint=cause.hint)
    remote = urlsplit(reference).scheme in ("http", "https")
    message = f"`$ref: {reference}` leads nowhere"
    hint = "schemas are never fetched from the network; keep a copy beside the schema" if remote else ""
    return EvaluationError(message, code="IT322", hint=hint)


def _folder(uri: str) -> str:
    return uri[: uri.rfind("/") + 1]


def _file_of(uri: str, neighbours: tuple[str, str] | None) -> Path | None:
    if neighbours is not None and uri.startswith(neighbours[0]):
        uri = neighbours[1] + uri[len(neighbours[0]) :]
    split = urlsplit(uri)
    return Path(unquote(split.path)) if split.scheme == "file" and not split.netloc else None
