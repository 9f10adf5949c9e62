"""Services of the project that a run starts: started when first needed, ready before use, gone at the end, children
included."""

from __future__ import annotations

import os
import shlex
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from itest.engine.fault import StepFault
from itest.engine.readiness import Probe, http_probe, log_probe, own_address, tcp_probe
from itest.engine.reaper import Reaper
from itest.evaluate.data.duration import parse_duration
from itest.evaluate.expressions.template import to_text
from itest.model.deadline import Deadline, Stop
from itest.model.events import ServiceStarted, ServiceStopped
from itest.model.project import Ready, Service, Start
from itest.model.record import Record
from itest.model.result import Fault
from itest.model.values import Pointer, Tree, Value

if TYPE_CHECKING:
    from itest.engine.config import Config

POLL = 0.03
"""Seconds between two probes."""
MAX_LOG = 50_000_000
"""Bytes of output that are kept of a service; beyond them its log begins anew."""
LOG_CHECK = 0.2
"""Seconds between two looks at the length of a log."""
TAIL = 20
"""Lines of a service's output that a fault shows."""
TAIL_BYTES = 16_384
"""Bytes of output that they are looked for in."""


class RunPlace(Record):
    """Where services write their output, and the mark by which what they start is known."""

    logs: Path
    mark: str


class _Running:
    """A started service: its process group and where its output goes."""

    def __init__(self, name: str, process: subprocess.Popen[bytes], log: Path) -> None:
        self.name = name
        self.process = process
        self.log = log

    def tail(self) -> tuple[str, ...]:
        """The last lines of its output; an ellipsis where there was more before them."""
        with self.log.open("rb") as file:
            before = max(0, self.log.stat().st_size - TAIL_BYTES)
            file.seek(before)
            # No further than the end was: a service that floods its output writes on while this is read.
            lines = file.read(TAIL_BYTES).decode("utf-8", "replace").splitlines()
        if before or len(lines) > TAIL:
            lines = lines[-TAIL:]
            lines[0] = f"…{lines[0]}"
        return tuple(lines)

    def bound(self) -> None:
        """Begin the log anew where it is longer than `MAX_LOG`."""
        with suppress(OSError):
            if self.log.stat().st_size > MAX_LOG:
                os.truncate(self.log, 0)

    def end(self, grace: float) -> None:
        """Ask the whole group to end; after `grace` seconds end it."""
        self._signal(signal.SIGTERM)
        limit = time.monotonic() + grace
        while self._alive() and time.monotonic() < limit:
            try:
                self.process.wait(POLL)
            except subprocess.TimeoutExpired:
                continue
            if self._alive():
                time.sleep(POLL)  # The leader is gone and a child of it is not yet.
        self.kill()
        self.process.wait()

    def kill(self) -> None:
        """End the whole group without asking."""
        self._signal(signal.SIGKILL)

    def _alive(self) -> bool:
        self.process.poll()
        try:
            os.killpg(self.process.pid, 0)
        except OSError:
            return False
        return True

    def _signal(self, number: int) -> None:
        try:
            os.killpg(self.process.pid, number)
        except OSError:
            return  # The group is gone, which is what is wanted.


