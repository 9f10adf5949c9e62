"""YAML as it is specified, where libyaml reads otherwise; everywhere else both parsers make the same events."""

from pathlib import Path

import pytest
import yaml

from itest.load.as_specified import MAX_CHARACTERS, read_otherwise, specified_events
from itest.load.data_file import thawed
from itest.load.text_file import as_source
from itest.load.yaml_reader import MAX_DEPTH, read_yaml

CASES = Path(__file__).parent.parent / "language" / "cases"


def read(text):
    return read_yaml(as_source(text, "f.yaml"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[?x, y]", ["?x", "y"]),
        ("{b: ?x=1, c: what?, d?: 1, ?e: 2}", {"b": "?x=1", "c": "what?", "d?": 1, "?e": 2}),
        ("[/p?x=1&y:z, ?b? c]", ["/p?x=1&y:z", "?b? c"]),
        ("[? x : y, {? z}, ?w]", [{"x": "y"}, {"z": None}, "?w"]),
        ("{b: &b:c 1, d: *b:c}", {"b": 1, "d": 1}),
        ("[&é/.x {k: 1}, {<<: *é/.x}, *é/.x ]", [{"k": 1}, {"k": 1}, {"k": 1}]),
        ("b: &b:c\n  k: 1\nd:\n  <<: *b:c\n", {"b": {"k": 1}, "d": {"k": 1}}),
        ("{&k:k key: *k:k }", {"key": "key"}),
        ("{&k key: *k }", {"key": "key"}),
        ("|\n  \tx\n  y", "\tx\ny"),
        (">-  # why\n\n  \tx\n", "\n\tx"),
        ("a: |\r\n  \tx\r\n", {"a": "\tx\n"}),
        ("a:\n  - |+\n   \tx\n\n", {"a": ["\tx\n\n"]}),
        ("a: |\n  \t/x?y=[&z:1\n  *e.f: # {{{\n", {"a": "\t/x?y=[&z:1\n*e.f: # {{{\n"}),
        ("a: |\n  \tx\nb: [what?, a ? b, 'c']", {"a": "\tx\n", "b": ["what?", "a ? b", "c"]}),
    ],
)
def test_what_libyaml_reads_otherwise(text, value):
    """`?` in texts in brackets, names of anchors, blocks that begin with a tab, and what stands beside them."""
    reading = read(text)
    assert [] == reading.problems
    assert value == thawed(reading.value)


@pytest.mark.parametrize("text", ["a: [?]", "a: {b: ?}", "a: [*x:y]", "a: |\n\tx", "a: [?x", "a: &b:c\n\t- 1"])
def test_what_is_no_yaml_stays_none(text):
    """With the words that are said of it elsewhere."""
    assert {"IT301", "IT306"} >= {problem.code for problem in read(text).problems} != set()


def test_an_error_is_told_where_it_is():
    """Not where libyaml gave up before."""
    places = [
        read(text).problems[0].place for text in ("a: &b:c {}\nb: c: d", "a: |\n  \tx\nb: 'c", "a: b: c\nd: &b:c {}")
    ]
    assert ["f.yaml:2:4", "f.yaml:3:4", "f.yaml:1:4"] == places


def test_both_parsers_make_the_same_events():
    """Of the files of the language cases: kinds, values and places."""
    compared = 0
    for path in sorted(CASES.glob("*/*.yaml")):
        text = path.read_text(encoding="utf-8")
        try:
            expected = _shown(yaml.parse(text, yaml.CSafeLoader))
        except yaml.YAMLError:
            continue
        if not read_otherwise(text):
            compared += 1
            assert expected == _shown(specified_events(text)), path
    assert compared > 100


def test_a_long_or_deep_text_is_left_to_libyaml():
    """The pure parser takes its time, and knows no limit."""
    assert MAX_DEPTH < 200
    deep = read("a: &a:b 1\nb: " + "[" * 5_000)
    assert ["IT303"] == [problem.code for problem in deep.problems]
    assert {"a": "?x", "b": "y" * MAX_CHARACTERS} == read(f"a: ?x\nb: {'y' * MAX_CHARACTERS}").value


def _shown(events):
    return [
        (
            type(event),
            event.start_mark.line,
            event.start_mark.column,
            *(getattr(event, name, None) for name in ("value", "anchor", "tag", "flow_style")),
        )
        for event in events
    ]
