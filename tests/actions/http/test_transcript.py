"""Transcripts."""

import pytest

from itest.actions.http.answer import Answer
from itest.actions.http.transcript import transcript


def lines(lines):
    return [line.text for line in lines]


def test_an_exchange_as_people_read_it(client, server):
    """Headers that were chosen, bodies on a line, each line with the argument it came from."""
    client.service("shop", server.url, auth={"bearer": "t"})
    transcript = client.send("/ok", "shop", json={"a": 1}, headers={"X-A": "b"}).transcript()
    assert "POST /ok → 200 OK" == transcript.title
    assert [
        ("Authorization: Bearer t", ("service",)),
        ("X-A: b", ("headers", "X-A")),
        ('{"a":1}', ("json",)),
    ] == [(line.text, line.pointer) for line in transcript.sent]
    assert ['{"ok":true}'] == lines(transcript.received)
    assert transcript.command.startswith(
        f"curl {server.url}/ok -H 'Authorization: Bearer t' -H 'X-A: b' -H 'Content-Type: application/json' "
        "--data-raw '{\"a\":1}' --compressed "
    )


def test_what_is_notable_of_an_answer(client, server):
    """Where a redirect leads, and the type of a body that is not JSON."""
    assert ["Location: /ok"] == lines(client.send(f"{server.url}/redirect").transcript().received)
    text = client.send(f"{server.url}/ci-commands").transcript().received
    assert ["Content-Type: text/plain", "::error::x", "##[error]y", "::set-env name=A::b", "]]>"] == lines(text)


def test_what_is_no_text_is_only_counted(client, server):
    """A body with NUL is not printed; JSON that is none is printed as it came."""
    assert ["Content-Type: text/plain", "<40 bytes text/plain>"] == lines(
        client.send(f"{server.url}/ansi-text").transcript().received
    )
    assert ["Content-Type: application/json", '{"a": NaN}'] == lines(
        client.send(f"{server.url}/json-nan").transcript().received
    )


def test_a_long_body_is_cut_before_a_word(client, server):
    """Half of a secret would not be recognised and redacted."""
    sent = client.send(f"{server.url}/ok", text="a " * 995 + "secret-word " * 50).transcript().sent
    assert ["a " * 995 + "…"] == lines(sent)


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "utf-32", "latin-1"])
def test_a_preview_that_was_cut_says_so(client, charset):
    """Also where four bytes are one character, and so a cut by bytes leaves fewer characters than a preview has."""
    headers = (("content-type", f"text/plain; charset={charset}"),)
    request = client.prepare("http://127.0.0.1/")
    for length in (1000, 1999, 2001, 2100, 9000):
        body = ("ab " * 3000)[:length]
        answer = Answer(status=200, reason="", version="", url="", headers=headers, body=body.encode(charset))
        shown = lines(transcript(request, "", answer, None).received)[-1]
        if length <= 2000:
            assert shown == body
        else:
            assert shown.endswith("…") and body.startswith(shown.removesuffix("…"))
