"""Codes and classes of codes."""

from decimal import Decimal

import pytest

from itest.evaluate.matching.status import allows, shown, status_problem


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


@pytest.mark.parametrize("code", [100, 299, 599, 600, 999, "1xx", "5XX"])
def test_codes_and_classes_that_can_be_meant(code):
    """Servers do send codes beyond 599; a class of them there is none."""
    assert "" == status_problem(code)


@pytest.mark.parametrize(
    "code", [99, 1000, 0, -1, True, None, Decimal("1.5"), "99", "1000", "20x", "0xx", "6xx", "9xx", ""]
)
def test_codes_and_classes_that_cannot(code):
    """They would never match."""
    assert "a status is a code such as 201" in status_problem(code)


def test_a_code_in_quotes_is_no_number():
    """It would only be taken for one where a template takes it from text."""
    assert "a status is a number, not text: write 404 without quotes" == status_problem("404")


def test_they_are_shown_as_people_write_them():
    """A class without quotes."""
    assert ("2xx", "201", "true") == (shown("2xx"), shown(201), shown(True))
