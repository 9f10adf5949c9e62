"""The scope."""

from itest.evaluate.expressions.scope import Scope


def test_extra_names_are_nearer():
    """A further name hides one of the same name and leaves the others."""
    scope = Scope({"a": 1, "b": 2})
    assert scope.extended({"a": 3, "c": 4}).names == {"a": 3, "b": 2, "c": 4}


def test_a_scope_is_not_changed_by_extending_it():
    """The scope that was extended keeps its own names."""
    scope = Scope({"a": 1})
    scope.extended({"a": 2})
    assert scope.names == {"a": 1}


def test_an_extended_scope_conceals_through_the_same_door():
    """What the filter `secret` sees reaches the redactor also from an extended scope."""
    concealed: list[str] = []
    Scope({}, concealed.append).extended({"a": 1}).conceal("x")
    assert concealed == ["x"]
