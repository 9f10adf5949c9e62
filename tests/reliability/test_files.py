"""Promise 7: a scenario cannot reach out of its folder, nor onto the network, nor into the user's own settings."""

from __future__ import annotations

import json
import os
import stat

import pytest

from tests.reliability.launch import junit_verdicts, launch, no_traceback
from tests.servers.echo import serving

OUTSIDE = "the-text-that-lies-outside"
USES = {
    "body": "request: {{service: api, method: POST, url: /log/reached, file: {path}}}",
    "part": "request: {{service: api, method: POST, url: /log/reached, multipart: {{f: {{file: {path}}}}}}}",
    "trust": "request: {{service: api, url: /log/reached, tls: {{ca: {path}}}}}",
    "script": "sql: {{service: db, file: {path}}}",
    "function": "set: {{x: '{{{{ file({quoted}) }}}}'}}",
    "schema": "request: {{service: api, url: /text}}\n    expect: {{schema: {path}}}",
    "reference": "request: {{service: api, url: /text}}\n    expect: {{schema: {{$ref: {path}}}}}",
}
LITERAL_ONLY = {"schema", "reference", "function"}
"""Uses whose path is looked at as written, or is an expression in any case."""
PATHS = {
    "parent": "../outside.json",
    "deep": "a/../../outside.json",
    "absolute": None,
    "link": "link.json",
    "link in a folder": "folder/outside.json",
    "fifo": "fifo",
    "device": "device",
    "zero": "/dev/zero",
    "standard input": "/dev/stdin",
    "environment": "/proc/self/environ",
    "memory": "/proc/self/mem",
    "folder": "sub",
    "nul": "a\\0b",
    "long": "x" * 5000,
    "home": "~/outside.json",
    "url": "file:///etc/passwd",
}
PROJECT = 'services: {api: {url: "{{ env.API_URL }}"}, db: {url: "sqlite:///{{ run.dir }}/x.db"}}\n'


@pytest.fixture
def inside(tmp_path):
    """A project whose folder holds links to the outside, a FIFO and (for root) a device."""
    (tmp_path / "outside.json").write_text(json.dumps({"const": OUTSIDE}))
    folder = tmp_path / "inside"
    (folder / "sub").mkdir(parents=True)
    (folder / "a").mkdir()
    (folder / "link.json").symlink_to(tmp_path / "outside.json")
    (folder / "folder").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(folder / "fifo")
    if os.geteuid() == 0:
        os.mknod(folder / "device", 0o600 | stat.S_IFCHR, os.makedev(1, 5))  # the zero device, under a name of ours
    (folder / "itest.yaml").write_text(PROJECT)
    return folder


def steps(inside, *, live: bool) -> dict[str, str]:
    """A scenario for each use of each path; live ones know the path only when they run."""
    found = {}
    for place, path in PATHS.items():
        written = path if path is not None else str(inside.parent / "outside.json")
        for use, step in USES.items():
            if live and use in LITERAL_ONLY - {"function"}:
                continue
            name = f"{use} {place}".replace(" ", "_")
            shown = '"{{ where }}"' if live else f'"{written}"'
            quoted = "where" if live else f'"{written}"'
            found[name] = (
                f'name: {name}\nvars: {{where: "{written}"}}\nsteps:\n  - {step.format(path=shown, quoted=quoted)}\n'
            )
    return found


def test_a_path_that_leads_outside_is_refused_when_it_is_known_only_at_run_time(inside):
    """Each use of each path is an error with a sentence, nothing is read, nothing is sent, nothing hangs."""
    scenarios = steps(inside, live=True)
    for name, text in scenarios.items():
        (inside / f"{name}.yaml").write_text(text)
    with serving() as server:
        ran = launch(["run", ".", "--junit-xml", "j.xml", "-v"], inside, environ={"API_URL": server.url}, limit=60)
        assert [] == server.logs["reached"]
    verdicts = junit_verdicts(inside / "j.xml")
    assert (1, True) == (ran.code, no_traceback(ran.said)), ran.said[-2000:]
    assert dict.fromkeys(scenarios, "error") == {name: verdict for name, (verdict, _) in verdicts.items()}
    assert OUTSIDE not in ran.said + (inside / "j.xml").read_text()
    assert ran.peak < 150 << 10


def test_a_path_that_leads_outside_is_refused_before_anything_is_sent(inside):
    """As written in the file: exit 2 with the place, or an error of the step where only a function names it."""
    scenarios = steps(inside, live=False)
    for name, text in scenarios.items():
        (inside / f"{name}.yaml").write_text(text)
    ran = launch(["validate", "."], inside, environ={"API_URL": "http://127.0.0.1:9"}, limit=60)
    assert (2, True) == (ran.code, no_traceback(ran.said)), ran.said[-2000:]
    assert OUTSIDE not in ran.said