class Services:
    """Starts what is needed, once; a service that failed to start fails every scenario that needs it.

    `config` is bound after construction since configuration asks for ports and services ask for configuration.
    """

    config: Config

    def __init__(
        self, services: Mapping[str, Service], root: Path, place: RunPlace, grace: float, tell: Callable[[Any], None]
    ) -> None:
        self._services = services
        self._root = root
        self._logs = place.logs
        self._grace = grace
        self._tell = tell
        self._ports: dict[str, int] = {}
        self._locks = {name: threading.Lock() for name in services}
        self._port_lock = threading.Lock()
        self._running: dict[str, _Running] = {}
        self._failed: dict[str, Fault] = {}
        self.reaper = Reaper(place.mark)
        self._over = threading.Event()

    def port(self, name: str) -> int:
        """The free port of a service, the same for the whole run."""
        with self._port_lock:
            if name not in self._ports:
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", 0))
                    self._ports[name] = probe.getsockname()[1]
            return self._ports[name]

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
                    self._start(service, service.start, stop)

    def tail(self, name: str) -> tuple[str, ...]:
        """The last output of a started service; empty where it was not started."""
        return self._running[name].tail() if name in self._running else ()

    def stop(self) -> None:
        """End what was started, the last started first."""
        for running in reversed(self._running.values()):
            running.end(self._grace)
            self.reaper.forget(running.process.pid)
            self._tell(ServiceStopped(name=running.name, log=str(running.log)))
        self._running.clear()
        self._over.set()
        self.reaper.close()

    def kill(self) -> None:
        """End what was started at once, without asking; from any thread."""
        for running in tuple(self._running.values()):
            running.kill()

    # -- starting ------------------------------------------------------------------------------------------------

    def _start(self, service: Service, start: Start, stop: Stop) -> None:
        clock = time.monotonic()
        try:
            url = self.config.service(service.name).url
            within = float(parse_duration(self._rendered(service, start.ready.within, "ready", "within")))
            running = self._running[service.name] = self._spawn(service, start)
            probes = self._probes(service, start.ready, url, running.log)
        except StepFault as error:
            self._failed[service.name] = error.fault
            raise
        except ValueError as error:
            self._fail(service, str(error), ())
        deadline = Deadline.after(within, stop)
        while not all(probe() for probe in probes):
            problem = self._problem(running, deadline, within)
            if problem:
                self._fail(service, problem, running.tail())
            deadline.sleep(POLL)
        if running.process.poll() is not None:
            self._fail(service, f"it ended with exit code {running.process.returncode}", running.tail())
        self._tell(ServiceStarted(name=service.name, url=url, duration=time.monotonic() - clock))

    def _problem(self, running: _Running, deadline: Deadline, within: float) -> str:
        code = running.process.poll()
        if code is not None:
            return f"it ended with exit code {code} before it was ready"
        if deadline.stop.is_set():
            return "the run was interrupted"
        return f"it was not ready within {within:g} seconds" if deadline.passed() else ""

    def _fail(self, service: Service, reason: str, detail: tuple[str, ...]) -> None:
        fault = Fault(
            code="IT214",
            message=f"Service `{service.name}` did not start: {reason}.",
            excerpt=self._excerpt((*service.pointer, "start")),
            detail=detail,
        )
        self._failed[service.name] = fault
        raise StepFault(fault)

    def _spawn(self, service: Service, start: Start) -> _Running:
        command = self._command(self._rendered(service, start.command, "command"))
        self.reaper.start()
        environment = {**self.config.env}
        for name, value in self._rendered(service, start.env, "env").items():
            if value is None:
                environment.pop(name, None)
            else:
                environment[name] = to_text(value)
        cwd = self._root / to_text(self._rendered(service, start.cwd, "cwd") or ".")
        log = self._logs / f"{service.name}.log"
        try:
            self._logs.mkdir(parents=True, exist_ok=True)
            # Appended to, so that a log that grew too long can be begun anew under the writer's feet.
            with log.open("ab") as output:
                process = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    env=environment,
                    cwd=cwd,
                    start_new_session=True,
                )
        except (OSError, UnicodeError) as error:
            self._fail(service, f"`{command[0]}`: {getattr(error, 'strerror', None) or error}", ())
        self.reaper.watch(process.pid)
        running = _Running(service.name, process, log)
        threading.Thread(target=self._bound, args=(running,), name=f"log of {service.name}", daemon=True).start()
        return running

    def _bound(self, running: _Running) -> None:
        """Keep the log of a service that floods its output from filling the disk."""
        while not self._over.wait(LOG_CHECK):
            running.bound()

    def _command(self, value: Value) -> list[str]:
        words = [to_text(word) for word in value] if isinstance(value, list) else shlex.split(to_text(value))
        # `python` means the Python that runs itest, which is the one that has the project installed.
        return [sys.executable, *words[1:]] if words[:1] in (["python"], ["python3"]) else words

    def _probes(self, service: Service, ready: Ready, url: str, log: Path) -> list[Probe]:
        probes: list[Probe] = []
        http, tcp, pattern = (
            self._rendered(service, tree, "ready", key)
            for tree, key in ((ready.http, "http"), (ready.tcp, "tcp"), (ready.log, "log"))
        )
        if http is not None:
            probes.append(http_probe(urljoin(url.rstrip("/") + "/", to_text(http).lstrip("/"))))
        if tcp is True:
            probes.append(tcp_probe(*own_address(url, self.port(service.name))))
        elif tcp is not None:
            host, _, port = to_text(tcp).rpartition(":")
            if not port.isascii() or not port.isdigit():
                self._fail(service, f"`ready.tcp` is a port or host:port, not `{to_text(tcp)}`", ())
            probes.append(tcp_probe(host or "127.0.0.1", int(port)))
        if pattern is not None:
            probes.append(log_probe(log, to_text(pattern)))
        if not probes and url:
            # Nothing said: a service is ready when its port accepts.
            parts = urlsplit(url)
            if parts.hostname and parts.port:
                probes.append(tcp_probe(parts.hostname, parts.port))
        return probes

    def _rendered(self, service: Service, tree: Tree, *keys: str) -> Value:
        return self.config.render(tree, (*service.pointer, "start", *keys), {"port": self.port(service.name)})

    def _excerpt(self, pointer: Pointer) -> Any:
        sources = self.config.project.sources
        return sources.excerpt(pointer, key=True) if sources else None
