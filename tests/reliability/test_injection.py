"""Promises 5 and 11: data is never a template, a template reaches nothing but its names, and no expression hangs the run
or eats its memory."""

from __future__ import annotations

import json
import re
import signal
import subprocess
from pathlib import Path
from unittest.mock import ANY
from urllib.parse import unquote_plus

import pytest

from itest.cli.loading import all_specs
from itest.load.loading import load
from itest.model.problem import LoadError
from tests.reliability.launch import ITEST, MEMORY, environment, junit_verdicts, launch, no_traceback, wait_until
from tests.servers.echo import serving

CANARY = "a-canary-that-is-never-sent"
PAYLOAD = "{{ 6 * 111 }}-{{ secrets.CANARY }}-{% raw %}-${6*111}-#{666}-<%= 666 %>-$(touch pwned)-`touch pwned`-';--{#"
PROJECT = 'secrets: [CANARY]\nservices: {api: {url: "{{ env.API_URL }}"}, db: {url: "sqlite:///{{ run.dir }}/x.db"}}\n'
SEND = "request: {service: api, method: POST, url: /witness, "
FIELDS = {
    "url": 'request: {service: api, url: "/witness/{{ p | urlencode }}"}',
    "query": SEND + 'query: {q: "{{ p }}"}}',
    "query name": SEND + 'query: {"{{ p }}": v}}',
    "header": SEND + 'headers: {X-P: "{{ p }}"}}',
    "json": SEND + 'json: {a: ["{{ p }}"]}}',
    "json key": SEND + 'json: {"{{ p }}": 1}}',
    "inside text": SEND + 'text: "before {{ p }} behind"}',
    "form": SEND + 'form: {f: "{{ p }}"}}',
    "form name": SEND + 'form: {"{{ p }}": f}}',
    "multipart": SEND + 'multipart: {f: "{{ p }}"}}',
    "bearer": SEND + 'auth: {api_key: {header: X-Key, value: "{{ p }}"}}}',
    "graph": SEND + 'json: {query: "{{ q }}", variables: {deep: [{x: "{{ p }}"}]}}}',
    "whole object": SEND + 'json: "{{ answer }}"}',
    "environment": SEND + 'text: "{{ env.HOSTILE }}"}',
    "command line": SEND + 'text: "{{ given }}"}',
    "concatenated": SEND + "text: \"{{ '{' ~ p ~ '}' }}\"}",
    "set again": 'set: {again: "{{ p }}"}\n  - ' + SEND + 'text: "{{ again }}"}',
    "rendered twice": 'set: {twice: "{{ again }}"}\n  - ' + SEND + 'text: "{{ twice }}"}',
    "used": 'use: {scenario: _used.yaml, with: {x: "{{ p }}"}}\n    capture: {back: y}\n  - '
    + SEND
    + 'text: "{{ back }}"}',
    "each": SEND + 'text: "{{ item }}"}\n    each: "{{ [p] }}"',
    "sql": 'sql: {service: db, query: "select :p as it", params: {p: "{{ p }}"}}\n    capture: {it: "rows[0].it"}\n  - '
    + SEND
    + 'text: "{{ it }}"}',
    "argument": 'run: [printf, "%s", "{{ p }}"]\n    capture: {out: stdout}\n  - ' + SEND + 'text: "{{ out }}"}',
    "argument in a line": "run: printf %s {{ p }}\n    capture: {line: stdout}\n  - " + SEND + 'text: "{{ line }}"}',
    "stdin": 'run: {command: [cat], stdin: "{{ p }}"}\n    capture: {fed: stdout}\n  - ' + SEND + 'text: "{{ fed }}"}',
    "variable": "run: {command: [printenv, P], env: {P: '{{ p }}'}}\n    capture: {var: stdout | trim}\n  - "
    + SEND
    + 'text: "{{ var }}"}',
    "file": SEND + "text: \"{{ file('hostile.txt') }}\"}",
    "from JSON": SEND + 'text: "{{ (answer | json | from_json).p }}"}',
}


