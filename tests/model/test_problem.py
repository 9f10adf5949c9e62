"""Problems: what an error says in one line."""

from itest.model.problem import EvaluationError, LoadError, Problem
from itest.model.source import Source, Span

EXCERPT = Source("a.yaml", "a: 1\n").excerpt(Span("a.yaml", 1, 4, 1, 5))


def test_a_problem_stands_where_it_is_known_to():
    """In a file, at least, or nowhere."""
    places = [
        Problem(code="IT301", message="m", excerpt=EXCERPT).place,
        Problem(code="IT301", message="m", file="b.yaml").place,
        Problem(code="IT301", message="m").place,
    ]
    assert ["a.yaml:1:4", "b.yaml", ""] == places


def test_an_error_says_all_its_problems():
    """For logs and tests; people see them with their lines."""
    error = LoadError([Problem(code="IT301", message="one", excerpt=EXCERPT), Problem(code="IT404", message="two")])
    assert ("a.yaml:1:4 IT301 one; IT404 two", 2) == (str(error), len(error.problems))


def test_an_evaluation_error_knows_its_leaf_or_does_not():
    """None is not the root."""
    assert (None, ()) == (EvaluationError("m").pointer, EvaluationError("m", pointer=()).pointer)
