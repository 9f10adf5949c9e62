"""Attacks of a server on what belongs to others: links and redirects that lead from one origin to another."""

import json
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.cli.commanding import Said, itest
from tests.servers import certificates
from tests.servers.recorder import Recorder, recording

SECRET = "canary-of-ada-77"
USER, PASSWORD = "ada%40shop", "en%2Fgine%20pw"
BASIC = "Basic YWRhQHNob3A6ZW4vZ2luZSBwdw=="
IN_URL = f"{USER}:{PASSWORD}@"
USUAL = {"host", "user-agent", "accept", "accept-encoding", "traceparent"}
"""What every request has."""


@pytest.fixture
def shop():
    with recording() as recorder:
        yield recorder


@pytest.fixture
def other():
    with recording() as recorder:
        yield recorder


@pytest.fixture(scope="module")
def folder_of_certificates(tmp_path_factory):
    return certificates.make(tmp_path_factory.mktemp("certificates"))


def run(folder: Path, project: str, steps: str, *words: str, head: str = "") -> Said:
    (folder / "itest.yaml").write_text(project)
    (folder / ".env").write_text(f"CANARY={SECRET}\nPIN=x7q\n")
    (folder / "a.yaml").write_text(f"name: a\n{head}steps:\n{steps}")
    return itest(folder, "run", "a.yaml", *words)


def service(recorder: Recorder, path: str = "", **more: object) -> str:
    """A project file with this service."""
    return json.dumps({"secrets": ["CANARY", "PIN"], "services": {"shop": {"url": recorder.url + path, **more}}})


# --- a value chooses no method --------------------------------------------------------------------------------------

CHOOSING = {
    "alone": "- request: '{{ link }}'",
    "as the url": "- request: {url: '{{ link }}'}",
    "with a blank around": "- request: {url: '  {{ link }} '}",
    "behind a method": "- request: 'GET {{ link }}'",
    "beside a method": "- request: {method: GET, url: '{{ link }}'}",
    "beside one of a value": "- request: {method: '{{ word }}', url: '{{ link }}'}",
    "an item": "- {each: ['{{ link }}'], request: '{{ item }}'}",
    "an item of an answer": "- {each: first.body.links, request: '{{ item }}'}",
    "half of it": "- request: 'DELE{{ half }}'",
    "of two values": "- request: '{{ word }} {{ path }}'",
    "a block": "- request: |\n    {{ link }}",
    "while": "- {while: {if: 'index == 0', limit: 2}, request: '{{ link }}'}",
    "set": "- set: {again: '{{ link }}'}\n- request: '{{ again }}'",
    "an input": "- use: {scenario: _used.yaml, with: {link: '{{ link }}'}}",
}


@pytest.mark.parametrize("way", CHOOSING)
def test_a_link_of_an_answer_chooses_no_method(tmp_path, shop, way):
    """It is an error before anything is sent."""
    links = {"link": "DELETE /orders/1", "half": "TE /orders/1", "word": "DELETE", "path": "/orders/1"}
    shop.give("/next", {**links, "links": [links["link"]]})
    (tmp_path / "_used.yaml").write_text("name: u\ninputs: {link: {}}\nsteps:\n- request: '{{ link }}'\n")
    first = "- request: GET /next\n  id: first\n  capture: {link: $.link, half: $.half, word: $.word, path: $.path}\n"
    said = run(tmp_path, service(shop), f"{first}{CHOOSING[way]}\n")
    assert (1, True, ["GET /next"]) == (said.code, "IT208" in said.out or "IT211" in said.out, shop.asked), said.out


def test_a_method_is_written_or_given_as_one(tmp_path, shop):
    """What is written is split, templates behind it included; `method` takes a value."""
    shop.give("/next", {"path": "a/b c", "method": "PURGE"})
    steps = """
- request: GET /next
  capture: {path: $.path, method: $.method}
- request: "POST  /x/{{ path | urlencode }}"
- request: {url: "PUT {{ '/y' }}"}
- request: {url: /z, method: "{{ method }}"}
- request: {url: "delete /w?{{ method }}=1"}
"""
    said = run(tmp_path, service(shop), steps)
    assert 0 == said.code, said.out
    assert ["GET /next", "POST /x/a%2Fb%20c", "PUT /y", "PURGE /z", "DELETE /w?PURGE=1"] == shop.asked


