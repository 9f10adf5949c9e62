"""Third parties' reporters: whatever their code raises ends that report, and neither the run nor its other reports."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import EntryPoint

from itest.evaluate.data.escape import visible
from itest.model.events import Event, Reporter
from itest.model.problem import Problem, ReportError, UsageError

_HINT = "update or uninstall the package it comes from"


class PluggedReporter:
    """A reporter of an installed package, made with the target; its errors become `ReportError` (IT502)."""

    def __init__(self, entry: EntryPoint, make: Callable[[str], Reporter], target: str) -> None:
        self._entry = entry
        try:
            self._reporter = make(target)
        except ReportError:
            raise
        except Exception as error:
            raise self._failed(error) from error
        for method in ("handle", "close"):
            if not callable(getattr(self._reporter, method, None)):
                raise _unusable(entry, f"it has no method `{method}`")

    def handle(self, event: Event) -> None:
        try:
            self._reporter.handle(event)
        except ReportError:
            raise
        except Exception as error:
            raise self._failed(error) from error

    def close(self) -> None:
        try:
            self._reporter.close()
        except ReportError:
            raise
        except Exception as error:
            raise self._failed(error) from error

    def _failed(self, error: Exception) -> ReportError:
        cause = visible(f"{type(error).__name__}: {error}")
        message = f"The reporter `{self._entry.name}` ({self._entry.value}) failed: {cause}."
        return ReportError([Problem(code="IT502", message=message, hint=_HINT)])


def plugged(entry: EntryPoint) -> Callable[[str], Reporter]:
    """The factory that an entry point names; raises `UsageError` (IT406) where it cannot be loaded."""
    try:
        make = entry.load()
    except Exception as error:  # a plug-in may fail in any way while it is imported
        raise _unusable(entry, f"{type(error).__name__}: {error}") from error
    if not callable(make):
        raise _unusable(entry, "it is not callable")
    return lambda target: PluggedReporter(entry, make, target)


def _unusable(entry: EntryPoint, why: str) -> UsageError:
    message = f"The plug-in for the reporter `{entry.name}` ({entry.value}) cannot be used: {visible(why)}."
    return UsageError([Problem(code="IT406", message=message, hint=_HINT)])
