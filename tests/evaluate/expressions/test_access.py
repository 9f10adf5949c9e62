"""Access."""

import pytest

from itest.evaluate.expressions.access import ABSENT, follow, kind, member, path_text, reason, sentence
from itest.model.values import Document, Missing


@pytest.mark.parametrize(
    ("value", "key", "found"),
    [
        ({"a": 1}, "a", 1),
        ({"a": None}, "a", None),
        ({"0": 1}, 0, 1),
        ([1, 2], -1, 2),
        ("ab", 0, "a"),
        ([1], 5, ABSENT),
        ([1], -2, ABSENT),
        ([1], "0", ABSENT),
        ([1], True, ABSENT),
        ({}, "a", ABSENT),
        ("ab", "upper", ABSENT),
        (5, "real", ABSENT),
        (None, "a", ABSENT),
        ({"a": Document(b"[1]", "application/json")}, "a", [1]),
    ],
)
def test_a_member_is_a_key_or_an_index_and_nothing_else(value, key, found):
    """No attribute of a Python object is ever a member."""
    assert found == member(value, key)


def test_a_path_is_followed_to_its_end_or_to_what_is_absent():
    """What is absent has the whole path and the reason of the first step that found nothing."""
    value = {"a": [{"b": 1}]}
    assert follow(value, "x", ("a", 0, "b")) == 1
    assert Missing("x.a[0].c.d", "`x.a[0]` has no key `c`; it has `b`") == follow(value, "x", ("a", 0, "c", "d"))


def test_a_path_is_written_as_people_write_it():
    """Keys that are no identifiers are quoted, long ones cut."""
    assert path_text("a", ("b", 0, "c-d")) == "a.b[0]['c-d']"
    assert path_text("a", ("-" * 100,)) == "a['" + "-" * 39 + "…']"


@pytest.mark.parametrize(
    ("value", "key", "why"),
    [
        (None, "a", "`x` is null"),
        ({}, "a", "`x` has no key `a`; it is empty"),
        ({str(n): n for n in range(20)}, "a", "it has `0`, `1`, `2`, `3`, `4`, `5`, `6`, `7`, …"),
        ({"status": 1}, "staus", "(did you mean `status`?)"),
        ([], 0, "`x` has no items, so there is no `[0]`"),
        ([1], 1, "`x` has 1 item, so there is no `[1]`"),
        ([1], "a", "`x` is a list, so it has no key `a`"),
        ("t", 3, "`x` is text, so it has no index 3"),
        (True, "a", "`x` is true, so it has no key `a`"),
        (1, "a", "`x` is a number, so it has no key `a`"),
        (b"", "a", "`x` is bytes, so it has no key `a`"),
    ],
)
def test_the_reason_says_what_there_is_instead(value, key, why):
    """Objects name their keys, lists their length, everything else its kind."""
    assert reason(value, "x", key).endswith(why)


def test_an_absent_value_is_told_in_a_sentence():
    """Reasons that are predicates and reasons that are clauses both read well."""
    assert sentence(Missing("a")) == "`a` is not there"
    assert sentence(Missing("a", "was never captured")) == "`a` was never captured"
    assert sentence(Missing("a.b", "`a` is null")) == "`a.b` is not there: `a` is null"


def test_values_have_kinds_in_plain_words():
    """The words that messages use."""
    assert [kind(value) for value in ("", [], {}, None, True, 1)] == [
        "text",
        "a list",
        "an object",
        "null",
        "true",
        "a number",
    ]
