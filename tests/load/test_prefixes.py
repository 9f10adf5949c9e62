"""`namespaces`: prefixes for XPaths."""

import pytest

WITH = "name: A case\nnamespaces: {}\nsteps:\n  - request: GET http://127.0.0.1:1/\n"


def test_a_file_and_its_project_declare_prefixes(folder):
    """Each its own; the scenario's are nearer when it runs."""
    folder.write({"itest.yaml": "namespaces: {a: 'urn:1', x-b: 5}", "a.yaml": WITH.format("{b: 'urn:3'}")})
    loaded = folder.load()
    assert {"a": "urn:1"} == dict(loaded.project.namespaces)
    assert {"b": "urn:3"} == dict(loaded.scenarios[0].namespaces)


@pytest.mark.parametrize(
    "written", ["[a]", "a", "{1a: urn:a}", "{a: 5}", "{a: ''}", "{'a b': urn:a}", "{a: '{{ b }}'}"]
)
def test_what_is_no_prefix_or_namespace_is_told(folder, written):
    """Before the run, with its place."""
    folder.write({"a.yaml": WITH.format(written)})
    assert ["IT306"] == [place.split()[-1] for place in folder.places()]
