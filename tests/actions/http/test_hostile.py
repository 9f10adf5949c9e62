"""Every wrong answer is an error with a kind, a code, a phase and a cause, within the deadline."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from itest.evaluate.data.documents import read
from itest.model.problem import EvaluationError
from tests.servers import certificates
from tests.servers.hostile import BEHAVIOURS, hostile

BROKEN = {
    "empty": ("closed", "IT204", "wait", "the connection was closed before an answer came"),
    "cut-head": ("closed", "IT204", "wait", "the connection was closed in the middle of the headers"),
    "cut-length": ("closed", "IT204", "receive", "the connection was closed after 12 of 100 bytes of the body"),
    "cut-chunks": ("closed", "IT204", "receive", "the connection was closed in the middle of a chunked body"),
    "cut-last-chunk": ("closed", "IT204", "receive", "the connection was closed in the middle of a chunked body"),
    "reset": ("closed", "IT204", "wait", "the connection was reset before an answer came"),
    "reset-in-body": ("closed", "IT204", "receive", "the connection was reset in the middle of the body"),
    "bad-length": ("protocol", "IT204", "wait", "Content-Length is not a length"),
    "negative-length": ("protocol", "IT204", "wait", "Content-Length is not a length"),
    "endless-length": ("protocol", "IT204", "wait", "Content-Length is not a length"),
    "huge-length": ("too_large", "IT205", "receive", "the body is larger than 1 MB (99999999999999999 bytes)"),
    "two-lengths": ("protocol", "IT204", "wait", "the answer has several Content-Length headers that differ"),
    "length-and-chunks": ("protocol", "IT204", "wait", "the answer has both Content-Length and Transfer-Encoding"),
    "unknown-transfer-coding": ("protocol", "IT204", "wait", "the answer has a Transfer-Encoding other than chunked"),
    "two-transfer-codings": ("protocol", "IT204", "wait", "the answer has a Transfer-Encoding other than chunked"),
    "bad-chunk": ("protocol", "IT204", "receive", "a chunk does not begin with its length"),
    "bad-chunk-end": ("protocol", "IT204", "receive", "a chunk does not end where its length says"),
    "banner": (
        "protocol",
        "IT204",
        "wait",
        "this is not an HTTP/1.1 answer: it begins with `220 mail.example.com ESMTP ready`",
    ),
    "ssh": ("protocol", "IT204", "wait", "this is not an HTTP/1.1 answer: it begins with `SSH-2.0-OpenSSH_9.6`"),
    "http09": ("protocol", "IT204", "wait", "this is not an HTTP/1.1 answer: it begins with `<html>It works</html>`"),
    "garbage": (
        "protocol",
        "IT204",
        "wait",
        r"this is not an HTTP/1.1 answer: it begins with `\x00\x01\x02\x03\x04\x05\x06\x07\x08\t`",
    ),
    "bad-status-line": ("protocol", "IT204", "wait", "the status line is not valid: `HTTP/1.1 OK`"),
    "bad-status-code": ("protocol", "IT204", "wait", "the status line is not valid: `HTTP/1.1 9999 Huge`"),
    "bad-version": ("protocol", "IT204", "wait", "the answer claims to be HTTP/9.9"),
    "switch": (
        "protocol",
        "IT204",
        "wait",
        "101 Switching Protocols, although the request did not ask to switch",
    ),
    "switch-asked-for-nothing": (
        "protocol",
        "IT204",
        "wait",
        "101 Switching Protocols, although the request did not ask to switch",
    ),
    "tls-alert": (
        "protocol",
        "IT204",
        "wait",
        r"this is not an HTTP/1.1 answer: it begins with `\x15\x03\x03\x00\x02\x02(`",
    ),
    "http2-frame": (
        "protocol",
        "IT204",
        "wait",
        None,
    ),
    "status-099": ("protocol", "IT204", "wait", "the status code is below 100"),
    "nameless-header": ("protocol", "IT204", "wait", "a header is not valid: `: value`"),
    "space-in-name": ("protocol", "IT204", "wait", "a header is not valid: `Content Length: 12`"),
    "space-before-colon": ("protocol", "IT204", "wait", "a header is not valid: `Content-Length : 12`"),
    "tiny-chunks": ("timeout", "IT203", "receive", None),
    "gzip-drip": ("timeout", "IT203", "receive", None),
    "long-chunk-line": ("protocol", "IT204", "receive", "the headers are larger than 100 KB"),
    "endless-trailers": ("protocol", "IT204", "receive", "the headers are larger than 100 KB"),
    "json-values": ("too_large", "IT205", "receive", "the body is larger than 1 MB (9000001 bytes)"),
    "json-numbers": ("too_large", "IT205", "receive", "the body is larger than 1 MB (8000001 bytes)"),
    "json-long-text": ("too_large", "IT205", "receive", "the body is larger than 1 MB (9000009 bytes)"),
    "xml-many": ("too_large", "IT205", "receive", "the body is larger than 1 MB (8000007 bytes)"),
    "nul-header": ("protocol", "IT204", "wait", r"a header is not valid: `X-Nul: a\x00b`"),
    "no-colon": ("protocol", "IT204", "wait", "a header is not valid: `no colon here`"),
    "big-header": ("protocol", "IT204", "wait", "the headers are larger than 100 KB"),
    "endless-headers": ("protocol", "IT204", "wait", "the headers are larger than 100 KB"),
    "silence": ("timeout", "IT203", "wait", "no answer after 0.4s; connected, 0 bytes received"),
    "interim-flood": ("protocol", "IT204", "wait", "more than 100 interim (1xx) answers and no final one"),
    "interim-drip": ("timeout", "IT203", "wait", None),
    "header-drip": ("timeout", "IT203", "wait", None),
    "body-drip": ("timeout", "IT203", "receive", None),
    "chunk-drip": ("timeout", "IT203", "receive", None),
    "stalled-body": (
        "timeout",
        "IT203",
        "receive",
        "no answer after 0.4s; connected, 52 bytes received, body incomplete",
    ),
    "endless-body": ("too_large", "IT205", "receive", "the body is larger than 1 MB"),
    "gzip-bomb": ("too_large", "IT205", "receive", "the body is larger than 1 MB (decoded)"),
    "deflate-bomb": ("too_large", "IT205", "receive", "the body is larger than 1 MB (decoded)"),
    "nested-bomb": (
        "protocol",
        "IT204",
        "decode",
        "2 content codings on top of each other; at most one is accepted",
    ),
    "many-codings": (
        "protocol",
        "IT204",
        "decode",
        "200 content codings on top of each other; at most one is accepted",
    ),
    "corrupt-gzip": ("protocol", "IT204", "decode", "the gzip body is corrupt"),
    "not-gzip": ("protocol", "IT204", "decode", "the gzip body is corrupt"),
    "truncated-gzip": ("protocol", "IT204", "decode", "the gzip body is cut off"),
    "trailing-gzip": ("protocol", "IT204", "decode", "bytes follow the end of the gzip body"),
    "trailing-byte-gzip": ("protocol", "IT204", "decode", "bytes follow the end of the gzip body"),
    "truncated-deflate": ("protocol", "IT204", "decode", "the deflate body is cut off"),
    "corrupt-deflate": ("protocol", "IT204", "decode", "the deflate body is corrupt"),
    "redirect-loop": ("redirect", "IT204", "receive", "more than 20 redirects; 302 leads on to /redirect-loop"),
    "redirect-chain": ("redirect", "IT204", "receive", None),
    "redirect-to-file": (
        "redirect",
        "IT204",
        "receive",
        "the redirect to file:///etc/passwd cannot be followed: the scheme file:// is not http or https",
    ),
    "redirect-to-nowhere": (
        "redirect",
        "IT204",
        "receive",
        "the redirect to http://[::bad/ cannot be followed: not a host: [::bad",
    ),
    "redirect-to-port": (
        "redirect",
        "IT204",
        "receive",
        "the redirect to http://127.0.0.1:99999/ cannot be followed: not a port: 99999 (ports are 1 to 65535)",
    ),
    "redirect-with-cr": ("protocol", "IT204", "wait", r"a header is not valid: `Location: /ok\rX: y`"),
}
"""Path of the hostile server → kind, code, phase and message (None where it depends on the clock)."""

TITLES = {"protocol": "broken answer", "too_large": "too large"}

FINE = sorted(set(BEHAVIOURS) - set(BROKEN))
"""What is a right answer, however strange its body: data that nobody executes."""


@pytest.mark.parametrize("name", BROKEN)
def test_a_wrong_answer_is_an_error_with_a_cause(client, server, name):
    """Never a traceback, never a hang, never taken for an answer."""
    kind, code, phase, message = BROKEN[name]
    # Only what is meant to outlast its deadline gets a short one.
    within = 0.4 if kind == "timeout" else 10.0
    exchange = client.send(f"{server.url}/{name}", within=within, follow_redirects=True)
    error = exchange.error
    assert (kind, code, phase) == (error.kind, error.code, error.phase)
    assert {} == exchange.fields
    used_before = ", on a connection that had carried another request"
    assert message in (None, error.message.removesuffix(used_before))
    # On a connection that an earlier test has left, it may have been.
    title = exchange.transcript().title.removesuffix(" (sent again)")
    assert f"GET {server.url}/{name} → {TITLES.get(kind, kind)}" == title


@pytest.mark.parametrize("name", FINE)
def test_a_strange_answer_is_taken_as_data(client, server, name):
    """Templates, terminal codes and CI commands in it come out as they went in."""
    exchange = client.send(f"{server.url}/{name}", follow_redirects=True)
    assert exchange.error is None
    assert exchange.transcript().title.startswith(f"GET {server.url}/{name} → ")


@pytest.mark.parametrize("name", ["gzip", "gzip-members", "deflate", "deflate-raw", "identity", "until-close"])
def test_codings_are_undone(client, server, name):
    """gzip of one member or several, deflate with and without its wrapping."""
    assert b'{"ok": true}' == client.send(f"{server.url}/{name}").fields["bytes"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("folded", "a b"), ("folded-after-interim", "a b"), ("folded-often", "a b c"), ("folded-at-once", "a")],
)
def test_a_folded_header_is_one_value(client, server, name, value):
    """Its lines are joined by one space, whatever blanks stand around the break (RFC 9112, 5.2)."""
    fields = client.send(f"{server.url}/{name}").fields
    assert (value, {"name": "X-Folded", "value": value}) == (fields["headers"]["x-folded"], fields["header_list"][0])


def test_a_coding_that_is_not_known_matters_only_to_the_body(client, server):
    """Status and headers can be looked at all the same."""
    exchange = client.send(f"{server.url}/unknown-coding")
    fields = exchange.fields
    assert "Content-Encoding: rot13" in [line.text for line in exchange.transcript().received]
    assert (200, "rot13") == (fields["status"], fields["headers"]["content-encoding"])
    for name in ("body", "text", "bytes"):
        with pytest.raises(EvaluationError) as caught:
            read(fields[name])
        assert ("IT207", "the body is in the content coding rot13, which is unknown") == (
            caught.value.code,
            caught.value.message,
        )


def test_what_follows_an_answer_never_poisons_the_next(client, server):
    """Bytes after the body cost the connection, and nobody reads them."""
    statuses = [client.send(f"{server.url}/{name}").fields["status"] for name in ("surplus", "ok", "surplus", "ok")]
    assert [200, 200, 200, 200] == statuses


def test_a_request_is_repeated_only_once(client):
    """A server that reads it and goes away without a word has not closed an idle connection: it is not asked again
    through each of those that rest."""
    meeting, puts = threading.Barrier(4), []

    class Mute(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            meeting.wait(10)
            self.send_response(204)
            self.end_headers()

        def do_PUT(self):
            puts.append(self.path)
            self.close_connection = True

        def log_message(self, *words):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Mute) as server, ThreadPoolExecutor(4) as pool:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/"
        assert [204] * 4 == [each.fields["status"] for each in pool.map(lambda _: client.send(url), range(4))]
        error = client.send(f"PUT {url}orders").error
        server.shutdown()
    assert ("closed", "the connection was closed before an answer came") == (error.kind, error.message)
    assert ["/orders"] * 2 == puts


@pytest.mark.parametrize("secure", [False, True], ids=["http", "https"])
@pytest.mark.parametrize(
    ("name", "status"), [("early-refusal", 413), ("early-answer", 200), ("continued", 200), ("mirrored", 200)]
)
def test_an_answer_that_begins_while_the_request_is_sent(client, certificate_folder, secure, name, status):
    """A refusal, or an answer that is complete, ends the sending; interim ones and what a server sends while it reads
    do not."""
    (client.folder / "body.txt").write_text("x" * 8_000_000)
    client.max_body = 8_000_000
    with hostile(certificates.context(certificate_folder, "right") if secure else None) as server:
        exchange = client.send(f"POST {server.url}/{name}", file="body.txt", tls={"verify": False}, within=20)
    assert (None, status) == (exchange.error, exchange.fields["status"])
    if name == "continued":
        assert b"8000000" == exchange.fields["bytes"]
    if name == "mirrored":
        assert b"x" * 8_000_000 == exchange.fields["bytes"]


def test_a_stop_ends_a_blocked_read_at_once(client, server):
    """The deadline is far away; the stop is not."""
    timer = threading.Timer(0.1, client.stop.set)
    timer.start()
    begun = time.monotonic()
    error = client.send(f"{server.url}/silence", within=20).error
    assert ("interrupted", "IT213", "interrupted while waiting for the answer") == (
        error.kind,
        error.code,
        error.message,
    )
    assert time.monotonic() - begun < 10
    assert "interrupted" == client.send(f"{server.url}/ok").error.kind


def test_no_time_left_means_no_connection(client, server):
    """A deadline that has passed already is a timeout."""
    error = client.send(f"{server.url}/ok", within=0).error
    assert ("timeout", "no answer after 0s; while connecting, not connected") == (error.kind, error.message)
