"""Syntax errors in plain words."""

import pytest

from itest.load.text_file import as_source
from itest.load.yaml_reader import read_yaml


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("a: {{ x }}", "1:4", '"{{ x }}"'),
        ("a: {{ base }}/x", "1:4", '"{{ base }}/x"'),
        ("a: [1, {{ x }}]", "1:8", '"{{ x }}"'),
        ("a: {b: {{ x }}}", "1:8", '"{{ x }}"'),
        ("- {{ x | default('a b') }}", "1:3", "default('a b')"),
        ("a:\n  b: {{ x }} y\n", "2:6", "quoted"),
        ("a: {$.items[0].id: 1}", "1:5", '"$.items[0].id"'),
        ("a: [rows[0].x]", "1:5", '"rows[0].x"'),
        ("a: [1, 2", "1:4", "not closed"),
        ("a: {b: 1\nc: 2", "1:4", "not closed"),
        ("a: 'x\nb: 1", "1:4", "quote is not closed"),
        ('a: "x', "1:4", "quote is not closed"),
        ("\ta: 1", "1:1", "tab"),
        ("a:\n\tb: 1", "2:1", "tab"),
        ("a: @b", "1:4", "`@`"),
        ("a: `b`", "1:4", "quote"),
        ("a: b: c", "1:4", "quote"),
        ("a: 1\n  b: 2", "2:4", "indentation"),
        ("a: 'x' y", "1:4", "quote"),
        ("a: *.json", "1:4", "quote"),
        ('a: "\\q"', "1:4", "single quotes"),
        ('a: "\\ud800"', "1:4", "character"),
        ("a: b\x00", "1:5", "U+0000"),
        ("é\na: \x1b[31m", "2:4", "U+001B"),
        ("a: 1\n- b", "2:1", "indentation"),
        ("a: |x\n  b", "1:5", "next line"),
        ("name:A\nsteps:\n- b", "1:1", "a blank: `name: A`"),
        ("a:\n  b:c\n  d: e", "2:3", "a blank: `b: c`"),
        ("a: 1\nsteps\n  - b: c", "2:1", "write `steps:`"),
        ("a: 1\nb c\nd: e", "2:1", "write `key: value`"),
        ("- a: |\n  select 1\n- b: c", "2:3", "further right"),
        ("- a: 1\n   b: 2", "2:5", "indentation"),
        ("- a: 1\n b: 2", "2:2", "`a` above begins in column 3, this in column 2"),
        ("- a:\n    c: 1\n   b: 2", "3:4", "`c` above begins in column 5, this in column 4"),
        ("- a: {b: 1\n  c: 2", "1:6", "not closed"),
        ("a: {\n  b: 1,\n  // c\n  d: 2}", "3:3", "a comment starts with `#`"),
        ("a: 'it's'", "1:4", 'quote this: `"it\'s"`'),
    ],
)
def test_what_is_wrong_where_and_what_to_do(text, place, said):
    """The place is that of the cause, and message or hint name it."""
    problem = read_yaml(as_source(text, "f")).problems[0]
    assert (f"f:{place}", "IT301") == (problem.place, problem.code)
    assert said in f"{problem.message}; {problem.hint}"
