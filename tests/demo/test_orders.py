"""The order service, with the inventory service beside it."""

import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing

import pytest

from itest.demo import orders
from tests.demo.shop import Client, running

ORDER = {"productId": "A-1", "quantity": 2}
CARD = "4111111111111111"


def place(shop, **headers):
    return shop.send("POST", "/orders", ORDER, **headers).body["id"]


def polled(shop, order, status):
    """The order once it has the status; asked for again and again, as a client would."""
    body = shop.send("GET", f"/orders/{order}").body
    while body["status"] != status:
        body = shop.send("GET", f"/orders/{order}").body
    return body


def test_an_order_is_placed_and_read_back(shop, stock):
    """Its goods are reserved."""
    before = stock.send("GET", "/stock/A-1").body["reserved"]
    answer = shop.send("POST", "/orders", ORDER)
    assert (201, f"/orders/{answer.body['id']}") == (answer.status, answer.headers["location"])
    assert {
        "id": answer.body["id"],
        "productId": "A-1",
        "quantity": 2,
        "total": 42.5,
        "currency": "EUR",
        "status": "PENDING",
        "createdAt": answer.body["createdAt"],
        "tracking": None,
    } == answer.body
    assert answer.body == shop.send("GET", answer.headers["location"]).body
    assert before + 2 == stock.send("GET", "/stock/A-1").body["reserved"]


def test_an_order_is_a_row(shop, tmp_path):
    """Whoever reads the database finds what was asked for."""
    order = place(shop)
    with closing(sqlite3.connect(tmp_path / "shop.db")) as connection:
        assert ("A-1", 2) == connection.execute("select sku, qty from orders where id = ?", (order,)).fetchone()


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, ["productId", "quantity"]),
        ({"productId": "", "quantity": 0}, ["productId", "quantity"]),
        ({"productId": "A-1", "quantity": True}, ["quantity"]),
        ({"productId": "A-1", "quantity": 1.5}, ["quantity"]),
        ({"productId": "A-1", "quantity": 101, "note": "x" * 201, "qty": 1}, ["quantity", "note", "qty"]),
        ({"productId": "X-9", "quantity": 1}, ["productId"]),
    ],
)
def test_an_order_that_does_not_fit_names_its_fields(shop, body, fields):
    """All of them."""
    answer = shop.send("POST", "/orders", body)
    assert (422, fields) == (answer.status, [error["field"] for error in answer.body["errors"]])


def test_goods_that_are_out_of_stock_cannot_be_ordered(shop):
    """The order is not there afterwards."""
    assert 409 == shop.send("POST", "/orders", {"productId": "C-1", "quantity": 1}).status
    assert 0 == shop.send("GET", "/orders?productId=C-1").body["total"]


def test_the_same_key_is_the_same_order(shop):
    """A client may send again what it is not sure of."""
    answers = [shop.send("POST", "/orders", ORDER, Idempotency_Key="k") for _ in range(2)]
    assert [201, 200] == [answer.status for answer in answers]
    assert answers[0].body == answers[1].body
    assert 409 == shop.send("POST", "/orders", {**ORDER, "quantity": 3}, Idempotency_Key="k").status


def test_the_same_key_at_the_same_time_is_one_order(shop):
    """However many senders there are."""
    found = []

    def send():
        client = Client(shop.url)
        found.append(place(client, Idempotency_Key="k"))
        client.close()

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (6, 1) == (len(found), len(set(found)))


def test_an_order_that_is_not_there_is_a_problem(shop):
    """To read, to pay and to cancel."""
    sent = [("GET", "/orders/x", None), ("DELETE", "/orders/x", None), ("POST", "/orders/x/payment", {"card": CARD})]
    assert [404, 404, 404] == [shop.send(*one).status for one in sent]


def test_a_cancelled_order_gives_its_goods_back(shop, stock):
    """Once, however often it is cancelled."""
    before = stock.send("GET", "/stock/A-1").body
    order = place(shop)
    assert [204, 204] == [shop.send("DELETE", f"/orders/{order}").status for _ in range(2)]
    assert "CANCELLED" == shop.send("GET", f"/orders/{order}").body["status"]
    assert before == stock.send("GET", "/stock/A-1").body


