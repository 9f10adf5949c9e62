"""Data rows."""

import pytest

from itest.model.values import Template

REST = "steps:\n  - request: http://127.0.0.1/{{ a }}\n"


def rows(folder, examples):
    return [dict(row.values) for row in folder.scenario(f"name: A\nexamples: {examples}\n{REST}").rows]


def test_a_list_of_objects(folder):
    """Each is a row; cells may be templates."""
    assert [{"a": 1}, {"a": Template("{{ uuid() }}")}] == rows(folder, "[{a: 1}, {a: '{{ uuid() }}'}]")


def test_an_object_of_lists_is_every_combination(folder):
    """The last column changes fastest."""
    expected = [{"a": 1, "b": "x"}, {"a": 1, "b": "y"}, {"a": 2, "b": "x"}, {"a": 2, "b": "y"}]
    assert expected == rows(folder, "{a: [1, 2], b: [x, y]}")


def test_files(folder):
    """CSV cells are text; JSON and YAML hold a list of objects or an object of lists."""
    folder.write(
        {"r.csv": 'a,b\n1,"x, y"\n\n2,\n', "r.json": '[{"a": 1.0}, {"a": "{{ run.id }}"}]', "r.yaml": "a: [1, 01]\n"}
    )
    assert [{"a": "1", "b": "x, y"}, {"a": "2", "b": ""}] == rows(folder, "{file: r.csv}")
    assert [{"a": 1}, {"a": Template("{{ run.id }}")}] == rows(folder, "{file: r.json}")
    assert [{"a": 1}, {"a": "01"}] == rows(folder, "{file: r.yaml}")


def test_what_are_no_rows(folder):
    """Nothing, scalars, uneven tables, too many."""
    many = "[" + ", ".join(map(str, range(101))) + "]"
    folder.write({"r.csv": "a,b\n1\n", "r.json": "{", "e.csv": ""})
    found = []
    for examples in (
        "[]",
        "5",
        "[1]",
        "{a: 1}",
        "{file: r.csv}",
        "{file: r.json}",
        "{file: e.csv}",
        f"{{a: {many}, b: {many}}}",
    ):
        folder.write({"a.yaml": f"name: A\nvars: {{a: 1}}\nexamples: {examples}\n{REST}"})
        found.append([problem.code for problem in folder.problems("a.yaml")][:1])
    assert [["IT324"]] * 7 + [["IT303"]] == found


@pytest.mark.parametrize(
    ("name", "data", "options"),
    [
        ("r.csv", "a;b\nü;2\n".encode(), "delimiter: ';'"),
        ("r.csv", "a\tb\r\nü\t2\r\n".encode(), 'delimiter: "\\t"'),
        ("r.tsv", "a\tb\nü\t2\n".encode(), "x-why: tabs"),
        ("r.csv", "a,b\nü,2\n".encode("utf-8-sig"), "delimiter: ','"),
        ("r.csv", "a|b\nü|2\n".encode("cp1252"), "delimiter: '|', encoding: windows-1252"),
        ("r.csv", "a,b\nü,2\n".encode("utf-16"), "encoding: UTF-16"),
        ("r.csv", "\ufeffa,b\nü,2\n".encode("utf-16-le"), "encoding: utf-16-le"),
        ("r.CSV", "\ufeffa,b\nü,2\n".encode(), "encoding: utf8, allow_empty: true"),
        ("r.json", '\ufeff[{"a": "ü", "b": "2"}]'.encode(), "allow_empty: false"),
        ("r.yaml", "\ufeff- {a: ü, b: '2'}\n".encode(), "allow_empty: true"),
    ],
)
def test_how_a_file_is_read(folder, name, data, options):
    """What parts its cells, its encoding, and no byte order mark in the name of the first column."""
    (folder.path / name).write_bytes(data)
    assert [{"a": "ü", "b": "2"}] == rows(folder, f"{{file: {name}, {options}}}")


@pytest.mark.parametrize(
    ("options", "place"),
    [
        ("delimiter: ';;'", "3:36 IT306"),
        ("delimiter: '\"'", "3:36 IT306"),
        ("delimiter: 1", "3:36 IT306"),
        ("encoding: utf-9", "3:35 IT306"),
        ("encoding: base64", "3:35 IT306"),
        ("encoding: utf-16", "3:18 IT324"),
        ("encodign: utf-8", "3:25 IT304"),
        ("allow_empty: yes", "3:38 IT306"),
    ],
)
def test_how_no_file_is_read(folder, options, place):
    """Each with its place, and alone."""
    folder.write(
        {"r.csv": "a\n1\n", "a.yaml": f"name: A\nvars: {{a: 1}}\nexamples: {{file: r.csv, {options}}}\n{REST}"}
    )
    assert [f"a.yaml:{place}"] == folder.places("a.yaml")


def test_options_of_csv_are_said_of_csv(folder):
    """JSON has an encoding of its own."""
    folder.write({"r.json": "[{}]", "a.yaml": f"name: A\nexamples: {{file: r.json, encoding: utf-8}}\n{REST}"})
    assert "a.yaml:2:26 IT306" in folder.places("a.yaml")


EMPTY_FILES = {"e.csv": "", "h.csv": "a,b\n", "e.json": "[]", "o.json": "{}", "e.yaml": "# nothing\n"}


@pytest.mark.parametrize("name", EMPTY_FILES)
def test_a_file_without_rows(folder, name):
    """An error that says what to write; with `allow_empty` the scenario is skipped, whatever names it uses."""
    folder.write(EMPTY_FILES)
    folder.write({"a.yaml": f"name: A {{{{ a }}}}\nexamples: {{file: {name}}}\n{REST}"})
    (problem,) = folder.problems("a.yaml")
    assert ("IT324", "a.yaml:2:18") == (problem.code, problem.place)
    assert "allow_empty: true" in problem.hint
    skipped = folder.scenario(f"name: A {{{{ a }}}}\nexamples: {{file: {name}, allow_empty: true}}\n{REST}")
    assert ((), f"`{name}` has no data rows") == (skipped.rows, skipped.skip)


def test_a_column_called_file(folder):
    """A list is values of a column."""
    assert [{"file": "x", "a": 1}, {"file": "y", "a": 1}] == rows(folder, "{file: [x, y], a: [1]}")
