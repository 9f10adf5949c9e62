"""Attacks of a server: whatever an answer holds, judging it and hiding secrets in it end soon and in bounded memory."""

from __future__ import annotations

import json
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


JSON = "application/json"
WRONG = {
    "each": ("{body: {$each: 2}}", "50 mismatches and 99,950 more"),
    "not each": ("{body: {$not: {$each: 1}}}", "1 of 2 checks failed"),
    "schema": ("{schema: {items: {type: string}}}", "50 mismatches and at least 50 more"),
    "one of several schemas": ("{schema: {oneOf: [{items: {type: string}}, {items: {const: 2}}]}}", "exactly one of 2"),
    "any of several schemas": (
        "{schema: {anyOf: [{items: {type: string}}, {items: {const: 2}}]}}",
        "matches none of 2",
    ),
    "all": ("{body: {$all: [2, 3]}}", "no item matches 3"),
    "a list of its own": ("{body: {$file: w.json}}", "50 mismatches and 99,950 more"),
    "any order": ("{body: {$unordered: '{{ w }}'}}", "IT216"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_hundred_thousand_wrong_items_are_not_kept(tmp_path, kind):
    """Each is wrong; the first are told."""
    expect, words = WRONG[kind]
    (tmp_path / "w.json").write_text(json.dumps([3] * 100_000))
    with answering({"/": answer(json.dumps([1] * 100_000).encode(), kind=JSON)}) as url:
        given = f"- {{request: GET {url}/, capture: {{w: body}}}}\n" if "{{ w }}" in expect else ""
        ran = run(tmp_path, f"name: a\nsteps:\n{given}- {{request: GET {url}/, expect: {expect}}}\n")
    bounded(ran)
    assert (True, True) == (words in ran.out, len(ran.out) < 20_000), ran.out[:2000]


@pytest.mark.parametrize("outcome", ["failed", "passed", "could not be carried out"])
def test_runs_of_a_loop_without_end_are_counted(tmp_path, outcome):
    """The first are told one by one; all of them say what became of the step."""
    checks = {"failed": "item == 2", "passed": "item == 1", "could not be carried out": "item.x > 1"}
    with answering({"/": answer(json.dumps([1] * 12_000).encode(), kind=JSON)}) as url:
        step = f"- {{each: '{{{{ w }}}}', assert: ['{checks[outcome]}'], continue_on_failure: true}}\n"
        given = f"- {{request: GET {url}/, capture: {{w: body}}}}\n"
        reports = ("--report", "junit", "--report", "html", "--report", "json", "-v")
        ran = run(tmp_path, f"name: a\nsteps:\n{given}{step}", *reports)
    bounded(ran, code=int(outcome != "passed"))
    assert len(ran.out) < 200_000
    if outcome == "failed":
        assert "11,900 of 12,000 runs are not told one by one: 11,900 failed" in ran.out


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("while: {if: 'index < 5000', limit: 1200}, set: {n: 1}", "still holds after 1200 runs"),
        ("each: 3000, assert: ['item != 2500'], continue_on_failure: true", "item != 2500"),
    ],
)
def test_a_loop_that_ends_badly_after_long(tmp_path, step, words):
    """What its last runs came to is told, though the first are what is kept."""
    ran = run(tmp_path, f"name: a\nsteps:\n- {{{step}}}\n")
    bounded(ran)
    assert words in ran.out, ran.out


BIG = json.dumps([f"{'x' * 30}{number}" for number in range(200_000)]).encode()
KEEPING = {
    "a capture of each run": ("- {each: 40, request: GET URL/, capture: {w: body}}", "what is kept of the runs"),
    "results of each run": ("- {each: 40, id: x, request: GET URL/}", "what is kept of the runs"),
    "results of each round": (
        "- {while: {if: index < 40, limit: 50}, id: x, request: GET URL/}",
        "what is kept of the",
    ),
    "many results": ("\n".join(f"- {{id: s{n}, request: GET URL/}}" for n in range(20)), "the results"),
    "many captures": (
        "\n".join(f"- {{request: GET URL/, capture: {{w{n}: body}}}}" for n in range(20)),
        "the variables",
    ),
}


