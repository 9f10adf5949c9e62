"""Transports: which connection a request takes, and which request goes out a second time by itself."""

import time

import pytest

from itest.actions.http.transport import SURE_SECONDS
from itest.evaluate.data.documents import read
from tests.actions.http.conftest import Client
from tests.servers.hostile import hostile


@pytest.fixture
def server():
    """A server of its own: no other test's connections are left over."""
    with hostile() as running:
        yield running


def test_a_named_session_has_connections_of_its_own(action, tmp_path, server):
    """Whose second request finds the first one's connection closed, and nobody else's does."""
    ada, bob = (Client(action, tmp_path, actor) for actor in ("ada", "bob"))
    url = f"{server.url}/closing"
    sent_again = [bool(each.send(url).transcript().wire.sent_again) for each in (ada, bob, ada)]
    assert [False, False, True] == sent_again
    bob.session.close()
    ada.session.close()


@pytest.mark.parametrize("name", ["closing", "resetting"])
@pytest.mark.parametrize(
    ("method", "headers"),
    [(method, {}) for method in ("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE")]
    + [("POST", {"idempotency-key": "k-1"}), ("PATCH", {"Idempotency-Key": "k-1"})],
)
def test_what_may_be_repeated_is_sent_again(client, server, name, method, headers):
    """The server closes the kept connection when the second request arrives; it goes out on a new one, and is told."""
    first = client.send(f"{server.url}/{name}")
    second = client.send(f"{server.url}/{name}", method=method, headers=headers)
    assert (None, None) == (first.error, second.error)
    told = second.transcript()
    assert f"{method} {server.url}/{name} → 200 OK (sent again)" == told.title
    assert ((), (f"{method} {server.url}/{name}",)) == (first.transcript().wire.sent_again, told.wire.sent_again)


@pytest.mark.parametrize("name", ["closing", "resetting"])
@pytest.mark.parametrize(
    ("method", "headers"), [("POST", {}), ("PATCH", {}), ("Purge", {}), ("POST", {"Idempotency-Key": ""})]
)
def test_what_may_have_been_carried_out_is_not_sent_again(client, server, name, method, headers):
    """It is an error that says so."""
    client.send(f"{server.url}/{name}")
    broken = client.send(f"{server.url}/{name}", method=method, headers=headers)
    how = "closed" if name == "closing" else "reset"
    assert ("closed", "IT204", "wait") == (broken.error.kind, broken.error.code, broken.error.phase)
    assert (
        f"the connection was {how} before an answer came; it had been kept from an earlier request, and this "
        f"{method} was not sent again, since it may have been carried out"
    ) == broken.error.message
    assert f"{method} {server.url}/{name} → closed" == broken.transcript().title


def test_a_request_that_breaks_twice_says_that_it_was_sent_again(client, server):
    """The title of an error tells it too."""
    client.send(f"{server.url}/ok")
    broken = client.send(f"{server.url}/empty")
    assert "the connection was closed before an answer came" == broken.error.message
    assert f"GET {server.url}/empty → closed (sent again)" == broken.transcript().title


def test_a_broken_answer_is_no_reason_to_send_again(client, server):
    """A byte of it has come: the request was carried out."""
    client.send(f"{server.url}/ok")
    broken = client.send(f"{server.url}/cut-head")
    assert ("closed", ()) == (broken.error.kind, broken.transcript().wire.sent_again)


def test_a_connection_that_has_rested_is_not_trusted_with_a_post(client, server):
    """A request that may not be repeated goes out on a fresh one then; others take it."""
    client.send(f"{server.url}/seen")
    time.sleep(SURE_SECONDS + 0.05)  # what is tested: how long it rested
    posted, asked = client.send(f"POST {server.url}/seen"), client.send(f"{server.url}/seen")
    assert (1, 2) == tuple(read(exchange.fields["body"])["number"] for exchange in (posted, asked))
