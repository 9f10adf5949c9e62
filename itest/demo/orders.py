"""The order service: orders, quotes and accounts.

python -m itest.demo.orders --port 8000 --db shop.db --inventory http://127.0.0.1:8001
"""

from __future__ import annotations

import argparse
import csv
import io
import math
import re
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from itest.demo import accounts, order_book
from itest.demo.accounts import Accounts
from itest.demo.order_book import OrderBook, Wish, shown
from itest.demo.packing import Packing
from itest.demo.quota import Quota
from itest.demo.stock import Stock
from itest.demo.storage import Storage
from itest.demo.web import Application, Problem, Request, Response, Route, Server, serve

SCHEMA = order_book.SCHEMA + accounts.SCHEMA
PACE = 0.15
_QUOTES, _PAUSE = 2, 1.0

_FIELDS: Mapping[str, tuple[str, Callable[[Any], bool]]] = {
    "productId": ("is text of 1 to 64 characters", lambda value: isinstance(value, str) and 1 <= len(value) <= 64),
    "quantity": ("is a whole number from 1 to 100", lambda value: type(value) is int and 1 <= value <= 100),
    "note": ("is text of at most 200 characters", lambda value: isinstance(value, str) and len(value) <= 200),
}
"""What each field of an order has to be."""


class Orders:
    """Handlers over the order book."""

    def __init__(self, book: OrderBook, packing: Packing, stock: Stock) -> None:
        self._book, self._packing, self._stock = book, packing, stock
        self._quota = Quota(_QUOTES, _PAUSE, time.monotonic)

    def routes(self) -> list[Route]:
        return [
            Route("POST", "/orders", self.place),
            Route("GET", "/orders", self.list),
            Route("GET", "/orders/export", self.export),
            Route("GET", "/orders/{id}", self.show),
            Route("DELETE", "/orders/{id}", self.cancel),
            Route("POST", "/orders/{id}/payment", self.pay),
            Route("GET", "/quotes/{sku}", self.quote),
        ]

    def place(self, request: Request) -> Response:
        body = request.json()
        errors = _errors({"note": "", **body})
        if errors:
            raise Problem(422, "Invalid order", errors=errors)
        key = request.header("idempotency-key")
        row, new = self._book.place(Wish(body["productId"], body["quantity"], body.get("note", ""), key))
        headers = {"Location": f"/orders/{row['id']}", "ETag": _etag(row)}
        return Response(201 if new else 200, shown(row), headers=headers)

    def list(self, request: Request) -> Response:
        """A page of orders, with the addresses of its neighbours."""
        page, limit = _whole(request, "page", 1, 10**6), _whole(request, "limit", 10, 100)
        rows, total = self._book.page(request.query.get("productId"), page, limit)
        body = {
            "items": [shown(row) for row in rows],
            "page": page,
            "limit": limit,
            "total": total,
            "next": _page_url(request, page + 1) if page * limit < total else None,
            "previous": _page_url(request, page - 1) if page > 1 else None,
        }
        return Response(200, body)

    def export(self, request: Request) -> Response:
        rows, _ = self._book.page(request.query.get("productId"), 1, 10_000)
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(("id", "productId", "quantity", "status"))
        writer.writerows((row["id"], row["sku"], row["qty"], row["status"]) for row in rows)
        return Response(200, text.getvalue(), media_type="text/csv; charset=utf-8")

    def show(self, request: Request) -> Response:
        row = self._book.find(request.parts["id"])
        headers = {"ETag": _etag(row), "Cache-Control": "no-cache"}
        if request.header("if-none-match") == _etag(row):
            return Response(304, headers=headers)
        return Response(200, shown(row), headers=headers)

    def cancel(self, request: Request) -> Response:
        self._book.cancel(request.parts["id"])
        return Response(204)

    def pay(self, request: Request) -> Response:
        """Take the money; packing and shipping follow by themselves."""
        card = request.json().get("card")
        if not isinstance(card, str) or not re.fullmatch(r"[0-9]{12,19}", card):
            raise Problem(
                422, "Invalid payment", errors=[{"field": "card", "message": "is a number of 12 to 19 digits"}]
            )
        row = self._book.pay(request.parts["id"], card, time.time() + self._packing.pace)
        self._packing.notice()
        return Response(202, shown(row), headers={"ETag": _etag(row)})

    def quote(self, request: Request) -> Response:
        """The price of a product, for a client that does not ask too often."""
        wait = self._quota.take(request.header("x-client") or "anonymous")
        if wait > 0:
            seconds = str(math.ceil(wait))
            raise Problem(429, "Too many quotes", "ask again later", headers={"Retry-After": seconds})
        return Response(
            200, {"productId": request.parts["sku"], "price": self._stock.price(request.parts["sku"]) / 100}
        )


def _errors(body: Mapping[str, Any]) -> list[dict[str, str]]:
    """What does not fit, in the order of the fields; then what is no field."""
    wrong = [{"field": name, "message": rule} for name, (rule, holds) in _FIELDS.items() if not holds(body.get(name))]
    return wrong + [{"field": name, "message": "is no field of an order"} for name in body if name not in _FIELDS]


def _whole(request: Request, name: str, default: int, most: int) -> int:
    text = request.query.get(name, str(default))
    if not re.fullmatch(r"[0-9]{1,9}", text) or not 1 <= int(text) <= most:
        raise Problem(422, "Invalid query", errors=[{"field": name, "message": f"is a whole number from 1 to {most}"}])
    return int(text)


def _page_url(request: Request, page: int) -> str:
    return f"{request.path}?{urlencode({**request.query, 'page': page})}"


def _etag(row: Mapping[str, Any]) -> str:
    return f'"{row["id"][:8]}-{row["version"]}"'


def application(db: str, inventory: str, pace: float = PACE) -> Application:
    """The service on a database, with its packing thread started."""
    storage, stock = Storage(db, SCHEMA), Stock(inventory)
    packing = Packing(storage, pace)
    orders = Orders(OrderBook(storage, stock), packing, stock)
    packing.start()
    return Application("orders", [*orders.routes(), *Accounts(storage).routes()])


def main() -> None:
    parser = argparse.ArgumentParser(description="The demo shop's order service.")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--db", default="shop.db")
    parser.add_argument("--inventory", default="http://127.0.0.1:8001", help="where the inventory service is")
    parser.add_argument("--pace", type=float, default=PACE, help="seconds to pack an order, and to ship it")
    options = parser.parse_args()
    serve(Server(application(options.db, options.inventory, options.pace), options.port))


if __name__ == "__main__":
    main()
