"""Predicates: tests of formats."""

import pytest

from tests.evaluate.evaluating import value_of


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("'123e4567-e89b-42d3-a456-426614174000' is uuid", True),
        ("'123' is uuid", False),
        ("'2016-12-31T23:59:60Z' is date_time", True),
        ("'2016-12-31' is date_time", False),
        ("'2016-12-31' is date and '10:00:00Z' is time and 'P1D' is duration", True),
        ("'a@b.de' is email and 'a.b' is hostname and '1.2.3.4' is ipv4 and '::1' is ipv6", True),
        ("'http://a/b' is uri and '../b' is uri_reference and '/a/0' is json_pointer", True),
        ("5 is uuid", False),
        ("nothing.x | default(null) is date", False),
        ("['1.2.3.4', 'x'] | select('ipv4') | list == ['1.2.3.4']", True),
        ("'[' is regex", False),
    ],
)
def test_a_text_may_be_of_a_format(text, truth):
    """The formats of JSON Schema, their dashes as underscores; what is no text is of none."""
    assert truth is value_of(text)
