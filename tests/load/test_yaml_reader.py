"""The YAML reader: values, positions, and everything that is refused."""

from decimal import Decimal

import pytest

from itest.load.data_file import thawed
from itest.load.text_file import as_source
from itest.load.yaml_reader import MAX_DEPTH, read_yaml
from itest.model.values import Template


def read(text):
    return read_yaml(as_source(text, "f.yaml"))


def problems(text):
    return [f"{problem.place[7:]} {problem.code}" for problem in read(text).problems]


def test_values_are_frozen():
    """Lists are tuples, mappings cannot be written, live text is a template."""
    value = read("a: [1, 2.50, {b: '{{ c }}'}]").value
    assert (1, Decimal("2.50"), {"b": Template("{{ c }}")}) == value["a"]
    with pytest.raises(TypeError):
        value["a"] = 1


def test_quoted_scalars_are_text():
    """Quotes and blocks make text of anything."""
    assert {"a": "1", "b": "true", "c": "~\n"} == read("a: '1'\nb: \"true\"\nc: |\n  ~\n").value


def test_keys_are_text():
    """`1`, `true` and `on` are keys as written."""
    assert ["1", "true", "on", "1.0"] == list(read("1: a\ntrue: b\non: c\n1.0: d").value)


def test_positions():
    """Values and keys are found by pointer, columns counted in characters."""
    sources = read("é: [日本, {k: v}]\nb:\n  c: 'x y'\n").sources
    spans = [
        sources.span(("é", 1, "k")),
        sources.key_span(("é", 1, "k")),
        sources.span(("b", "c")),
        sources.span(("b",)),
    ]
    assert ["f.yaml:1:13", "f.yaml:1:10", "f.yaml:3:6", "f.yaml:3:3"] == [str(span) for span in spans]
    assert (3, 11) == (spans[3].end_line, spans[3].end_column)


def test_live_texts_are_listed_with_their_places():
    """Templates in values and in keys, in the order of the file."""
    assert [(("a",), "{{ x }}"), (("b", "{{ y }}"), "{{ y }}")] == read("a: '{{ x }}'\nb: {'{{ y }}': 1}").templates


def test_anchors_and_merges():
    """An alias is the same value; in a merge the nearer key wins; positions lead to where it is written."""
    reading = read("a: &a {k: 1, l: '{{ v }}'}\nb: *a\nc: {<<: *a, k: 2}\nd: {<<: [{m: 1}, *a]}\n")
    assert {"k": 1, "l": "{{ v }}"} == thawed(reading.value["b"])
    assert {"k": 2, "l": "{{ v }}"} == thawed(reading.value["c"])
    assert {"m": 1, "k": 1, "l": "{{ v }}"} == thawed(reading.value["d"])
    assert "f.yaml:1:17" == str(reading.sources.span(("c", "l")))
    assert [("a", "l"), ("b", "l"), ("c", "l"), ("d", "l")] == [pointer for pointer, _ in reading.templates]


