"""Flows: where the arrow is."""

import pytest

from itest.load.flow import split_arrow


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a.b -> c.d", ("a.b ", " c.d")),
        ("a.b->c.d", ("a.b", "c.d")),
        ("a['->'] -> c", ("a['->'] ", " c")),
        ("(a -> b) -> c", ("(a -> b) ", " c")),
        ("a.b", ("a.b",)),
        ("a -> b -> c", ("a ", " b ", " c")),
    ],
)
def test_arrows_in_quotes_and_brackets_do_not_count(text, parts):
    """What is left decides whether it is a flow."""
    assert parts == split_arrow(text)
