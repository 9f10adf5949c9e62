"""URL filters."""

import pytest

from itest.model.problem import EvaluationError
from tests.evaluate.evaluating import value_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("'../c' | resolve('http://h/a/b/')", "http://h/a/c"),
        ("'http://o/x' | resolve('http://h/')", "http://o/x"),
        ("('https://h/a?b=1' | url).query", "b=1"),
        ("('https://h/a' | url).port is none", True),
        ("('HTTPS://H:8443' | url).host ~ ('HTTPS://H:8443' | url).port", "h8443"),
    ],
)
def test_a_url_is_made_absolute_and_taken_apart(text, value):
    """As RFC 3986 says."""
    assert value == value_of(text)


def test_a_base_is_absolute():
    """Otherwise there is nothing to start from."""
    with pytest.raises(EvaluationError, match="`resolve` takes an absolute URL, not `/a`"):
        value_of("'b' | resolve('/' ~ 'a')")
