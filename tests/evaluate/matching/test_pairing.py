"""Pairing: an item of its own for each matcher, whatever the order."""

import pytest

from itest.evaluate.matching.pairing import assign
from tests.evaluate.expecting import mismatches, told


def test_items_find_their_partners_even_where_the_first_choice_was_wrong():
    """Augmenting paths: a greedy assignment of these leaves one without a partner."""
    assert [2, 1, 0] == assign([[0, 1, 2], [0, 1], [0]], 3)
    size = 300
    partners = assign([list(range(index + 1)) for index in reversed(range(size))], size)
    assert list(range(size)) == sorted(partners)


def test_large_lists_are_paired_and_not_searched():
    """Two hundred objects in the other order, and two hundred matchers that many items fit."""
    size = 200
    objects = [{"id": index, "name": f"name {index}"} for index in range(size)]
    assert [] == told({"$unordered": objects}, [{**each, "more": [1]} for each in reversed(objects)])
    assert [] == told({"$all": [{"$gte": index} for index in range(size)]}, list(range(size)))
    (lonely,) = told({"$all": [{"$gte": index} for index in range(size)]}, [*range(size - 1), 5])
    assert lonely.startswith("body: no item matches")


def test_it_is_told_whether_an_item_would_have_matched():
    """Of one that is taken by another matcher, and of one that is not there."""
    assert ["body: no item is left for 1"] == told({"$all": [1, 1]}, [1])
    assert ["body: no item matches 2; without a partner: [3]"] == told({"$all": [1, 2]}, [1, 3])


@pytest.mark.parametrize("operator", ["$all", "$unordered", "$contains"])
def test_what_cannot_be_rendered_is_told_whichever_items_there_are(operator):
    """Nothing is passed over because something before it differs, so no `$not` makes it green."""
    matcher = {"a": 1, "b": "{{ nobody }}"}
    expected = {"$not": {operator: matcher if operator == "$contains" else [matcher]}}
    (mismatch,) = mismatches(expected, [{"a": 2, "b": 3}])
    assert "IT201" == mismatch.code


@pytest.mark.parametrize("operator", ["$all", "$unordered", "$contains"])
def test_the_nearest_item_is_told_with_what_differs(operator):
    """Where one has anything in common with what was expected."""
    actual = [{"sku": "A", "qty": 1}, {"sku": "B", "qty": 2}]

    def hint(sku):
        wanted = {"sku": sku, "qty": 3}
        matcher = wanted if operator == "$contains" else [wanted, *actual[:1]] if operator == "$unordered" else [wanted]
        return mismatches({operator: matcher}, actual)[0].hint

    assert "nearest is [1], where body $[1].qty: expected 3, got 2" == hint("B")
    assert "" == hint("C")
