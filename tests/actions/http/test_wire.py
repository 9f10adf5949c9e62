"""`actions.http.wire`: the exchange for programs, with bodies up to a bound; and the trace context it carries."""

import pytest

from itest.actions.http import HttpAction
from itest.actions.http.answer import Answer
from itest.actions.http.wire import wire
from itest.model.action import KEPT, Call, SessionSettings
from itest.model.deadline import Deadline, Stop
from itest.model.exchange import ActionError
from tests.servers.echo import serving

HEADERS = (("Content-Type", "text/plain; charset=utf-8"),)


@pytest.fixture(scope="module")
def echo():
    with serving() as server:
        yield server


@pytest.fixture
def settings(tmp_path):
    return SessionSettings(services={}, base_dir=tmp_path, root=tmp_path)


def request_of(settings, **arguments):
    return HttpAction().prepare(Call(arguments={"url": "http://127.0.0.1:1/x", **arguments}), settings)


def answer_of(body, headers=HEADERS):
    return Answer(status=200, reason="OK", version="HTTP/1.1", url="http://127.0.0.1:1/x", headers=headers, body=body)


def test_both_sides_are_there(settings):
    """Headers as sent, the request's body, the answer."""
    told = wire(request_of(settings, json={"a": 1}), [("X", "y")], answer_of("é".encode()), None)
    assert ("POST", "http://127.0.0.1:1/x", (("X", "y"),), '{"a":1}', 7) == (
        told.method,
        told.url,
        told.request.headers,
        told.request.text,
        told.request.size,
    )
    assert (200, "é", 2, "") == (told.status, told.answer.text, told.answer.size, told.answer.cut)


def test_no_answer_is_a_failure(settings):
    """Its reason is kept."""
    told = wire(request_of(settings), [], None, ActionError(kind="connect", message="refused", code="IT202"))
    assert (0, None, "refused") == (told.status, told.answer, told.failure)


@pytest.mark.parametrize("character", ["é", "\N{PARTY POPPER}"])
def test_a_cut_within_a_character_does_not_matter(settings, character):
    """Whatever the bytes of the last one are."""
    told = wire(request_of(settings), [], answer_of(f"a {character * 50_000}".encode()), None)
    assert "a " == told.answer.text
    assert told.answer.cut.startswith("cut after 2 characters; the body has ")


def test_a_long_body_keeps_whole_words(settings):
    """What is left over of the last one could be half a secret."""
    told = wire(request_of(settings), [], answer_of(b"secret-word " * 1000), None)
    assert told.answer.text.endswith("secret-word ")
    assert KEPT - 20 < len(told.answer.text) <= KEPT


def test_what_is_no_text_is_named(settings):
    """Its size is all there is to say."""
    told = wire(request_of(settings), [], answer_of(b"\x00\xff" * 10), None)
    assert ("", "binary, 20 bytes") == (told.answer.text, told.answer.cut)


@pytest.mark.parametrize(
    ("headers", "sent"),
    [({}, "00-trace-1"), ({"TraceParent": "mine"}, "mine"), ({"traceparent": None}, "")],
)
def test_each_request_carries_a_traceparent(echo, settings, headers, sent):
    """Its own header wins, null leaves it out."""
    action = HttpAction()
    call = Call(arguments={"url": f"{echo.url}/echo", "headers": headers}, traceparent=lambda: "00-trace-1")
    session = action.open(settings)
    exchange = session.send(action.prepare(call, settings), Deadline.after(5.0, Stop()))
    session.close()
    action.close()
    assert (sent, sent or None) == (exchange.traceparent, exchange.request["headers"].get("traceparent"))


def test_every_attempt_asks_for_its_own(echo, settings):
    """A step is rendered once, its attempts are spans of their own."""
    numbers = iter(("00-first", "00-second"))
    action = HttpAction()
    call = Call(arguments={"url": f"{echo.url}/echo"}, traceparent=lambda: next(numbers))
    session, request = action.open(settings), action.prepare(call, settings)
    told = [session.send(request, Deadline.after(5.0, Stop())).traceparent for _ in range(2)]
    session.close()
    action.close()
    assert ["00-first", "00-second"] == told
