"""The inventory service: what is in stock, and what is reserved for which order.

python -m itest.demo.inventory --port 8001 --db inventory.db
"""

from __future__ import annotations

import argparse
import sqlite3
from typing import Any

from itest.demo.storage import Storage
from itest.demo.web import Application, Problem, Request, Response, Route, Server, serve

SCHEMA = """
create table if not exists stock (
    sku text primary key,
    available integer not null check (available >= 0),
    price integer not null,
    warehouse text not null
);
create table if not exists reservations (order_id text primary key, sku text not null, qty integer not null);
create table if not exists outages (warehouse text primary key);
insert or ignore into stock values
    ('A-1', 1000000000, 2125, 'main'), ('B-1', 1000000000, 999, 'main'), ('C-1', 0, 5000, 'main');
"""


class Inventory:
    """Handlers over the stock."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def routes(self) -> list[Route]:
        return [
            Route("GET", "/stock/{sku}", self.show),
            Route("PUT", "/stock/{sku}", self.put),
            Route("DELETE", "/stock/{sku}", self.remove),
            Route("PUT", "/reservations/{order}", self.reserve),
            Route("DELETE", "/reservations/{order}", self.release),
            Route("PUT", "/warehouses/{name}/outage", self.switch),
        ]

    def show(self, request: Request) -> Response:
        with self._storage.reading() as connection:
            return Response(200, _article(connection, request.parts["sku"]))

    def put(self, request: Request) -> Response:
        """Say how much of an article there is, in which warehouse and for how many cents."""
        body = request.json()
        quantity, price = body.get("quantity"), body.get("price", 1000)
        if not _count(quantity) or not _count(price):
            raise Problem(422, "Invalid stock", "quantity and price are whole numbers from 0 on")
        with self._storage.transaction() as connection:
            connection.execute(
                "insert or replace into stock values (?, ?, ?, ?)",
                (request.parts["sku"], quantity, price, str(body.get("warehouse", "main"))),
            )
            return Response(200, _article(connection, request.parts["sku"]))

    def remove(self, request: Request) -> Response:
        with self._storage.transaction() as connection:
            connection.execute("delete from stock where sku = ?", (request.parts["sku"],))
        return Response(204)

    def reserve(self, request: Request) -> Response:
        """Put some of an article aside for an order; doing it again changes nothing."""
        body, order = request.json(), request.parts["order"]
        sku, quantity = body.get("sku"), body.get("quantity")
        if not isinstance(sku, str) or not _count(quantity):
            raise Problem(422, "Invalid reservation", "sku is text, quantity a whole number")
        with self._storage.transaction() as connection:
            article = _article(connection, sku)
            _need_open(connection, article["warehouse"])
            known = connection.execute("select 1 from reservations where order_id = ?", (order,)).fetchone()
            if known is None:
                if article["available"] < quantity:
                    raise Problem(409, "Out of stock", f"{article['available']} of {sku} are left")
                connection.execute("update stock set available = available - ? where sku = ?", (quantity, sku))
                connection.execute("insert into reservations values (?, ?, ?)", (order, sku, quantity))
        return Response(201 if known is None else 200, {"order": order, "sku": sku, "price": article["price"]})

    def release(self, request: Request) -> Response:
        """Give back what was put aside; doing it again changes nothing."""
        with self._storage.transaction() as connection:
            row = connection.execute(
                "delete from reservations where order_id = ? returning sku, qty", (request.parts["order"],)
            ).fetchone()
            if row is not None:
                connection.execute("update stock set available = available + ? where sku = ?", (row["qty"], row["sku"]))
        return Response(204)

    def switch(self, request: Request) -> Response:
        """Take a warehouse down or up, to see how the others bear it."""
        down, name = request.json().get("down"), request.parts["name"]
        if not isinstance(down, bool):
            raise Problem(422, "Invalid switch", "down is true or false")
        statement = "insert or ignore into outages values (?)" if down else "delete from outages where warehouse = ?"
        with self._storage.transaction() as connection:
            connection.execute(statement, (name,))
        return Response(200, {"warehouse": name, "down": down})


def _article(connection: sqlite3.Connection, sku: str) -> dict[str, Any]:
    row = connection.execute("select * from stock where sku = ?", (sku,)).fetchone()
    if row is None:
        raise Problem(404, "Unknown article", f"there is no article {sku}")
    reserved = connection.execute("select coalesce(sum(qty), 0) from reservations where sku = ?", (sku,)).fetchone()[0]
    return {**dict(row), "reserved": reserved}


def _need_open(connection: sqlite3.Connection, warehouse: str) -> None:
    if connection.execute("select 1 from outages where warehouse = ?", (warehouse,)).fetchone():
        raise Problem(503, "Warehouse down", f"the warehouse {warehouse} does not answer")


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 10**9


def application(db: str) -> Application:
    """The service on a database."""
    return Application("inventory", Inventory(Storage(db, SCHEMA)).routes())


def main() -> None:
    parser = argparse.ArgumentParser(description="The demo shop's inventory service.")
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument("--db", default="inventory.db")
    options = parser.parse_args()
    serve(Server(application(options.db), options.port))


if __name__ == "__main__":
    main()
