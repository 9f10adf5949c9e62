"""`report.docs.templated`: the paths of a service, each once, whichever way scenarios write it."""

import pytest

from itest.report.docs.templated import Paths, braces

WRITTEN = [
    "/orders",
    "/orders/{{ order_id }}",
    "/orders/{{ order_id }}",
    "/orders/{{ item }}",
    "/orders/{{ order }}",
    "/orders/export",
    "/orders/{{ order_id }}/payment?x={{ y }}",
    "/stock/{{ sku | urlencode }}",
    "/files/{{ name }}.json",
    "{{ first.body.next }}",
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ order_id }}", "{order_id}"),
        ("/a/{{ first.body.next }}/{{ sku | urlencode }}", "/a/{next}/{sku}"),
        ("{{ 1 + 2 }} and {{ uuid() }}", "{value} and {uuid}"),
        ("no templates", "no templates"),
    ],
)
def test_templates_become_names(text, expected):
    """The last word of a path, or of a function."""
    assert expected == braces(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/orders/{{ item }}", "/orders/{order_id}"),
        ("/orders/17", "/orders/{order_id}"),
        ("/orders/export?productId=1", "/orders/export"),
        ("/orders/17/payment", "/orders/{order_id}/payment"),
        ("/stock/A-1#top", "/stock/{sku}"),
        ("/files/a.json", "/files/{name}.json"),
        ("/unknown/17/f3224eae-2f68-4a0c-a551-2d9ff660d34d/x", "/unknown/{id}/{id}/x"),
        ("/", "/"),
        ("{{ first.body.next }}", "{next}"),
    ],
)
def test_a_path_is_known_by_its_shape(text, expected):
    """Written or sent; a literal segment goes before a name, a telling name before `item`."""
    assert expected == Paths.of(WRITTEN).known(text)
