"""Comparisons: paths beside literals."""

import pytest

from itest.evaluate.expressions.comparisons import comparisons


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("status == 999", [(("status",), "eq", 999, 10)]),
        ("999 < a.status", [(("a", "status"), "gt", 999, 0)]),
        ("200 <= status < 600", [(("status",), "gteq", 200, 0), (("status",), "lt", 600, 16)]),
        ("not (x or status in [200, '9'])", [(("status",), "eq", 200, 21), (("status",), "eq", "9", 26)]),
        ("x if status != -1 else y", [(("status",), "ne", -1, 15)]),
        ("status == n", []),
        ("status | string == '200'", []),
        ("status", []),
    ],
)
def test_a_path_beside_a_literal_is_found(text, found):
    """On either side, in chains and lists, wherever in the expression."""
    assert found == [(one.path, one.operator, one.value, one.offset) for one in comparisons(text)]
