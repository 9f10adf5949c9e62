"""JSON is written exactly, and previews fit on a line."""

import json
from decimal import Decimal
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itest.evaluate.data.json_text import dump, parse, short
from itest.model.values import Document, Missing, Template

DECIMALS = st.decimals(allow_nan=False, allow_infinity=False)
SCALARS = st.none() | st.booleans() | st.integers() | DECIMALS | st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text("ab\"'é"), inner), max_leaves=8)


@given(VALUES)
def test_what_is_written_reads_as_it_was(value):
    """Writing, compact or indented, and reading give the value back."""
    assert (value, value) == (parse(dump(value)), parse(dump(value, 2)))


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("value", [{"a": [], "b": {}, "c": [1, {"d": None}]}, [], {}, [[]], "é\u2028\n", True])
def test_values_with_and_without_decimals_look_alike(value, indent):
    """The exact writer and the fast one agree."""
    exact = dump([Decimal(1), value], indent)
    assert exact == dump([1, value], indent)


def test_decimals_are_written_with_their_digits():
    """A trailing nought is somebody's intent."""
    assert '{"a":1.10,"b":[1E+400]}' == dump({"a": Decimal("1.10"), "b": [Decimal("1e400")]})


def test_a_number_is_written_out():
    """As it is in text: most people write no exponent."""
    assert '{"a":0.0000001,"b":1000}' == dump({"a": Decimal("1E-7"), "b": Decimal("1e3")})


def test_frozen_values_and_bytes_and_documents_are_written_too():
    """Trees are written like values; bytes as base64, a document as its text, nothing as null."""
    value = MappingProxyType({"a": (1, b"\xff"), "b": Document(b"{}"), "c": Missing("x"), "d": Template("{{ x }}")})
    assert '{"a":[1,"/w=="],"b":"{}","c":null,"d":"{{ x }}"}' == dump(value)


@pytest.mark.parametrize("value", [Decimal("NaN"), [Decimal("Infinity")], float("nan")])
def test_numbers_that_json_lacks_are_refused(value):
    """Not-a-number has no JSON form."""
    with pytest.raises(ValueError, match=r"JSON number|not JSON compliant"):
        dump(value)


ORDER = {"id": 1, "status": "PENDING", "total": Decimal("42.5"), "items": [{"sku": "A-1"}, {"sku": "B-2"}]}


@pytest.mark.parametrize(
    ("value", "limit", "text"),
    [
        (ORDER, 80, '{"id":1,"status":"PENDING","total":42.5,"items":[{"sku":"A-1"},{"sku":"B-2"}]}'),
        (ORDER, 60, '{"id":1,"status":"PENDING","total":42.5,"items":[…2]}'),
        (ORDER, 20, '{"id":1,"status":"P…'),
        ([{}, []], 60, "[{},[]]"),
        (list(range(1000)), 10, "[0,1,2,3,…"),
        ("x" * 99, 8, '"xxxxxx…'),
        (Missing("body.a"), 20, "nothing"),
        ([Missing("a")], 20, "[nothing]"),
        (b"ab", 40, '2 bytes "YWI="'),
        (Decimal("NaN"), 40, "NaN"),
        (None, 40, "null"),
        ("a\nb", 40, '"a\\nb"'),
    ],
)
def test_previews_fold_before_they_cut(value, limit, text):
    """Inner lists and objects shrink to their size first, then the line is cut."""
    assert text == short(value, limit)


@given(VALUES, st.integers(1, 40))
def test_previews_never_exceed_their_limit(value, limit):
    """Whatever is shown fits."""
    assert len(short(value, limit)) <= limit


def test_a_preview_takes_no_time_for_what_it_does_not_show():
    """A million items and an endless text are never walked."""

    class Guarded(list):
        def __iter__(self):
            yield from range(100)
            raise AssertionError("looked at too much")

    assert "[0,1,2,3,4,5,6,7,8,…" == short(Guarded([1]), 20)


def test_a_preview_is_json_where_it_fits():
    """What is shown whole can be copied."""
    assert {"a": [1, {"b": None}]} == json.loads(short({"a": [1, {"b": None}]}))
