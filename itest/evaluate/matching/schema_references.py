"""References between schemas: files beside each other are found, the network is never asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped]  # it has no type information
from referencing import Registry, Resource
from referencing.exceptions import NoSuchResource, Unresolvable
from referencing.jsonschema import DRAFT202012, SchemaRegistry

from itest.model.problem import EvaluationError
from itest.model.values import Value

Read = Callable[[Path], Value]


# attrs makes these constructors and mypy, without its plugin, does not see their arguments.
_registry: Any = Registry
_no_such_resource: Any = NoSuchResource
_PUBLISHED: Any = REGISTRY


def registry_for(contents: Value, uri: str, read: Read) -> tuple[SchemaRegistry, str]:
    """The schema with the published metaschemas, and the address it goes by; others are read when they are asked for.

    A schema with an `$id` of its own (`https://example.com/schemas/order.json`) refers to its neighbours under that
    address: they are looked for beside its file.
    """
    resource = as_resource(contents)
    address = str(resource.id() or "")
    neighbours = (_folder(address), _folder(uri)) if urlsplit(address).scheme else None

    def retrieve(asked: str) -> Resource[Any]:
        path = _file_of(asked, neighbours)
        if path is None:
            raise _no_such_resource(ref=asked)
        return as_resource(read(path))

    registry: SchemaRegistry = _PUBLISHED.combine(_registry(retrieve=retrieve)).with_resource(uri, resource).crawl()
    return registry, urljoin(uri, address).rstrip("#")


def as_resource(contents: Value) -> Resource[Any]:
    return Resource.from_contents(contents, default_specification=DRAFT202012)


def check_references(registry: SchemaRegistry, uri: str) -> None:
    """Resolve every reference of the schema once; raises `EvaluationError` IT322 for one that leads nowhere."""
    _check(registry.resolver(uri), registry[uri])


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


def _check(resolver: Any, resource: Resource[Any]) -> None:
    contents = resource.contents
    if isinstance(contents, dict):
        for keyword in ("$ref", "$dynamicRef"):
            reference = contents.get(keyword)
            if isinstance(reference, str):
                try:
                    resolver.lookup(reference)
                except Unresolvable as error:
                    raise unresolvable(reference, error) from None
    for inner in resource.subresources():
        _check(resolver.in_subresource(inner), inner)


def _folder(uri: str) -> str:
    return uri[: uri.rfind("/") + 1]


def _file_of(uri: str, neighbours: tuple[str, str] | None) -> Path | None:
    if neighbours is not None and uri.startswith(neighbours[0]):
        uri = neighbours[1] + uri[len(neighbours[0]) :]
    split = urlsplit(uri)
    return Path(unquote(split.path)) if split.scheme == "file" and not split.netloc else None
