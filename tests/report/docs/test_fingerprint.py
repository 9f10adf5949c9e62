"""`report.docs.fingerprint`: it changes with what a scenario does, and not with its words."""

import pytest

from itest.report.docs.fingerprint import fingerprint

from .loading import loaded

PLAIN = """
name: Plain
vars: {a: 1}
steps:
  - name: Ask
    request: {url: "http://x/{{ a }}", json: {n: 1.50}}
    expect: {status: 200, schema: order.json}
  - use: _shared/part.yaml
"""
PART = "name: Part\nsteps: [{run: echo hi}]"


@pytest.fixture
def of(tmp_path):
    """The fingerprint of a scenario's text, with its part and schema beside it."""

    def fingerprint_of(text, part=PART, schema="{}"):
        (tmp_path / "order.json").write_text(schema)
        return fingerprint(loaded(tmp_path, a=text, _shared__part=part)["a"])

    return fingerprint_of


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("name: Plain", "name: Other\ndescription: more\ntags: [t]\nowner: me"),
        ("name: Ask", "name: Ask politely"),
        ("vars: {a: 1}", "# a comment\n\nvars:\n  a: 1"),
    ],
)
def test_words_and_layout_do_not_count(of, old, new):
    """The examples stay true."""
    assert of(PLAIN) == of(PLAIN.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a: 1", "a: 2"),
        ("a: 1", 'a: "1"'),
        ("status: 200", "status: 201"),
        ("1.50", "1.5"),
        ("  - use: _shared/part.yaml\n", ""),
        ('"http://x/{{ a }}"', '"http://y/{{ a }}"'),
        ("expect:", "retry: {attempts: 2}\n    expect:"),
    ],
)
def test_what_is_done_counts(of, old, new):
    """Whatever is sent or expected."""
    assert of(PLAIN) != of(PLAIN.replace(old, new))


def test_used_scenarios_and_schemas_count(of):
    """They are a part of what was verified."""
    assert 3 == len({of(PLAIN), of(PLAIN, part=PART.replace("hi", "ho")), of(PLAIN, schema='{"type": "object"}')})


def test_it_is_the_same_in_another_folder(tmp_path):
    """No path of this machine is in it."""
    found = set()
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "order.json").write_text("{}")
        found.add(fingerprint(loaded(tmp_path / name, a=PLAIN, _shared__part=PART)["a"]))
    assert 1 == len(found)
