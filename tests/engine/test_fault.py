"""Faults: from an evaluation error to a place in the file."""

from itest.engine.fault import StepFault, fault_of
from itest.model.problem import EvaluationError
from itest.model.source import Source, SourceMap

SOURCES = SourceMap(Source("a.yaml", "a: 1\nb: 2\n"), {("a",): (0, 3, 0, 4), ("b",): (1, 3, 1, 4)})


def test_the_errors_own_place_wins():
    """The other is for errors that know none."""
    known = fault_of(EvaluationError("no", pointer=("b",), hint="h", code="IT216"), SOURCES, ("a",))
    assert ("IT216", "no", "h", "a.yaml:2:4") == (known.code, known.message, known.hint, str(known.excerpt.span))
    assert "a.yaml:1:4" == str(fault_of(EvaluationError("no"), SOURCES, ("a",)).excerpt.span)


def test_without_a_file_there_is_no_place():
    """The sentence stands alone."""
    fault = fault_of(EvaluationError("no"), None, ("a",))
    assert (None, "no") == (fault.excerpt, str(StepFault(fault)))
