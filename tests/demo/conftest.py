"""Both services of the shop, running."""

import pytest

from itest.demo import inventory, orders
from tests.demo.shop import running


@pytest.fixture
def stock(tmp_path):
    with running(inventory.application(str(tmp_path / "inventory.db"))) as client:
        yield client


@pytest.fixture
def shop(tmp_path, stock):
    with running(orders.application(f"sqlite:///{tmp_path / 'shop.db'}", stock.url, pace=0.0)) as client:
        yield client
