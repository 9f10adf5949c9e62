"""The order book: orders as rows, and as the JSON that clients see."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from itest.demo.stock import Stock
from itest.demo.storage import Storage
from itest.demo.web import Problem

SCHEMA = """
create table if not exists orders (
    id text primary key,
    sku text not null,
    qty integer not null check (qty > 0),
    total integer not null,
    note text not null,
    status text not null,
    tracking text,
    card text,
    due real,
    version integer not null default 1,
    created_at text not null,
    key text unique
);
create index if not exists orders_by_sku on orders (sku);
"""
_STRIPES = 64
_CANCELLABLE = ("PENDING", "PAID", "CANCELLED")


@dataclass(frozen=True, slots=True)
class Wish:
    """An order as a client asks for it; `key` is its idempotency key, `""` for none."""

    sku: str
    quantity: int
    note: str = ""
    key: str = ""


class OrderBook:
    """Orders in a database, their goods in another service."""

    def __init__(self, storage: Storage, stock: Stock) -> None:
        self._storage, self._stock = storage, stock
        self._locks = [threading.Lock() for _ in range(_STRIPES)]

    def place(self, wish: Wish) -> tuple[dict[str, Any], bool]:
        """The order, and whether it is new; the same key gives the same order, however often and at the same time."""
        with self._one_at_a_time(wish.key):
            known = self._by_key(wish.key)
            if known is None:
                return self._create(wish), True
        if (known["sku"], known["qty"], known["note"]) != (wish.sku, wish.quantity, wish.note):
            raise Problem(409, "Key used before", "this Idempotency-Key belongs to another order")
        return dict(known), False

    def find(self, order: str) -> dict[str, Any]:
        with self._storage.reading() as connection:
            return _find(connection, order)

    def page(self, sku: str | None, page: int, limit: int) -> tuple[list[dict[str, Any]], int]:
        """The orders of a page, oldest first, and how many there are on all pages."""
        condition, values = ("where sku = ?", [sku]) if sku is not None else ("", [])
        with self._storage.reading() as connection:
            total = connection.execute(f"select count(*) from orders {condition}", values).fetchone()[0]
            rows = connection.execute(
                f"select * from orders {condition} order by rowid limit ? offset ?",
                [*values, limit, (page - 1) * limit],
            )
            return [dict(row) for row in rows], total

    def pay(self, order: str, card: str, due: float) -> dict[str, Any]:
        """Mark the order as paid, to be packed at `due`; of the card only the last digits are kept."""
        with self._storage.transaction() as connection:
            if _find(connection, order)["status"] != "PENDING":
                raise Problem(409, "Not payable", "only a pending order can be paid")
            connection.execute(
                "update orders set status = 'PAID', version = version + 1, card = ?, due = ? where id = ?",
                (card[-4:], due, order),
            )
            return _find(connection, order)

    def cancel(self, order: str) -> None:
        """Cancel the order and give its goods back; doing it again changes nothing."""
        with self._storage.transaction() as connection:
            if _find(connection, order)["status"] not in _CANCELLABLE:
                raise Problem(409, "Not cancellable", "the order is packed already")
            connection.execute(
                "update orders set status = 'CANCELLED', version = version + 1, due = null"
                " where id = ? and status <> 'CANCELLED'",
                (order,),
            )
            self._stock.release(order)

    def _create(self, wish: Wish) -> dict[str, Any]:
        order = str(uuid4())
        price = self._stock.reserve(order, wish.sku, wish.quantity)
        created_at = datetime.now(UTC).isoformat(timespec="milliseconds")
        row = {
            "id": order,
            "sku": wish.sku,
            "qty": wish.quantity,
            "total": price * wish.quantity,
            "note": wish.note,
            "status": "PENDING",
            "created_at": created_at.replace("+00:00", "Z"),
            "key": wish.key or None,
        }
        names, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
        with self._storage.transaction() as connection:
            connection.execute(f"insert into orders ({names}) values ({marks})", row)
            return _find(connection, order)

    def _by_key(self, key: str) -> sqlite3.Row | None:
        if not key:
            return None
        with self._storage.reading() as connection:
            found: sqlite3.Row | None = connection.execute("select * from orders where key = ?", (key,)).fetchone()
        return found

    @contextmanager
    def _one_at_a_time(self, key: str) -> Iterator[None]:
        if not key:
            yield
            return
        with self._locks[hash(key) % _STRIPES]:
            yield


def shown(row: dict[str, Any]) -> dict[str, Any]:
    """An order as clients see it."""
    order = {
        "id": row["id"],
        "productId": row["sku"],
        "quantity": row["qty"],
        "total": row["total"] / 100,
        "currency": "EUR",
        "status": row["status"],
        "createdAt": row["created_at"],
        "tracking": row["tracking"],
    }
    return (
        order
        | ({"note": row["note"]} if row["note"] else {})
        | ({"card": f"**** {row['card']}"} if row["card"] else {})
    )


def _find(connection: sqlite3.Connection, order: str) -> dict[str, Any]:
    row = connection.execute("select * from orders where id = ?", (order,)).fetchone()
    if row is None:
        raise Problem(404, "Unknown order", f"there is no order {order}")
    return dict(row)
