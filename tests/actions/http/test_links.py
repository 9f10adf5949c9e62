"""Links: RFC 8288, as servers write them."""

import pytest

from itest.actions.http.links import links_of

NEXT = {"url": "http://h/orders?page=2", "rel": "next"}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], {}),
        (['</orders?page=2>; rel="next"'], {"next": NEXT}),
        (["</orders?page=2>;rel=next"], {"next": NEXT}),
        (["<?page=2>; REL=Next"], {"next": {**NEXT, "rel": "Next"}}),
        (["</a>; rel=next, </b>; rel=next"], {"next": {"url": "http://h/a", "rel": "next"}}),
        (
            ["</a>; rel=prev", "</b>; rel=next"],
            {"prev": {"url": "http://h/a", "rel": "prev"}, "next": {"url": "http://h/b", "rel": "next"}},
        ),
        (
            ['</a>; rel="first last"; title="a, \\"b\\"; c"'],
            {name: {"url": "http://h/a", "rel": "first last", "title": 'a, "b"; c'} for name in ("first", "last")},
        ),
        (["</a,b;c>; rel=next"], {"next": {"url": "http://h/a,b;c", "rel": "next"}}),
        (
            ["</a>; rel=next; title=plain; title*=UTF-8'de'gr%C3%BCn"],
            {"next": {"url": "http://h/a", "rel": "next", "title": "gr\u00fcn"}},
        ),
        (
            ["<https://other/x>; rel=next; crossorigin"],
            {"next": {"url": "https://other/x", "rel": "next", "crossorigin": ""}},
        ),
        (["</a>; rel=next; anchor=/b"], {}),
        (["</a>"], {}),
        (["nonsense, </a>; rel=next"], {}),
    ],
)
def test_a_link_is_found_by_its_relation(values, expected):
    """Its URL absolute, its parameters beside it; the first of a relation counts."""
    assert expected == links_of(values, "http://h/orders?page=1")


def test_a_header_of_any_length_is_read_at_once():
    """No part of it is read again and again."""
    assert {} == links_of([";" * 50_000, "<" * 50_000, "</a>" + '; x="' * 20_000], "http://h/")
