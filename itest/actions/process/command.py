"""A rendered `run` step as the operating system takes it: argument list, environment, working folder, input."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from itest.actions.foresight import known, known_items, refusals
from itest.actions.reach import RELATIVE, within
from itest.evaluate.expressions.access import kind
from itest.evaluate.expressions.text_form import to_text
from itest.model.action import Call, SessionSettings
from itest.model.exchange import PrepareError
from itest.model.record import Record
from itest.model.values import Pointer, Tree, Value

SHELL = ("/bin/sh", "-c")


class Command(Record, kw_only=True):
    """What every attempt runs. `shown` is the request as the result has it: the keys that were written."""

    words: tuple[str, ...]
    cwd: Path
    env: Mapping[str, str]
    stdin: bytes
    shown: Mapping[str, Value]


def check(arguments: Mapping[str, Tree]) -> Iterator[PrepareError]:
    """Why these arguments start no process, whatever their templates turn out to be."""
    command = arguments.get("command")
    if arguments.get("shell") is True:
        yield from refusals(_for_the_shell, command) if known(command) else ()
    elif isinstance(command, tuple):  # a text has been split by now, or cannot be
        yield from refusals(_check_program, command)
        for index, word in enumerate(command):
            yield from refusals(_argument, word, ("command", index)) if known(word) else ()
    for name, value in known_items(arguments.get("env")).items():
        yield from refusals(_environment, {}, {name: value})


def prepare(call: Call, settings: SessionSettings) -> Command:
    """The command of a step; raises `PrepareError` for what no process can be started with."""
    given = call.arguments
    return Command(
        words=_words(given.get("command"), shell=given.get("shell", False)),
        cwd=_folder(given.get("cwd", "."), call.base_dir, settings.root),
        env=_environment(settings.env, given.get("env") or {}),
        stdin=_text(given.get("stdin", ""), ("stdin",)).encode(errors="surrogatepass"),
        shown=dict(given),
    )


def _words(command: Value, *, shell: Value) -> tuple[str, ...]:
    if not isinstance(shell, bool):
        raise PrepareError("`shell` is true or false", pointer=("shell",))
    if shell:
        return _for_the_shell(command)
    if isinstance(command, list):
        words = tuple(_argument(word, ("command", index)) for index, word in enumerate(command))
    else:
        words = _split(_argument(command, ("command",)))
    _check_program(words)
    return words


def _for_the_shell(command: Value) -> tuple[str, ...]:
    if not isinstance(command, str):
        raise PrepareError("with `shell: true`, `command` is one text", pointer=("command",))
    return (*SHELL, _argument(command, ("command",)))


def _check_program(words: Sequence[Tree]) -> None:
    if not words or words[0] == "":
        raise PrepareError("the command names no program", pointer=("command",))


def _split(command: str) -> tuple[str, ...]:
    try:
        return tuple(shlex.split(command))
    except ValueError as error:
        raise PrepareError(
            f"the command cannot be split into words: {str(error).lower()}",
            pointer=("command",),
            hint="write it as a list, or add `shell: true`",
        ) from error


def _environment(inherited: Mapping[str, str], given: Value) -> dict[str, str]:
    if not isinstance(given, Mapping):
        raise PrepareError("`env` is an object", pointer=("env",))
    env = dict(inherited)
    for name, value in given.items():
        if not name or "=" in name or "\0" in name:
            raise PrepareError(f"{name!r} cannot be the name of a variable", pointer=("env",))
        if value is None:
            env.pop(name, None)
        else:
            env[name] = _argument(value, ("env", name))
    return env


def _folder(text: Value, base_dir: Path, root: Path) -> Path:
    if not isinstance(text, str):
        raise PrepareError("`cwd` names a folder", pointer=("cwd",))
    folder = within(text, base_dir, root, ("cwd",))
    if not folder.is_dir():
        raise PrepareError(f"there is no folder `{text}`", pointer=("cwd",), hint=RELATIVE)
    return folder


def _argument(value: Value, pointer: Pointer) -> str:
    text = _text(value, pointer)
    if "\0" in text:
        raise PrepareError("an argument or variable cannot hold a NUL character", pointer=pointer)
    return text


def _text(value: Value, pointer: Pointer) -> str:
    """How a value prints in text: as `{{ … }}` inside a text would."""
    if isinstance(value, (str, bool, int, Decimal)):
        return to_text(value)
    raise PrepareError(
        f"text or a number is needed here, not {kind(value)}", pointer=pointer, hint="`| json` makes text of it"
    )
