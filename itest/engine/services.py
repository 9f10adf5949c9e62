"""Services of the project that a run starts: started when first needed, ready before use, gone at the end, children
included."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from itest.engine.fault import StepFault
from itest.engine.ground import Ground
from itest.engine.ports import Ports
from itest.engine.reaper import Reaper
from itest.files.place import Place
from itest.model.action import Action, ActionSpec
from itest.model.deadline import Stop
from itest.model.events import ServiceStarted, ServiceStopped
from itest.model.project import Service, Start
from itest.model.record import Record
from itest.model.result import Fault

if TYPE_CHECKING:
    from itest.engine.config import Config
    from itest.engine.launch import Launch
    from itest.engine.started import StartedProcess


class RunPlace(Record):
    """Where services write their output, and the mark by which what they start is known."""

    logs: Place
    mark: str


class Services:
    """Starts what is needed, once; a service that failed to start, or has ended, fails every scenario that needs it.

    `settle` comes after construction since configuration asks for ports and services ask for configuration.
    """

    def __init__(
        self, services: Mapping[str, Service], root: Path, place: RunPlace, grace: float, tell: Callable[[Any], None]
    ) -> None:
        self._services = services
        self._root = root
        self._place = place
        self._grace = grace
        self._tell = tell
        self._ports = Ports()
        self._locks = {name: threading.Lock() for name in services}
        self._running: dict[str, StartedProcess] = {}
        self._launched: dict[str, Launch] = {}
        self._failed: dict[str, Fault] = {}
        self.reaper = Reaper(place.mark)

    def settle(
        self,
        config: Config,
        specs: Mapping[str, ActionSpec],
        ask: Callable[[str], Action],
        conceal: Callable[[str], None],
        redacted: Callable[[bytes], bytes],
    ) -> None:
        """Where they are configured, how they are asked whether they are ready, and what hides secrets in their
        output."""
        self._redacted = redacted
        self._ground = Ground(
            config=config,
            root=self._root,
            logs=self._place.logs,
            mark=self._place.mark,
            ports=self._ports,
            reaper=self.reaper,
            running=self._running,
            specs=specs,
            ask=ask,
            conceal=conceal,
        )

    def port(self, name: str) -> int:
        """The free port of a service, the same for the whole run."""
        return self._ports.of(name)

    def ensure(self, names: Iterable[str], stop: Stop) -> None:
        """Have the named services running and ready, in the order given; raises `StepFault` IT214."""
        for name in names:
            service = self._services[name]
            if service.start is None:
                continue
            with self._locks[name]:
                if name in self._failed:
                    raise StepFault(self._failed[name])
                if name not in self._running:
                    self._launch(service, service.start, stop)
            if ended := self.ended((name,)):
                raise StepFault(ended)

    def ended(self, names: Iterable[str], patience: float = 0.0) -> Fault | None:
        """The fault of the first of these services whose process ended by itself, within `patience` seconds at most."""
        until = time.monotonic() + patience
        for process in [self._running[name] for name in names if name in self._running]:
            if process.ended.wait(until - time.monotonic()) and (end := process.end_in_words()):
                what = f"{end} while it was needed"
                return self._ground.fault(self._services[process.name], what, process.tail())
        return None

    def overtaken(self, names: Iterable[str]) -> Fault | None:
        """The fault of the first of these services in whose place somebody else listens; asked before each request."""
        launched = (self._launched[name] for name in names if name in self._launched)
        return next((fault for launch in launched if (fault := launch.overtaken())), None)

    def stop(self) -> None:
        """End what was started, the last started first."""
        for running in reversed(self._running.values()):
            running.end(self._grace)
            self.reaper.forget(running.group)
            running.hide(self._redacted)
            self._tell(ServiceStopped(name=running.name, log=str(running.log)))
        self._running.clear()
        self._ports.close()
        self.reaper.close()

    def kill(self) -> None:
        """End what was started at once, without asking; from any thread."""
        for running in tuple(self._running.values()):
            running.kill()

    def _launch(self, service: Service, start: Start, stop: Stop) -> None:
        from itest.engine.launch import Launch  # start-up cost: only where a service is started

        clock = time.monotonic()
        launch = Launch(service, start, self._ground)
        try:
            launch.run(stop)
        except StepFault as error:
            self._failed[service.name] = error.fault
            raise
        self._launched[service.name] = launch
        self._tell(ServiceStarted(name=service.name, url=launch.url, duration=time.monotonic() - clock))
