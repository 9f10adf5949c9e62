"""The page on the language lists every header that itest sends by itself."""

from __future__ import annotations

from tests.docs.pages import TOP, Page, codes, rows
from tests.reliability.launch import launch
from tests.servers.witness import witnessing

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nSet-Cookie: sid=0123456789\r\n\r\nok"
SCENARIO = """
name: Every kind of request
steps:
  - request: GET {url}/a
  - request: {{method: POST, url: {url}/a, json: {{a: 1}}}}
  - request: {{method: POST, url: {url}/a, form: {{a: 1}}}}
  - request: {{method: POST, url: {url}/a, multipart: {{a: 1}}}}
  - request: {{method: PUT, url: {url}/a, text: words}}
  - request: {{method: PATCH, url: {url}/a}}
  - request: {{method: DELETE, url: {url}/a, auth: {{basic: {{username: ada, password: engine}}}}}}
  - request: {{url: {url}/a, auth: {{bearer: token-of-ada}}, follow_redirects: true}}
"""


def test_headers_sent_by_itself_are_all_listed(tmp_path):
    """Compared with what a server was sent, in both directions."""
    with witnessing(ANSWER) as server:
        (tmp_path / "a.yaml").write_text(SCENARIO.format(url=server.url), encoding="utf-8")
        ran = launch(["run", "a.yaml"], tmp_path)
    assert 0 == ran.code, ran.said
    sent = {line.partition(b":")[0].decode() for head, _ in server.requests for line in head.strip().split(b"\r\n")[1:]}
    assert _listed() == sent


def _listed() -> set[str]:
    text = Page.of(TOP / "docs" / "language.md").text
    table = text.partition("**Headers that itest sends by itself**")[2].partition("\n\n")[2].partition("\n\n")[0]
    return {codes(cells[0])[0] for cells in rows(table)}
