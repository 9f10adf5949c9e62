"""Attacks of a server: whatever an answer holds, judging it and hiding secrets in it end soon and in bounded memory."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest

from tests.reliability.launch import Ran, launch, no_traceback

MOST_MEMORY = 150_000
"""Kilobytes."""


@contextmanager
def answering(answers: Mapping[str, bytes]) -> Iterator[str]:
    """A server that gives these bytes for each path, and its URL."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            path = self.rfile.readline(1000).split()[1].decode()
            while self.rfile.readline(200_000).strip():
                pass
            self.wfile.write(answers[path])

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def answer(body: bytes, *lines: str, kind: str = "text/plain") -> bytes:
    head = [f"Content-Type: {kind}", f"Content-Length: {len(body)}", "Connection: close", *lines]
    return "\r\n".join(("HTTP/1.1 200 OK", *head, "", "")).encode() + body


def run(folder, scenario: str, *words: str) -> Ran:
    (folder / "itest.yaml").write_text("")
    (folder / "a.yaml").write_text(scenario)
    return launch(["run", "a.yaml", *words], folder, limit=60)


def bounded(ran: Ran, code: int = 1) -> None:
    assert (code, True, True) == (ran.code, ran.peak < MOST_MEMORY, no_traceback(ran.said)), (
        ran.peak,
        ran.said[-2000:],
    )


def cookies(*values: str) -> list[str]:
    return [f"Set-Cookie: c{number}={value}" for number, value in enumerate(values)]


LENGTHS = range(8, 408)
"""Together they fill the head of an answer."""


@pytest.mark.parametrize("mark", ["", "\n", "%41", "\\u0061", "&#97;", "…"], ids=ascii)
def test_cookies_of_many_lengths_and_a_body_of_their_letter(tmp_path, mark):
    """Each cookie is a secret; in the body all of them are found at every place, in every dress."""
    body = (("a" * 40 + mark) * 60_000)[:400_000].encode()
    with answering({"/": answer(body, *cookies(*("a" * length for length in LENGTHS)))}) as url:
        ran = run(tmp_path, f"name: a\nsteps: [{{request: GET {url}/, expect: {{body: other}}}}]\n", "-vv")
    bounded(ran)
    assert "aaaaaaaa" not in ran.out


def test_cookies_without_end(tmp_path):
    """New ones in each answer; the store has a bound, and so has what is looked for."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    paths = {
        f"/{number}": answer(b"x", *cookies(*(f"{number}{letters}{each}" * 100 for each in range(24))))
        for number in range(30)
    }
    with answering(paths) as url:
        scenario = f"name: a\nsteps: [{{each: 30, request: 'GET {url}/{{{{ item }}}}', expect: {{status: 200}}}}]\n"
        ran = run(tmp_path, scenario, "-vv")
    bounded(ran, code=0)


def test_more_secrets_than_can_be_looked_for(tmp_path):
    """Nothing of the answers is shown any more, and the run says so."""
    tokens = ",".join(f'"token-{number:08d}"' for number in range(30_000))
    scenario = "name: a\nsteps: [{{request: GET {url}/, capture: {{token: body}}, expect: {{body: []}}}}]\n"
    with answering({"/": answer(f"[{tokens}]".encode(), kind="application/json")}) as url:
        ran = run(tmp_path, scenario.format(url=url), "-v")
    bounded(ran)
    assert ("token-" not in ran.said.replace("body.token-", ""), True) == (True, "more secrets than" in ran.said)
