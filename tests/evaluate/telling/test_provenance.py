"""`evaluate.provenance`: lines of a request say where their values came from."""

import pytest

from itest.evaluate.telling.provenance import remarks
from itest.model.exchange import Line
from itest.model.result import Handover

TOKEN = Handover(name="token", target="headers.Authorization", origin="step 1 login")
QUANTITY = Handover(name="qty", target="json.items[0].qty", origin="step 2 cart")


@pytest.mark.parametrize(
    ("pointers", "expected"),
    [
        ([("headers", "Authorization"), ("json",)], ["token ← step 1 login", "qty ← step 2 cart"]),
        ([("request", "headers", "Authorization")], ["token ← step 1 login"]),
        ([("json", "items")], ["qty ← step 2 cart"]),
        ([("json", "items", 0, "qty", "deep")], ["qty ← step 2 cart"]),
        ([("headers", "Auth"), ("json", "items", 1), ()], ["", "", ""]),
        ([("headers",), ("headers",)], ["token ← step 1 login", ""]),
    ],
)
def test_a_handover_is_told_at_the_first_line_that_holds_it(pointers, expected):
    """By its own argument, one around it or a part of it; once."""
    lines = [Line("text", pointer) for pointer in pointers]
    assert remarks(lines, (TOKEN, QUANTITY), "request") == expected


def test_several_values_of_one_line_are_told_together():
    """The same value used twice is told once."""
    twice = Handover(name="qty", target="json.total", origin="step 2 cart")
    assert remarks([Line("{}", ("json",))], (QUANTITY, twice, TOKEN)) == ["qty ← step 2 cart"]


@pytest.mark.parametrize("target", ["json.items[0].qty", "json.items.0.qty", "request.json.items.0.qty"])
def test_an_index_may_be_written_either_way(target):
    """Targets come with brackets or dots."""
    handover = Handover(name="qty", target=target, origin="setup")
    assert remarks([Line("{}", ("json", "items", 0))], (handover,), "request") == ["qty ← setup"]
