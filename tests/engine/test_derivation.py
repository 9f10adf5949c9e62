"""Derivation: what is used is followed through the names that files give it by, each once."""

from collections import Counter

from itest.engine.derivation import derived_from
from itest.engine.mentions import mentions
from itest.model.values import Template


def test_names_are_followed_to_what_they_are_made_of():
    """In circles too, and each once, whoever uses it."""
    files = {
        "a": [Template("{{ b }}{{ c }}")],
        "b": [Template("{{ c }}"), Template("{{ secrets.X }}")],
        "c": [{"deep": (Template("{{ a }}"),)}],
    }
    asked = Counter()

    def made_of(name):
        asked[name] += 1
        return files.get(name, ())

    used = derived_from(mentions(Template("{{ a }}")), made_of)
    assert {"a", "b", "c", "secrets"} == {use.path[0] for use in used}
    assert {1} == set(asked.values())