def test_what_a_server_answered_is_never_rendered(tmp_path):
    """A template in an answer is captured, handed on through every field, and arrives letter by letter."""
    lines = [
        "name: Second order",
        "steps:",
        "  - request: {service: api, url: /prepared/p, query: {kind: application/json}}",
        "    capture: {p: body.p, q: body.q, answer: body}",
    ]
    for name, step in FIELDS.items():
        lines += [f"  - {step}"]
        assert name
    (tmp_path / "itest.yaml").write_text(PROJECT)
    (tmp_path / "a.yaml").write_text("\n".join(lines))
    (tmp_path / "_used.yaml").write_text(
        'name: U\ninputs: {x: {}}\nsteps: [{set: {y: "{{ x }}"}}]\noutputs: {y: "{{ y }}"}\n'
    )
    (tmp_path / "hostile.txt").write_text(PAYLOAD)
    with serving() as server:
        server.stored["p"] = json.dumps({"p": PAYLOAD, "q": PAYLOAD[::-1]})
        environ = {"API_URL": server.url, "CANARY": CANARY, "HOSTILE": PAYLOAD}
        ran = launch(["run", "a.yaml", "-v", "--var", f"given={PAYLOAD}"], tmp_path, environ=environ)
        arrived = server.logs["witness"]
    assert 0 == ran.code, ran.said
    assert len(FIELDS) == len(arrived)
    for name, request in zip(FIELDS, arrived, strict=True):
        decoded = unquote_plus(request) if name.split()[0] in ("url", "query", "form") else request
        shown = json.dumps(PAYLOAD)[1:-1] if name in ("json", "json key", "graph", "whole object") else PAYLOAD
        assert (name, True) == (name, shown in decoded), request
        ours = re.sub(r"(?i)traceparent: \S+", "", request)  # random digits, which may be these
        assert CANARY not in ours and "666-" not in ours.replace("#{666}", "")
    assert not list(tmp_path.rglob("pwned"))


def test_an_answer_is_no_matcher_and_no_title(tmp_path):
    """An operator that came in a captured value is compared as data; a title shows it as it is."""
    (tmp_path / "itest.yaml").write_text(PROJECT)
    (tmp_path / "a.yaml").write_text(
        "name: Operators\nsteps:\n"
        "  - request: {service: api, url: /prepared/p, query: {kind: application/json}}\n    capture: {p: body}\n"
        "  - request: {service: api, method: POST, url: /echo, json: {any: 1}}\n"
        '    expect: {body: {json: {any: "{{ p }}"}}}\n'
    )
    with serving() as server:
        server.stored["p"] = json.dumps({"$exists": True})
        ran = launch(["run", "a.yaml"], tmp_path, environ={"API_URL": server.url, "CANARY": CANARY})
    assert 1 == ran.code and "expected" in ran.out and "its type is integer" in ran.out, ran.said


ESCAPES = (
    "''.__class__", "''.__class__.__mro__[1].__subclasses__()", "().__class__.__bases__[0]", "{}.__init__.__globals__",
    "cycler.__init__.__globals__.os.popen('touch pwned').read()", "lipsum.__globals__['os'].system('touch pwned')",
    "joiner.__init__.__globals__", "namespace.__init__.__globals__", "self.__init__.__globals__", "self._TemplateReference__context",
    "uuid.__globals__", "uuid.__self__", "uuid.__func__.__globals__", "now().__class__", "file.__closure__", "file.__code__",
    "vars.__class__", "env.__class__", "secrets.__init__", "run.__class__.__mro__", "services.__dict__", "p.__class__",
    "p['__class__']", "p | attr('__class__')", "[p] | map(attribute='__class__') | list", "[p] | map('attr', '__class__') | list",
    "[p] | selectattr('__class__') | list | first", "[p] | groupby('__class__') | list", "[p] | sort(attribute='__class__.__x__')",
    "'{0.__class__}'.format(p)", "'{0.__class__.__mro__}'.format_map({'0': p})", "'%s' | format(p.__class__)", "p.join.__self__",
    "p.encode('utf-8').__class__", "p.__getattribute__('x')", "get_flashed_messages.__globals__", "config.items()",
    "request.application.__globals__", "url_for.__globals__", "__import__('os').system('touch pwned')", "open('/etc/passwd').read()",
    "eval('1')", "exec('1')", "import os", "lambda: 1", "[x for x in p]", "p := 1", "(1).__class__", "(1).real", "true.__class__",
    "none.__class__", "p.translate({})", "file('../../etc/passwd')", "file('/etc/passwd')", "p | map('system') | list",
    "dict.fromkeys([1])", "dict(a=1).items.__self__", "range(3).__class__", "p | xmlattr", "caller()", "super()", "loop.index",
    "varargs", "kwargs", "_context", "__found", "__conceal",
)  # fmt: skip


