"""Hand-overs: names with a known origin, at each place that uses them."""

from itest.engine.handovers import handovers
from itest.model.values import Template


def test_each_name_is_told_once_for_each_place():
    """Dotted; literal values hand nothing on."""
    arguments = {
        "headers": {"A": Template("Bearer {{ token }} {{ token }}")},
        "json": {"ids": (Template("{{ vars.id }}"), 1), "other": Template("{{ unknown }}")},
        "url": "/plain",
    }
    found = handovers(arguments, {"token": "step 1 login", "id": "setup"})
    assert [("token", "headers.A", "step 1 login"), ("id", "json.ids.0", "setup")] == [
        (hand.name, hand.target, hand.origin) for hand in found
    ]
