"""Attacks on what is hidden: secrets that nobody declared, in every place that shows or keeps something of a run."""

from __future__ import annotations

import base64
import json

import pytest

from tests.attacks.test_answers import answer, answering
from tests.cli.commanding import itest
from tests.reliability.launch import launch

SECRET = "K9-xZ7-wQ2-pL5"
NAMES = (
    "GITHUB_TOKEN",
    "DB_PASSWORD",
    "MYSQL_PWD",
    "STRIPE_KEY",
    "AWS_SECRET_ACCESS_KEY",
    "NPM_AUTH",
    "GOOGLE_CREDENTIALS",
)
HOLDING = {
    "DATABASE_URL": f"postgres://shop:{SECRET}@db.test/shop",
    "AMQP": f"amqps://:{SECRET}@mq.test",
    "REPOSITORY": f"https://{SECRET}@git.test/shop.git",
    "CONNECTION": f"Server=db.test;User Id=sa;Password={SECRET};",
    "SERVICES": json.dumps({"db": {"credentials": {"password": SECRET}}}),
}
REPORTS = ("junit", "json", "html", "markdown", "tap", "ctrf", "har")
COMMANDS = (("run",), ("validate",), ("list",), ("run", "--dry-run"), ("docs", "build", "--format", "both"))


def kept(folder) -> str:
    """All that is in the folder but for what the test put there."""
    files = [
        path
        for path in folder.rglob("*")
        if path.is_file() and path.name not in ("a.yaml", "itest.yaml", ".env", "shop.py")
    ]
    return "".join(path.read_bytes().decode("utf-8", "replace") for path in files)


def run_all(folder, environ=None) -> str:
    reports = [word for name in REPORTS for word in ("--report", name)]
    ran = launch(["run", "-vv", "--examples", *reports], folder, environ=environ)
    return ran.said + kept(folder)


SHOWING = """\
name: Shows what it has, {{ env.NAME }}
description: Nothing of NAME
steps:
- {run: [printenv, NAME], expect: {exit_code: 7}}
- {name: 'Twice {{ env.NAME }}', run: {command: "printf 'a%s\\n' \\"$NAME\\" >&2; exit 3", shell: true}}
- request: {url: 'GET {{ url }}/?q={{ env.NAME | urlencode }}', headers: {X-A: '{{ env.NAME }}'}}
  expect: {body: other}
- {assert: ['env.NAME == 1']}
- {assert: ['(env.NAME | base64) == 1']}
"""


@pytest.mark.parametrize("way", ["environment", ".env"])
@pytest.mark.parametrize("name", [*NAMES, *HOLDING])
def test_what_the_environment_calls_a_secret_is_shown_nowhere(tmp_path, name, way):
    """Though nobody declared it: in names, output, requests, messages, reports and what is kept."""
    value = HOLDING.get(name, SECRET)
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "itest.yaml").write_text("defaults: {}\n")
    if way == ".env":
        (tmp_path / ".env").write_text(f"{name}='{value}'\n")
    with answering({f"/?q={quoted(value)}": answer(f"you sent {SECRET}, and {value}".encode())}) as url:
        text = SHOWING.replace("NAME", name)
        steps = text.split("\n- ")[1:]
        # Each breaks by itself, so that all of them have their say.
        for number, step in enumerate(steps):
            (tmp_path / "scenarios" / f"{number}.yaml").write_text(
                f"{text.partition('steps:')[0]}vars: {{url: '{url}'}}\nsteps:\n- {step}"
            )
        said = run_all(tmp_path, {name: value} if way == "environment" else None)
        for command in COMMANDS[1:]:
            said += launch([*command], tmp_path, environ={name: value}).said
        said += kept(tmp_path)
    said = said.replace(f"{name}='{value}'", "")
    dresses = (SECRET, quoted(SECRET), base64.b64encode(SECRET.encode()).decode())
    shown = [said[max(0, place - 60) : place + 60] for dress in dresses if (place := said.find(dress)) >= 0]
    assert ([], True) == (shown, "***" in said)


def quoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text, safe="/")


def test_what_says_nothing_of_a_secret_is_shown(tmp_path):
    """Other words, what is said about secrets, and values that every text holds."""
    shown = {
        "KEYBOARD": "qwertz-layout", "SSH_AUTH_SOCK": "/tmp/agent.sock", "TOKEN_URL": "http://id.test/token",
        "TLS_KEY": "/etc/tls/key.pem", "MAX_TOKENS": "100000", "AUTHOR": "ada-lovelace", "API_KEY": "true",
    }  # fmt: skip
    (tmp_path / "itest.yaml").write_text("")
    asserts = "".join(f"- assert: ['env.{name} == 1']\n  continue_on_failure: true\n" for name in shown)
    (tmp_path / "a.yaml").write_text(f"name: a\nsteps:\n{asserts}")
    said = launch(["run", "a.yaml"], tmp_path, environ=shown).out
    assert [] == [value for value in shown.values() if value not in said]


SHOP = """\
import os, sys, http.server
print("starting with", os.environ["SHOP_TOKEN"], "and", os.environ["SHOP_URL"], flush=True)
print("latin", os.environ["NAMED_SECRET"].encode("latin-1"), file=sys.stderr, flush=True)
sys.stdout.buffer.write(os.environ["NAMED_SECRET"].encode("latin-1") + b"\\n")
sys.stdout.flush()
if len(sys.argv) > 2: sys.exit(3)
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), http.server.SimpleHTTPRequestHandler).serve_forever()
"""


@pytest.mark.parametrize("end", ["", ', "1"'], ids=["it runs", "it breaks"])
def test_what_a_service_writes_is_hidden(tmp_path, end):
    """In failures, reports, and the file that its output is kept in."""
    (tmp_path / "shop.py").write_text(SHOP)
    start = f'{{command: [python, shop.py, "{{{{ port }}}}"{end}], ready: {{http: /}}}}'
    (tmp_path / "itest.yaml").write_text(
        f'services: {{shop: {{url: "http://127.0.0.1:{{{{ port }}}}", start: {start}}}}}\n'
    )
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "a.yaml").write_text(
        "name: a\nsteps:\n- {request: {url: GET /, service: shop}, expect: {body: x}}\n"
    )
    environ = {"SHOP_TOKEN": SECRET, "SHOP_URL": f"http://a:{SECRET}@x.test", "NAMED_SECRET": "Müller-Größe-42"}
    said = run_all(tmp_path, environ)
    assert "starting with ***" in said
    assert [] == [text for text in (SECRET, "Müller-Größe-42", "ller-Gr", "M\\xfcller") if text in said]


FLOOD = """\
import os, socket, sys, time
listening = socket.create_server(("127.0.0.1", int(sys.argv[1])))
told = os.environ["SHOP_TOKEN"].encode()
for part in (b"x" * 1_999_990, told, b"y" * 999_990, told[:9] + b"\\n" + told[9:], b"z\\n" * 700_000, told * 3, b"end"):
    while part:
        part = part[os.write(1, part) :]
listening.accept()
time.sleep(60)
"""


@pytest.mark.parametrize("shift", [0, 7])
def test_what_a_service_writes_is_hidden_wherever_it_lies(tmp_path, shift):
    """Across the megabytes that its output is looked through by, in lines that have no end, broken."""
    (tmp_path / "flood.py").write_text(FLOOD.replace("1_999_990", f"{1_999_990 + shift}"))
    start = '{command: [python, flood.py, "{{ port }}"], ready: {log: end}}'
    (tmp_path / "itest.yaml").write_text(f"services: {{shop: {{start: {start}}}}}\n")
    (tmp_path / "a.yaml").write_text("name: a\nsteps:\n- assert: ['services.shop.port > 1']\n")
    said = launch(["run", "a.yaml"], tmp_path, environ={"SHOP_TOKEN": SECRET})
    (log,) = (tmp_path / ".itest").rglob("shop.log")
    text = log.read_bytes()
    assert (0, [], 4_399_983 + shift) == (
        said.code,
        [half for half in (SECRET[:9], SECRET[9:]) if half.encode() in text],
        text.count(b"x") + text.count(b"y") + text.count(b"z\n") * 2 + text.count(b"end") * 3,
    )


