"""Launch: one service on its way from the `start` in its project file to a process that is ready."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlsplit

from itest.engine.claim import Claim, Taken
from itest.engine.fault import StepFault
from itest.engine.ground import Ground
from itest.engine.listeners import NOBODY, Run
from itest.engine.readiness import CONNECT, CallProbe, Probe, log_probe, own_address, tcp_probe
from itest.engine.started import StartedProcess
from itest.evaluate.data.duration import exact_duration, parse_duration
from itest.evaluate.expressions.template import to_text
from itest.evaluate.fitting import fits, scheme_of
from itest.evaluate.telling.environment import hidden_values
from itest.files.place import append
from itest.model.action import ActionSpec, Call, ServiceCheck
from itest.model.deadline import Deadline, Stop
from itest.model.exchange import PrepareError
from itest.model.project import Service, Start
from itest.model.record import replace
from itest.model.result import Fault
from itest.model.values import Tree, Value

if TYPE_CHECKING:
    pass

POLL = 0.03
"""Seconds between two probes."""
LATE = 1.0
"""Seconds before the end of its time from which what a probe could not wait for says less than what came before."""

_STAY = "A command that only begins something in the background has ended: let it stay in the foreground."
_NOT_OURS = (
    "What listens has to be of the process group that itest started: a program that goes into the background, or"
    " becomes another user's, cannot be told from a stranger. Let it stay in the foreground."
)
_ONE_WORD = "What a template gives is one word, whatever blanks are in it: write each word of the command itself."

Address: TypeAlias = tuple[str, int]
"""Host and port."""


class Launch:
    """The launch of one service; `url` is known once it has begun."""

    def __init__(self, service: Service, start: Start, ground: Ground) -> None:
        self._service = service
        self._start = start
        self._ground = ground
        self._log = ground.logs / f"{service.name}.log"
        self.url = ""
        self._claim = Claim((), self._group, self._started)
        """Where on this machine it is asked and spoken to."""

    def run(self, stop: Stop) -> None:
        """Start it and wait until it is ready, no longer than its `within` says; raises `StepFault` IT214."""
        name = self._service.name
        self.url = self._ground.config.service(name).url
        try:
            within = parse_duration(self._rendered(self._start.ready.within, "ready", "within"))
            with ExitStack() as stack:
                ready = self._ready()
                probe, asked = self._probe(ready, stack)
                self._claim = Claim((*_place(self.url), *asked), self._group, self._started)
                self._ground.ports.give_up(name)
                self._refuse_taken()
                process = self._ground.running[name] = self._spawned()
                self._await(process, probe, within, stop)
        except PrepareError as error:
            raise self._failed(error.message, hint=error.hint) from error
        except ValueError as error:
            raise self._failed(str(error)) from error

    # -- what says that it is ready ------------------------------------------------------------------------------

    def _ready(self) -> dict[str, Value]:
        """The word of `ready` that is there, with its value; without one, how its kind asks it first."""
        ready = self._start.ready
        trees = {"http": ready.http, "tcp": ready.tcp, "log": ready.log}
        said = {word: self._rendered(tree, "ready", word) for word, tree in trees.items() if tree is not None}
        return {word: value for word, value in said.items() if value is not None}

    def _probe(self, ready: Mapping[str, Value], stack: ExitStack) -> tuple[Probe, tuple[Address, ...]]:
        """What asks whether it is ready, and where it asks."""
        own = _place(self.url)
        if "log" in ready:
            return log_probe(self._log.path, to_text(ready["log"])), ()
        if "tcp" in ready:
            address = self._address(ready["tcp"])
            return tcp_probe(*address), (address,)
        for kind, spec in self._ground.specs.items():
            check = spec.ready
            if check and check.word in ready:
                question = self._question(spec, check)
                place = _place(to_text(question[check.argument])) or own
                return self._guarded(self._asking(kind, question, stack), place), place
            if check and check.first is not None and not ready and fits(self._service, spec):
                return self._guarded(self._asking(kind, check.first, stack), own), own
        if ready:
            raise self._failed(f"nothing here asks by `{next(iter(ready))}`")
        return tcp_probe(*own[0]) if own else lambda deadline: "", own

    def _question(self, spec: ActionSpec, check: ServiceCheck) -> Mapping[str, Value]:
        """What stands at the word of `ready` as the arguments of a call."""
        written = spec.as_written({check.argument: getattr(self._start.ready, check.word)})
        return {name: to_text(self._rendered(tree, "ready", check.word)) for name, tree in written.items()}

    def _asking(self, kind: str, arguments: Mapping[str, Value], stack: ExitStack) -> Probe:
        """A probe by a call of this kind, to the service where the kind can speak to it."""
        ground = self._ground
        spoken = scheme_of(self.url) in ("", *ground.specs[kind].schemes)
        call = Call(arguments=arguments, service=self._service.name if spoken else "", base_dir=ground.root)
        probe = CallProbe(ground.ask(kind), call, ground.config.session_settings(ground.root), ground.conceal)
        stack.callback(probe.close)
        return probe

    def _address(self, tcp: Value) -> Address:
        """The address that `ready.tcp` means."""
        if tcp is True:
            return own_address(self.url, self._ground.ports.of(self._service.name))
        host, _, port = to_text(tcp).rpartition(":")
        if not (port.isascii() and port.isdigit() and int(port[:6]) in range(1, 65_536)):
            raise self._failed(f"`ready.tcp` is a port or host:port, not `{to_text(tcp)}`")
        return host.removeprefix("[").removesuffix("]") or "127.0.0.1", int(port)

    # -- who listens there ---------------------------------------------------------------------------------------

    def overtaken(self) -> Fault | None:
        """The fault of a service in whose place somebody else listens by now; None where nobody does."""
        taken = self._claim.taken()
        if taken is None:
            return None
        process = self._ground.running[self._service.name]
        fault = self._ground.fault(self._service, f"is not asked: {self._in_words(taken)}", process.tail())
        return replace(fault, hint=_NOT_OURS)

    def _refuse_taken(self) -> None:
        """Refuse a port of this machine that somebody listens on already: it would answer in the service's place."""
        soon = Deadline.after(CONNECT, Stop())
        for address, port in self._claim.addresses:
            if tcp_probe(address, port)(soon) == "":
                raise self._failed(self._in_words(self._claim.taken() or Taken(port, None)))

    def _guarded(self, probe: Probe, place: tuple[Address, ...]) -> Probe:
        """The probe, asked only where the service itself listens: what it sends is for nobody else."""
        claim = Claim(place, self._group, self._started)

        def ask(deadline: Deadline) -> str:
            # Where nobody is seen to listen nobody does yet, or somebody of whom more cannot be known.
            if claim.addresses and not claim.listened() and (refusal := tcp_probe(*place[0])(deadline)):
                return refusal
            if taken := claim.taken():
                process = self._ground.running[self._service.name]
                raise self._failed(self._in_words(taken), process.tail(), hint=_NOT_OURS)
            return probe(deadline)

        return ask

    def _group(self) -> int:
        process = self._ground.running.get(self._service.name)
        # The number of a group that has ended may be given to anybody's.
        return process.group if process and not process.ended.is_set() else NOBODY

    def _started(self) -> Run:
        running = self._ground.running.values()
        return Run(self._ground.mark, {each.group for each in running if each.name != self._service.name})

    def _in_words(self, taken: Taken) -> str:
        told = f"somebody else listens on port {taken.port} already"
        who = taken.who
        if who is None:
            return told
        if not who.pid:
            return f"{told}: a process of the user {who.user}"
        running = self._ground.running.values()
        ours = next((f"the service `{each.name}` of this run, " for each in running if each.group == who.group), "")
        return f"{told}: {ours}process {who.pid} ({who.name})"

    # -- its process ---------------------------------------------------------------------------------------------

    def _spawned(self) -> StartedProcess:
        ground = self._ground
        command, cwd = self._command(), self._folder()
        ground.reaper.start()
        try:
            # Appended to, so that a log that grew too long can be begun anew under the writer's feet.
            with append(self._log) as output:
                process = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    env=self._environment(),
                    cwd=cwd,
                    start_new_session=True,
                )
        except (OSError, UnicodeError) as error:
            hint = _ONE_WORD if " " in command[0] else ""
            raise self._failed(_not_started(command[0], cwd, error), hint=hint) from error
        ground.reaper.watch(process.pid)
        return StartedProcess(self._service.name, process, self._log)

    def _command(self) -> list[str]:
        value = self._rendered(self._start.command, "command")
        words = [to_text(word) for word in value] if isinstance(value, list) else []
        if not words or not words[0]:
            raise self._failed("its `command` is empty")
        # `python` means the Python that runs itest, which is the one that has the project installed.
        return [sys.executable, *words[1:]] if words[0] in ("python", "python3") else words

    def _folder(self) -> Path:
        name = to_text(self._rendered(self._start.cwd, "cwd") or ".")
        folder = self._ground.root / name
        if not folder.is_dir():
            what = "is no folder" if folder.exists() else "is not there"
            raise self._failed(f"its folder `{name}` (`cwd`) {what}: {folder}", key="cwd")
        return folder

    def _environment(self) -> dict[str, str]:
        environment, given = {**self._ground.config.env}, dict[str, str]()
        for name, value in self._rendered(self._start.env, "env").items():
            if value is None:
                environment.pop(name, None)
            else:
                environment[name] = given[name] = to_text(value)
        for secret, _ in hidden_values(given):
            self._ground.conceal(secret)
        return environment

    def _await(self, process: StartedProcess, probe: Probe, within: Decimal, stop: Stop) -> None:
        """Probe until the service is ready, its time is up, its process has ended or the run is to stop."""
        halt = Stop()
        with ExitStack() as stack:
            for each in (stop, process.ended):
                stack.callback(each.listen(halt.set))
            refusal = _asked(probe, Deadline.after(float(within), halt))
        end = process.end_in_words()
        if stop.is_set() and not end:
            raise self._failed("the run was interrupted", process.tail())
        late = f"it was not ready within {exact_duration(within)}: {refusal}" if refusal else ""
        taken = self._claim.taken()
        reasons = [f"it {end} before it was ready" if end else late, self._in_words(taken) if taken else ""]
        if any(reasons):
            hint = _NOT_OURS if taken else _STAY if end == "ended with exit code 0" else ""
            raise self._failed("; ".join(filter(None, reasons)), process.tail(), hint=hint)

    # -- its words -----------------------------------------------------------------------------------------------

    def _rendered(self, tree: Tree, *keys: str) -> Value:
        port = self._ground.ports.of(self._service.name)
        return self._ground.config.render(tree, (*self._service.pointer, "start", *keys), {"port": port})

    def _failed(self, reason: str, detail: tuple[str, ...] = (), *, hint: str = "", key: str = "") -> StepFault:
        fault = self._ground.fault(self._service, f"did not start: {reason}", detail, key)
        return StepFault(replace(fault, hint=hint))


