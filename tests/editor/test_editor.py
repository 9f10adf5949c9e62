"""The schemas in an editor: yaml-language-server completes, explains and underlines what they say."""

import pytest

from itest.actions.table import Specs
from itest.evaluate.matching.operators import OPERATORS

from .language_server import SCHEMAS, language_server


@pytest.fixture(scope="module")
def server():
    with language_server() as running:
        yield running


STEP = "name: A\nsteps:\n  - name: B\n    |"


def test_a_scenario_completes_its_keys(server):
    """Each with the sentence that explains it."""
    found = server.completions("scenario", "name: A\n|\n")
    assert {"steps", "cleanup", "flow", "vars", "examples", "timeout", "tags"} <= found.keys()
    assert [] == [name for name in ("steps", "cleanup", "flow", "vars", "tags") if not found[name]]


def test_a_step_completes_every_action(server):
    """Those of the table, and those of the engine; each says what it does."""
    found = server.completions("scenario", STEP)
    actions = {*Specs(), "use", "set", "wait"}
    assert set() == actions - found.keys()
    assert [] == [name for name in actions if not found[name]]
    assert {"expect", "capture", "assert", "retry", "if", "each"} <= found.keys()


def test_an_action_completes_its_keys(server):
    """What a request takes, explained."""
    found = server.completions("scenario", "name: A\nsteps:\n  - request:\n      |")
    assert {"method", "url", "headers", "json", "query", "auth", "follow_redirects"} <= found.keys()
    assert [] == [name for name in ("url", "headers", "json", "query") if not found[name]]


def test_an_expectation_completes_fields_and_operators(server):
    """The fields of the action's result, and every operator below one."""
    fields = server.completions("scenario", "name: A\nsteps:\n  - request: GET /\n    expect:\n      |")
    assert {"status", "headers", "body", "schema", "time"} <= fields.keys()
    found = server.completions("scenario", "name: A\nsteps:\n  - request: GET /\n    expect:\n      body:\n        |")
    assert set() == set(OPERATORS) - found.keys()
    assert [] == [name for name in OPERATORS if not found[name]]


def test_the_project_file_completes_its_keys(server):
    """And those of a service."""
    found = server.completions("project", "|\n")
    assert {"services", "environments", "vars", "secrets", "defaults", "setup"} <= found.keys()
    service = server.completions("project", "services:\n  api:\n    |")
    assert {"url", "headers", "auth", "start"} <= service.keys()
    assert [] == [name for name in ("services", "secrets") if not found[name]]


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ("scenario", "name: A\nst|eps:\n  - request: GET /\n"),
        ("scenario", "name: A\nsteps:\n  - requ|est: GET /\n"),
        ("scenario", "name: A\nsteps:\n  - request: {ur|l: /}\n"),
        ("scenario", "name: A\nsteps:\n  - request: GET /\n    ret|ry: {attempts: 2}\n"),
        ("scenario", "name: A\nsteps:\n  - request: GET /\n    expect:\n      body: {a: {$for|mat: uuid}}\n"),
        ("project", "serv|ices:\n  api: {url: http://x}\n"),
        ("project", "services:\n  api: {url: http://x, sta|rt: {command: [x]}}\n"),
    ],
)
def test_a_word_is_explained(server, schema, text):
    """Hovering over it shows more than its name."""
    assert len(server.hover(schema, text)) > 15


@pytest.mark.parametrize(
    ("schema", "text", "complaint"),
    [
        ("scenario", "name: A\nstpes: []\nsteps: [{wait: 1s}]\n", "stpes"),
        ("scenario", "name: A\nsteps:\n  - request: {uurl: /}\n", "uurl"),
        ("scenario", "name: A\n", "steps"),
        ("project", "servces: {}\n", "servces"),
    ],
)
def test_what_cannot_be_meant_is_underlined(server, schema, text, complaint):
    """Before itest is asked."""
    assert [True] == [any(complaint in problem for problem in server.problems(schema, text))]


SHOP = sorted((SCHEMAS.parent / "scenarios").rglob("*.yaml"))


@pytest.mark.parametrize("path", SHOP, ids=lambda path: path.name)
def test_the_scenarios_of_the_shop_have_no_complaint(server, path):
    """What itest accepts, an editor accepts."""
    assert [] == server.problems("scenario", path.read_text(encoding="utf-8").partition("\n")[2])
