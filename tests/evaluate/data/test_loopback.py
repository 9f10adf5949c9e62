"""Loopback: what means this machine."""

import pytest

from itest.evaluate.data.loopback import here, loopback_of


@pytest.mark.parametrize(
    ("host", "addresses"),
    [
        ("localhost", ("::1", "127.0.0.1")),
        ("LocalHost.", ("::1", "127.0.0.1")),
        ("acme.localhost", ("::1", "127.0.0.1")),
        ("a.b.localhost.", ("::1", "127.0.0.1")),
        ("mylocalhost", ()),
        ("localhost.example", ()),
        ("127.0.0.1", ()),
    ],
)
def test_names_below_localhost_are_this_machine(host, addresses):
    """RFC 6761, 6.3."""
    assert addresses == loopback_of(host)


@pytest.mark.parametrize(
    ("host", "addresses"),
    [
        ("acme.localhost", ("::1", "127.0.0.1")),
        ("127.0.0.5", ("127.0.0.5",)),
        ("::1", ("::1",)),
        ("0.0.0.0", ("127.0.0.1",)),
        ("::", ("::1",)),
        ("10.0.0.1", ()),
        ("example.org", ()),
    ],
)
def test_so_are_addresses_of_its_own(host, addresses):
    """Those of every interface are asked by loopback."""
    assert addresses == here(host)
