"""Limits: the nearest word counts, for each of them by itself."""

import socket

import pytest

from itest.engine.limits import Limits, said
from itest.model.deadline import Deadline, Stop
from tests.engine.canned import carry_out, scenario


@pytest.mark.parametrize(
    ("own", "defaults", "limits"),
    [
        (None, 30, {"total": 30}),
        ("5s", 30, {"total": "5s"}),
        ({"connect": "1s"}, 30, {"total": 30, "connect": "1s"}),
        ({"connect": "1s"}, "10s", {"total": "10s", "connect": "1s"}),
        (None, {"connect": "2s"}, {"total": 30, "connect": "2s"}),
        ("5s", {"connect": "2s", "total": "8s"}, {"total": "5s", "connect": "2s"}),
        ({"connect": "1s", "total": "9s"}, {"connect": "2s", "total": "8s"}, {"total": "9s", "connect": "1s"}),
    ],
)
def test_the_nearest_word_counts(own, defaults, limits):
    """A plain duration is the total."""
    assert limits == said(own, defaults)


def test_what_is_above_bounds_what_is_below():
    """A limit for getting connected stays with an earlier deadline."""
    above = Deadline(100.0, Stop(), 3.0)
    assert (100.0, 3.0) == (Limits().under(above).at, Limits().under(above).connect)
    assert 1.0 == Limits(0.0, 1.0).under(above).connect


@pytest.mark.parametrize("where", ["step", "defaults"])
def test_getting_connected_may_have_a_limit_of_its_own(tmp_path, where):
    """Somebody listens and never shakes hands."""
    timeout = "timeout: {connect: 300ms, total: '{{ 20 }}s'}"
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"https://127.0.0.1:{listener.getsockname()[1]}/"
        steps = f"- request: {url}\n" + (f"  {timeout}\n" if where == "step" else "")
        project = f"defaults: {{{timeout}}}\n" if where == "defaults" else "{}"
        ran = carry_out(tmp_path, {"itest.yaml": project, "a.yaml": scenario(steps)})
    fault = ran.result.steps[0].fault
    assert ("IT203", "no connection after 0.3s; during the TLS handshake") == (fault.code, fault.message)
