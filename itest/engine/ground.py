"""The ground that services are started on: what the launches of a run have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from itest.engine.ports import Ports
from itest.engine.reaper import Reaper
from itest.files.place import Place
from itest.model.action import Action, ActionSpec
from itest.model.project import Service
from itest.model.record import State
from itest.model.result import Fault

if TYPE_CHECKING:
    from itest.engine.config import Config
    from itest.engine.started import StartedProcess


class Ground(State, kw_only=True):
    """`running` are the services that were started, by name; `ask` makes an
    action of a kind, whose spec says how it asks a service."""

    config: Config
    root: Path
    logs: Place
    mark: str
    ports: Ports
    reaper: Reaper
    running: dict[str, StartedProcess]
    specs: Mapping[str, ActionSpec]
    ask: Callable[[str], Action]
    conceal: Callable[[str], None]

    def fault(self, service: Service, what: str, detail: tuple[str, ...], key: str = "") -> Fault:
        """That a service is not there, at the key of its `start`; `detail` are its last words."""
        sources = self.config.project.sources
        pointer = (*service.pointer, "start", *([key] if key else []))
        excerpt = sources.excerpt(pointer, key=True) if sources else None
        return Fault(code="IT214", message=f"Service `{service.name}` {what}.", excerpt=excerpt, detail=detail)