@pytest.mark.parametrize("escape", ESCAPES)
def test_no_expression_leaves_the_sandbox(escape, tmp_path):
    """Refused when the file is read, or an error of the step: never a value, never an effect."""
    (tmp_path / "a.yaml").write_text(
        f"name: A\nvars: {{p: text}}\nsteps:\n  - set: {{x: {json.dumps('{{ ' + escape + ' }}')}}}\n"
    )
    try:
        load([Path("a.yaml")], actions=all_specs(), cwd=tmp_path)
    except LoadError as error:
        assert all(problem.excerpt for problem in error.problems)
        return
    _must_be_an_error(escape)


def _must_be_an_error(expression: str) -> None:
    import random
    from datetime import UTC, datetime

    from itest.evaluate.expressions.expression import evaluate
    from itest.evaluate.expressions.functions import functions
    from itest.evaluate.expressions.scope import Scope
    from itest.model.problem import EvaluationError
    from itest.model.values import Expression, Missing

    def read_file(path: str) -> str:
        raise EvaluationError(f"{path} lies outside", code="IT217")

    offered = functions(random.Random(1), lambda: datetime(2024, 1, 1, tzinfo=UTC), read_file)
    names = {**offered, "p": "text", "vars": {"p": "text"}, "env": {}, "secrets": {}, "run": {}, "services": {}}
    try:
        value = evaluate(Expression(expression), Scope(names))
    except EvaluationError:
        return
    # Grouped or sorted by nothing, the items are still the items.
    assert isinstance(value, Missing) or value in (
        ["text"],
        [{"grouper": Missing(".__class__", ANY), "list": ["text"]}],
    )


BOMBS = (
    "'a' * 10000000000", "'a' * 9999999 ~ 'a' * 9999999", "[1] * 1000000000", "[0] * 999999 + [0] * 999999", "10 ** 10 ** 10",
    "9 ** 9 ** 9", "(9 ** 3000) * (9 ** 3000)", "2 ** 0.5 ** -99999", "1e999999999 * 1e999999999", "range(1000000000) | list",
    "range(1000000000) | sum", "('a' * 1000000) | replace('a', 'b' * 1000000)", "'%1000000000d' % 1", "'%.1000000000f' % 1",
    "'a'.ljust(1000000000)", "'a'.zfill(1000000000)", "'a' | center(1000000000)", "('a\\n' * 100000) | indent(1000000)",
    "'{:>1000000000}'.format(1)", "('a' * 5000000) | batch(1) | list | length", "[1, 2] | batch(1000000000, 'x') | list",
    "[1, 2] | slice(1000000000) | list", "random_string(1000000000)", "random_int(0, 9 ** 9 ** 6)", "('&' * 9999999) | escape | escape",
    "('%' * 9999999) | urlencode | urlencode", "('x' * 9999999) | base64 | base64 | hex | hex", "['a' * 9999999] * 9 | join",
    "('a' * 9999999).split('a')", "('a,' * 4999999) | split(',') | json", "('9' * 9999999) | int", "('9' * 5000) | int | plus(1)",
    "('[' * 200000) | from_json", "('<a>' * 2000000) | xpath('//a')", "{'a': ['x' * 9999999] * 2} | json | json",
    "('a' * 100000 ~ '!') | regex('(a+)+$')", "('a' * 100000 ~ '!') | regex('(a|aa)+$')", "('a' * 50000) | regex('(.*)*b')",
    "('a' * 100000) | regex('((a{0,99}){0,99}){0,99}b')", "'a' | regex('(a{9999}){9999}')", "'a' | to_date('%Y' * 999999)",
    "now() | format_date('%c' * 9999999)", "[[1] * 999] * 999 | tojson * 99", "'a' | wordwrap(0)", "'\\\\' * 99999999",
    "(['x' * 1000] * 9000) | sort | join | sha256 * 999999999", "('a' * 999999 | list) | groupby('b') | list", "'a'.replace('', 'b' * 9999999) * 9",
    "('ß' * 9999999) | upper", "'\\u0390' * 9999999 | upper", "('a b ' * 2499999) | title | wordcount * 'a'", "[1] | cycle(9)",
)  # fmt: skip
GROWING = """
name: Growing step by step
steps:
  - set: {x: [a, b, c, d]}
""" + "".join('  - set: {x: "{{ [x, x, x, x] }}"}\n' for _ in range(20))
DOUBLING = """
name: Doubling step by step
steps:
  - set: {x: abcdefghij}
""" + "".join('  - set: {x: "{{ x }}{{ x }}{{ x }}"}\n' for _ in range(20))
DEEP = (
    """
name: Deeper step by step
continue_on_failure: true
steps:
  - set: {x: [a]}
"""
    + "".join('  - set: {x: "{{ [x] }}"}\n' for _ in range(1500))
    + '  - set: {y: "{{ x | json }}"}\n'
)


