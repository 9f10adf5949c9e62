"""Which reporters a run has: the terminal and the files that were asked for."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Literal

from itest.model.problem import Problem, UsageError

if TYPE_CHECKING:
    from itest.cli.running import RunOptions
    from itest.model.events import Reporter

COLORS = ("auto", "always", "never")


def open_reporters(options: RunOptions) -> list[Reporter]:
    """The reporters, files first so that an unwritable path is known before anything is sent."""
    from itest.report.terminal import Look, TerminalReporter

    _one_of("--color", options.color, COLORS)
    files: list[Reporter] = []
    if options.junit_xml:
        from itest.report.junit import JUnitReporter

        files.append(JUnitReporter(options.junit_xml, cases=_junit_cases(options.junit_cases)))
    if options.json:
        from itest.report.ndjson import NdjsonReporter

        files.append(NdjsonReporter(options.json))
    look = Look(
        color=options.color,
        verbosity=options.verbosity,
        durations=options.durations,
        reports=tuple(path for path in (options.junit_xml, options.json) if path and path != "-"),
    )
    # Where the events go to standard output, people's text makes way.
    return [*files, TerminalReporter(look, stdout=sys.stderr if options.json == "-" else None)]


def _one_of(option: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        message = f"{option} `{value}`: it is one of {', '.join(allowed)}."
        raise UsageError([Problem(code="IT404", message=message)])


def _junit_cases(value: str) -> Literal["scenario", "step"]:
    _one_of("--junit-cases", value, ("scenario", "step"))
    return "step" if value == "step" else "scenario"