# --- redirects --------------------------------------------------------------------------------------------------------

HOLDING = {
    "a declared secret": "Accept-Language: '{{ secrets.CANARY }}'",
    "within a text": "User-Agent: 'agent {{ secrets.CANARY }} 1'",
    "a weak one": "User-Agent: 'agent {{ secrets.PIN }}'",
    "in base64": "Range: '{{ secrets.CANARY | base64 }}'",
    "percent-encoded": "Accept: 'text/{{ secrets.CANARY | urlencode }}'",
    "in capitals": "Accept-Charset: '{{ secrets.CANARY | upper }}'",
    "a part of one": "Cache-Control: '{{ secrets.CANARY[:9] }}'",
    "a hash of one": "Pragma: '{{ secrets.CANARY | sha256 }}'",
    "a captured token": "User-Agent: 'x {{ token }}'",
    "a part of that": "User-Agent: 'x {{ token[:9] }}'",
    "a cookie": "Accept-Language: '{{ login.cookies.sid.value }}'",
    "through a variable": "Accept-Language: '{{ made }}'",
    "the key of its own auth": "Range: 'bytes={{ word }}'",
    "what an answer echoes": "Accept-Language: 'x{{ echo }}'",
    "another name": "X-Note: of ada",
}


@pytest.mark.parametrize("status", [302, 307])
@pytest.mark.parametrize("kind", HOLDING)
def test_a_header_with_a_secret_stays_behind(tmp_path, shop, other, kind, status):
    """Whatever it is called; what is usual takes its place."""
    shop.give(
        "/login", {"token": "token-of-ada-1", "word": "word-of-ada-1", "echo": SECRET}, Set_Cookie="sid=cookie-of-ada-1"
    )
    shop.redirect("/away", f"{other.url}/there", status)
    steps = f"""
- id: login
  request: /login
  capture: {{token: $.token, word: $.word, echo: $.echo}}
- set: {{made: "<{{{{ secrets.CANARY[2:] }}}}>"}}
- request:
    url: /away
    headers: {{{HOLDING[kind]}}}
    auth: {{api_key: {{header: Cache-Control, value: "{{{{ word }}}}"}}}}
    follow_redirects: true
"""
    if kind == "a part of one":
        steps = steps.replace("header: Cache-Control", "header: X-Key")
    said = run(tmp_path, service(shop), steps)
    name = HOLDING[kind].partition(":")[0].lower()
    assert (0, ["GET /there"]) == (said.code, other.asked), said.out
    assert USUAL - {"traceparent"} == set(other.last.headers)
    assert name in shop.last.headers and "ada" not in repr(other.last) and "Y2FuYXJ5" not in repr(other.last)


def test_what_says_nothing_about_who_asks_goes_along(tmp_path, shop, other):
    """As it was written in the step."""
    shop.redirect("/away", f"{other.url}/there", 307)
    steps = """
- request:
    url: /away
    method: POST
    headers: {Accept-Language: de, User-Agent: "agent {{ 1 + 1 }}", Accept: null}
    json: {a: 1}
    follow_redirects: true
"""
    said = run(tmp_path, service(shop), steps)
    assert (0, b'{"a":1}', "de", "agent 2", "application/json", False) == (
        said.code,
        other.last.body.replace(b" ", b""),
        other.last.headers["accept-language"],
        other.last.headers["user-agent"],
        other.last.headers["content-type"],
        "accept" in other.last.headers,
    )


LED = {
    "another port": lambda other: f"{other.url}/there",
    "without a scheme": lambda other: f"{other.url.removeprefix('http:')}/there",
    "another name": lambda other: f"{other.url.replace('127.0.0.1', 'localhost')}/there",
    "in capitals": lambda other: f"{other.url.replace('http', 'HTTP')}/there",
    "by blanks": lambda other: f" \t{other.url}/there ",
}


