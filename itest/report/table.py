"""The table of reporters: the name of each, where it is, where it writes, and how others are found.

A reporter that is chosen by name is made by calling its factory with the target that was given (`--report NAME=P`; a
path, `-` or `""`). Third parties offer theirs under the entry point group `itest.reporters`; ours come first, so that
an installed package cannot take the place of one silently.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TypeAlias, cast

from itest.evaluate.data.suggest import did_you_mean
from itest.model.events import Reporter
from itest.model.problem import Problem, UsageError
from itest.model.record import Record

Factory: TypeAlias = Callable[[str], Reporter]

GROUP = "itest.reporters"


class Entry(Record):
    """Where a reporter's class is (`module:attribute`), where it writes to where nothing is said (`""`: to no file),
    and whether it shows every step as it ends, with its exchange, which else only broken ones have."""

    place: str
    target: str = ""
    detail: bool = False


REPORTERS: dict[str, Entry] = {
    "junit": Entry("itest.report.junit:JUnitReporter", "itest-results/junit.xml"),
    "json": Entry("itest.report.ndjson:NdjsonReporter", "itest-results/run.ndjson", detail=True),
    "html": Entry("itest.report.html:HtmlReporter", "itest-results/report.html", detail=True),
    "markdown": Entry("itest.report.markdown:MarkdownReporter", "itest-results/summary.md"),
    "tap": Entry("itest.report.tap:TapReporter", "itest-results/run.tap"),
    "ctrf": Entry("itest.report.ctrf:CtrfReporter", "itest-results/ctrf.json"),
    "har": Entry("itest.report.har:HarReporter", "itest-results/run.har", detail=True),
    "github": Entry("itest.report.github:GitHubReporter"),
    "otel": Entry("itest.report.otel:OtelReporter"),
}
PLUGGED = Entry("", detail=True)
"""What a third party's reporter gets: the target as it was given, and everything there is to show."""


def entry(name: str) -> Entry:
    """What is known of a reporter before it is loaded."""
    return REPORTERS.get(name, PLUGGED)


def factory(name: str) -> Factory:
    """What makes the reporter of this name; imports its module. Raises `UsageError` (IT404, IT406)."""
    if name in REPORTERS:
        module, _, attribute = REPORTERS[name].place.partition(":")
        return cast(Factory, getattr(import_module(module), attribute))
    from importlib.metadata import entry_points  # start-up cost: reads every installed distribution

    offered = {each.name: each for each in entry_points(group=GROUP)}
    if name not in offered:
        names = sorted({*REPORTERS, *offered})
        hint = did_you_mean(name, names) or f"There are: {', '.join(names)}."
        raise UsageError([Problem(code="IT404", message=f"No reporter is called `{name}`.", hint=hint)])
    from itest.report.plugged import plugged  # only where a third party's is asked for

    return plugged(offered[name])
