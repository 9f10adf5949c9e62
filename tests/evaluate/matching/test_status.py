"""Codes and classes of codes."""

from decimal import Decimal

import pytest

from itest.evaluate.matching.status import allows, comparison_problem, range_problem, shown, status_problem
from itest.model.values import Template


@pytest.mark.parametrize("allowed", [201, Decimal("201.0"), "201", "2xx", "2XX", "2xX"])
def test_a_code_and_its_class_allow_it(allowed):
    """As a number, as text of a data row, or as a class."""
    assert allows(allowed, 201)


@pytest.mark.parametrize("allowed", [200, "200", "1xx", "20x", "9xx", True, None, ["2xx"], "2xx "])
def test_anything_else_does_not(allowed):
    """Another code, another class, or no status at all."""
    assert not allows(allowed, 201)


def test_what_is_no_number_has_no_class():
    """An answer that never came."""
    assert not allows("2xx", None)


@pytest.mark.parametrize("code", [100, 299, 599, Decimal("200.0"), "1xx", "5XX"])
def test_codes_and_classes_that_can_be_meant(code):
    """From 100 to 599 (RFC 9110, 15)."""
    assert "" == status_problem(code)


@pytest.mark.parametrize("code", [True, None, "99", "1000", "20x", "0xx", "6xx", "9xx", ""])
def test_codes_and_classes_that_cannot(code):
    """They would never match."""
    assert "a status is a code such as 201" in status_problem(code)


@pytest.mark.parametrize("code", [99, 600, 999, 1000, 0, -1, Decimal("200.5")])
def test_codes_that_no_answer_has(code):
    """The sentence says which there are."""
    assert f"no answer has the status {code}: codes go from 100 to 599" == status_problem(code)


@pytest.mark.parametrize(
    ("name", "bound"),
    [("$gt", 598), ("$gte", 599), ("$lt", 101), ("$lte", 100), ("$lt", 500), ("$between", (200, 299)), ("$gt", 0)],
)
def test_a_range_that_some_status_is_in(name, bound):
    """Whatever else it allows."""
    assert "" == range_problem(name, bound)


@pytest.mark.parametrize(
    ("name", "bound"),
    [
        ("$gt", 599),
        ("$gte", 600),
        ("$lt", 100),
        ("$lte", 99),
        ("$gt", "200"),
        ("$between", (600, 699)),
        ("$between", (200, 999)),
        ("$between", ("2xx", "3xx")),
        ("$between", (200, Template("{{ x }}"), "x")),
    ],
)
def test_a_range_that_no_status_is_in(name, bound):
    """Nothing could ever hold."""
    assert "" != range_problem(name, bound)


def test_a_code_in_quotes_is_no_number():
    """It would only be taken for one where a template takes it from text."""
    assert "a status is a number, not text: write 404 without quotes" == status_problem("404")


def test_they_are_shown_as_people_write_them():
    """A class without quotes."""
    assert ("2xx", "201", "true") == (shown("2xx"), shown(201), shown(True))


@pytest.mark.parametrize(
    ("operator", "value", "problem"),
    [
        ("eq", 200, ""),
        ("lt", 600, ""),
        ("eq", 999, "no answer has the status 999"),
        ("ne", "200", "write 200 without quotes"),
        ("eq", "2xx", "in an expression a status is a number: `200 <= status < 300`"),
        ("gteq", 600, "no answer has such a status"),
        ("gt", "a", "a status is a number"),
    ],
)
def test_an_expression_compares_a_status_with_what_one_can_be(operator, value, problem):
    """Classes are words of `expect` alone."""
    found = comparison_problem(operator, value)
    assert (problem == "") == (found == "")
    assert problem in found
