"""Excerpts: the lines of a problem as a terminal shows them."""

from itest.evaluate.telling.excerpt import COLUMNS, excerpt_lines, problem_lines
from itest.model.problem import Problem
from itest.model.source import Source, Span


def marked(line, column, end, *, before="", after=""):
    source = Source("f.yaml", f"{before}\n{line}\n{after}")
    return excerpt_lines(source.excerpt(Span("f.yaml", 2, column, 2, end)))


def caret(line, column, end):
    """The marked line and the carets beneath it, without the gutter."""
    lines = marked(line, column, end)
    return [text.split("│ ", 1)[1] for text in lines[1:3]]


def test_a_problem_is_place_source_and_hint():
    """The block as people read it."""
    source = Source("a.yaml", "steps:\n  - expct: 1\nflow:")
    problem = Problem(
        code="IT304", message="unknown key `expct`", hint="did you mean `expect`?",
        excerpt=source.excerpt(Span("a.yaml", 2, 5, 2, 10)), file="a.yaml",
    )  # fmt: skip
    assert [
        "a.yaml:2:5 IT304 unknown key `expct`",
        "    1 │ steps:",
        "  ❯ 2 │   - expct: 1",
        "      │     ^^^^^",
        "    3 │ flow:",
        "  did you mean `expect`?",
    ] == problem_lines(problem)


def test_a_problem_without_a_place():
    """Only what is known is shown."""
    assert ["nowhere IT402 there is no `nowhere`"] == problem_lines(
        Problem(code="IT402", message="there is no `nowhere`", file="nowhere")
    )


def test_line_numbers_are_aligned():
    """The gutter is as wide as the largest number."""
    source = Source("f", "\n".join(f"line {number}" for number in range(1, 12)))
    assert ["     9 │ line 9", "  ❯ 10 │ line 10", "       │ ^^^^", "    11 │ line 11"] == excerpt_lines(
        source.excerpt(Span("f", 10, 1, 10, 5))
    )


def test_tabs_take_four_columns():
    """In front of the mark and in it."""
    assert ["a    b: c", "     ^"] == caret("a\tb: c", 3, 4)
    assert ["    key: v", "    ^^^"] == caret("\tkey: v", 2, 5)


def test_wide_characters_take_two_columns():
    """As a terminal shows them; combining ones take none."""
    assert ["日本: x", "      ^"] == caret("日本: x", 5, 6)
    assert ["日本: x", "^^^^"] == caret("日本: x", 1, 3)
    assert ["e\u0301: x", "   ^"] == caret("e\u0301: x", 5, 6)


def test_what_hides_is_written_out():
    """Escapes are counted as they are shown."""
    assert [r"a: \x1b[31m x", "            ^"] == caret("a: \x1b[31m x", 10, 11)


def test_an_empty_span_still_has_a_caret():
    """At the end of a line, or in an empty one."""
    assert ["a:", "  ^"] == caret("a:", 3, 3)
    assert ["", "^"] == [
        text.rstrip() for text in (marked("", 1, 1)[1].partition("│")[2], marked("", 1, 1)[2].split("│ ")[1])
    ]


def test_a_span_over_lines_is_marked_to_the_end_of_the_first():
    """The rest is in the file."""
    source = Source("f", "a: [1,\n  2]\n")
    assert ["  ❯ 1 │ a: [1,", "      │    ^^^", "    2 │   2]"] == excerpt_lines(source.excerpt(Span("f", 1, 4, 2, 5)))


def test_long_lines_are_shown_around_the_mark():
    """Cut on both sides, the mark inside, the width bounded."""
    shown, carets = caret("x" * 300 + "KEY" + "y" * 300, 301, 304)
    assert ("…", "…", COLUMNS) == (shown[0], shown[-1], len(shown))
    assert "KEY" == shown[carets.index("^") : carets.rindex("^") + 1]


def test_a_long_line_with_an_early_mark_is_cut_at_its_end():
    """Nothing is taken from its beginning."""
    shown, carets = caret("KEY" + "y" * 300, 1, 4)
    assert ("KEY", "…", "^^^") == (shown[:3], shown[-1], carets)


def test_wide_characters_are_cut_at_the_right_column():
    """The caret stands under the mark where the cut goes through the middle of one."""
    shown, carets = caret("日" * 200 + "x", 201, 202)
    columns = sum(2 if character == "日" else 1 for character in shown[:-1])
    assert columns == carets.index("^")
