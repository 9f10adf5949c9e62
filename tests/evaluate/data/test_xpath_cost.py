"""XPath is judged before it is evaluated, since it can be neither interrupted nor limited."""

import pytest

from itest.evaluate.data.xpath import select
from itest.evaluate.data.xpath_cost import LIMIT, cost
from itest.model.problem import EvaluationError
from itest.model.values import Document

FLAT = Document(b"<r>" + b"<i><q>1</q></i>" * 40_000 + b"</r>", "application/xml")
DEEP = Document(b"<r>" + (b"<i>" * 200 + b"</i>" * 200) * 100 + b"</r>", "application/xml")


@pytest.mark.parametrize(
    "expression",
    [
        "//i[count(preceding::i) > 3]",
        "//i[count(//i) > 3]",
        "//i[//q = q]",
        "//q[. = //q]",
        "//i/following::i",
        "//i/following-sibling::i",
        "//*//*//*",
        "//i|//q|//r",
        "//i/../i",
        "//i[.//q[.//q]]",
        "//node()/ancestor::*/descendant::*",
        "//i [ count( //i ) > 3 ]",
    ],
)
def test_what_takes_quadratic_time_is_refused_on_a_large_document(expression):
    """Each took from seconds to hours."""
    with pytest.raises(EvaluationError, match="would take too long on a document of 80,001 elements") as raised:
        select(FLAT, expression)
    assert "IT216" == raised.value.code


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("count(//i)", 40_000),
        ("count(//i[q=1])", 40_000),
        ("count(/r/i/q[text() = '//q|//q']) + count(//i[@a = 'x' or q = 2])", 0),
        ("/r/i[3]/q", ["1"]),
        ("(//i)[last()]/q", ["1"]),
        ("count(//i[contains(q, '1')][q]/q)", 40_000),
        ("count(//i[.//q])", 40_000),
        ("string(//i)", "1"),
    ],
)
def test_what_people_write_is_evaluated_on_a_large_document(expression, found):
    """One look at each node is no reason to refuse."""
    assert found == select(FLAT, expression)


def test_a_deep_document_is_more_work_than_a_flat_one():
    """`//i/ancestor::i` of 200 levels; of three it is nothing."""
    assert cost("//i/ancestor::i", 20_000, 200) > LIMIT > cost("//i/ancestor::i", 20_000, 3)
    with pytest.raises(EvaluationError, match="too long"):
        select(DEEP, "//i/ancestor::i")
    assert 20_001 == select(DEEP, "count(//*)")


@pytest.mark.parametrize("expression", ["//i[count(preceding::i) > 3]", "//i/following::i", "//a//b[.//c]|//d/.."])
def test_anything_goes_on_a_small_document(expression):
    """Up to some thousand nodes."""
    assert cost(expression, 1000) < LIMIT


@pytest.mark.parametrize("expression", ["]]]", "", "[[[", "'", "a|", "//"])
def test_text_that_is_no_xpath_has_some_cost(expression):
    """That it is none is said by the evaluation."""
    assert cost(expression, 10) >= 10
