"""The text that an XPath copies is judged before it does: libxml2 can be neither interrupted nor limited."""

import math

import pytest

from itest.evaluate.data.xpath import select
from itest.evaluate.data.xpath_cost import LIMIT
from itest.evaluate.data.xpath_text_cost import text_cost
from itest.model.problem import EvaluationError
from itest.model.values import Document

TEXT = b"x" * 1_000_000
NESTED = Document(b"<r>" + b"<a>" * 100 + TEXT + b"</a>" * 100 + b"<b>1</b></r>", "application/xml")
ROWS = Document(
    b"<r>" + b"".join(b"<i><q>%d</q><t>a b c d e f g h</t></i>" % n for n in range(20_000)) + b"</r>", "application/xml"
)


@pytest.mark.parametrize(
    "expression",
    [
        "//a[. = //a]",
        "//a = //a",
        "//a[normalize-space() = //b][translate(., 'x', 'y') = '1'][substring(., 5) = '1']" * 6,
        "concat(" + "/r, " * 40 + "'')",
        "//a[contains(//a, 'y')]" * 9 + "[contains(//r, 'y')][translate(//a, 'x', 'y')]",
    ],
)
def test_what_copies_long_texts_many_times_is_refused(expression):
    """Gigabytes, or minutes."""
    with pytest.raises(EvaluationError, match="too long") as raised:
        select(NESTED, expression)
    assert "IT216" == raised.value.code


@pytest.mark.parametrize("expression", ["//a", "//a | //r", "//a/ancestor-or-self::a"])
def test_texts_of_elements_inside_of_one_another_are_not_all_selected(expression):
    """Each has all of the text."""
    with pytest.raises(EvaluationError, match="texts are too long together") as raised:
        select(NESTED, expression)
    assert "IT216" == raised.value.code


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("count(//a[contains(., 'y')])", 0),
        ("string-length(//a)", 1_000_000),
        ("concat(/r/b, '-', //b, '-', string(//b))", "1-1-1"),
        ("//b[. = '1']", ["1"]),
        ("string-length(//a/text())", 1_000_000),
    ],
)
def test_a_long_text_is_looked_at(expression, found):
    """A few times is no reason to refuse."""
    assert found == select(NESTED, expression)


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("count(//i[q = 7])", 1),
        ("count(//i[contains(t, 'c d')])", 20_000),
        ("count(/r/i[normalize-space(t) = 'a b c d e f g h'][q < 10])", 10),
        ("count(//i[.//q = '7'])", 1),
        ("sum(//q)", 199_990_000),
        ("//i[starts-with(t, 'z')]/q", []),
    ],
)
def test_what_people_ask_of_many_rows_is_answered(expression, found):
    """A row has little text."""
    assert found == select(ROWS, expression)


def test_what_looks_at_no_text_costs_none():
    """Texts that are selected are counted when they are taken."""
    assert 0 == text_cost("//a/b[3]/c", 100, 10, 1_000_000, 10_000_000)


@pytest.mark.parametrize("expression", ["]]] = ]", "[[[ = [", "' = ", "a|=", "// = "])
def test_text_that_is_no_xpath_has_some_cost(expression):
    """That it is none is said by the evaluation."""
    assert text_cost(expression, 10, 2, 10, 20) < LIMIT < math.inf
