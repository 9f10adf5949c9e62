"""Parts: what filters and methods inside of an expression gave."""

from itest.evaluate.expressions.functions import Function
from itest.evaluate.expressions.parts import given
from itest.evaluate.expressions.scope import Scope
from itest.model.values import Missing

CALLED = []
READ = Function("file", lambda path: f"text of {path}")
SCOPE = Scope({"file": READ, "a": [3, 1], "name": "Ada", "draw": Function("draw", lambda: CALLED.append(1))})


def test_each_filter_and_method_tells_what_it_gave():
    """The inner ones first, and the whole not at all."""
    assert [("a | sort", [1, 3]), ("a | sort | first", 1)] == list(given("(a | sort | first) == 2", SCOPE))
    assert [("name.upper(…)", "ADA")] == list(given("name.upper() == 'X'", SCOPE))
    assert [("a | length", 2)] == list(given("a | length | string", SCOPE))


def test_what_is_absent_or_cannot_be_told_alone_is_no_error():
    """The expression as a whole is explained anyway."""
    ((label, value),) = given("(a | jsonpath('$.x')) == 1", SCOPE)
    assert ("a | jsonpath", True) == (label, isinstance(value, Missing))
    assert [] == list(given("(name | int) == 1 or true", SCOPE))


def test_a_function_that_gives_the_same_again_is_told():
    """So that both ends of a comparison are seen."""
    assert [("file(…)", "text of x"), ("file(…) | upper", "TEXT OF X")] == list(
        given("name == (file('x') | upper)", SCOPE)
    )


def test_no_function_is_called_a_second_time():
    """It may draw a number, and the next one would be another."""
    assert [] == list(given("(draw() | string) == 'x'", SCOPE))
    assert [] == CALLED
