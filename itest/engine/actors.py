"""Actors: what the `sessions` of a file or project give the requests of a session, in place of its service's."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from itest.engine.fault import StepFault, fault_of
from itest.engine.files import confined
from itest.engine.frame import Frame
from itest.engine.rendering import rendered
from itest.evaluate.expressions.template import render
from itest.model.action import ServiceSettings
from itest.model.problem import EvaluationError
from itest.model.record import replace
from itest.model.values import Pointer, Value


def as_actor(name: str, service: str, frame: Frame) -> ServiceSettings | None:
    """The service as the session of this name speaks to it; None where nothing is said of the session.

    Where the step speaks to no service, the settings are the session's alone. Raises `StepFault`.
    """
    said = _said(name, frame) if name else None
    if said is None:
        return None
    return overlaid(frame.run.config.service(service) if service else ServiceSettings(name=""), said)


def overlaid(service: ServiceSettings, said: Mapping[str, Value]) -> ServiceSettings:
    """A service with what a session says of itself laid over it: nearer wins, null takes away."""
    headers = said.get("headers") or {}
    near = {str(name).lower() for name in headers}
    kept = {} if "headers" in said and said["headers"] is None else service.headers
    proves = "auth" in said or "authorization" in near
    left = {name: value for name, value in kept.items() if name.lower() not in near}
    if proves:
        left = {name: value for name, value in left.items() if name.lower() != "authorization"}
    return replace(
        service,
        headers={**left, **{name: value for name, value in headers.items() if value is not None}},
        auth=said.get("auth") if proves else service.auth,
        tls={**service.tls, **(said.get("tls") or {})},
    )


def _said(name: str, frame: Frame) -> Mapping[str, Value] | None:
    """What the nearest file says of a session, rendered where it is said; a used scenario has those of its caller."""
    owner: Frame | None = frame
    while owner is not None:
        if name in owner.scenario.sessions:
            pointer: Pointer = ("sessions", name)
            said: dict[str, Any] = dict(rendered(owner.scenario.sessions[name], owner, pointer))
            return _with_file(said, owner, pointer)
        owner = owner.caller
    project = frame.run.project
    if name not in project.sessions:
        return None
    place: Pointer = ("sessions", name)
    try:
        with frame.limited():
            found: Mapping[str, Value] = render(project.sessions[name], frame.scope(), place)
    except EvaluationError as error:
        raise StepFault(fault_of(error, project.sources, place)) from error
    return found


def _with_file(said: dict[str, Any], frame: Frame, pointer: Pointer) -> Mapping[str, Value]:
    """A certificate that a scenario names lies beside it; whoever reads it knows the project's folder only."""
    tls = said.get("tls")
    if isinstance(tls, dict) and isinstance(tls.get("ca"), str):
        try:
            path = confined(Path(tls["ca"]), frame.scenario.path.parent, frame.run.project.root)
        except EvaluationError as error:
            raise StepFault(fault_of(error, frame.scenario.sources, (*pointer, "tls", "ca"))) from error
        said["tls"] = {**tls, "ca": str(path)}
    return said
