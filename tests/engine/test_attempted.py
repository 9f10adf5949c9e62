"""An attempt that was looked at: whether it ends the attempts, and its one line."""

import pytest

from itest.engine.attempted import Attempted
from itest.engine.condition import Condition
from itest.engine.perform import Performed
from itest.engine.seen import Seen
from itest.evaluate.expressions.scope import Scope
from itest.model.exchange import ActionError, Exchange


def _attempted(exchange=None, **looked):
    return Attempted(
        performed=Performed(exchange=exchange or Exchange()), seen=Seen(fields={}, scope=Scope()), **looked
    )


@pytest.mark.parametrize(
    ("looked", "stopped"),
    [
        (None, False),
        (Condition(holds=False, why="it is false"), False),
        (Condition(holds=True), True),
        (Condition(holds=False, why="a number is divided by zero", code="IT201"), True),
        (Condition(holds=False, why="the body is not JSON", code="IT207"), False),
    ],
)
def test_a_stop_if_that_holds_or_cannot_be_evaluated_stops(looked, stopped):
    """What cannot be read yet may be readable next time."""
    assert stopped == _attempted(stop_if=looked).stopped


def test_the_line_says_what_was_answered_and_what_until_misses():
    """Or why nothing was answered."""
    until = Condition(holds=False, why="it is false; body.n is 1")
    assert "status 200; body.n is 1" == _attempted(Exchange(fields={"status": 200}), until=until).summary()
    error = ActionError(kind="timeout", message="no answer", code="IT203")
    assert "no answer" == _attempted(Exchange(error=error), until=until).summary()
