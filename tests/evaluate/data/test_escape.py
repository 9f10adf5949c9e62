"""`evaluate.escape`: text from outside neither hides, moves nor commands anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itest.evaluate.data.escape import cut, uncoloured, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain → text, 日本 é 👍", "plain → text, 日本 é 👍"),
        ("\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m"),
        ("a\x00b\x07c\x7fd\x9be", r"a\x00b\x07c\x7fd\x9be"),
        ("tab\tcr\rlf\n", r"tab\tcr\rlf\n"),
        ("\u202eevil\u2066x\u2069\u200e\u061c", r"\u202eevil\u2066x\u2069\u200e\u061c"),
        ("zero\u200bwidth\ufeff", r"zero\u200bwidth\ufeff"),
        ("a\u2028b\u2029c", r"a\u2028b\u2029c"),
        ("\ud800 alone", r"\ud800 alone"),
        ("\uffff\U0001fffe", r"\uffff\U0001fffe"),
        ("\U000e0041", r"\U000e0041"),
    ],
)
def test_characters_that_are_not_seen_are_written_out(text, shown):
    """Each of them can be read off, in the way Python writes it."""
    assert visible(text) == shown


def test_line_feeds_stay_where_they_are_wanted():
    """A block keeps its lines; a carriage return would overwrite one, so it does not stay."""
    assert visible("a\r\nb\n", keep_newlines=True) == "a\\r\nb\n"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::error file=a::b", r":\x3aerror file=a::b"),
        ("  ::set-env name=PATH::/tmp", r"  :\x3aset-env name=PATH::/tmp"),
        ("ok\n::add-mask::x", "ok\n:\\x3aadd-mask::x"),
        ("see ##[error]x", r"see #\x23[error]x"),
        ("see ##vso[task.setvariable variable=a]b", r"see #\x23vso[task.setvariable variable=a]b"),
        ("##teamcity[testFailed]", r"#\x23teamcity[testFailed]"),
        ("[[ATTACHMENT|/etc/passwd]]", r"[\x5bATTACHMENT|/etc/passwd]]"),
        ("section_start:1:a\r\x1b[0K", r"section_start:1:a\r\x1b[0K"),
    ],
)
def test_commands_of_log_readers_are_not_live(text, shown):
    """GitHub, Azure, TeamCity, GitLab and Jenkins act on texts in a log; on none that came from outside."""
    assert visible(text, keep_newlines=True) == shown


@pytest.mark.parametrize("text", ["::1", "[::1]:80", "a::b::c", "## Heading", "[[1, 2]]", "::ffff:1.2.3.4"])
def test_what_only_looks_similar_stays(text):
    """Addresses, headings and lists are no commands."""
    assert visible(text) == text


@given(st.text(alphabet=st.characters(), max_size=50))
def test_escaping_twice_is_escaping_once(text):
    """A text that was escaped is clean, so that a second pass changes nothing."""
    once = visible(text)
    assert visible(once) == once
    once.encode("utf-8")


def test_cutting_keeps_within_the_limit():
    """The ellipsis counts."""
    assert [cut("abcdef", limit) for limit in (6, 4, 1)] == ["abcdef", "abc…", "…"]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("\x1b[1;32mup\x1b[0m", "up"),
        ("\x1b[2K\x1b[1Gup", "up"),
        ("\x9b32mup", "up"),
        ("\x1b]0;title\x07up\x1b(B", "up"),
        ("\x1b]8;;http://a\x1b\\up\x1b]8;;\x1b\\", "up"),
        ("[32mup", "[32mup"),
    ],
)
def test_what_colours_and_steers_a_terminal_is_taken_off(text, plain):
    """The words are left."""
    assert plain == uncoloured(text)