def test_no_expression_hangs_the_run_or_eats_its_memory(tmp_path):
    """A bomb a file, all in one process: each comes to an end by itself, and the next scenario passes."""
    for number, bomb in enumerate(BOMBS):
        (tmp_path / f"b{number:02}.yaml").write_text(
            f"name: b{number:02}\nsteps:\n  - set: {{x: {json.dumps('{{ ' + bomb + ' }}')}}}\n    timeout: 5s\n"
        )
    for name, text in {"c1": GROWING, "c2": DOUBLING, "c3": DEEP}.items():
        (tmp_path / f"{name}.yaml").write_text(text)
    (tmp_path / "z.yaml").write_text("name: fine\nsteps:\n  - assert: [1 == 1]\n")
    bad = _refused(tmp_path)
    ran = launch(["run", ".", "-j", "1", "-q", "--junit-xml", "j.xml"], tmp_path, limit=120)
    assert (1, True) == (ran.code, no_traceback(ran.said)), ran.said[-3000:]
    verdicts = junit_verdicts(tmp_path / "j.xml")
    assert "passed" == verdicts.pop("fine")[0]
    quick = {name for name, (verdict, _) in verdicts.items() if verdict == "passed"}
    assert ran.peak < MEMORY, ran.peak
    assert ran.seconds < 45
    assert len(quick) + len(bad) < len(BOMBS) / 2, quick


def _refused(folder: Path) -> list[str]:
    """The files that are refused before a run, which are taken out of it."""
    try:
        load([folder], actions=all_specs(), cwd=folder)
    except LoadError as error:
        names = sorted({Path(problem.file).name for problem in error.problems})
        for name in names:
            (folder / name).unlink()
        return names
    return []


POST = "request: {service: api, method: POST, url: /echo, json: "
FANNED = {f"a{level}": {"anyOf": [{"$ref": f"#/$defs/a{level + 1}"}] * 2} for level in range(40)} | {"a40": False}
SLOW = {
    "a list in any order": POST + '"{{ range(40000) | list }}"}\n    '
    'expect: {body: {json: {$unordered: "{{ range(40000) | list | reverse }}"}}}',
    "membership": POST + "\"{{ range(40000) | list }}\"}\n    assert: body.json | select('in', body.json) | list",
    "a schema that fans out": f"{POST}1}}\n    expect: {{schema: {json.dumps({'$defs': FANNED, '$ref': '#/$defs/a0'})}}}",
    "a path of paths": POST + "\"{{ ('[' * 100 ~ ']' * 100) | from_json }}\"}\n    capture: {x: $..*..*..*..*..*..*}",
    "a filter of filters": POST + "\"{{ ('[' * 100 ~ ']' * 100) | from_json }}\"}\n    "
    "capture: {x: \"$..[?@..[?@..[?@..*]]]\"}",
    "polling": POST + "\"{{ range(40000) | list }}\"}\n    "
    "retry: {attempts: 1, until: \"body.json | select('in', body.json) | list\"}",
    "a flow to nowhere": "id: a\n    " + POST + '"{{ range(40000) | list }}"}\n  - id: b\n    '
    + POST + '"{{ range(50000, 90000) | list }}"}\nflow:\n  - {from: a.body.json, nowhere_in: [b]}',
}  # fmt: skip


