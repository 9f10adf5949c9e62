"""The warehouse behind the shop."""

from itest.demo import orders
from itest.demo.packing import Packing
from itest.demo.storage import Storage


def test_an_order_moves_on_when_it_is_due(tmp_path):
    """PAID, PACKED, SHIPPED; not before its time, and one state at a time."""
    storage = Storage(str(tmp_path / "shop.db"), orders.SCHEMA)
    packing = Packing(storage, 2.0)
    with storage.transaction() as connection:
        connection.execute(
            "insert into orders (id, sku, qty, total, note, status, created_at, due)"
            " values ('o', 'A-1', 1, 1, '', 'PAID', '', 10)"
        )
    seen = []
    for now in (9.0, 10.0, 11.0, 12.0):
        due = packing.advance(now)
        with storage.reading() as connection:
            seen.append((now, due, connection.execute("select status from orders").fetchone()[0]))
    assert [(9.0, 10.0, "PAID"), (10.0, 12.0, "PACKED"), (11.0, 12.0, "PACKED"), (12.0, None, "SHIPPED")] == seen
