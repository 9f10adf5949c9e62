"""`report.html_numbers`: endpoints, slowest cases and services as tables."""

from itest.report.history import Past
from itest.report.html_numbers import endpoint_table, service_table, slowest
from itest.report.html_run import entries
from itest.report.told import Told

from .pages import rich_run


def rich():
    """The run with everything in it."""
    told = Told()
    for event in rich_run():
        told.handle(event)
    return told


def test_endpoints_stand_by_service():
    """With calls and times; without any there is a sentence."""
    found = endpoint_table(rich())
    assert "<td>orders</td><td><code>POST /login</code></td>" in found
    assert '<td class="number">20 ms</td>' in found
    assert "<p>No endpoint was asked.</p>" == endpoint_table(Told())


def test_the_slowest_case_comes_first():
    """With a link to it."""
    found = slowest(entries(rich(), Past(statuses={})))
    assert found.index("#case-stock-level-yaml") < found.index("#case-rich-yaml")
    assert "" == slowest([])


def test_started_services_are_listed():
    """Where they were and where their output is kept."""
    found = service_table(rich())
    assert "http://127.0.0.1:8765" in found
    assert ".itest/logs/orders.log" in found
    assert "" == service_table(Told())
