"""A `run` exchange as people read it, and the shell line that repeats it by hand."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping

from itest.actions.process.command import SHELL, Command
from itest.model.exchange import ActionError, Line, Transcript
from itest.model.values import Value

_TITLE = 60
_PREVIEW = 4000


def transcript(command: Command, fields: Mapping[str, Value], error: ActionError | None) -> Transcript:
    """The exchange's transcript: variables and input sent, standard output and error received."""
    outcome = f"exit {fields['exit_code']}" if error is None else error.message
    return Transcript(
        title=f"{_cut(_line(command), _TITLE)} → {outcome}",
        sent=tuple(_sent(command)),
        received=tuple(_received(fields)),
        label="shell",
        command=_repeat(command),
    )


def _line(command: Command) -> str:
    """The command as one would type it."""
    return command.words[-1] if command.words[:-1] == SHELL else shlex.join(command.words)


def _given_env(command: Command) -> Mapping[str, Value]:
    return command.shown.get("env") or {}


def _sent(command: Command) -> Iterator[Line]:
    for name, value in _given_env(command).items():
        yield Line(f"{name}={command.env[name]}" if value is not None else f"unset {name}", ("env", name))
    for line in _cut(command.stdin.decode(errors="replace"), _PREVIEW).splitlines():
        yield Line(line, ("stdin",))


def _received(fields: Mapping[str, Value]) -> Iterator[Line]:
    for line in _cut(fields.get("stdout", ""), _PREVIEW).splitlines():
        yield Line(line)
    for line in _cut(fields.get("stderr", ""), _PREVIEW).splitlines():
        yield Line(f"stderr: {line}")


def _repeat(command: Command) -> str:
    given = _given_env(command)
    removed = [word for name, value in given.items() if value is None for word in ("-u", name)]
    changed = [f"{name}={command.env[name]}" for name, value in given.items() if value is not None]
    words = [*(["env", *removed, *changed] if given else []), *command.words]
    source = f"printf %s {shlex.quote(command.stdin.decode(errors='replace'))} | " if command.stdin else ""
    return f"cd {shlex.quote(str(command.cwd))} && {source}{shlex.join(words)}"


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