@pytest.mark.parametrize("way", LED)
def test_nothing_of_the_service_goes_to_where_a_redirect_leads(tmp_path, shop, other, way):
    """No header of any name, no credentials, no query, no cookie, whatever the location looks like."""
    shop.give("/login", {}, Set_Cookie="sid=cookie-of-ada-1")
    shop.redirect("/away", LED[way](other))
    project = service(
        shop,
        "?key=of-ada",
        headers={"Accept-Language": "of-ada", "X-Team": "of-ada", "User-Agent": "of-ada"},
        auth={"bearer": SECRET},
    )
    steps = "- request: /login\n- request: {url: /away, cookies: {own: of-ada}, follow_redirects: true}\n"
    said = run(tmp_path, project, steps)
    assert (0, ["GET /there"]) == (said.code, other.asked), said.out
    assert "of-ada" not in repr(other.last) and SECRET not in repr(other.last)
    assert {"accept-language", "x-team", "authorization", "cookie"} < set(shop.last.headers)


def test_what_stayed_behind_does_not_come_back(tmp_path, shop, other):
    """A chain that leads home again goes on without it."""
    shop.redirect("/away", f"{other.url}/back")
    other.redirect("/back", f"{shop.url}/home")
    steps = "- request: {url: /away, follow_redirects: true, headers: {X-Note: of-ada}}\n"
    said = run(tmp_path, service(shop, auth={"bearer": SECRET}), steps)
    assert (0, "GET /home", USUAL - {"traceparent"}) == (said.code, shop.asked[-1], set(shop.last.headers)), said.out


@pytest.mark.parametrize("body", ["json: {password: %s}", "form: {p: %s}", "text: %s", "multipart: {a: %s}"])
@pytest.mark.parametrize("value", ["{{ secrets.CANARY }}", "{{ secrets.CANARY | base64 }}"])
def test_a_body_with_a_secret_is_not_handed_on(tmp_path, shop, other, body, value):
    """307 and 308 ask for it again; to another origin that is an error, at home it is sent."""
    shop.redirect("/login", f"{other.url}/login", 307)
    shop.redirect("/moved", f"{shop.url}/login2", 308)
    sent = body % f"'{value}'"
    steps = f"- request: {{url: POST /%s, {sent}, follow_redirects: true}}\n"
    said = run(tmp_path, service(shop), steps % "login")
    assert (1, True, []) == (said.code, "which holds a secret" in said.out, other.got), said.out
    said = run(tmp_path, service(shop), steps % "moved")
    assert (0, "POST /login2") == (said.code, shop.asked[-1]), said.out


def test_a_see_other_leaves_the_body_anyway(tmp_path, shop, other):
    shop.redirect("/login", f"{other.url}/there", 303)
    steps = "- request: {url: POST /login, json: {p: '{{ secrets.CANARY }}'}, follow_redirects: true}\n"
    said = run(tmp_path, service(shop), steps)
    assert (0, ["GET /there"], b"") == (said.code, other.asked, other.last.body), said.out


# --- absolute URLs ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", [*LED, "with a user"])
def test_a_captured_link_gets_nothing_of_the_service(tmp_path, shop, other, way):
    """Headers, credentials, query and cookies are for what lies under the service's URL."""
    lead = {**LED, "with a user": lambda each: each.url.replace("//", "//x:y@") + "/there"}[way]
    shop.give("/login", {"link": lead(other)}, Set_Cookie="sid=cookie-of-ada-1")
    project = service(
        shop, "?key=of-ada", headers={"Accept-Language": "of-ada", "X-Team": "of-ada"}, auth={"bearer": SECRET}
    )
    steps = "- request: /login\n  capture: {link: $.link}\n- request: '{{ link }}'\n"
    said = run(tmp_path, project, steps)
    if way == "without a scheme":
        assert (0, []) == (said.code, other.got)  # a path of the service
        return
    assert (0, ["GET /there"]) == (said.code, other.asked), said.out
    assert "of-ada" not in repr(other.last) and SECRET not in repr(other.last)


CLIMBING = (
    "/../admin",
    "/%2e%2e/admin",
    "/x/..%2f../admin",
    "/%2e%2e%5cadmin",
    "/..;a=b/admin",
    "/%252e%252e/admin",
    "/..%20/admin",
    "/..%00/admin",
)