@pytest.mark.parametrize("way", KEEPING)
def test_what_is_kept_of_answers_has_a_bound(tmp_path, way):
    """Lists of 7 MB, over and over; the error has a place."""
    steps, words = KEEPING[way]
    with answering({"/": answer(BIG, kind=JSON)}) as url:
        ran = run(tmp_path, f"name: a\nsteps:\n{steps.replace('URL', url)}\n")
    bounded(ran)
    assert (True, True, True) == ("IT216" in ran.out, words in ran.out, "a.yaml:" in ran.out), ran.out


def test_what_nobody_asks_for_is_not_kept(tmp_path):
    """Answers of a loop without an id, and all but the last capture of a `while`."""
    with answering({"/": answer(BIG, kind=JSON)}) as url:
        each = f"- {{each: 20, request: GET {url}/}}"
        rounds = f"- {{while: {{if: index < 8}}, request: GET {url}/, capture: {{w: body}}}}"
        bounded(run(tmp_path, f"name: a\nsteps:\n{each}\n{rounds}\n"), code=0)


def nested(tag: str, levels: int, text: bytes) -> bytes:
    return b"<%s>" % tag.encode() * levels + text + b"</%s>" % tag.encode() * levels


LONG = b"x" * 4_000_000
TWICE = b"<r>" + nested("a", 100, LONG) + nested("b", 100, LONG[:-1] + b"y") + b"</r>"
TEXTS = {
    "selected": (nested("div", 200, LONG + LONG), "text/html", "expect: {body: {//div: [x]}}"),
    "compared with each other": (TWICE, "application/xml", "expect: {body: {'count(//a[. = //b])': 0}}"),
    "read one by one": (TWICE, "application/xml", 'expect: {body: {\'count(//a[translate(., "x", "y") = "z"])\': 0}}'),
    "put together": (
        json.dumps({"path": "concat(" * 12 + "/a" + ", concat(/a, /a, /a, /a, /a, /a, /a, /a))" * 12}).encode(),
        "application/json",
        "assert: [\"('<a>' ~ 'b' * 1000000 ~ '</a>') | xpath(body.path) == 1\"]",
    ),
    "sorted": (LONG, "text/plain", "assert: [body | sort == 1]"),
    "grouped": (LONG, "text/plain", "assert: [body | groupby('a') == 1]"),
    "listed": (LONG, "text/plain", "assert: [body | list == 1]"),
}


@pytest.mark.parametrize("way", TEXTS)
def test_a_text_that_counts_many_times_is_not_made(tmp_path, way):
    """Elements inside of one another have the same text; each of some took gigabytes, or minutes that nothing ends."""
    body, kind, judged = TEXTS[way]
    with answering({"/": answer(body, kind=kind)}) as url:
        ran = run(tmp_path, f"name: a\nsteps:\n- request: GET {url}/\n  {judged}\n")
    bounded(ran)
    assert "IT216" in ran.out, ran.out


@pytest.mark.parametrize("path", ["$[*]", "$..*", "$[?@ != 1]"])
def test_places_of_a_long_list_are_told_in_little_memory(tmp_path, path):
    """As many values as are read of a body."""
    with answering({"/": answer(b"[" + b'"a b",' * 290_000 + b"1]", kind="application/json")}) as url:
        ran = run(tmp_path, f"name: a\nsteps:\n- request: GET {url}/\n  capture: {{all: '{path}'}}\n")
    bounded(ran, code=0)


LEADS = {"$ref": "#/definitions/a"}
SHAPE = {
    "type": ["object", "integer", "array"],
    "format": "date",
    "contains": LEADS,
    "properties": {"x": LEADS},
    "patternProperties": {"y": LEADS},
}


def test_an_answer_that_nests_deep_is_judged_by_a_schema_of_itself(tmp_path):
    """The end of the stack was a panic of a library, which ended the whole run; whatever is at work just then."""
    old = "http://json-schema.org/draft-07/schema#"
    (tmp_path / "s.json").write_text(json.dumps({"$schema": old, "definitions": {"a": SHAPE}, **LEADS}))
    with answering({"/": answer(b"[" * 190 + b"]" * 190, kind="application/json")}) as url:
        around = ["{allOf: [" * n + "{$ref: s.json}" + "]}" * n for n in range(12)]
        steps = "\n".join(f"- {{request: GET {url}/, expect: {{schema: {schema}}}}}" for schema in around)
        ran = run(tmp_path, f"name: a\ncontinue_on_failure: true\nsteps:\n{steps}\n")
    bounded(ran)
    assert ("panicked" not in ran.said, 12) == (True, ran.out.count("the value nests too deep")), ran.said[-2000:]
