"""Positions: spans, excerpts, the nearest node that has a place."""

import pytest

from itest.model.source import Source, SourceMap, Span

TEXT = "name: A\nsteps:\n  - run: ls\n"
SOURCES = SourceMap(
    Source("a.yaml", TEXT),
    {(): (0, 0, 3, 0), ("name",): (0, 6, 0, 7), ("steps",): (2, 2, 3, 0), ("steps", 0): (2, 4, 3, 0)},
    {("name",): (0, 0, 0, 4), ("steps", 0, "run"): (2, 4, 2, 7)},
)


def test_lines_and_columns_count_from_one():
    """As editors do."""
    assert "a.yaml:1:7" == str(SOURCES.span(("name",)))
    assert Span("a.yaml", 1, 7, 1, 8) == SOURCES.span(("name",))


@pytest.mark.parametrize(
    ("pointer", "place"), [(("steps", 0, "x", 3), "a.yaml:3:5"), (("gone",), "a.yaml:1:1"), ((), "a.yaml:1:1")]
)
def test_a_node_without_a_place_has_its_ancestors(pointer, place):
    """So that every problem has one."""
    assert place == str(SOURCES.span(pointer))


def test_a_key_has_a_place_of_its_own():
    """A list item has no key and stands where it is."""
    assert ["a.yaml:1:1", "a.yaml:3:5", "a.yaml:3:5"] == [
        str(SOURCES.key_span(pointer)) for pointer in (("name",), ("steps", 0, "run"), ("steps", 0))
    ]


def test_an_excerpt_has_the_lines_around():
    """There is no line after the last line break, unless it is the one meant."""
    assert ((1, "name: A"), (2, "steps:")) == SOURCES.excerpt(("name",)).lines
    assert ((2, "steps:"), (3, "  - run: ls")) == SOURCES.excerpt(("steps", 0)).lines
    end = Source("a", "x:\n").excerpt(Span("a", 2, 1, 2, 1))
    assert ((1, "x:"), (2, "")) == end.lines
    assert ((1, ""),) == Source("a", "").excerpt(Span("a", 1, 1, 1, 1)).lines


def test_a_plain_scalar_can_be_asked_for_as_it_is_written():
    """On one line only."""
    assert ("A", None, None) == (SOURCES.written(("name",)), SOURCES.written(("steps",)), SOURCES.written(("gone",)))
