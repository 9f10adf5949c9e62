"""Public suffixes: whose domains nobody may set cookies for."""

import pytest

from itest.actions.http.public_suffix import is_public_suffix


@pytest.mark.parametrize(
    ("domain", "public"),
    [
        ("com", True),
        ("localhost", True),
        ("test", True),
        ("co.uk", True),
        ("github.io", True),
        ("kawasaki.jp", True),
        ("city.kawasaki.jp", False),
        ("xn--55qx5d.cn", True),
        ("shop.test", False),
        ("example.com", False),
        ("shop.co.uk", False),
    ],
)
def test_what_is_a_public_suffix(domain, public):
    """By the list, its private part, wildcards, exceptions and names of other scripts included; a name alone is one."""
    assert public == is_public_suffix(domain)
