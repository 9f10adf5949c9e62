"""The order service's side of the inventory service: reserve and release, over HTTP."""

from __future__ import annotations

import http.client
import json
from typing import Any
from urllib.parse import quote, urlsplit

from itest.demo.web import Problem

_TIMEOUT = 3.0


class Stock:
    """Asks the inventory service at `url`; what it cannot answer is a 503 of ours."""

    def __init__(self, url: str) -> None:
        self._host = urlsplit(url).netloc

    def reserve(self, order: str, sku: str, quantity: int) -> int:
        """Put the goods aside and return the price of one in cents."""
        status, body = self._send("PUT", f"/reservations/{quote(order, safe='')}", {"sku": sku, "quantity": quantity})
        if status == 404:
            raise Problem(
                422, "Invalid order", errors=[{"field": "productId", "message": f"there is no product {sku}"}]
            )
        if status == 409:
            raise Problem(409, "Out of stock", body.get("detail", ""))
        return int(_answered(status, body)["price"])

    def release(self, order: str) -> None:
        """Give the goods back."""
        _answered(*self._send("DELETE", f"/reservations/{quote(order, safe='')}"))

    def price(self, sku: str) -> int:
        """The price of an article in cents."""
        status, body = self._send("GET", f"/stock/{quote(sku, safe='')}")
        if status == 404:
            raise Problem(404, "Unknown product", f"there is no product {sku}")
        return int(_answered(status, body)["price"])

    def _send(self, method: str, path: str, body: Any = None) -> tuple[int, dict[str, Any]]:
        connection = http.client.HTTPConnection(self._host, timeout=_TIMEOUT)
        try:
            content = None if body is None else json.dumps(body)
            connection.request(method, path, content, {"Content-Type": "application/json"})
            response = connection.getresponse()
            text = response.read()
            return response.status, json.loads(text) if text else {}
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise _unavailable() from error
        finally:
            connection.close()


def _answered(status: int, body: dict[str, Any]) -> dict[str, Any]:
    if status >= 400:
        raise _unavailable()
    return body


def _unavailable() -> Problem:
    return Problem(503, "Inventory unavailable", "the stock cannot be asked at the moment; try again later")
