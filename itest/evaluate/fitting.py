"""Fitting: which services an action can speak to, by the scheme of their URL, and which one a step means."""

from __future__ import annotations

from collections.abc import Mapping

from itest.model.action import ActionSpec
from itest.model.lazy_pattern import lazy_pattern
from itest.model.project import Service
from itest.model.values import Template, Tree

_SCHEME = lazy_pattern(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")


def scheme_of(url: Tree) -> str:
    """The scheme of a service's URL as written, `""` where a template hides it."""
    found = _SCHEME.match(url.text if isinstance(url, Template) else str(url or ""))
    return found.group(1).lower() if found else ""


def fits(service: Service, spec: ActionSpec) -> bool:
    """Whether the action speaks the service's scheme; a hidden one is taken for HTTP."""
    return (scheme_of(service.url) or "http") in spec.schemes or not spec.schemes


def fitting(services: Mapping[str, Service], spec: ActionSpec) -> tuple[str, ...]:
    """The names of the services that fit, as the project has them."""
    return tuple(name for name, service in services.items() if fits(service, spec))


def implied(services: Mapping[str, Service], spec: ActionSpec, default: str) -> str:
    """The service of a step that names none: the file's where it fits, else the only one that does, else ""."""
    names = fitting(services, spec)
    if default in names:
        return default
    return names[0] if len(names) == 1 else ""
