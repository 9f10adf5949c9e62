"""Promise 6: secrets leave nowhere. A canary stands wherever a secret can be, and no output holds a piece of it."""

from __future__ import annotations

import base64
import html
import json
import os
import random
import signal
import string
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest

from tests.reliability.launch import environment, launch, no_traceback, wait_until
from tests.servers.echo import EchoServer, serving

PIECE, STEP = 8, 4
"""Stretches that are searched for, one every so many characters: no eleven of a canary may be seen together."""
NAMES = ("env", "var", "row", "captured", "filtered", "given", "token", "unused", "setup", "service", "literal")
REPORTS = ["--junit-xml", "out/j.xml", "--json", "out/e.ndjson", "--html", "out/r.html"] + [
    word for name in ("markdown", "tap", "ctrf", "har") for word in ("--report", f"{name}=out/{name}")
]
ODD = "cn\"ry<&>/+'é\\ %41 q"
"""Characters that each encoder writes in its own way; beside them stands what is searched for."""


def canary(seed: str) -> str:
    """A word that is in no other text: letters and digits."""
    return "".join(random.Random(seed).choices(string.ascii_letters + string.digits, k=36))


CANARIES = {name: canary(name) for name in NAMES}


def dresses(secret: str) -> dict[str, str]:
    """The secret as encoders write it."""
    data = secret.encode()
    return {
        "raw": secret,
        "percent": quote(secret, safe=""),
        "percent-all": "".join(f"%{byte:02X}" for byte in data),
        "percent-twice": quote(quote(secret, safe=""), safe=""),
        "form": quote_plus(secret),
        **{f"base64-{n}": base64.b64encode(b"x" * n + data).decode() for n in range(3)},
        **{f"base64url-{n}": base64.urlsafe_b64encode(b"x" * n + data + b"?>").decode() for n in range(3)},
        "base64-lines": base64.encodebytes(b"some text before it, " + data + b" and behind").decode(),
        "hex": data.hex(),
        "HEX": data.hex().upper(),
        "json": json.dumps(secret),
        "json-all": '"' + "".join(f"\\u{ord(character):04x}" for character in secret) + '"',
        "json-in-json": json.dumps(json.dumps({"token": secret})),
        "xml": html.escape(secret),
        "xml-all": "".join(f"&#x{ord(character):x};" for character in secret),
        "xml-decimal": "".join(f"&#{ord(character)};" for character in secret),
        "broken": "\n".join(secret[start : start + 7] for start in range(0, len(secret), 7)),
        "indented": "\r\n    ".join(secret[start : start + 11] for start in range(0, len(secret), 11)),
    }


