"""How often a client may ask."""

from itest.demo.quota import Quota


def test_a_pause_follows_the_refusal():
    """However slowly the requests come, one too many is refused, and the pause counts from there."""
    now = [0.0]
    quota = Quota(2, 1.0, lambda: now[0])
    waits = []
    for at in (0.0, 50.0, 100.0, 100.5, 101.0, 101.0, 101.0):
        now[0] = at
        waits.append(quota.take("a"))
    assert [0, 0, 1.0, 0.5, 0, 0, 1.0] == waits
