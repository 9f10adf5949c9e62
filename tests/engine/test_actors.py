"""Actors: what a session says of itself, over what its service does."""

import pytest

from itest.engine.actors import overlaid
from itest.model.action import ServiceSettings

SERVICE = ServiceSettings(
    name="shop", url="http://shop", headers={"X-A": "1", "authorization": "of service"}, auth={"bearer": "service"}
)


@pytest.mark.parametrize(
    ("said", "headers", "auth"),
    [
        ({}, {"X-A": "1", "authorization": "of service"}, {"bearer": "service"}),
        ({"headers": {"x-a": "2"}}, {"x-a": "2", "authorization": "of service"}, {"bearer": "service"}),
        ({"headers": {"x-a": None}}, {"authorization": "of service"}, {"bearer": "service"}),
        ({"headers": None}, {}, {"bearer": "service"}),
        ({"auth": {"bearer": "own"}}, {"X-A": "1"}, {"bearer": "own"}),
        ({"auth": None}, {"X-A": "1"}, None),
        ({"headers": {"Authorization": "own"}}, {"X-A": "1", "Authorization": "own"}, None),
        ({"headers": {"Authorization": None}}, {"X-A": "1"}, None),
    ],
)
def test_nearer_wins_and_null_takes_away(said, headers, auth):
    """Names of headers whatever their case; who says how it proves itself does not do it the service's way, too."""
    settings = overlaid(SERVICE, said)
    assert (headers, auth, "http://shop") == (dict(settings.headers), settings.auth, settings.url)


def test_trust_is_merged():
    """By its keys."""
    service = ServiceSettings(name="shop", tls={"ca": "a.pem", "verify": True})
    assert {"ca": "b.pem", "verify": True} == dict(overlaid(service, {"tls": {"ca": "b.pem"}}).tls)
