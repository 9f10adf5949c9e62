"""Sessions: one for each kind and name, opened when first used."""

from pathlib import Path

from itest.engine.sessions import Sessions
from itest.model.action import SessionSettings
from tests.engine.canned import ASK, SPEC, CannedAction

SETTINGS = SessionSettings(services={}, base_dir=Path(), root=Path())


def test_a_session_is_opened_once_for_a_kind_and_a_name():
    """Kinds and names are apart."""
    call, ask = CannedAction(SPEC), CannedAction(ASK)
    sessions = Sessions(SETTINGS)
    assert sessions.get(call, "") is sessions.get(call, "")
    assert sessions.get(call, "") is not sessions.get(call, "ada")
    assert sessions.get(call, "") is not sessions.get(ask, "")
    assert (["open", "open"], ["open"]) == (call.events, ask.events)


def test_close_gives_all_of_them_back_once():
    """Closing twice is fine."""
    call = CannedAction(SPEC)
    sessions = Sessions(SETTINGS)
    sessions.get(call, "")
    sessions.get(call, "b")
    sessions.close()
    sessions.close()
    assert 2 == call.events.count("close")
