"""References: taken apart and made absolute."""

import pytest

from itest.evaluate.data.reference import resolve, split

NORMAL = """
g:h g:h|g http://a/b/c/g|./g http://a/b/c/g|g/ http://a/b/c/g/|/g http://a/g|//g http://g|?y http://a/b/c/d;p?y
g?y http://a/b/c/g?y|#s http://a/b/c/d;p?q#s|g#s http://a/b/c/g#s|g?y#s http://a/b/c/g?y#s|;x http://a/b/c/;x
g;x http://a/b/c/g;x|g;x?y#s http://a/b/c/g;x?y#s|. http://a/b/c/|./ http://a/b/c/|.. http://a/b/|../ http://a/b/
../g http://a/b/g|../.. http://a/|../../ http://a/|../../g http://a/g
"""
ABNORMAL = """
../../../g http://a/g|../../../../g http://a/g|/./g http://a/g|/../g http://a/g|g. http://a/b/c/g.|.g http://a/b/c/.g
g.. http://a/b/c/g..|..g http://a/b/c/..g|./../g http://a/b/g|./g/. http://a/b/c/g/|g/./h http://a/b/c/g/h
g/../h http://a/b/c/h|g;x=1/./y http://a/b/c/g;x=1/y|g;x=1/../y http://a/b/c/y|g?y/./x http://a/b/c/g?y/./x
g?y/../x http://a/b/c/g?y/../x|g#s/./x http://a/b/c/g#s/./x|g#s/../x http://a/b/c/g#s/../x|http:g http:g
"""
CASES = [tuple(case.split()) for line in (NORMAL + ABNORMAL).split("\n") for case in line.split("|") if case]


@pytest.mark.parametrize(("reference", "url"), [*CASES, ("", "http://a/b/c/d;p?q")])
def test_the_examples_of_rfc_3986_hold(reference, url):
    """5.4.1 and 5.4.2, the strict ones."""
    assert url == resolve(reference, "http://a/b/c/d;p?q")


@pytest.mark.parametrize(
    ("reference", "base", "url"),
    [
        ("x", "http://h", "http://h/x"),
        ("../x", "urn:a/b/c", "urn:a/x"),
        ("/a//../b", "http://h/z", "http://h/a/b"),
        ("?", "http://h/a?b", "http://h/a?"),
        ("ws://o/x", "http://h/a", "ws://o/x"),
        ("//[::1]:8/x", "wss://h", "wss://[::1]:8/x"),
    ],
)
def test_any_scheme_is_resolved_alike(reference, base, url):
    """An empty query is kept, an empty path of a host is its root."""
    assert url == resolve(reference, base)


def test_a_reference_has_parts():
    """None where one is not there; the host without brackets and the port as a number."""
    whole = split("HTTPS://u:p@[::1]:8443/a%20b?c=1#d")
    assert ("HTTPS", "::1", 8443, "/a%20b", "c=1", "d") == (
        whole.scheme,
        whole.host,
        whole.port,
        whole.path,
        whole.query,
        whole.fragment,
    )
    bare = split("a/b")
    assert (None, None, None, "a/b", None, None) == (
        bare.scheme,
        bare.host,
        bare.port,
        bare.path,
        bare.query,
        bare.fragment,
    )
    assert ("h", None) == (split("http://H:/").host, split("http://H:/").port)
