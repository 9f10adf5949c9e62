"""`model.record`: values with named fields."""

import pytest

from itest.model.record import Record, State, defaults_of, field, names_of, replace


class Place(Record, kw_only=True):
    file: str
    line: int = 1
    notes: tuple[str, ...] = ()


class Tally(State):
    names: list[str] = field(default_factory=list)


def test_a_record_is_a_value():
    """Equal where its fields are, with a hash, and it never changes."""
    place = Place(file="a.yaml", line=3)
    assert place == Place(file="a.yaml", line=3) != Place(file="a.yaml")
    assert len({place, Place(file="a.yaml", line=3)}) == 1
    with pytest.raises(AttributeError):
        place.line = 4


def test_another_record_with_other_fields():
    assert replace(Place(file="a.yaml", line=3), line=4) == Place(file="a.yaml", line=4)


def test_a_field_that_does_not_exist_is_refused():
    with pytest.raises(TypeError):
        Place(file="a.yaml", column=2)


def test_names_and_defaults():
    """Of a record or of its class."""
    assert names_of(Place) == names_of(Place(file="")) == ("file", "line", "notes")
    assert defaults_of(Place) == {"line": 1, "notes": ()}


def test_a_state_changes_and_shares_nothing():
    one, other = Tally(), Tally()
    one.names.append("a")
    assert (one.names, other.names) == (["a"], [])