def test_a_paid_order_is_shipped_by_and_by(shop):
    """It gets a tracking code, and can neither be paid again nor cancelled."""
    order = place(shop)
    answer = shop.send("POST", f"/orders/{order}/payment", {"card": CARD})
    assert (202, "PAID", "**** 1111") == (answer.status, answer.body["status"], answer.body["card"])
    assert polled(shop, order, "SHIPPED")["tracking"].startswith("TRK-")
    assert 409 == shop.send("POST", f"/orders/{order}/payment", {"card": CARD}).status
    assert 409 == shop.send("DELETE", f"/orders/{order}").status


@pytest.mark.parametrize("card", ["4111", None, "x" * 16, "٤" * 16])
def test_a_card_that_is_none_is_refused(shop, card):
    """The order stays as it is."""
    order = place(shop)
    assert 422 == shop.send("POST", f"/orders/{order}/payment", {"card": card}).status
    assert "PENDING" == shop.send("GET", f"/orders/{order}").body["status"]


def test_an_order_is_not_sent_again_to_who_has_it(shop):
    """The tag changes with the order."""
    answer = shop.send("POST", "/orders", ORDER)
    path, tag = answer.headers["location"], answer.headers["etag"]
    assert (304, b"") == (
        shop.send("GET", path, If_None_Match=tag).status,
        shop.send("GET", path, If_None_Match=tag).body,
    )
    shop.send("DELETE", path)
    assert 200 == shop.send("GET", path, If_None_Match=tag).status


def test_pages_follow_one_another(shop):
    """Forth and back, and each order is on one of them."""
    made = [place(shop) for _ in range(5)]
    pages, url = [], "/orders?productId=A-1&limit=2"
    while url:
        pages.append(shop.send("GET", url).body)
        url = pages[-1]["next"]
    assert [made[:2], made[2:4], made[4:]] == [[order["id"] for order in page["items"]] for page in pages]
    assert [5, 5, 5] == [page["total"] for page in pages]
    assert pages[1] == shop.send("GET", pages[2]["previous"]).body


@pytest.mark.parametrize("query", ["page=0", "limit=101", "limit=x", "page=-1", f"page={'9' * 30}"])
def test_a_page_that_cannot_be_is_refused(shop, query):
    """The field is named."""
    answer = shop.send("GET", f"/orders?{query}")
    assert (422, query.partition("=")[0]) == (answer.status, answer.body["errors"][0]["field"])


def test_orders_are_exported_as_csv(shop):
    """A line each, below the names of the columns."""
    order = place(shop)
    answer = shop.send("GET", "/orders/export?productId=A-1")
    assert f"id,productId,quantity,status\n{order},A-1,2,PENDING\n" == answer.body.decode()


def test_too_many_quotes_are_refused(shop):
    """The third of a client; another one is served."""
    answers = [shop.send("GET", "/quotes/A-1", X_Client="a") for _ in range(3)]
    assert [200, 200, 429] == [answer.status for answer in answers]
    assert ("1", 21.25) == (answers[2].headers["retry-after"], answers[0].body["price"])
    assert 200 == shop.send("GET", "/quotes/A-1", X_Client="b").status
    assert 404 == shop.send("GET", "/quotes/X-9", X_Client="c").status


def test_without_inventory_an_order_is_503(shop, stock):
    """And there is none; it is placed as soon as inventory answers."""
    stock.send("PUT", "/warehouses/main/outage", {"down": True})
    assert (503, 0) == (shop.send("POST", "/orders", ORDER).status, shop.send("GET", "/orders").body["total"])
    stock.send("PUT", "/warehouses/main/outage", {"down": False})
    assert 201 == shop.send("POST", "/orders", ORDER).status


def test_an_inventory_that_is_not_there_is_503(tmp_path):
    """A refused connection is no crash."""
    with running(orders.application(str(tmp_path / "shop.db"), "http://127.0.0.1:9")) as shop:
        assert 503 == shop.send("POST", "/orders", ORDER).status


@pytest.mark.parametrize("service", ["orders", "inventory"])
def test_a_service_runs_as_a_module(service, tmp_path):
    """It says where it listens, and leaves when it is told to."""
    command = [sys.executable, "-m", f"itest.demo.{service}", "--port", "0", "--db", str(tmp_path / "a" / "x.db")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        said = process.stdout.readline()
        client = Client(said.split()[-1])
        assert (f"{service} listens on", service) == (
            said.rpartition(" ")[0],
            client.send("GET", "/health").body["service"],
        )
        client.close()
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate()
    assert (0, False) == (process.returncode, "Traceback" in errors)
