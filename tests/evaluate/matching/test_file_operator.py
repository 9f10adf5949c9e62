"""`$file`: bytes with bytes, text with text, all else with JSON."""

import pytest

from itest.evaluate.matching.context import MatchContext
from itest.model.values import Document
from tests.evaluate.expecting import mismatches, told

FILES = {"a.json": b'{"a": [1]}', "a.bin": b"\x89\xff\x00", "broken.json": b"{"}
NOW = MatchContext(read_file=FILES.__getitem__)


@pytest.mark.parametrize(
    ("name", "actual", "message"),
    [
        ("broken.json", {"a": 1}, "the file `broken.json` is not JSON"),
        ("a.bin", "text", "the file `a.bin` is not UTF-8 text"),
        ("a.bin", 5, "the file `a.bin` is not UTF-8 text"),
    ],
)
def test_a_file_of_another_kind_is_an_error(name, actual, message):
    """And no `$not` makes it green."""
    for matcher in ({"$file": name}, {"$not": {"$file": name}}):
        (mismatch,) = mismatches(matcher, actual, context=NOW)
        assert "IT201" == mismatch.code
        assert mismatch.message.startswith(message)


def test_bytes_say_where_they_differ():
    """By the place of the first that does, or that one is cut."""
    (mismatch,) = mismatches({"$file": "a.bin"}, Document(b"\x89\xfe\x00", "image/png"), context=NOW)
    assert "expected the 3 bytes of `a.bin`, got 3 bytes" == mismatch.message
    assert "they differ from byte 1 on" == mismatch.hint
    (mismatch,) = mismatches({"$file": "a.bin"}, b"\x89", context=NOW)
    assert "one is the beginning of the other" == mismatch.hint


def test_json_says_where_it_differs():
    """As an expectation that is written out, without further keys."""
    assert ["body $.a[0]: expected 1, got 2"] == told({"$file": "a.json"}, {"a": [2]}, context=NOW)
    assert ["body $.b: no further key was expected, got 2"] == told(
        {"$file": "a.json"}, {"a": [1], "b": 2}, context=NOW
    )