def pieces(secret: str) -> list[str]:
    """What no output may hold: every stretch of the secret, and of what base64, hexadecimal and escapes make of it."""
    data = secret.encode()
    short = [secret, secret.lower()]
    long = [data.hex(), data.hex().upper()]
    long += ["".join(f"%{byte:02X}" for byte in data), "".join(f"\\u{ord(character):04x}" for character in secret)]
    long += ["".join(f"&#{form}{ord(character):{form}};" for character in secret) for form in ("x", "")]
    for before in range(3):
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            # Without the characters at both ends that hold bits of the neighbours too.
            short.append(encode(b"\0" * before + data).decode()[(before * 8 + 5) // 6 : (before + len(data)) * 8 // 6])
    return [
        text[start : start + length]
        for texts, length in ((short, PIECE), (long, 6 * PIECE))
        for text in texts
        for start in range(0, len(text) - length + 1, STEP)
    ]


def seen(folder: Path, *said: str, names: Sequence[str] = NAMES) -> list[str]:
    """The canaries of which a piece is somewhere in the outputs: what was said, and all files that itest wrote."""
    texts = {f"said {number}": text for number, text in enumerate(said)}
    for top in ("out", ".itest"):
        for path in (folder / top).rglob("*"):
            if path.is_file() and path.suffix != ".log":  # what a service writes to its own log is its own
                texts[str(path.relative_to(folder))] = path.read_bytes().decode("utf-8", "replace")
    broken = {f"{place}, line breaks undone": _unbroken(text) for place, text in texts.items()}
    return [
        f"{name}: {piece} in {place}"
        for name in names
        for piece in pieces(CANARIES[name])
        for place, text in {**texts, **broken}.items()
        if piece in text
    ][:20]


def _unbroken(text: str) -> str:
    lines = (line.strip().lstrip("<>|│+-❯ ").lstrip("0123456789").lstrip(" │") for line in text.splitlines())
    return "".join(lines)


@dataclass(frozen=True, kw_only=True)
class Shop:
    """A project with two servers, in a folder of its own."""

    folder: Path
    server: EchoServer
    other: EchoServer

    @property
    def environ(self) -> dict[str, str]:
        return {"CANARY": CANARIES["env"], "API_URL": self.server.url, "OTHER_URL": self.other.url}

    def write(self, files: dict[str, str]) -> None:
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


@pytest.fixture
def shop(tmp_path):
    with serving() as server, serving() as other:
        server.stored.update(token=CANARIES["token"], elsewhere=other.url, unused=json.dumps({"t": CANARIES["unused"]}))
        server.stored["captured"] = json.dumps({"value": CANARIES["captured"], "other": CANARIES["filtered"]})
        server.stored["setup"] = json.dumps({"value": CANARIES["setup"]})
        (tmp_path / "out").mkdir()
        shop = Shop(folder=tmp_path, server=server, other=other)
        shop.write({"itest.yaml": PROJECT})
        yield shop


PROJECT = """
services:
  api: {url: "{{ env.API_URL }}", headers: {X-Service: "{{ secrets.CANARY }}"}}
  basic: {url: "{{ env.API_URL }}", auth: {basic: {username: ada, password: "{{ secrets.CANARY }}"}}}
  bearer: {url: "{{ env.API_URL }}", auth: {bearer: "{{ secrets.CANARY }}"}}
  key: {url: "{{ env.API_URL }}", auth: {api_key: {query: key, value: "{{ secrets.CANARY }}"}}}
  db: {url: "sqlite:///{{ run.dir }}/x.db"}
secrets: [CANARY]
"""
SECRET = '"{{ secrets.CANARY }}"'
PLACES = {
    "header": f"request: {{service: api, url: /echo, headers: {{X-Note: {SECRET}}}}}",
    "url": 'request: {service: api, url: "/echo/{{ secrets.CANARY }}"}',
    "query": f"request: {{service: api, url: /echo, query: {{q: {SECRET}}}}}",
    "json": f"request: {{service: api, method: POST, url: /echo, json: {{a: {{b: [{SECRET}]}}}}}}",
    "key": 'request: {service: api, method: POST, url: /echo, json: {"{{ secrets.CANARY }}": 1}}',
    "text": 'request: {service: api, method: POST, url: /echo, text: "so {{ secrets.CANARY }} is"}',
    "cookie": f"request: {{service: api, url: /echo, cookies: {{sid: {SECRET}}}}}",
    "form": f"request: {{service: api, method: POST, url: /echo, form: {{f: {SECRET}}}}}",
    "multipart": f"request: {{service: api, method: POST, url: /echo, multipart: {{f: {SECRET}}}}}",
    "basic": "request: {service: basic, url: /echo}",
    "bearer": "request: {service: bearer, url: /echo}",
    "api key": "request: {service: key, url: /echo}",
    "own auth": f"request: {{service: api, url: /echo, auth: {{basic: {{username: {SECRET}, password: x}}}}}}",
    "sql": f'sql: {{service: db, query: "select :p as it, hex(:p) as x", params: {{p: {SECRET}}}}}',
    "argument": 'run: [echo, "--password={{ secrets.CANARY }}"]',
    "env": f"run: {{command: [sh, -c, 'echo $P; echo $P >&2'], env: {{P: {SECRET}}}}}",
    "stdin": f"run: {{command: [cat], stdin: {SECRET}}}",
    "set": 'set: {copy: "x{{ secrets.CANARY }}y"}',
    "filters": 'request: {service: api, url: /echo, headers: {X-A: "{{ secrets.CANARY | base64 }}", '
    'X-B: "{{ secrets.CANARY | hex }}", X-C: "{{ (\'user:\' ~ secrets.CANARY) | base64 }}"}}',
}
MAIN = {"sql": "rows", "argument": "stdout", "env": "stderr", "stdin": "stdout"}


def places(expect: bool) -> str:
    """Every place as a step; with `expect`, each is wrong in a way that shows the answer."""
    lines = ["name: Every place", "continue_on_failure: true", "steps:"]
    for name, step in PLACES.items():
        lines += [f"  - name: {name}", f"    {step}"]
        if name == "set":
            lines += ["    assert: [\"request.copy == 'z'\"]"] if expect else []
            continue
        main = MAIN.get(name, "body")
        lines += [f"    capture: {{seen_{name.replace(' ', '_')}: {main}}}"]
        if expect:
            lines += ["    expect:", f"      {main}: nothing of the kind", "    assert:"]
            lines += [f"      - {main} == 'x'", f"      - {main} == secrets.CANARY", f"      - {main}.no.such == 1"]
    return "\n".join(lines)


def run(shop: Shop, *words: str, **environ: str):
    return launch(["run", *words, *REPORTS], shop.folder, environ={**shop.environ, **environ}, limit=60)


@pytest.mark.parametrize("wrong", [False, True], ids=["passing", "failing"])
def test_a_secret_in_any_place_is_in_no_output(shop, wrong):
    """Echoed by the server, passing with -v or failing with every assertion."""
    shop.write({"places.yaml": places(wrong)})
    ran = run(shop, "places.yaml", "-v", GITHUB_ACTIONS="")
    assert (1 if wrong else 0, []) == (ran.code, seen(shop.folder, ran.out, ran.err)), ran.said
    assert len(PLACES) <= (shop.folder / "out" / "e.ndjson").read_text(encoding="utf-8").count("***")


def test_a_secret_in_any_dress_is_in_no_output(shop):
    """The server answers with it in each encoding of the list, and the run fails on it."""
    steps = []
    for name, text in dresses(CANARIES["env"]).items():
        shop.server.stored[f"dress-{name}"] = text
        shop.server.stored[f"inside-{name}"] = f"before it {text} and behind"
        steps += [
            f"  - request: {{service: api, url: /prepared/{where}-{name}}}\n    expect: {{body: x}}"
            for where in ("dress", "inside")
        ]
    shop.write({"dresses.yaml": "name: Dresses\ncontinue_on_failure: true\nsteps:\n" + "\n".join(steps)})
    ran = run(shop, "dresses.yaml", "-v")
    assert (1, []) == (ran.code, seen(shop.folder, ran.out, ran.err))


def test_a_cut_preview_shows_no_part_of_a_secret(shop):
    """Wherever a preview is cut, also when what is cut is the secret itself, at both of its ends or in its middle."""
    steps = []
    for length in [*range(40, 130, 4), *range(1960, 2004, 3)]:
        for form, text in {"raw": CANARIES["env"], "b64": dresses(CANARIES["env"])["base64-1"]}.items():
            name = f"cut-{length}-{form}"
            shop.server.stored[name] = f"{'x ' * (length // 2)}{text}{' y' * 2000}"
            steps.append(
                f"  - request: {{service: api, url: /prepared/{name}}}\n"
                f'    expect: {{body: "{"x " * (length // 2 + 5)}"}}\n'
                "    assert: [\"body == 'x'\", 'body[10:] == 1', 'body | int == 1']"
            )
    shop.write({"cuts.yaml": "name: Cuts\ncontinue_on_failure: true\nsteps:\n" + "\n".join(steps)})
    ran = run(shop, "cuts.yaml", "-v")
    assert (1, []) == (ran.code, seen(shop.folder, ran.said, names=["env"]))


LONG = "xml-all", "xml-decimal", "json-all", "percent-all", "broken", "indented", "base64-lines"


@pytest.mark.parametrize("limit", [2_000, 10_000], ids=["of people", "of programs"])
def test_a_cut_preview_shows_no_part_of_a_dressed_secret(shop, limit):
    """Wherever a preview for people or for programs is cut, also in the middle of an escape or behind a line break."""
    steps = []
    for dress in LONG:
        text = dresses(CANARIES["env"])[dress]
        # Enough of it to tell something is in front of the limit, up to all of it.
        for left in range(60, len(text), 23):
            name = f"cut-{dress}-{left}"
            shop.server.stored[name] = "#" * (limit - left) + text + "#" * 3000
            steps.append(f"  - {{request: {{service: api, url: /prepared/{name}}}, expect: {{body: nope}}}}")
    shop.write({"cuts.yaml": "name: Cuts\ncontinue_on_failure: true\nsteps:\n" + "\n".join(steps)})
    ran = run(shop, "cuts.yaml", "-v")
    assert (1, []) == (ran.code, seen(shop.folder, ran.said, names=["env"]))


def test_a_secret_in_a_host_name_is_in_no_output(shop):
    """Which is shown in small letters, in the error, the URL and the command that repeats it."""
    shop.write({"host.yaml": 'name: Host\nsteps:\n  - request: {url: "http://{{ secrets.CANARY }}.invalid/"}\n'})
    ran = run(shop, "host.yaml", "-v")
    assert (1, []) == (ran.code, seen(shop.folder, ran.said)), ran.said
    assert "***.invalid" in ran.said


SOURCES = {
    "rows.yaml": f"""
name: Row for {{{{ cell }}}}
secrets: [cell]
examples: [{{cell: {CANARIES["row"]}}}]
steps:
  - request: {{service: api, url: /echo, query: {{q: "{{{{ cell }}}}"}}}}
    expect: {{status: 500}}
""",
    "captured.yaml": """
name: Captured {{ PIN }}
secrets: [kept]
steps:
  - request: {service: api, url: /prepared/captured, query: {kind: application/json}}
    capture: {kept: body.value, also: body.other | secret}
    expect: {status: 500}
  - request: {service: api, method: POST, url: /echo, json: ["{{ kept }}", "{{ PIN }}"]}
    expect: {body: {json: none}}
""",
    "uses.yaml": f"""
name: Gives a secret to a used scenario
vars: {{given: {CANARIES["given"]}}}
steps:
  - use: {{scenario: _s/used.yaml, with: {{password: "{{{{ given }}}}"}}}}
    capture: {{taken: out}}
    assert: ["taken == 'x'"]
""",
    "_s/used.yaml": """
name: Used
inputs: {password: {secret: true}}
steps:
  - request: {service: api, method: POST, url: /echo, json: {p: "{{ password }}"}}
    capture: {seen: body.json.p}
outputs: {out: "{{ seen }}"}
""",
    "skipped.yaml": "name: Skipped\nskip: not now\nsteps: [{request: {service: api, url: /echo}}]\n",
}
LOGINS = {
    "captured": """
  - request: {service: api, url: /login}
    capture: {t: body.access_token}
    expect: {status: 500}
  - request: {service: api, url: /echo, headers: {Authorization: "Bearer {{ t }}"}}
""",
    "never used": """
  - request: {service: api, url: /login}
    capture: {t: body.access_token}
    continue_on_failure: false
    expect: {body: {access_token: wrong}}
  - request: {service: api, url: /echo, auth: {bearer: "{{ t }}"}}
""",
    "by its id": """
  - id: login
    request: {service: api, url: /login}
    expect: {body: {token_type: wrong}}
  - request: {service: api, url: /echo, cookies: {sid: "{{ login.body.access_token }}"}}
""",
    "by its name": """
  - request: {service: api, url: /login}
    capture: {access_token: body.access_token}
    expect: {body: {token_type: wrong}}
""",
    "through set": """
  - request: {service: api, url: /login}
    capture: {t: body.access_token}
    expect: {status: 500}
  - set: {head: "Bearer {{ t }}"}
  - request: {service: api, url: /echo, headers: {X-Auth-Token: "{{ head }}"}}
""",
    "through use": """
  - request: {service: api, url: /login}
    capture: {t: body.access_token}
    expect: {status: 500}
  - use: {scenario: _calls.yaml, with: {key: "{{ t }}"}}
""",
    "joined": """
  - request: {service: api, url: /login}
    capture: {head: "body.token_type ~ ' ' ~ body.access_token"}
    expect: {status: 500}
  - request: {service: api, url: /echo, headers: {Authorization: "{{ head }}"}}
""",
}
CALLS = """
name: Calls
inputs: {key: {secret: false}}
steps:
  - request: {service: api, url: /echo, auth: {bearer: "{{ key }}"}}
"""


def test_values_that_are_secret_by_declaration_are_in_no_output(shop):
    """A data row's cell (its name too), a capture, `| secret`, a secret input, `--var`; listed, run and skipped."""
    shop.write(SOURCES)
    words = ["--var", f"PIN={CANARIES['var']}"]
    shop.write({"itest.yaml": PROJECT.replace("secrets: [CANARY]", "secrets: [CANARY, PIN]")})
    ran = run(shop, ".", "-v", *words)
    listed = launch(["run", ".", "--list", *words], shop.folder, environ=shop.environ)
    stepped = launch(["run", ".", "--dry-run", *words], shop.folder, environ=shop.environ)
    assert (1, 0, 0) == (ran.code, listed.code, stepped.code), ran.said + listed.said
    assert [] == seen(shop.folder, ran.said, listed.said, stepped.said)


@pytest.mark.parametrize("case", LOGINS)
def test_a_token_is_secret_from_its_first_appearance(shop, case):
    """The login's own answer, told before the token is used, does not show it, whether or not it is ever used."""
    steps = LOGINS[case]
    shop.write({"_calls.yaml": CALLS, "login.yaml": f"name: Login\ncontinue_on_failure: true\nsteps:{steps}"})
    ran = run(shop, "login.yaml", "-v")
    assert (1, []) == (ran.code, seen(shop.folder, ran.said))
    assert '"access_token":"***"' in ran.out


def test_a_token_captured_in_setup_is_secret(shop):
    """Setup tells its steps before any scenario uses what it captured."""
    setup = "setup:\n  - {request: {service: api, url: /login}, capture: {t: body.access_token}}\n"
    use = "request: {service: api, url: /echo, headers: {Authorization: 'Bearer {{ t }}'}}"
    shop.write({"itest.yaml": PROJECT + setup, "a.yaml": f"name: A\nsteps:\n  - {use}\n"})
    ran = run(shop, "a.yaml", "-v")
    assert (0, []) == (ran.code, seen(shop.folder, ran.said)), ran.said


def test_an_error_shows_no_secret(shop):
    """Refused, not found, malformed, timed out, or unable to be rendered: the sentence does not quote it."""
    steps = """
  - request: {url: "http://127.0.0.1:9/{{ secrets.CANARY }}"}
  - request: {url: "http://{{ secrets.CANARY }}.invalid/"}
  - request: {service: api, url: "ht!tp://{{ secrets.CANARY }}"}
  - request: {service: api, url: /slow/3000, headers: {X-A: "{{ secrets.CANARY }}"}}
    timeout: 200ms
  - request: {service: api, url: /echo, headers: {X-A: "{{ secrets.CANARY }}\\n"}}
  - run: ["{{ secrets.CANARY }}"]
  - run: {command: "echo {{ secrets.CANARY }} && exit 3", shell: true}
  - sql: {service: db, query: "select :p from nothing", params: {p: "{{ secrets.CANARY }}"}}
  - set: {x: "{{ secrets.CANARY | int }}"}
  - set: {x: "{{ secrets.CANARY | from_json }}"}
  - set: {x: "{{ secrets.CANARY | unbase64 }}"}
  - set: {x: "{{ 'a' | regex(secrets.CANARY ~ '(') }}"}
  - set: {x: "{{ file(secrets.CANARY) }}"}
  - set: {x: "{{ {'a': 1}[secrets.CANARY] }}"}
  - wait: "{{ secrets.CANARY }}"
  - each: "{{ secrets.CANARY }}"
    set: {x: 1}
"""
    shop.write({"errors.yaml": f"name: Errors\ncontinue_on_failure: true\nsteps:{steps}"})
    ran = run(shop, "errors.yaml", "-v")
    assert (1, []) == (ran.code, seen(shop.folder, ran.said)), ran.said
    assert no_traceback(ran.said)


def test_a_load_error_does_not_quote_a_secret(shop):
    """The source line under the caret may hold what the environment holds, or what the file declares secret itself."""
    shop.write(
        {
            "a.yaml": f"name: A\nstepz: x # {CANARIES['env']}\n",
            "b.yaml": f'name: B\nsecrets: [pin]\nvars: {{pin: "{CANARIES["literal"]}", other: "{{{{ nothing }}}}"}}\n'
            "steps: [{assert: [pin == 1]}]\n",
            "c.yaml": f"name: C\nsecrets:\n  - pin\nvars:\n  pin: {CANARIES['literal']}\n  - broken: [\n",
            ".env": f"OTHER_TOKEN={CANARIES['service']}\nwhat is {CANARIES['var']}\n",
        }
    )
    words = ["--var", f"password={CANARIES['given']}"]
    ran = run(shop, ".", *words)
    checked = launch(["validate", ".", *words], shop.folder, environ=shop.environ)
    odd = launch(["run", ".", "--var", CANARIES["given"]], shop.folder, environ=shop.environ)
    assert (2, 2, 2) == (ran.code, checked.code, odd.code)
    assert [] == seen(shop.folder, ran.said, checked.said, odd.said)
    assert "a.yaml:2:1" in ran.err and "b.yaml:3:" in ran.err and ".env:2:1" in ran.err, ran.err


def test_an_interrupted_run_shows_no_secret(shop):
    """What is told in a hurry is redacted all the same."""
    steps = "  - request: {service: api, url: /slow/9000, headers: {X-A: '{{ secrets.CANARY }}'}}\n"
    cleanup = "cleanup:\n  - request: {service: api, url: /echo, query: {q: '{{ secrets.CANARY }}'}}\n"
    shop.write(
        {"slow.yaml": f"name: Slow\nsteps:\n  - {PLACES['json']}\n{steps}{cleanup}    expect: {{status: 500}}\n"}
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "itest", "run", "slow.yaml", "-v", *REPORTS],
        cwd=shop.folder,
        env=environment(shop.environ),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert wait_until(lambda: (shop.folder / "out" / "j.xml").exists(), 20)
    wait_until(lambda: False, 0.5)
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=20)[0]
    assert (130, []) == (process.returncode, seen(shop.folder, said)), said


def test_a_defect_of_ours_keeps_secrets_out_of_its_traceback(shop):
    """A third party's reporter that fails with what it was told, and one that knows the environment."""
    plugin = shop.folder / "plugin"
    shop.write(
        {
            "plugin/broken_reporter.py": "import os\nfrom itest.engine.pool import Pool\n"
            "def fail(*_):\n    raise RuntimeError('no: ' + os.environ['CANARY'] + os.environ['MY_TOKEN'])\n"
            "Pool.run = fail\n",
            "plugin/sitecustomize.py": "import broken_reporter\n",
            "a.yaml": f"name: A\nsteps:\n  - {PLACES['json']}\n",
        }
    )
    ran = run(shop, "a.yaml", PYTHONPATH=f"{plugin}{os.pathsep}{Path.cwd()}", MY_TOKEN=CANARIES["service"])
    traces = [path.read_text() for path in (shop.folder / ".itest").glob("itest-defect-*")]
    assert (3, []) == (ran.code, seen(shop.folder, ran.said)), ran.said
    assert ["no: ***"] == [line.partition("RuntimeError: ")[2] for text in traces for line in text.splitlines()[-1:]]


def test_a_redirect_to_another_origin_takes_no_credential_along(shop):
    """The other server's log tells what arrived: no Authorization, no cookie, no header that says who is asking."""
    shop.write(
        {
            "redirect.yaml": f"""
name: Redirect
steps:
  - request: {{service: bearer, url: /cookies/set?sid={CANARIES["token"]}}}
  - request:
      service: bearer
      url: /elsewhere
      headers: {{X-Api-Key: {SECRET}, X-Note: {SECRET}, Accept: text/plain}}
      cookies: {{own: {SECRET}}}
      follow_redirects: true
    expect: {{status: 200, redirects: [{{status: 307}}]}}
"""
        }
    )
    ran = run(shop, "redirect.yaml", "-v")
    assert (0, []) == (ran.code, seen(shop.folder, ran.said)), ran.said
    (arrived,) = shop.other.logs["witness"]
    names = {line.partition(":")[0].lower() for line in arrived.split("\n\n")[0].splitlines()[1:]}
    assert names <= {"host", "accept", "accept-encoding", "user-agent", "connection"}
    assert CANARIES["env"] not in arrived and CANARIES["token"] not in arrived


def test_a_rerun_line_does_not_repeat_a_secret(shop):
    """Not even that of a scenario that was skipped before its variables were looked at."""
    shop.write({"skipped.yaml": SOURCES["skipped.yaml"]})
    words = ["--var", f"api_token={CANARIES['var']}", "--var", f"CANARY={CANARIES['given']}"]
    ran = run(shop, "skipped.yaml", *words)
    assert (0, []) == (ran.code, seen(shop.folder, ran.said)), ran.said
    assert "api_token=***" in (shop.folder / "out" / "e.ndjson").read_text(encoding="utf-8")