@pytest.mark.parametrize("link", CLIMBING)
def test_a_link_that_climbs_out_of_the_service_gets_nothing_of_it(tmp_path, shop, link):
    """Also where the server would undo it: escaped, with a backslash, with parameters."""
    shop.give("/api/next", {"link": link})
    project = service(
        shop, "/api?key=of-ada", headers={"X-Team": "of-ada"}, auth={"basic": {"username": "ada", "password": SECRET}}
    )
    steps = "- request: /next\n  capture: {link: $.link}\n- request: '{{ link }}'\n"
    said = run(tmp_path, project, steps)
    assert (0, 2) == (said.code, len(shop.got)), said.out
    assert {"x-team", "authorization"} < set(shop.got[0].headers) and "key=of-ada" in shop.got[0].target
    assert not {"x-team", "authorization"} & set(shop.last.headers) and "key" not in shop.last.target


def test_a_redirect_that_climbs_out_of_the_service_gets_nothing_of_it(tmp_path, shop):
    """What is the step's own goes along at home."""
    shop.redirect("/api/out", "/admin")
    project = service(shop, "/api", headers={"X-Team": "of-ada"}, auth={"bearer": SECRET})
    steps = "- request: {url: /out, headers: {X-Own: mine}, follow_redirects: true}\n"
    said = run(tmp_path, project, steps)
    assert (0, "GET /admin", "mine") == (said.code, shop.asked[-1], shop.last.headers["x-own"]), said.out
    assert not {"x-team", "authorization"} & set(shop.last.headers)


SESSION = "sessions: {ada: {auth: {bearer: '{{ secrets.CANARY }}'}, headers: {X-Team: of-ada}}}\nsecrets: [CANARY]\n"


def test_a_session_without_a_service_goes_where_the_scenario_says(tmp_path, shop, other):
    """Not where an answer says: neither by a link, nor by its parts, nor through a used scenario."""
    host = other.url.removeprefix("http://")
    shop.give("/next", {"link": f"{other.url}/a", "host": host, "path": "/own"}, Set_Cookie="sid=cookie-of-ada-1")
    (tmp_path / "_used.yaml").write_text(
        "name: u\ninputs: {link: {}}\noutputs: {link: '{{ link }}'}\nsteps:\n- session: ada\n  request: '{{ link }}'\n"
    )
    steps = f"""
- id: first
  session: ada
  request: "{{{{ base }}}}/next"
  capture: {{link: $.link, host: $.host, path: $.path}}
- {{session: ada, request: "{{{{ base }}}}/x{{{{ path }}}}"}}
- {{session: ada, request: "{shop.url}/y{{{{ path }}}}"}}
- {{session: ada, request: "{{{{ link }}}}"}}
- {{session: ada, request: "GET http://{{{{ host }}}}/b"}}
- {{session: ada, request: "{{{{ first.body.link }}}}"}}
- {{session: ada, each: ["{{{{ link }}}}"], request: "{{{{ item }}}}"}}
- set: {{again: "{{{{ link }}}}"}}
- {{session: ada, request: "{{{{ vars.again }}}}"}}
- {{session: ada, id: used, use: {{scenario: _used.yaml, with: {{link: "{{{{ link }}}}"}}}}}}
- {{session: ada, request: "{{{{ used.link }}}}"}}
"""
    said = run(tmp_path, SESSION, steps, head=f"vars: {{base: '{shop.url}'}}\n")
    assert (0, 3, 7) == (said.code, len(shop.got), len(other.got)), said.out
    assert all({"x-team", "authorization"} < set(got.headers) for got in shop.got)
    assert "of-ada" not in repr(other.got) and SECRET not in repr(other.got)


WITH_SECRETS = {
    "a header": "headers: {X-Key: '{{ secrets.CANARY }}'}",
    "a hash": "headers: {X-Key: '{{ secrets.CANARY | sha256 }}'}",
    "auth": "auth: {bearer: '{{ secrets.CANARY }}'}",
    "a query": "query: {key: '{{ made }}'}",
    "a cookie": "cookies: {key: '{{ secrets.CANARY }}'}",
    "a body": "json: {a: [{b: '{{ secrets.CANARY }}'}]}",
    "beside a proxy": "proxy: '', headers: {X-Key: '{{ made }}'}",
}


