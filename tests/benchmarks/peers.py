"""The same suite for each tool: 50 files of 10 steps, each a POST whose status and answer are looked at."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

FILES, STEPS = 50, 10

LOOP = """
import sys, httpx
with httpx.Client() as client:
    for file in range({files}):
        for step in range({steps}):
            sent = {{"productId": f"A-{{file}}", "quantity": step + 1, "tag": f"t{{file}}"}}
            answer = client.post(sys.argv[1], headers={{"X-Step": f"{{file}}-{{step}}"}}, json=sent)
            assert answer.status_code == 200
            got = answer.json()["json"]
            assert got == sent and got["quantity"] == step + 1
"""


@dataclass(frozen=True)
class Step:
    """A request of the suite: what it sends, and what has to come back under `json`."""

    file: int
    number: int

    @property
    def sent(self) -> dict[str, str | int]:
        return {"productId": f"A-{self.file}", "quantity": self.number + 1, "tag": f"t{self.file}"}

    @property
    def text(self) -> str:
        return json.dumps(self.sent)

    @property
    def mark(self) -> str:
        """The value of its header X-Step."""
        return f"{self.file}-{self.number}"


def _files() -> Iterator[tuple[int, list[Step]]]:
    for file in range(FILES):
        yield file, [Step(file, number) for number in range(STEPS)]


def loop(folder: Path, url: str) -> list[str]:
    (folder / "loop.py").write_text(LOOP.format(files=FILES, steps=STEPS))
    return ["loop.py", url]


def itest(folder: Path, url: str) -> list[str]:
    for file, steps in _files():
        lines = [f"name: Scenario {file}", f"vars: {{url: '{url}'}}", "steps:"]
        for step in steps:
            lines += [
                f"  - id: step{step.number}",
                '    request: {method: POST, url: "{{ url }}", '
                f"headers: {{X-Step: {step.mark}}}, json: {step.text}}}",
                f"    expect: {{status: 200, body: {{json: {step.text}}}}}",
                f"    assert: [body.json.quantity == {step.number + 1}]",
            ]
        (folder / f"s{file}.yaml").write_text("\n".join(lines) + "\n")
    return ["run", ".", "-q", "--junit-xml", "out.xml"]


def itest_in_turn(folder: Path, url: str) -> list[str]:
    return [*itest(folder, url), "--jobs", "1"]


def hurl(folder: Path, url: str) -> list[str]:
    for file, steps in _files():
        lines = []
        for step in steps:
            lines += [f"POST {url}", f"X-Step: {step.mark}", "Content-Type: application/json", step.text, "HTTP 200"]
            lines += ["[Asserts]"]
            lines += [f'jsonpath "$.json.{name}" == {json.dumps(value)}' for name, value in step.sent.items()]
            lines.append("")
        (folder / f"s{file}.hurl").write_text("\n".join(lines))
    return ["--test", "--report-junit", "out.xml", *(f"s{file}.hurl" for file in range(FILES))]


def hurl_in_turn(folder: Path, url: str) -> list[str]:
    return ["--jobs", "1", *hurl(folder, url)]


def tavern(folder: Path, url: str) -> list[str]:
    for file, steps in _files():
        lines = [f"test_name: Scenario {file}", "stages:"]
        for step in steps:
            lines += [
                f"  - name: step {step.number}",
                f'    request: {{url: "{url}", method: POST, headers: {{X-Step: "{step.mark}"}}, json: {step.text}}}',
                f"    response: {{status_code: 200, strict: false, json: {{json: {step.text}}}}}",
            ]
        (folder / f"test_s{file}.tavern.yaml").write_text("\n".join(lines) + "\n")
    return ["-q", "--junit-xml", "out.xml", "."]


def newman(folder: Path, url: str) -> list[str]:
    items = [{"name": f"Scenario {file}", "item": [_postman(step, url) for step in steps]} for file, steps in _files()]
    schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
    collection = {"info": {"name": "suite", "schema": schema}, "item": items}
    (folder / "suite.json").write_text(json.dumps(collection))
    return ["run", "suite.json", "-r", "junit", "--reporter-junit-export", "out.xml"]


def _postman(step: Step, url: str) -> dict[str, object]:
    lines = [
        'pm.test("status", () => pm.response.to.have.status(200));',
        f'pm.test("body", () => pm.expect(pm.response.json().json).to.eql({step.text}));',
    ]
    header = [{"key": "X-Step", "value": step.mark}, {"key": "Content-Type", "value": "application/json"}]
    request = {"method": "POST", "url": url, "header": header, "body": {"mode": "raw", "raw": step.text}}
    events = [{"listen": "test", "script": {"type": "text/javascript", "exec": lines}}]
    return {"name": f"step {step.number}", "request": request, "event": events}


def bruno(folder: Path, url: str) -> list[str]:
    (folder / "bruno.json").write_text('{"version": "1", "name": "suite", "type": "collection"}')
    for file, steps in _files():
        (folder / f"s{file}").mkdir()
        for step in steps:
            checks = [f"res.body.json.{name}: eq {value}" for name, value in step.sent.items()]
            blocks = {
                "meta": [f"name: step {step.number}", "type: http", f"seq: {step.number + 1}"],
                "post": [f"url: {url}", "body: json", "auth: none"],
                "headers": [f"X-Step: {step.mark}"],
                "body:json": [step.text],
                "assert": ["res.status: eq 200", *checks],
            }
            text = "\n".join(
                f"{name} {{\n" + "".join(f"  {each}\n" for each in blocks[name]) + "}\n" for name in blocks
            )
            (folder / f"s{file}" / f"step{step.number}.bru").write_text(text)
    # The other sandbox of Bruno 4.1.0 is now and then not there yet when the first answer is looked at.
    return ["run", "-r", "--sandbox", "developer", "--reporter-junit", "out.xml"]


def curl(folder: Path, url: str) -> list[str]:
    requests = []
    for _, steps in _files():
        for step in steps:
            body = json.dumps(step.text)
            lines = [f'url = "{url}"', f'header = "X-Step: {step.mark}"', 'header = "Content-Type: application/json"']
            requests.append("\n".join([*lines, f"data = {body}", 'output = "/dev/null"', "silent", "fail"]))
    (folder / "requests.txt").write_text("\nnext\n".join(requests) + "\n")
    return ["-K", "requests.txt"]


@dataclass(frozen=True)
class Peer:
    """A tool: its program, and what writes the suite into a folder and says the words behind the program."""

    name: str
    program: str
    write: Callable[[Path, str], list[str]]


PEERS = (
    Peer("itest", "itest", itest),
    Peer("itest, one job", "itest", itest_in_turn),
    Peer("httpx loop", "python", loop),
    Peer("Hurl", "hurl", hurl),
    Peer("Hurl, one job", "hurl", hurl_in_turn),
    Peer("curl, one process", "curl", curl),
    Peer("Tavern", "tavern", tavern),
    Peer("Newman", "newman", newman),
    Peer("Bruno", "bru", bruno),
)
