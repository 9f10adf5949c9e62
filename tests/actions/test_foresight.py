"""What is known before the run is judged by what prepares a step."""

from types import MappingProxyType

import pytest

from itest.actions.foresight import keys_known, known, known_items, refusals
from itest.model.exchange import PrepareError
from itest.model.values import Template

LATER = Template("{{ x }}")


@pytest.mark.parametrize("tree", [None, "a", 1, (), (1, "a"), {"a": (1, {"b": None})}, MappingProxyType({"a": 1})])
def test_a_tree_without_a_template_is_known(tree):
    """Whatever it is."""
    assert known(tree)


@pytest.mark.parametrize("tree", [LATER, (1, LATER), {"a": {"b": (LATER,)}}, {"a {{ x }}": 1}, ({"{{ x }}": 1},)])
def test_a_tree_with_one_is_not(tree):
    """However deep, also in a key."""
    assert not known(tree)


def test_keys_are_known_though_values_are_not():
    """A template could become any mapping."""
    assert [True, True, False, False] == [keys_known(tree) for tree in ({"a": LATER}, None, {"{{ x }}": 1}, LATER)]


def test_the_items_that_are_known():
    """Of a mapping; anything else has none."""
    assert {"a": 1} == known_items(MappingProxyType({"a": 1, "b": LATER, "{{ x }}": 2, "c": (LATER,)}))
    assert [{}, {}, {}] == [known_items(tree) for tree in (LATER, None, (1,))]


def test_a_refusal_is_the_error_that_preparing_ends_with():
    """No error, no refusal."""

    def prepare(value):
        if value < 0:
            raise PrepareError("negative", pointer=("n",))

    assert [] == list(refusals(prepare, 1))
    assert [("negative", ("n",))] == [(error.message, error.pointer) for error in refusals(prepare, -1)]