@pytest.mark.parametrize("with_service", [True, False])
@pytest.mark.parametrize("way", WITH_SECRETS)
def test_a_secret_of_the_step_does_not_go_where_only_an_answer_leads(tmp_path, shop, other, way, with_service):
    """That is an error; home, to a host that the scenario names, and with what the answer itself gave, it is sent."""
    shop.give("/next", {"link": f"{other.url}/there", "near": f"{shop.url}/near", "token": "of-the-answer"})
    base = "" if with_service else shop.url
    project = service(shop) if with_service else "secrets: [CANARY]\n"
    first = f"- request: {base}/next\n  capture: {{link: $.link, near: $.near, token: $.token}}\n"
    head = "vars: {made: '<{{ secrets.CANARY[2:] }}>'}\n"

    def step(url: str, more: str = WITH_SECRETS[way]) -> str:
        return f"- request: {{url: '{url}', {more}}}\n"

    said = run(tmp_path, project, first + step("{{ link }}"), head=head)
    assert (1, True, []) == (said.code, "which is not sent there" in said.out, other.got), said.out
    steps = first + step("{{ near }}") + step(f"{other.url}/own") + step("{{ link }}")
    said = run(tmp_path, project, steps, head=head)
    assert (0, ["GET /own", "GET /there"]) == (
        said.code,
        [each.replace("POST", "GET").partition("?")[0] for each in other.asked],
    )
    other.got.clear()
    said = run(tmp_path, project, first + step("{{ link }}", "auth: {bearer: '{{ token }}'}"), head=head)
    assert (0, "Bearer of-the-answer") == (said.code, other.last.headers["authorization"]), said.out


# --- TLS and proxies --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["redirect", "link"])
@pytest.mark.parametrize("tls", [{"verify": False}, {"ca": "self-signed.pem"}], ids=["verify", "ca"])
def test_whom_a_service_trusts_is_trusted_there_only(tmp_path, folder_of_certificates, way, tls):
    """Another origin is verified as if the service had said nothing; what the step says holds for all of it."""
    context = certificates.context(folder_of_certificates, "self-signed")
    (tmp_path / "self-signed.pem").write_bytes((folder_of_certificates / "self-signed.pem").read_bytes())
    with recording(context) as shop, recording(context) as other:
        shop.give("/next", {"link": f"{other.url}/there"})
        shop.redirect("/away", f"{other.url}/there")
        step = (
            "request: {url: /away, follow_redirects: true%s}" if way == "redirect" else "request: {url: '{{ link }}'%s}"
        )
        steps = "- request: /next\n  capture: {link: $.link}\n- " + step + "\n"
        said = run(tmp_path, service(shop, tls=tls), steps % "")
        assert (1, [], True) == (said.code, other.got, "IT206" in said.out), said.out
        assert "the service's `tls` is for its own origin" in " ".join(said.out.split())
        said = run(tmp_path, service(shop, tls=tls), steps % ", tls: {verify: false}")
        assert (0, ["GET /there"]) == (said.code, other.asked), said.out


@pytest.mark.parametrize("way", ["redirect", "link"])
def test_the_proxy_of_a_service_is_for_the_service(tmp_path, shop, other, way):
    """Another origin is asked directly: it learns nothing of the proxy, and reaches nothing through it."""
    with recording() as proxy:
        proxy.give(f"{shop.url}/next", {"link": f"{other.url}/there"})
        proxy.redirect(f"{shop.url}/away", f"{other.url}/there")
        project = service(shop, proxy=proxy.url.replace("//", f"//{IN_URL}"))
        step = "request: {url: /away, follow_redirects: true}" if way == "redirect" else "request: '{{ link }}'"
        said = run(tmp_path, project, f"- request: /next\n  capture: {{link: $.link}}\n- {step}\n")
        assert (0, ["GET /there"], False) == (said.code, other.asked, "proxy-authorization" in other.last.headers)
        assert {BASIC} == {got.headers["proxy-authorization"] for got in proxy.got}
        assert not any(other.url in got.target for got in proxy.got)