@pytest.mark.parametrize("use", ["use", "examples", "project schema"])
def test_other_files_stay_inside_too(inside, use):
    """A used scenario, data rows and a schema behind a reference of a schema that lies inside."""
    (inside.parent / "other.yaml").write_text("name: Other\nsteps: [{set: {x: 1}}]\n")
    (inside.parent / "rows.csv").write_text("a\n1\n")
    (inside / "schema.json").write_text(json.dumps({"properties": {"a": {"$ref": "../outside.json"}}}))
    body = {
        "use": "steps:\n  - use: {scenario: ../other.yaml}\n",
        "examples": "examples: {file: ../rows.csv}\nsteps:\n  - assert: [a == '1']\n",
        "project schema": "steps:\n  - request: {service: api, url: /json}\n    expect: {schema: schema.json}\n",
    }[use]
    (inside / "a.yaml").write_text("name: A\n" + body)
    with serving() as server:
        ran = launch(["run", "a.yaml"], inside, environ={"API_URL": server.url})
    assert 2 == ran.code, ran.said
    assert no_traceback(ran.said) and OUTSIDE not in ran.said
    assert "outside" in ran.said


@pytest.mark.parametrize("named", [False, True], ids=["nameless", "named"])
@pytest.mark.parametrize("where", ["inline", "file"])
def test_a_schema_is_never_fetched_from_the_network(inside, where, named):
    """The server that the reference names is there and is not asked; a schema's own address means files beside it."""
    with serving() as server:
        schema = {"properties": {"a": {"$ref": f"{server.url}/counter/asked"}}}
        if named:
            schema["$id"] = f"{server.url}/counter/base"
        (inside / "s.json").write_text(json.dumps(schema))
        written = json.dumps(schema) if where == "inline" else "s.json"
        (inside / "a.yaml").write_text(
            f"name: A\nsteps:\n  - request: {{service: api, url: /text}}\n    expect: {{schema: {written}}}\n"
        )
        ran = launch(["run", "a.yaml"], inside, environ={"API_URL": server.url})
        assert 0 == server.counters["asked"] + server.counters["base"]
    assert 2 == ran.code and no_traceback(ran.said), ran.said
    assert ("the file is not there" if named else "never fetched from the network") in ran.said


XML = {
    "entity": '<!DOCTYPE a [<!ENTITY x "{text}">]><a>&x;</a>',
    "outside": '<!DOCTYPE a [<!ENTITY x SYSTEM "file://{path}">]><a>&x;</a>',
    "network": '<!DOCTYPE a SYSTEM "{url}/counter/asked"><a/>',
    "parameter": '<!DOCTYPE a [<!ENTITY % x SYSTEM "{url}/counter/asked"> %x;]><a/>',
    "laughs": "<!DOCTYPE a ["
    + '<!ENTITY l0 "ha">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    + "]><a>&l9;</a>",
    "attributes": '<!DOCTYPE a [<!ATTLIST a b CDATA "{text}">]><a/>',
}


@pytest.mark.parametrize("kind", XML)
def test_xml_has_no_dtd_and_no_entities(inside, kind):
    """A body that declares something is refused, one that only names a DTD is looked into without it: nothing is read,
    nothing is asked, nothing grows."""
    with serving() as server:
        text = XML[kind]
        for name, value in {"text": OUTSIDE, "path": str(inside.parent / "outside.json"), "url": server.url}.items():
            text = text.replace(f"{{{name}}}", value)
        server.stored["x"] = text
        (inside / "a.yaml").write_text(
            "name: A\nsteps:\n  - request: {service: api, url: /prepared/x, query: {kind: application/xml}}\n"
            "    expect: {body: {'string(/a)': x, 'string(/a/@b)': y}}\n"
        )
        ran = launch(["run", "a.yaml", "-q"], inside, environ={"API_URL": server.url})
        assert 0 == server.counters["asked"]
    assert 1 == ran.code and no_traceback(ran.said), ran.said
    refusals = ("(an internal subset)", "entity amplification")
    assert any(each in ran.said for each in refusals) != (kind == "network"), ran.said
    assert "root:" not in ran.said and ran.peak < 150 << 10


def test_netrc_and_proxy_variables_are_not_heeded(inside):
    """Only what the files say decides where a request goes and as whom."""
    with serving() as server, serving() as proxy:
        host = server.url.removeprefix("http://").partition(":")[0]
        home = inside / "home"
        home.mkdir()
        (home / ".netrc").write_text(f"machine {host} login ada password lovelace\ndefault login x password y\n")
        (home / ".netrc").chmod(0o600)
        (inside / "a.yaml").write_text(
            "name: A\nsteps:\n  - request: {service: api, url: /echo}\n"
            "    expect: {status: 200, body: {headers: {authorization: {$exists: false}}}}\n"
        )
        names = ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")
        environ = {"API_URL": server.url, "HOME": str(home), "NETRC": str(home / ".netrc"), "NO_PROXY": None}
        ran = launch(["run", "a.yaml"], inside, environ={**environ, **dict.fromkeys(names, proxy.url)})
        assert 0 == ran.code, ran.said
