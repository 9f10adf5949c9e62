"""Which reporters a run has: the terminal and the reports that were asked for."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from itest.model.problem import Problem, ReportError, UsageError
from itest.model.record import Record, field
from itest.report.files import Usual
from itest.report.table import REPORTERS, entry, factory

if TYPE_CHECKING:
    from itest.cli.options import RunOptions
    from itest.model.events import Reporter

COLORS = ("auto", "always", "never")
STANDARD_OUTPUT = "-"


class Wanted(Record):
    """A report that was asked for: the name of its reporter, and the target as given or as it is by default."""

    name: str
    target: str


class Wiring(Record, kw_only=True):
    """What our own reporters need beside their target: the project's folder (what a report remembers of the last run
    is kept there), the values of secrets that come from the environment, and the environment itself."""

    options: RunOptions
    root: Path
    secrets: Sequence[str] = ()
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)


class Opened(Record, kw_only=True):
    """The reporters of a run, and why some of those asked for cannot be written: the run goes on without them."""

    reporters: Sequence[Reporter]
    unwritten: Sequence[Problem] = ()


def wanted(options: RunOptions, environ: Mapping[str, str]) -> list[Wanted]:
    """The reports asked for, each once; `--junit-xml P` is `--report junit=P`. GitHub's is there wherever GitHub is."""
    given = (("junit-xml", options.junit_xml), ("html", options.html), ("json", options.json))
    short = [(option, path) for option, path in given if path is not None]
    for option, path in short:
        _check_path(f"--{option}", path)
    asked = [*((option.removesuffix("-xml"), path) for option, path in short), *map(_parsed, options.reports)]
    found = list(dict.fromkeys(Wanted(name, target or Usual(entry(name).target)) for name, target in asked))
    if environ.get("GITHUB_ACTIONS") == "true" and all(each.name != "github" for each in found):
        found.append(Wanted("github", ""))
    _check_targets(found)
    return found


def detailed(options: RunOptions, environ: Mapping[str, str]) -> bool:
    """Whether a report shows the exchange of every step."""
    return any(entry(each.name).detail for each in wanted(options, environ))


def open_reporters(wiring: Wiring) -> Opened:
    """The reporters: reports first, then the terminal, then GitHub's, which tells at the end what people have read.

    Raises `UsageError` for one that does not exist or cannot be loaded; one that cannot be written is told at the end.
    """
    from itest.report.terminal import Look, TerminalReporter

    options = wiring.options
    _one_of("--color", options.color, COLORS)
    asked = wanted(options, wiring.environ)
    # All are looked up before any is opened: a wrong name leaves no report behind. GitHub's opens last, as from then
    # on the runner hears no commands.
    made = [(each, _maker(each.name, wiring)) for each in sorted(asked, key=lambda each: each.name == "github")]
    reporters: list[tuple[str, Reporter]] = []
    unwritten: list[Problem] = []
    targets: list[str] = []
    for each, make in made:
        try:
            reporters.append((each.name, make(each.target)))
        except ReportError as error:
            unwritten.extend(error.problems)
        else:
            targets += [each.target] if each.name != "github" else []
    look = Look(
        color=options.color,
        verbosity=options.verbosity,
        durations=options.durations,
        profile=options.profile,
        reports=tuple(target for target in targets if target not in ("", STANDARD_OUTPUT)),
    )
    terminal = TerminalReporter(look, stdout=_stream(asked))
    files = [reporter for name, reporter in reporters if name != "github"]
    last = [reporter for name, reporter in reporters if name == "github"]
    return Opened(reporters=(*files, terminal, *last), unwritten=tuple(unwritten))


def supersede(options: RunOptions) -> None:
    """Put "incomplete" in the place of yesterday's reports, so that none passes for today's, whatever goes wrong while
    the run is prepared. Only files of our own reporters; what cannot be written is told when they are opened."""
    for each in wanted(options, {}):
        if each.name in REPORTERS and each.target and Path(each.target).is_file():
            with contextlib.suppress(ReportError):
                _maker(each.name, Wiring(options=options, root=Path()))(each.target)


def _parsed(text: str) -> tuple[str, str]:
    name, equals, target = text.partition("=")
    if equals:
        _check_path(f"--report {name}=", target)
    return name.strip(), target


def _check_path(option: str, path: str) -> None:
    """A path that was given and is empty is a variable that is not set: the usual place is not what was meant."""
    if not path.strip():
        message, hint = f"{option} names no file: its path is empty.", "Is the variable set that it comes from?"
        raise UsageError([Problem(code="IT404", message=message, hint=hint)])


def _check_targets(reports: Sequence[Wanted]) -> None:
    """Two reports in one file would be neither."""
    taken: dict[str, str] = {}
    for each in reports:
        if each.target and each.name != "github" and (other := taken.setdefault(each.target, each.name)) != each.name:
            where = "standard output" if each.target == STANDARD_OUTPUT else f"`{each.target}`"
            message = f"The reports `{other}` and `{each.name}` cannot both be written to {where}."
            raise UsageError([Problem(code="IT404", message=message)])


def _stream(asked: Sequence[Wanted]) -> Any:
    """Where a report goes to standard output, people's text makes way."""
    return sys.stderr if any(each.target == STANDARD_OUTPUT for each in asked) else None


def _maker(name: str, wiring: Wiring) -> Callable[[str], Reporter]:
    """The reporter's factory, with what ours need beside the target."""
    make: Callable[..., Reporter] = factory(name)
    extra = dict(_EXTRAS[name](wiring)) if name in _EXTRAS else {}
    return lambda target: make(target, **extra)


def _junit(wiring: Wiring) -> Iterator[tuple[str, Any]]:
    options = wiring.options
    _one_of("--junit-cases", options.junit_cases, ("scenario", "step"))
    _one_of("--junit-style", options.junit_style, ("full", "jenkins"))
    yield from (("cases", options.junit_cases), ("style", options.junit_style))


def _html(wiring: Wiring) -> Iterator[tuple[str, Any]]:
    yield "root", wiring.root


def _github(wiring: Wiring) -> Iterator[tuple[str, Any]]:
    yield "environ", wiring.environ
    yield "secrets", wiring.secrets
    yield "stream", _stream(wanted(wiring.options, wiring.environ))


_EXTRAS: Mapping[str, Callable[[Wiring], Iterator[tuple[str, Any]]]] = {
    "junit": _junit,
    "html": _html,
    "github": _github,
}
"""Arguments of our own reporters beside the target."""


def _one_of(option: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        message = f"{option} `{value}`: it is one of {', '.join(allowed)}."
        raise UsageError([Problem(code="IT404", message=message)])
