"""Views: headers that ignore case, cookies that are matched by their value."""

from itest.evaluate.matching.views import Cookie, FoldedKeys, as_field


def test_headers_are_found_in_any_case():
    """Of the answer and of the request."""
    headers = as_field("headers", {"Content-Type": "a"})
    assert ("a", "a", None) == (headers.get("content-type"), headers.get("CONTENT-TYPE"), headers.get("x"))
    assert isinstance(as_field("request", {"headers": {"A": "1"}, "json": {"A": 1}})["headers"], FoldedKeys)


def test_cookies_are_told_apart_from_plain_objects():
    """Those of a request are plain texts."""
    assert isinstance(as_field("cookies", {"sid": {"value": "x"}})["sid"], Cookie)
    assert {"sid": "x"} == as_field("cookies", {"sid": "x"})


def test_other_fields_stay_what_they_are():
    """Whatever they are called."""
    body = {"headers": {"A": 1}}
    assert body is as_field("body", body)
    assert 3 == as_field("headers", 3)
