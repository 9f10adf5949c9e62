"""The inventory service."""

import pytest


@pytest.fixture
def article(stock):
    stock.send("PUT", "/stock/X-1", {"quantity": 5, "price": 250, "warehouse": "north"})
    return "X-1"


def test_an_article_is_shown_as_it_was_put(stock, article):
    """With what is reserved of it."""
    expected = {"sku": article, "available": 5, "price": 250, "warehouse": "north", "reserved": 0}
    assert expected == stock.send("GET", f"/stock/{article}").body


def test_a_reservation_puts_goods_aside_once(stock, article):
    """The second time changes nothing; a release gives them back, once."""
    reservation = {"sku": article, "quantity": 2}
    assert [201, 200] == [stock.send("PUT", "/reservations/o-1", reservation).status for _ in range(2)]
    shown = stock.send("GET", f"/stock/{article}").body
    assert (3, 2) == (shown["available"], shown["reserved"])
    assert [204, 204] == [stock.send("DELETE", "/reservations/o-1").status for _ in range(2)]
    shown = stock.send("GET", f"/stock/{article}").body
    assert (5, 0) == (shown["available"], shown["reserved"])


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/reservations/o", {"sku": "X-1", "quantity": 6}, 409),
        ("/reservations/o", {"sku": "X-9", "quantity": 1}, 404),
        ("/reservations/o", {"sku": "X-1", "quantity": True}, 422),
        ("/stock/X-2", {"quantity": -1}, 422),
        ("/stock/X-2", {"quantity": 10**12}, 422),
        ("/warehouses/north/outage", {"down": "yes"}, 422),
    ],
)
def test_what_cannot_be_done_is_refused(stock, article, path, body, status):
    """Nothing changes."""
    assert status == stock.send("PUT", path, body).status
    assert 5 == stock.send("GET", f"/stock/{article}").body["available"]


def test_a_warehouse_that_is_down_answers_503_until_it_is_up(stock, article):
    """The others go on."""
    reservation = {"sku": article, "quantity": 1}
    stock.send("PUT", "/warehouses/north/outage", {"down": True})
    assert 503 == stock.send("PUT", "/reservations/o", reservation).status
    assert 201 == stock.send("PUT", "/reservations/p", {"sku": "A-1", "quantity": 1}).status
    stock.send("PUT", "/warehouses/north/outage", {"down": False})
    assert 201 == stock.send("PUT", "/reservations/o", reservation).status


def test_an_article_can_be_removed(stock, article):
    """It is unknown then."""
    assert 204 == stock.send("DELETE", f"/stock/{article}").status
    assert 404 == stock.send("GET", f"/stock/{article}").status
