"""TLS: who is trusted, and why somebody is not."""

import shutil
import socket
import ssl
import threading
from contextlib import suppress

import pytest

from itest.actions.http import HttpAction
from tests.servers import certificates
from tests.servers.hostile import hostile

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="certificates are made by openssl")


@pytest.fixture
def trusting(client, certificate_folder):
    """A client whose project has the test authority's certificate."""
    shutil.copy(certificate_folder / "ca.pem", client.folder / "ca.pem")
    return client


def test_a_trusted_certificate_is_described(trusting, certificate_folder):
    """The field `tls` says whom one spoke to, on a kept-alive connection too."""
    with hostile(certificates.context(certificate_folder, "right")) as server:
        for _ in range(2):
            tls = trusting.send(f"{server.url}/ok", tls={"ca": "ca.pem"}).fields["tls"]
            assert ("TLSv1.3", {"commonName": "127.0.0.1"}, ["127.0.0.1", "localhost"]) == (
                tls["version"],
                tls["subject"],
                tls["names"],
            )


@pytest.mark.parametrize("ca", ["issuing.pem", "issued.pem", "bare.pem", "ca.pem"])
def test_who_is_named_is_trusted_under_every_python(client, certificate_folder, ca):
    """An authority that another has signed, a certificate itself, and an authority without a key identifier."""
    shutil.copy(certificate_folder / ca, client.folder / ca)
    shown = "barely" if ca == "bare.pem" else "issued"
    with hostile(certificates.context(certificate_folder, shown)) as server:
        exchange = client.send(f"{server.url}/ok", tls={"ca": ca})
    assert (None, 200) == (exchange.error and exchange.error.message, exchange.fields.get("status"))


def test_whom_the_named_one_did_not_sign_is_turned_down(client, certificate_folder):
    """An authority that is trusted by itself is not trusted with what others signed."""
    shutil.copy(certificate_folder / "issuing.pem", client.folder / "issuing.pem")
    with hostile(certificates.context(certificate_folder, "right")) as server:
        assert "tls" == client.send(f"{server.url}/ok", tls={"ca": "issuing.pem"}).error.kind


def test_a_certificate_that_is_not_verified_is_described_all_the_same(client, certificate_folder):
    """On every connection, also beside one that verifies."""
    with hostile(certificates.context(certificate_folder, "expired")) as server:
        tls = client.send(f"{server.url}/ok", tls={"verify": False}).fields["tls"]
        error = client.send(f"{server.url}/ok").error
    named = {key: tls[key]["commonName"] for key in ("subject", "issuer")}
    assert {"subject": "127.0.0.1", "issuer": "itest test authority"} == named
    assert ("tls", "the certificate's issuer is not known") == (error.kind, error.message)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("expired", "the certificate has expired"),
        ("other-host", "the certificate is for another address than 127.0.0.1"),
        ("self-signed", "the certificate is self-signed"),
    ],
)
def test_a_wrong_certificate_is_turned_down(trusting, certificate_folder, name, message):
    """In plain words; `verify: false` lets it pass."""
    with hostile(certificates.context(certificate_folder, name)) as server:
        error = trusting.send(f"{server.url}/ok", tls={"ca": "ca.pem"}).error
        assert ("tls", "IT206", "tls", message) == (error.kind, error.code, error.phase, error.message)
        assert 200 == trusting.send(f"{server.url}/ok", tls={"verify": False}).fields["status"]


def test_tls_through_a_proxy(trusting, certificate_folder, server):
    """The proxy only joins two ends; the certificate is the origin's."""
    with hostile(certificates.context(certificate_folder, "right")) as origin:
        exchange = trusting.send(f"{origin.url}/ok", tls={"ca": "ca.pem"}, proxy=server.url)
        assert (None, 200) == (exchange.error, exchange.fields["status"])


def test_a_proxy_that_never_comes_to_the_point_is_left(client):
    """Its interim answers are counted, as those of any server."""
    interim = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_chatter, args=(listener, interim), daemon=True).start()
        proxy = f"http://127.0.0.1:{listener.getsockname()[1]}"
        error = client.send("https://127.0.0.1:1/", proxy=proxy).error
    assert ("protocol", "more than 100 interim (1xx) answers and no final one") == (error.kind, error.message)


def _chatter(listener, words):
    connection, _ = listener.accept()
    with connection, suppress(OSError):
        while True:
            connection.sendall(words)


def test_a_client_certificate_that_is_asked_for_is_named(trusting, certificate_folder):
    """With TLS 1.3 the handshake is over by then."""
    context = certificates.context(certificate_folder, "right")
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(certificate_folder / "ca.pem")
    with hostile(context) as server:
        error = trusting.send(f"{server.url}/ok", tls={"ca": "ca.pem"}).error
    assert ("tls", "IT206", "the other side asks for a client certificate") == (error.kind, error.code, error.message)


def test_an_authority_nobody_knows_is_turned_down(client, certificate_folder):
    """Nothing is trusted that the system does not trust."""
    with hostile(certificates.context(certificate_folder, "right")) as server:
        assert "the certificate's issuer is not known" == client.send(f"{server.url}/ok").error.message


def test_tls_with_somebody_who_does_not_speak_it(client):
    """An answer in plain text to a handshake is said to be one."""
    import threading

    with socket.create_server(("127.0.0.1", 0)) as listener:

        def banner():
            connection, _ = listener.accept()
            connection.recv(10)
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            connection.recv(1000)
            connection.close()

        threading.Thread(target=banner, daemon=True).start()
        error = client.send(f"https://127.0.0.1:{listener.getsockname()[1]}/").error
    assert ("tls", "the other side does not speak TLS") == (error.kind, error.message)


def test_a_handshake_that_never_ends_does_end(client):
    """Connected, and then nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        error = client.send(f"https://127.0.0.1:{listener.getsockname()[1]}/", within=0.3).error
    assert ("timeout", "tls", "no answer after 0.3s; connected, the TLS handshake not finished") == (
        error.kind,
        error.phase,
        error.message,
    )


def test_a_file_without_certificates_is_an_error(client):
    """Not a traceback."""
    (client.folder / "ca.pem").write_text("nothing")
    error = client.send("https://127.0.0.1:1/", tls={"ca": "ca.pem"}).error
    assert ("tls", "IT206") == (error.kind, error.code)


def test_an_action_can_be_closed_twice(tmp_path):
    """And before it was ever used."""
    action = HttpAction()
    action.close()
    action.close()
