"""Data rows."""

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
