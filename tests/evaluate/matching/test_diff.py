"""A diff shows what differs and counts the rest."""

import pytest

from itest.evaluate.matching.context import MatchContext
from itest.evaluate.matching.diff import MAX_LINES, diff
from itest.evaluate.matching.matching import differences
from itest.evaluate.matching.place import Place
from itest.model.values import Document, Missing
from tests.evaluate.expecting import tree


def drawn(expected, actual):
    """The diff as text, `mark text  note` a line."""
    expected = tree(expected)
    found = differences(expected, actual, Place(field="body"), MatchContext())
    return [f"{line.mark} {line.text}  {line.note}".rstrip() for line in diff(expected, actual, found)]


def test_an_object_shows_the_keys_that_differ():
    """Both sides of each, and how many keys were not compared."""
    actual = {"id": 1, "status": "PENDING", "total": 5, "x": 1}
    assert [
        "  {",
        '-   "status": "CONFIRMED"  expected',
        '+   "status": "PENDING"  actual',
        "    … 1 key matches, 2 other keys not compared",
        "  }",
    ] == drawn({"status": "CONFIRMED", "id": 1}, actual)


def test_a_difference_deep_inside_is_shown_where_it_is():
    """Containers are opened on the way; what is missing is said to be."""
    actual = {"items": [{"sku": "A"}, {"sku": "B", "n": 1}]}
    assert [
        "  {",
        '    "items": [',
        "      {",
        '-       "sku": "C"  expected',
        '+       "sku": "B"  actual',
        '-       "qty": 2  expected',
        "+       (absent)  actual",
        "        … 1 other key not compared",
        "      }",
        "      … 1 item matches",
        "    ]",
        "  }",
    ] == drawn({"items": [{"sku": "A"}, {"sku": "C", "qty": 2}]}, actual)


def test_a_key_that_nobody_expected_has_one_line():
    """However deep, each with its value and not the object it is in."""
    assert [
        "  {",
        '    "a": {',
        '+     "c": 2  not expected',
        '+     "d": {"e":3}  not expected',
        "      … 1 key matches",
        "    }",
        '+   "f": 4  not expected',
        "  }",
    ] == drawn({"$eq": {"a": {"b": 1}}}, {"a": {"b": 1, "c": 2, "d": {"e": 3}}, "f": 4})


def test_what_should_be_absent_is_said_to_be_expected_so():
    """Null is there."""
    assert ["  {", '-   "a": (absent)  expected', '+   "a": null  actual', "  }"] == drawn(
        {"a": {"$exists": False}}, {"a": None}
    )


def test_operators_and_selectors_are_shown_in_words_at_their_node():
    """What is expected may be a sentence."""
    assert ["  {", '-   "a": more than 5  expected', '+   "a": 3  actual', "  }"] == drawn({"a": {"$gt": 5}}, {"a": 3})
    assert ["  {", '-   "a" size: 2  expected', '+   "a" size: 1  actual', "  }"] == drawn(
        {"a": {"$size": 2}}, {"a": [1]}
    )
    assert ["  {", '-   "a" $..b[0]: 2  expected', '+   "a" $..b[0]: 1  actual', "  }"] == drawn(
        {"a": {"$..b": [2]}}, {"a": {"b": 1}}
    )


@pytest.mark.parametrize(
    ("expected", "actual"), [(1, 2), ("a", "b"), ({"a": 1}, {"a": 1}), ({"a": 1}, Missing("")), ([1], "text")]
)
def test_where_a_sentence_says_it_all_there_is_no_diff(expected, actual):
    """Scalars of a line, and what matches."""
    assert [] == drawn(expected, actual)


def test_texts_of_several_lines_are_compared_by_line():
    """With a line of context."""
    expected = "one\ntwo\nthree\nfour\nfive"
    assert ["  two", "- three  expected", "+ 3  actual", "  four"] == drawn(expected, expected.replace("three", "3"))


def test_long_texts_show_the_first_character_that_differs():
    """On one line, or too long to compare by line."""
    expected, actual = "a" * 100 + "b" + "c" * 100, "a" * 100 + "x" + "c" * 100
    assert [
        f'- "…{"a" * 30}b{"c" * 29}…"  expected, from character 101',
        f'+ "…{"a" * 30}x{"c" * 29}…"  actual, from character 101',
    ] == drawn(expected, actual)
    endless = "line\n" * 50_000
    assert 2 == len(drawn(endless, endless + "more"))


def test_a_long_text_in_an_object_is_compared_as_well():
    """Indented below its key."""
    assert ["  {", '    "a":', "      x", "-     y  expected", "+     z  actual", "  }"] == drawn(
        {"a": "x\ny"}, {"a": "x\nz"}
    )


def test_a_diff_is_bounded():
    """However much differs."""
    assert MAX_LINES + 1 == len(drawn({str(key): 1 for key in range(100)}, {str(key): 2 for key in range(100)}))
    assert 130 > max(map(len, drawn({"a": {"$in": ["x" * 500]}}, {"a": ["y" * 500]})))


def test_what_cannot_be_evaluated_is_not_in_the_diff():
    """There is nothing to compare."""
    assert ["  {", '-   "b": 1  expected', '+   "b": 2  actual', "    … 1 key matches", "  }"] == drawn(
        {"a": "{{ nope }}", "b": 1}, {"a": 1, "b": 2}
    )
    assert [] == drawn({"a": 1}, Document(b"{", "application/json"))