def _asked(probe: Probe, deadline: Deadline) -> str:
    """What the probe was told last before the deadline; `""` as soon as it is told yes."""
    told = ""
    while True:
        late = deadline.remaining() < LATE
        refusal = probe(deadline)
        # Of a question at the last moment no more may be known than that there was no time for it.
        if not (told and refusal and late and deadline.passed()):
            told = refusal
        if not refusal or deadline.remaining() <= 2 * POLL:
            return told
        deadline.sleep(POLL)


def _place(url: str) -> tuple[Address, ...]:
    """Host and port of a URL that has them; else none."""
    host, port = own_address(url, 0)
    return ((host, port),) if urlsplit(url).hostname and port else ()


def _not_started(program: str, cwd: Path, error: OSError | UnicodeError) -> str:
    """Why a program did not start, with the path that is at fault."""
    path = cwd / program
    if isinstance(error, FileNotFoundError) and os.sep not in program:
        return f"there is no program `{program}` on the PATH"
    if isinstance(error, FileNotFoundError) and path.exists():
        return f"the interpreter that `{path}` names (#!) is not there"
    if isinstance(error, FileNotFoundError):
        return f"the program `{program}` is not there: {path}"
    if isinstance(error, PermissionError):
        return f"`{path}` is a folder" if path.is_dir() else f"`{path}` is not executable"
    return f"`{program}` cannot be started: {getattr(error, 'strerror', None) or error}"
