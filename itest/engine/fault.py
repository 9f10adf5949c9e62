"""Faults on their way up: the one exception that carries a `Fault` from where it happens to the step it belongs to."""

from __future__ import annotations

from itest.model.problem import EvaluationError
from itest.model.result import Fault
from itest.model.source import Excerpt, SourceMap
from itest.model.values import Pointer


class StepFault(Exception):
    """A step (or scenario) that cannot be carried out, and why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


def refused(error: OSError, excerpt: Excerpt | None = None) -> Fault:
    """The fault of an operation that the system refused where no action maps it: no descriptors left, a broken disk."""
    place = f" ({error.filename})" if error.filename else ""
    return Fault(code="IT218", message=f"the system refused: {error.strerror or error}{place}", excerpt=excerpt)


def defect(error: Exception, excerpt: Excerpt | None = None) -> Fault:
    """The fault of what went wrong in itest itself, or in a package that adds to it."""
    return Fault(code="IT901", message=f"a defect of itest: {type(error).__name__}", excerpt=excerpt)


def fault_of(error: EvaluationError, sources: SourceMap | None, pointer: Pointer) -> Fault:
    """The fault of an evaluation error; `pointer` is the place where the error knows none of its own."""
    place = error.pointer if error.pointer is not None else pointer
    return Fault(
        code=error.code,
        message=error.message,
        hint=error.hint,
        excerpt=sources.excerpt(place) if sources else None,
    )