def test_what_takes_too_long_to_look_at_is_stopped(tmp_path):
    """Whatever it is that looks at it: the scenario's deadline bounds it, its cleanup runs, and the next one passes."""
    cleanup = "cleanup:\n  - request: {service: api, method: POST, url: /log/slow}\n"
    (tmp_path / "itest.yaml").write_text('services: {api: {url: "{{ env.API_URL }}"}}\n')
    for name, step in SLOW.items():
        (tmp_path / f"{name}.yaml").write_text(f"name: {name}\ntimeout: 2s\nsteps:\n  - {step}\n{cleanup}")
    (tmp_path / "z.yaml").write_text("name: fine\nsteps:\n  - assert: [1 == 1]\n")
    with serving() as server:
        # One by one: side by side, a deadline may pass before there is anything to look at.
        words = ["run", ".", "-q", "-j", "1", "--junit-xml", "j.xml"]
        ran = launch(words, tmp_path, environ={"API_URL": server.url}, limit=90)
        assert len(SLOW) == len(server.logs["slow"])
    assert (1, True) == (ran.code, no_traceback(ran.said)), ran.said[-3000:]
    verdicts = junit_verdicts(tmp_path / "j.xml")
    assert "passed" == verdicts.pop("fine")[0]
    assert dict.fromkeys(SLOW, "error") == {name: verdict for name, (verdict, _) in verdicts.items()}
    assert all("IT216" in text for _, text in verdicts.values()), verdicts


def test_a_signal_ends_a_run_that_is_busy_evaluating(tmp_path):
    """Its cleanup runs all the same."""
    (tmp_path / "a.yaml").write_text("""
name: Busy
vars: {base: "{{ env.API_URL }}"}
steps:
  - request: POST {{ base }}/log/begun
    retry: {for: 500s, every: 0, until: "range(100000) | select('in', range(100000)) | list | length == 1"}
cleanup:
  - request: POST {{ base }}/log/cleaned
""")
    with serving() as server:
        process = subprocess.Popen(
            [*ITEST, "run", "."], cwd=tmp_path, env=environment({"API_URL": server.url}), stdout=subprocess.DEVNULL
        )
        wait_until(lambda: bool(server.logs["begun"]), 60)
        process.send_signal(signal.SIGTERM)
        assert (143, 1) == (process.wait(60), len(server.logs["cleaned"]))


EVIL = "(a+)+$"
PATTERNS = {
    "operator": f"expect: {{body: {{p: {{$regex: '{EVIL}'}}}}}}",
    "in a list": f"expect: {{body: {{l: {{$each: {{$regex: '{EVIL}'}}}}}}}}",
    "not": f"expect: {{body: {{p: {{$not: {{$regex: '{EVIL}'}}}}}}}}",
    "assert": f"assert: [\"body.p | regex('{EVIL}')\"]",
    "capture": f"capture: {{x: \"body.p | regex('{EVIL}')\"}}",
    "until": f"retry: {{attempts: 1, until: \"body.p | regex('{EVIL}')\"}}",
    "condition": f"assert: [\"(body.p | regex('{EVIL}')) or true\"]",
    "schema": f"expect: {{schema: {{properties: {{p: {{pattern: '{EVIL}'}}}}}}}}",
    "property names": f"expect: {{schema: {{patternProperties: {{'{EVIL}': {{type: 'null'}}}}}}}}",
    "additional": f"expect: {{schema: {{patternProperties: {{'{EVIL}': {{}}}}, additionalProperties: false}}}}",
    "JSONPath match": f"capture: {{x: \"$.l[?match(@, '{EVIL}')]\"}}",
    "JSONPath search": f"expect: {{body: {{\"$.l[?search(@, '{EVIL}')]\": [x]}}}}",
    "format": "expect: {body: {p: {$format: email}, l: {$each: {$format: uri}}}}",
}


def test_no_regular_expression_hangs_the_run(tmp_path):
    """Wherever a pattern can stand, a text made for it takes a second at most and the scenario is not green."""
    evil = "a" * 60_000 + "!"
    for name, check in PATTERNS.items():
        (tmp_path / f"{name.replace(' ', '_')}.yaml").write_text(
            f"name: {name}\nsteps:\n  - request: {{service: api, url: /prepared/p, query: {{kind: application/json}}}}\n    {check}\n"
        )
    (tmp_path / "itest.yaml").write_text(PROJECT)
    with serving() as server:
        server.stored["p"] = json.dumps({"p": evil, "l": [evil], evil: 1})
        environ = {"API_URL": server.url, "CANARY": CANARY}
        ran = launch(["run", ".", "-q", "--junit-xml", "j.xml"], tmp_path, environ=environ, limit=60)
    verdicts = {name: verdict for name, (verdict, _) in junit_verdicts(tmp_path / "j.xml").items()}
    assert (1, True) == (ran.code, no_traceback(ran.said)), ran.said[-3000:]
    assert {} == {name: verdict for name, verdict in verdicts.items() if verdict == "passed"}
    assert len(PATTERNS) == len(verdicts)
    assert ran.seconds < 20 and ran.peak < MEMORY