@pytest.mark.parametrize("word", ["connect_to", "proxy"])
def test_where_an_answer_chooses_the_way_nothing_goes_along_that_others_may_not_hear(tmp_path, shop, other, word):
    """Headers, auth, secrets and cookies; by a way that is written, all of them."""
    host = other.url.removeprefix("http://")
    shop.give("/next", {"host": host}, Set_Cookie="session=of-ada-0815; Path=/")
    way = "{{ host }}" if word == "connect_to" else "http://{{ host }}"
    first = "- request: {url: /next, auth: null, headers: null}\n  capture: {host: $.host}\n"

    def step(way: str, more: str = "") -> str:
        return f"- request: {{url: /there, {word}: '{way}'{more}}}\n"

    for given in ({"auth": {"bearer": SECRET}}, {"headers": {"X-Team": "of-ada"}}):
        said = run(tmp_path, service(shop, **given), first + step(way))
        assert (1, True, []) == (said.code, "IT208" in said.out and "is the service's" in said.out, other.got), said.out
    for more in (", headers: {X-Key: '{{ secrets.CANARY }}'}", ", json: ['{{ secrets.CANARY | sha256 }}']"):
        said = run(tmp_path, service(shop), first + step(way, more))
        assert (1, True, []) == (said.code, "made of a secret" in said.out, other.got), said.out
    said = run(tmp_path, service(shop, auth={"bearer": SECRET}), first + step(way, ", auth: null"))
    assert (0, USUAL) == (said.code, set(other.last.headers)), said.out
    written = host if word == "connect_to" else other.url
    said = run(tmp_path, service(shop, auth={"bearer": SECRET}), first + step(written))
    assert (0, f"Bearer {SECRET}", "session=of-ada-0815") == (
        said.code,
        other.last.headers["authorization"],
        other.last.headers["cookie"],
    ), said.out


# --- user and password in a URL ---------------------------------------------------------------------------------------


def test_a_user_in_a_url_is_for_what_lies_under_it(tmp_path, shop, other):
    """Relative, absolute and redirected; not above it, not elsewhere, not in what expressions see."""
    shop.give("/api/next", {"out": "/../admin", "away": f"{other.url}/there", "near": f"{shop.url}/api/near"})
    shop.redirect("/api/up", "/root")
    shop.redirect("/api/away", f"{other.url}/there")
    project = service(shop, "/api").replace("http://", f"http://{IN_URL}")
    steps = """
- request: /next
  capture: {out: $.out, away: $.away, near: $.near}
- request: "{{ near }}"
- request: "{{ out }}"
- request: {url: /up, follow_redirects: true}
- request: "{{ away }}"
- request: {url: /away, follow_redirects: true}
- request: {method: POST, url: "{{ away }}", json: {callback: "{{ services.shop.url }}"}}
- request: {url: /none, auth: null}
- request: {url: /own, auth: {bearer: mine}}
- request: {url: /session, session: eve}
"""
    steps = steps.replace("{url: /session, session: eve}", "/session\n  session: eve")
    said = run(tmp_path, project, steps, head="sessions: {eve: {auth: {bearer: of-eve}}}\n")
    sent = {got.target: got.headers.get("authorization") for got in shop.got}
    assert 0 == said.code, said.out
    assert {
        "/api/next": BASIC,
        "/api/near": BASIC,
        "/admin": None,
        "/api/up": BASIC,
        "/root": None,
        "/api/away": BASIC,
        "/api/none": None,
        "/api/own": "Bearer mine",
        "/api/session": "Bearer of-eve",
    } == sent
    assert 3 == len(other.got) and not any("authorization" in got.headers for got in other.got)
    assert {"callback": f"{shop.url}/api"} == json.loads(other.last.body)


REPORTS = (
    *("--junit-xml", "o.xml", "--html", "o.html", "--json", "o.ndjson"),
    *(word for name in ("har", "markdown", "tap", "ctrf") for word in ("--report", f"{name}=o.{name}")),
)
SHOWN = ("ada@shop", USER, "en/gine pw", PASSWORD, "en%2fgine", "pw1", "tok1")


