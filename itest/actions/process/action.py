"""The `run` action: a command prepared, run to its end, its output handed back as text."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from itest.actions.attempt import CameTo, attempted
from itest.actions.process.command import Command, prepare
from itest.actions.process.running import Completed, Running, alive, end_groups
from itest.actions.process.spec import SPEC
from itest.actions.process.transcript import transcript
from itest.model.action import ActionSpec, Call, SessionSettings
from itest.model.deadline import Deadline
from itest.model.exchange import ActionError, Exchange
from itest.model.values import EMPTY, Value

_ERRORS: Mapping[str, tuple[str, str]] = {
    "timeout": ("IT203", "the command was still running at the deadline and was ended, children included"),
    "interrupted": ("IT213", "the command was interrupted"),
    "too_large": ("IT205", "the command wrote more than {cap} bytes and was ended"),
}


class ProcessAction:
    """`run`: the exit code, and the output as text without its last line breaks, as `$(…)` gives it."""

    @property
    def spec(self) -> ActionSpec:
        return SPEC

    def open(self, settings: SessionSettings) -> ProcessSession:
        return ProcessSession(settings.max_body)

    def prepare(self, call: Call, settings: SessionSettings) -> Command:
        return prepare(call, settings)

    def close(self) -> None:
        """Nothing is shared."""


class ProcessSession:
    """The processes of one actor: what a command leaves running in the background is ended with the session."""

    def __init__(self, max_output: int) -> None:
        self._max_output = max_output
        self._groups: list[int] = []

    def send(self, request: Command, deadline: Deadline) -> Exchange:
        return attempted(request.shown, partial(self._attempt, request, deadline), partial(transcript, request))

    def close(self) -> None:
        groups, self._groups = self._groups, []
        if groups:
            end_groups(groups)

    def _attempt(self, request: Command, deadline: Deadline) -> CameTo:
        try:
            completed = Running(request, self._max_output).complete(deadline)
        except (OSError, UnicodeError) as error:
            return EMPTY, _not_started(request, error)
        fields: dict[str, Value] = {"stdout": _text(completed.stdout), "stderr": _text(completed.stderr)}
        if completed.ended != "exited":
            return fields, self._ended(completed)
        if alive(completed.group):
            self._groups.append(completed.group)
        return {**fields, "exit_code": completed.exit_code}, None

    def _ended(self, completed: Completed) -> ActionError:
        code, message = _ERRORS[completed.ended]
        return ActionError(
            kind=completed.ended, message=message.format(cap=self._max_output), code=code, phase="receive"
        )


def _not_started(request: Command, error: OSError | UnicodeError) -> ActionError:
    program = request.words[0]
    if isinstance(error, FileNotFoundError):
        return ActionError(kind="not_found", message=f"there is no program `{program}`", code="IT210")
    # Words that the system's locale has no characters for cannot be handed to it.
    why = (error.strerror or str(error)) if isinstance(error, OSError) else f"the locale cannot say it: {error}"
    return ActionError(kind="process", message=f"`{program}` cannot be started: {why}", code="IT210")


def _text(data: bytes) -> str:
    return data.decode(errors="replace").rstrip("\r\n")
