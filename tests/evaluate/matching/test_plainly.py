"""The quick look: it says yes where the matcher would, and never no."""

from decimal import Decimal
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as some

from itest.evaluate.expressions.scope import Scope
from itest.evaluate.matching.context import MatchContext
from itest.evaluate.matching.matching import match
from itest.evaluate.matching.place import Place
from itest.evaluate.matching.plainly import holds_plainly
from itest.model.source import Source, SourceMap
from itest.model.values import Document, Template

SCALARS = some.none() | some.booleans() | some.integers(0, 2) | some.sampled_from(["", "a", "$", "{{ x }}"])
NAMES = some.sampled_from(["a", "b", "$.a", "$eq", "$$a", "/a", "{{ x }}"])
TREES = some.recursive(
    SCALARS,
    lambda inner: (
        some.lists(inner, max_size=2).map(tuple) | some.dictionaries(NAMES, inner, max_size=2).map(MappingProxyType)
    ),
)
VALUES = some.recursive(
    SCALARS | some.sampled_from([Decimal("1.0"), Decimal(2)]),
    lambda inner: some.lists(inner, max_size=2) | some.dictionaries(NAMES, inner, max_size=2),
)


def _matches(tree, actual):
    context = MatchContext(scope=Scope(), pointer=(), sources=SourceMap(Source("a.yaml", "")))
    return not match(tree, actual, Place(field="body", pointer=()), context)


@given(TREES, VALUES)
def test_what_plainly_holds_holds(tree, actual):
    """Whatever it declines, the matcher decides."""
    assert not holds_plainly(tree, actual) or _matches(tree, actual)


@pytest.mark.parametrize(
    ("tree", "actual"),
    [
        (MappingProxyType({"a": (1, "x", None, True)}), {"a": [1, "x", None, True], "further": 1}),
        (MappingProxyType({"a": Decimal("1.5")}), Document(b'{"a": 1.5}', "application/json")),
        ((), []),
        ("text", Document(b"text", "text/plain")),
    ],
)
def test_most_of_what_is_expected_plainly_holds(tree, actual):
    """Else the look would be for nothing."""
    assert holds_plainly(tree, actual)


@pytest.mark.parametrize(
    ("tree", "actual"),
    [
        (1, True),
        (1, Decimal(1)),
        (MappingProxyType({}), {}),
        (MappingProxyType({"a": Template("{{ x }}")}), {"a": 1}),
        (MappingProxyType({"a": 1}), Document(b"<a>1</a>", "application/xml")),
        (MappingProxyType({"a": 1}), Document(b"{", "application/json")),
    ],
)
def test_what_needs_a_closer_look_is_declined(tree, actual):
    """Whether it holds or not."""
    assert not holds_plainly(tree, actual)
