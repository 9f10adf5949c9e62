"""Ways: where a connection goes, whatever the address says, and what goes over it as it is written."""

import socket
import threading

import pytest

from itest.evaluate.data.documents import read
from itest.model.exchange import PrepareError
from tests.servers import certificates
from tests.servers.hostile import hostile

HAS_UNIX = hasattr(socket, "AF_UNIX")


@pytest.fixture
def unix(tmp_path):
    """A server at a socket of this machine that tells what it was sent; the path of its socket."""
    path = tmp_path / "s.sock"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        threading.Thread(target=_serve, args=(listener,), daemon=True).start()
        yield path


def _serve(listener):
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection:
            data = b""
            while b"\r\n\r\n" not in data and (piece := connection.recv(9999)):
                data += piece
            head = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n"
            connection.sendall(head + b"Content-Length: %d\r\n\r\n" % len(data) + data)


@pytest.mark.skipif(not HAS_UNIX, reason="this system has no such sockets")
@pytest.mark.parametrize("written", ["unix:s.sock", "unix:{path}"])
def test_a_request_may_go_to_a_socket_of_this_machine(client, unix, written):
    """Its name stays in `Host`; the path of the socket is relative to the scenario's folder."""
    exchange = client.send("http://shop.test/a", connect_to=written.format(path=unix))
    assert ("GET /a HTTP/1.1", "Host: shop.test") == tuple(read(exchange.fields["text"]).splitlines()[:2])
    assert f"--unix-socket {unix}" in exchange.transcript().command


@pytest.mark.skipif(not HAS_UNIX, reason="this system has no such sockets")
def test_a_socket_that_is_not_there_is_no_connection(client):
    """Told with its path."""
    error = client.send("http://shop.test/", connect_to="unix:none.sock").error
    message = f"no connection to unix:{client.folder}/none.sock: no such file or directory"
    assert ("connect", "IT202", message) == (error.kind, error.code, error.message)


def test_a_request_may_go_to_another_host_and_port(client, server):
    """`Host` stays; a name that nobody knows need not be known."""
    place = server.url.removeprefix("http://")
    exchange = client.send("http://shop.test:81/seen", connect_to=place)
    assert "shop.test:81" == read(exchange.fields["body"])["headers"]["host"]
    assert f"--connect-to ::{place}" in exchange.transcript().command


def test_tls_keeps_the_name_of_the_url(client, certificate_folder):
    """The certificate is judged by it."""
    with hostile(certificates.context(certificate_folder, "other-host")) as server:
        place = server.url.removeprefix("https://")
        (client.folder / "ca.pem").write_bytes((certificate_folder / "ca.pem").read_bytes())
        exchange = client.send("https://elsewhere.example/ok", connect_to=place, tls={"ca": "ca.pem"})
    assert (None, 200) == (exchange.error, exchange.fields["status"])


def test_connections_by_different_ways_are_not_mixed_up(client, server):
    """The same address is another place, also while a connection to it is kept."""
    with hostile() as other:
        server.redirects["who"], other.redirects["who"] = "/one", "/other"
        places = [each.url.removeprefix("http://") for each in (server, other, server, other)]
        answers = [client.send("http://shop.test/who", connect_to=place).fields for place in places]
    assert ["/one", "/other"] * 2 == [answer["headers"]["location"] for answer in answers]


def test_a_redirect_to_another_origin_goes_where_it_says(client, server):
    """What was said of one place is not said of another."""
    place = server.url.removeprefix("http://")
    server.redirects["away"] = "http://127.0.0.1:1/"
    error = client.send("http://shop.test/away", connect_to=place, follow_redirects=True).error
    assert "no connection to 127.0.0.1:1: connection refused" == error.message


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"connect_to": "nowhere"}, "connect_to is `host:port` or `unix:/path.sock`"),
        ({"connect_to": "a:b"}, "connect_to: not a port: b (ports are 1 to 65535)"),
        ({"connect_to": "http://a:1"}, "connect_to is `host:port` or `unix:/path.sock`"),
        ({"connect_to": "a:1/x"}, "connect_to is `host:port` or `unix:/path.sock`"),
        ({"connect_to": "unix:" + "x" * 200}, "connect_to: the path of a socket is too long"),
        ({"connect_to": "a:1", "proxy": "http://p:1"}, "a connection goes by `proxy` or by `connect_to`, not by both"),
    ],
)
def test_a_place_that_cannot_be_meant_is_refused(client, arguments, message):
    """Before anything is sent."""
    with pytest.raises(PrepareError) as caught:
        client.prepare("http://shop.test/", **arguments)
    assert (message, ("connect_to",)) == (caught.value.message, caught.value.pointer)


def test_a_path_may_go_out_as_it_is_written(client, server):
    """What is shown is what was sent."""
    written = "/seen/../%2e%2e/%zz?a=%&b=c|d"
    exchange = client.send(f"{server.url}{written}", path_as_is=True)
    assert f"{server.url}{written}" == exchange.request["url"]
    assert "--path-as-is" in exchange.transcript().command


def test_redirects_are_followed_where_the_project_says_so(client, server):
    """What a step says is nearer."""
    server.redirects["start"] = "/seen"
    client.follow_redirects = True
    statuses = [client.send(f"{server.url}/start", **own).fields["status"] for own in ({}, {"follow_redirects": False})]
    assert [200, 302] == statuses
