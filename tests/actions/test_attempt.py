"""An attempt that is one call."""

import time

from itest.actions.attempt import attempted
from itest.model.exchange import ActionError, Transcript


def test_what_it_came_to_is_kept_beside_what_was_asked():
    """Fields and error, when it began and how long it took."""
    error = ActionError(kind="sql", message="no", code="IT209")
    before = time.time()
    exchange = attempted({"query": "select 1"}, lambda: ({"rows": []}, error), lambda *_: Transcript())
    assert ({"query": "select 1"}, {"rows": []}, error) == (exchange.request, exchange.fields, exchange.error)
    assert before <= exchange.started <= time.time()
    assert exchange.duration >= 0


def test_it_is_told_only_when_somebody_asks():
    """Most steps pass, and nobody reads of them."""
    told = []

    def transcript(fields, error):
        told.append((fields, error))
        return Transcript(title="asked")

    exchange = attempted({}, lambda: ({"a": 1}, None), transcript)
    assert [] == told
    assert ("asked", [({"a": 1}, None)]) == (exchange.transcript().title, told)
