"""Control: the specs of what the engine itself carries out."""

from itest.engine.control import CONTROL_SPECS
from itest.engine.perform import _CONTROL


def test_every_control_action_has_a_spec_and_is_carried_out():
    """A bare `assert` needs no spec."""
    assert set(CONTROL_SPECS) == set(_CONTROL) - {""}


def test_the_specs_say_what_a_bare_value_stands_for():
    """`use: path`, `wait: 2s`; `set` takes names only."""
    assert {"use": "scenario", "wait": "duration", "set": ""} == {k: spec.first for k, spec in CONTROL_SPECS.items()}