@pytest.mark.parametrize(
    "text", ["a: &n 1.0", "a: &n:m 1.0", "a: !!float 1.0", "a: &n !!float 1.0", "a: !!float &n 1.0"]
)
def test_an_anchored_or_tagged_number_is_shown_as_written(text):
    """The anchor and the tag are no part of the value."""
    assert "1.0" == read(text).sources.written(("a",))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[!!str 5, !!str true, !!str NO, !!str , !<tag:yaml.org,2002:str> 5]", ["5", "true", "NO", "", "5"]),
        (
            "[!!int '5', !!float '1.5', !!float 2, !!bool 'true', !!null '', !!null ~]",
            [5, Decimal("1.5"), 2, True, None, None],
        ),
        ("{!!str 1: !!map {a: !!seq [1]}}", {"1": {"a": [1]}}),
        ("a: !!str\n  5\nb: !!str |\n  6\n", {"a": "5", "b": "6\n"}),
        ("a: !!str 'no {{ x }}'", {"a": "no {{ x }}"}),
    ],
)
def test_core_tags_say_the_kind(text, value):
    """Of a scalar, in quotes or not, of a key, a list, a mapping."""
    assert [] == problems(text)
    assert value == thawed(read(text).value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("'<<': 1", {"<<": 1}),
        ("\"<<\": {a: '{{ x }}'}", {"<<": {"a": "{{ x }}"}}),
        ("!!str <<: 1", {"<<": 1}),
        ("a: &a {k: 1}\nb: {'<<': '{{ x }}', <<: *a}", {"a": {"k": 1}, "b": {"<<": "{{ x }}", "k": 1}}),
        ("a: &a {'<<': 1, k: 2}\nb: {<<: *a}", {"a": {"<<": 1, "k": 2}, "b": {"<<": 1, "k": 2}}),
    ],
)
def test_a_quoted_merge_key_is_a_key(text, value):
    """Also beside one that merges; its live text is kept."""
    reading = read(text)
    assert [] == problems(text)
    assert value == thawed(reading.value)
    assert str(value).count("{{") == len(reading.templates)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: 1\nb: 2\na: 3", "3:1 IT302"),
        ("1: a\n'1': b", "2:1 IT302"),
        ("a: {<<: {}, <<: {}}", "1:13 IT302"),
        ("~: a", "1:1 IT306"),
        (": a", "1:1 IT301"),
        ("null: a", "1:1 IT306"),
        ("? [a]\n: b", "1:3 IT306"),
        ("? {a: b}\n: c", "1:3 IT306"),
        ("a: &x 1\n*x : b", "2:1 IT306"),
        ("a: {<<: 1}", "1:9 IT306"),
        ("a: {'<<': 1, \"<<\": 2}", "1:14 IT302"),
        ("a: !!int x", "1:4 IT301"),
        ("a: !!int 0x1F", "1:4 IT301"),
        ("a: !!int '{{ x }}'", "1:4 IT301"),
        ("a: !!str '{{ x }}'", "1:4 IT301"),
        ("a: !!bool yes", "1:4 IT301"),
        ("a: !!str [1]", "1:4 IT301"),
        ("a: !!map\n  - 1", "1:4 IT301"),
        ("a: !!timestamp 2001-01-01", "1:4 IT301"),
        ("a: |\n\tx", "2:1 IT301"),
        ("a: &a:b 1\nb: *a", "2:4 IT301"),
        ("a: {b: ?}", "1:8 IT301"),
        ("a: " + "9" * 5000, "1:4 IT306"),
        ("a: !!python/object/apply:os.system [ls]", "1:4 IT301"),
        ("a: !custom b", "1:4 IT301"),
        ("a: *nothing", "1:4 IT301"),
        ("a: 1\n---\nb: 2", "2:1 IT301"),
        ("[" * 50_000, f"1:{MAX_DEPTH + 1} IT303"),
        ("a: " + "{a: " * 50_000, f"1:{4 * MAX_DEPTH} IT303"),
        ("a: [1]\nb: " + "[{" * 500 + "'ü]\n" + "c: 1", f"2:{MAX_DEPTH + 3} IT303"),
        ("[\n" * 5_000, f"{MAX_DEPTH + 1}:1 IT303"),
        ("- " * 5_000, f"1:{2 * MAX_DEPTH + 1} IT303"),
        ("".join(" " * level + "a:\n" for level in range(1000)), f"{MAX_DEPTH + 1}:{MAX_DEPTH + 1} IT303"),
        ("a: /a #f", "1:7 IT321"),
        ("- 5\t#f", "1:5 IT321"),
        ("[a #f\n]", "1:4 IT321"),
    ],
)
def test_what_yaml_would_let_pass_is_refused(text, place):
    """Each with its place, whatever stands around it."""
    assert [place] == problems(text)


@pytest.mark.parametrize("text", ["a: b # c", "a: b #", "a: b ## c", "a: b#c", "a: 'b #c'", "a: |\n  b #c", "#c\na: b"])
def test_comments_that_are_fine(text):
    """A blank after the `#`, a line of its own, or no comment at all."""
    assert [] == problems(text)


def test_bombs_end_at_the_bound():
    """Aliases that double and merges that multiply are counted before they are built."""
    laughs = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    keys = ", ".join(f"k{index}: 1" for index in range(1000))
    merges = f"a: &a {{{keys}}}\n" + "".join(f"b{index}: {{<<: *a}}\n" for index in range(1000))
    assert ["IT303", "IT303"] == [read(bomb).problems[0].code for bomb in (laughs, merges)]


def test_several_problems_are_all_reported():
    """Reading goes on after what does not hide the rest."""
    assert ["1:4 IT301", "2:6 IT321", "3:1 IT302"] == problems("a: !t b\nc: d #e\na: f")


def test_an_empty_file_is_nothing():
    """Also one of comments alone."""
    assert [None, None] == [read(text).value for text in ("", "# nothing\n")]