@pytest.mark.parametrize("userinfo", [IN_URL, "x:pw1@", "tok1@", "x:pw1@tok1@"])
def test_a_user_in_a_url_is_shown_nowhere(tmp_path, shop, other, userinfo):
    """Not in reports, on the screen, in curl lines, errors or pages; however short, encoded or not, and in URLs that
    an answer holds."""
    url = shop.url.replace("http://", f"http://{userinfo}")
    shop.give(
        "/next", {"link": url, "note": f"back=http%3A%2F%2F{userinfo.replace('%', '%25')[:-1]}%40h"}, Location=url
    )
    shop.redirect("/away", f"http://{userinfo}127.0.0.1:1/")
    told = unquote(PASSWORD) if userinfo == IN_URL else ""
    steps = f"""
- run: [echo, "{{{{ services.shop.url }}}} {told}"]
  expect: {{stdout: x}}
  continue_on_failure: true
- request: /next
  capture: {{link: $.link}}
  assert: ["link == 'x'", "body == 'x'", "headers.location == 'x'"]
  continue_on_failure: true
- request: {{url: "{{{{ link }}}}/seen"}}
  expect: {{status: 500}}
  continue_on_failure: true
- request: {{url: "{url}/seen"}}
  expect: {{body: x}}
  continue_on_failure: true
- request: {{url: /away, follow_redirects: true}}
  continue_on_failure: true
- request: {{url: /away}}
  continue_on_failure: true
- request: {{url: "{url}:{{{{ 99 * 9999 }}}}/"}}
  continue_on_failure: true
- request: {{url: "{{{{ link }}}} {{{{ link }}}}"}}
  continue_on_failure: true
- request: {{url: /next, proxy: "{{{{ '{userinfo}127.0.0.1:1' }}}}"}}
  continue_on_failure: true
- name: call {url}
  run: [echo, "{url}"]
  expect: {{stdout: x}}
"""
    project = service(shop).replace("http://", f"http://{userinfo}")
    head = f"description: see {url}/x and [it]({url}/y)\n"
    said = run(tmp_path, project, steps, "-vv", *REPORTS, head=head)
    assert 1 == said.code, said.out
    looked = {"-vv": said.out + said.err, **{path.name: path.read_text() for path in tmp_path.glob("o.*")}}
    looked |= {path.name: path.read_text() for path in (tmp_path / ".itest").rglob("*") if path.is_file()}
    for words in (("docs", "build", "-f", "both"), ("list",), ("run", "a.yaml", "--dry-run"), ("run", "a.yaml")):
        told = itest(tmp_path, *words)
        looked[" ".join(words)] = told.out + told.err
    looked |= {str(path): path.read_text() for path in (tmp_path / "docs").rglob("*") if path.is_file()}
    (tmp_path / "itest.yaml").write_text(project + "\nunknown_key: 1\n")
    (tmp_path / "a.yaml").write_text(f"name: a\nsteps:\n- request: {{url: '{url}', urll: '{url}', method: 'A B'}}\n")
    told = itest(tmp_path, "validate")
    looked["validate"] = told.out + told.err
    assert 9 < len(looked)
    assert {} == {
        name: text[max(0, text.index(word) - 60) : text.index(word) + 40]
        for name, text in looked.items()
        for word in SHOWN
        if word in text
    }


@pytest.mark.parametrize("password", ["p w1x", "pw1x/y", "w1x#y", "w1x?y@", "w1x@y"])
@pytest.mark.parametrize("command", [("validate",), ("run",), ("list",), ("docs", "build")], ids=" ".join)
def test_a_password_that_breaks_its_url_is_shown_nowhere(tmp_path, command, password):
    """It is an error, whose sentence and excerpt are without it."""
    url = f"http://ada:{password}@127.0.0.1:1/"
    (tmp_path / "itest.yaml").write_text(f"services: {{shop: {{url: '{url}'}}}}\n")
    (tmp_path / "a.yaml").write_text(f"name: a\nsteps:\n- request: {{url: '{url}', urll: 1}}\n- request: /x\n")
    said = itest(tmp_path, *command)
    assert (2, False) == (said.code, "w1x" in said.out + said.err), said.err
    (tmp_path / "a.yaml").write_text(
        f"name: a\nvars: {{u: '{url}'}}\nsteps:\n- request: /x\n- request: '{{{{ u }}}}'\n"
    )
    said = itest(tmp_path, *command)
    assert "w1x" not in said.out + said.err, said.out