def test_a_pattern_for_a_ready_log_does_not_hang_the_start(tmp_path):
    """The service is not ready in its time, and the run says so."""
    (tmp_path / "itest.yaml").write_text(
        "services:\n  api:\n    url: 'http://127.0.0.1:{{ port }}'\n    start:\n"
        f"      command: [sh, -c, 'echo {'a' * 40}!; sleep 30']\n"
        f"      ready: {{log: '{EVIL}', within: 500ms}}\n"
    )
    (tmp_path / "a.yaml").write_text("name: A\nsteps:\n  - request: {service: api, url: /}\n")
    ran = launch(["run", "a.yaml"], tmp_path, limit=30)
    assert (1, True) == (ran.code, no_traceback(ran.said)), ran.said
    assert "IT214" in ran.said and ran.seconds < 12


HUGE = {
    "each": "set: {x: 1}\n    each: '{{ n }}'",
    "attempts": "run: ['false']\n    retry: {attempts: '{{ n }}', every: 100ms}",
    "backoff": "run: ['false']\n    retry: {attempts: 3, every: 1ms, backoff: '{{ n }}'}",
    "every": "run: ['false']\n    retry: {attempts: 2, every: '{{ n }}'}",
    "timeout": "run: ['true']\n    timeout: '{{ n }}'",
    "wait": "wait: '{{ n }}'",
    "status": "assert: ['false']\n  - request: {service: api, url: /text}\n    expect: {status: '{{ n }}'}",
    "time": "request: {service: api, url: /text}\n    expect: {time: '{{ n }}', status: 404}",
    "between": "request: {service: api, url: /text}\n    expect: {status: {$between: ['{{ tiny }}', '{{ tiny }}']}}",
    "approx": "request: {service: api, url: /text}\n    expect: {status: {$approx: {value: '{{ n }}', within: '{{ tiny }}'}}}",
    "size": "request: {service: api, url: /text}\n    expect: {text: {$size: '{{ n }}'}}",
    "query": "request: {service: api, url: /nowhere, query: {n: '{{ n }}', t: '{{ tiny }}'}}",
    "json": "request: {service: api, method: POST, url: /nowhere, json: ['{{ n }}', '{{ tiny }}']}",
    "sql": "sql: {service: db, query: 'select :n', params: {n: '{{ n }}'}}\n    expect: {rows: []}",
    "argument": "run: [sh, -c, 'exit 1', '{{ n }}']",
    "test": "assert: ['n is odd']",
    "filter": "assert: ['(n | int) == 1']",
    "date": "assert: ['(n | to_date) == 1']",
    "index": "assert: ['[1][n] == 1']",
}


def test_a_number_of_any_size_does_no_harm(tmp_path):
    """An answer says 1e999999999 where a count, a duration, a status or an index is wanted: a sentence, at once."""
    (tmp_path / "itest.yaml").write_text(PROJECT)
    for name, step in HUGE.items():
        (tmp_path / f"{name}.yaml").write_text(
            f"name: {name}\ntimeout: 2s\nsteps:\n  - request: {{service: api, url: /prepared/p, query: {{kind: application/json}}}}\n"
            f"    capture: {{n: 'body[0]', tiny: 'body[1]'}}\n  - {step}\n"
        )
    with serving() as server:
        server.stored["p"] = "[1e999999999, 1e-999999999]"
        environ = {"API_URL": server.url, "CANARY": CANARY}
        ran = launch(["run", ".", "-q", "--junit-xml", "j.xml"], tmp_path, environ=environ, limit=60)
    assert (1, True) == (ran.code, no_traceback(ran.said)), ran.said[-3000:]
    verdicts = {name: verdict for name, (verdict, _) in junit_verdicts(tmp_path / "j.xml").items()}
    assert (len(HUGE), {}) == (len(verdicts), {name: one for name, one in verdicts.items() if one == "passed"})
    assert ran.seconds < 20 and ran.peak < MEMORY
