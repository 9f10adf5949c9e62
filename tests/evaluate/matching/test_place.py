"""A place reads as people would say it."""

import pytest

from itest.evaluate.matching.place import Place, Reading, Suffix


@pytest.mark.parametrize(
    ("field", "parts", "text"),
    [
        ("status", (), "status"),
        ("body", ("items", 1, "qty"), "body $.items[1].qty"),
        ("body", (0,), "body $[0]"),
        ("body", ("a b", "c"), "body $['a b'].c"),
        ("body", (Suffix("..id"), 1), "body $..id[1]"),
        ("body", ("a", Suffix("[?@.b]"), 0, "c"), "body $.a[?@.b][0].c"),
        ("body", ("a", Suffix(" size")), "body $.a size"),
        ("body", (Suffix(" size"),), "body size"),
        ("body", (Suffix(" as JSON $"), "a"), "body as JSON $.a"),
        ("body", ("p", Suffix(" as JSON $"), "a"), "body $.p as JSON $.a"),
        ("body", (Suffix("//item/@id"), 0), "body //item/@id[0]"),
        ("headers", ("content-type",), "headers content-type"),
        ("headers", ("set-cookie", 1), "headers set-cookie[1]"),
        ("headers", (Suffix(" size"),), "headers size"),
        ("cookies", ("sid", "path"), "cookies sid.path"),
        ("request", ("json", "qty"), "request $.json.qty"),
    ],
)
def test_a_place_is_its_field_and_a_path(field, parts, text):
    """Headers and cookies by name, everything else by JSONPath."""
    assert text == str(Place(field=field, parts=parts))


def test_going_down_follows_both_sides():
    """The part of the result and the key of the expectation may differ."""
    place = Place(field="request", pointer=("expect", "request"), text_keys=frozenset({"query"}), exact=True, data=True)
    below = place.down("query", "{{ q }}").down("page", "page")
    assert ("request $.query.page", ("expect", "request", "{{ q }}", "page")) == (str(below), below.pointer)
    assert (Reading.TEXT, True, True) == (below.reading, below.exact, below.data)
    assert Reading.VALUE == place.down("json", "json").reading == below.plainly().reading