def test_what_a_file_gives_to_a_command_or_service_is_hidden(tmp_path):
    """By the name of the variable, too."""
    (tmp_path / "shop.py").write_text(SHOP)
    env = '{SHOP_TOKEN: "{{ x }}", SHOP_URL: u, NAMED_SECRET: n}'
    start = f'{{command: [python, shop.py, "1", "1"], env: {env}}}'
    services = f"{{shop: {{url: 'http://127.0.0.1:1', start: {start}}}}}"
    (tmp_path / "itest.yaml").write_text(f"vars: {{x: {SECRET}}}\nservices: {services}\n")
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "a.yaml").write_text("name: a\nsteps:\n- {request: {url: GET /, service: shop}}\n")
    (tmp_path / "scenarios" / "b.yaml").write_text(
        "name: b\nsteps:\n- {run: {command: printenv A_TOKEN, env: {A_TOKEN: '{{ x }}'}}, expect: {stdout: x}}\n"
    )
    said = run_all(tmp_path)
    assert (False, True) == (SECRET in said, "starting with ***" in said)


BREAKS = ("\r", "\n", "\r\n", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029", "\n\n  ")
WORD = "Größe-K9xZ7wQ2pL5"


@pytest.mark.parametrize("line_break", BREAKS, ids=ascii)
def test_a_secret_that_is_broken_is_found(tmp_path, line_break):
    """By whatever ends a line, in output and answers."""
    broken = line_break.join((WORD[:6], WORD[6:11], WORD[11:]))
    said = shown(tmp_path, broken.encode())
    assert [] == [piece for piece in (WORD[6:11], WORD[11:]) if piece in said]


@pytest.mark.parametrize("written", ["latin-1", "cp1252", "utf-8", "utf-16-le", "utf-16-be", "utf-16", "utf-32-le"])
@pytest.mark.parametrize("told", ["utf-8", "latin-1", ""])
def test_a_secret_in_another_charset_is_found(tmp_path, written, told):
    """Whatever the answer says that it is written in."""
    said = shown(tmp_path, WORD.encode(written), f"text/plain; charset={told}" if told else "application/octet-stream")
    for text in (
        said,
        said.replace("\0", ""),
        said.replace("\\0", ""),
        said.replace("\\x00", ""),
        said.replace("\\u0000", ""),
    ):
        assert "K9xZ7wQ2" not in text


def shown(folder, body: bytes, kind: str = "text/plain") -> str:
    (folder / "itest.yaml").write_text("")
    (folder / "scenarios").mkdir()
    with answering({"/": answer(body, kind=kind)}) as url:
        (folder / "scenarios" / "a.yaml").write_text(
            f"name: a\nsteps:\n- {{request: GET {url}/, expect: {{body: x}}, continue_on_failure: true}}\n"
        )
        (folder / "scenarios" / "b.yaml").write_text(
            f"name: b\nsteps:\n- {{run: [printf, {octal(body)}], expect: {{stdout: x}}}}\n"
        )
        return run_all(folder, {"A_TOKEN": WORD})


def octal(data: bytes) -> str:
    return "'" + "".join(f"\\{byte:03o}" for byte in data) + "'"


def test_errors_of_files_quote_no_secret(tmp_path):
    """Before the run, too."""
    (tmp_path / "a.yaml").write_text(f"name: a\nsteps:\n- request: GET http://a/{SECRET}\n  no: {SECRET}\n")
    said = launch(["validate", "a.yaml"], tmp_path, environ={"DATABASE_URL": HOLDING["DATABASE_URL"]})
    assert (2, False) == (said.code, SECRET in said.said)
    assert 2 == itest(tmp_path, "validate", "a.yaml").code
