"""The table of reporters: the name of each, where it is, and how others are found.

A reporter that is chosen by name is made by calling its factory with the target that was given (`--report NAME=P`; a
path, `-` or `""`). Third parties offer theirs under the entry point group `itest.reporters`; ours come first, so that
an installed package cannot take the place of one silently.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.metadata import entry_points
from typing import TypeAlias, cast

from itest.evaluate.suggest import did_you_mean
from itest.model.events import Reporter
from itest.model.problem import Problem, UsageError

Factory: TypeAlias = Callable[[str], Reporter]

GROUP = "itest.reporters"
REPORTERS: dict[str, str] = {
    "junit": "itest.report.junit:JUnitReporter",
    "json": "itest.report.ndjson:NdjsonReporter",
}


def factory(name: str) -> Factory:
    """What makes the reporter of this name; imports its module. Raises `UsageError` (IT404)."""
    if name in REPORTERS:
        module, _, attribute = REPORTERS[name].partition(":")
        return cast(Factory, getattr(import_module(module), attribute))
    offered = {entry.name: entry for entry in entry_points(group=GROUP)}
    if name not in offered:
        names = sorted({*REPORTERS, *offered})
        hint = did_you_mean(name, names) or f"There are: {', '.join(names)}."
        raise UsageError([Problem(code="IT404", message=f"No reporter is called `{name}`.", hint=hint)])
    try:
        return cast(Factory, offered[name].load())
    except Exception as error:  # a plug-in may fail in any way while it is imported
        message = f"The reporter `{name}` ({offered[name].value}) cannot be loaded: {error}."
        raise UsageError([Problem(code="IT404", message=message)]) from error
