"""The project file: merged with an environment, with values from outside."""

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from itest.load.data_file import thawed
from itest.load.editor_schema import project_schema
from itest.load.text_file import as_source
from itest.load.yaml_reader import read_yaml
from itest.model.project import Ready
from itest.model.values import Template
from tests.load.conftest import ACTIONS

PROJECT = """\
services:
  api:
    url: "http://127.0.0.1:{{ port }}"
    headers: {A: a, B: b}
    start: {command: [serve, "{{ port }}"], cwd: "{{ run.dir }}", ready: {log: ready, within: 2s}}
vars: {tenant: local, limits: {low: 1, high: 2}, gone: 1}
environments:
  staging:
    services: {api: {url: https://api.example.com, headers: {B: null, C: c}, start: null}, db: {url: "sqlite:///x"}}
    vars: {tenant: acme, limits: {high: 3}, gone: null}
    secrets: [OTHER]
secrets: [TOKEN]
defaults: {timeout: 10s, retry: {attempts: 2}}
"""
PROJECT_SCHEMA = Draft202012Validator(project_schema(ACTIONS))
SCENARIO = "name: A\nsteps:\n  - request: http://127.0.0.1/\n"


def test_the_file_alone(folder):
    """Services, variables, secrets and defaults, typed."""
    folder.write({"itest.yaml": PROJECT, "a.yaml": SCENARIO})
    project = folder.load().project
    api = project.services["api"]
    assert (folder.path, "itest.yaml", "", ("TOKEN",)) == (
        project.root, project.file, project.environment, project.secrets,
    )  # fmt: skip
    assert (Template("http://127.0.0.1:{{ port }}"), {"A": "a", "B": "b"}) == (api.url, api.headers)
    assert (("serve", Template("{{ port }}")), Template("{{ run.dir }}"), "ready", "2s") == (
        api.start.command, api.start.cwd, api.start.ready.log, api.start.ready.within,
    )  # fmt: skip
    assert ("10s", 2) == (project.defaults.timeout, project.defaults.retry.attempts)


def test_an_environment_is_laid_over_it(folder):
    """Mappings merge deeply, null removes, and positions are those of the environment's section."""
    folder.write({"itest.yaml": PROJECT, "a.yaml": SCENARIO})
    project = folder.load(environment="staging").project
    api = project.services["api"]
    assert ("https://api.example.com", {"A": "a", "C": "c"}, None) == (api.url, api.headers, api.start)
    assert {"tenant": "acme", "limits": {"low": 1, "high": 3}} == project.vars
    assert (["api", "db"], ("OTHER",)) == (list(project.services), project.secrets)
    assert ["itest.yaml:9:27", "itest.yaml:4:18"] == [
        str(project.sources.span((*api.pointer, *path))) for path in (("url",), ("headers", "A"))
    ]


def test_every_environment_is_checked(folder):
    """What is wrong in another one is reported too, and once."""
    wrong = PROJECT.replace("C: c}", 'C: "{{ nothing }}"}').replace("timeout: 10s", "timeout: soon")
    folder.write({"itest.yaml": wrong, "a.yaml": SCENARIO})
    assert ["itest.yaml:9:78 IT308", "itest.yaml:13:21 IT320"] == folder.places()


def test_an_unknown_environment(folder):
    """The nearest is proposed."""
    folder.write({"itest.yaml": PROJECT, "a.yaml": SCENARIO})
    problem = folder.problems(environment="stagin")[0]
    assert ("IT403", "did you mean `staging`?") == (problem.code, problem.hint)
    (folder.path / "itest.yaml").unlink()
    assert ["IT403"] == [problem.code for problem in folder.problems(environment="stagin")]


def test_values_from_outside(folder):
    """.env, then .env.<environment>, then the file that is named; `ITEST_VAR_…` beneath the command line."""
    folder.write(
        {
            "itest.yaml": PROJECT,
            "a.yaml": SCENARIO,
            ".env": "A=1\nB=1\nC=1\nITEST_VAR_tenant=dotenv\nITEST_VAR_x=dotenv\nITEST_ENV=staging\n",
            ".env.staging": "B=2\nC=2\n",
            "more.env": "C=3\n",
        }
    )
    (folder.path / "more.env").rename(folder.path / "given")
    project = folder.load(
        env_file=Path("given"), env={"ITEST_VAR_x": "env", "ITEST_VAR_y": "env"}, overrides={"y": "z"}
    ).project
    assert {"A": "1", "B": "2", "C": "3"} == {name: project.dotenv[name] for name in "ABC"}
    assert ({"tenant": "dotenv", "x": "env", "y": "z"}, "staging") == (project.overrides, project.environment)
    assert ["IT402"] == [problem.code for problem in folder.problems(env_file=Path("nowhere"))]


def test_setup_is_visible_to_all(folder):
    """Captures of setup are variables everywhere, also in what setup uses and in teardown."""
    folder.write(
        {
            "itest.yaml": "setup:\n  - use: _s.yaml\n    capture: {token: token}\n"
            "teardown:\n  - request: http://127.0.0.1/{{ token }}\n",
            "_s.yaml": "name: S\nsteps:\n  - run: [ls]\n    capture: {out: stdout}\noutputs: {token: '{{ out }}'}\n",
            "a.yaml": SCENARIO + "    assert: [token == 1, tokn == 1]\n",
        }
    )
    assert ["a.yaml:4:26 IT308"] == folder.places("a.yaml")


def test_what_is_wrong_in_a_project(folder):
    """Unknown and reserved keys, services that cannot be meant, steps as in a scenario."""
    folder.write(
        {
            "a.yaml": SCENARIO,
            "itest.yaml": """\
service: {}
services:
  a: {url: postgres://x}
  b: {}
  c: {url: http://x, openapi: a.yaml, heders: {}}
  d: {url: http://x, auth: {oauth2: {}}, start: {env: {}}}
  e: {url: http://x, start: {command: a, ready: {http: /, tcp: 1}}}
environments: {x: {setup: []}}
setup:
  - reqest: GET /
""",
        }
    )
    expected = (
        "1:1 IT304|3:12 IT318|4:3 IT305|5:22 IT318|5:39 IT304|6:29 IT318|6:42 IT305|7:42 IT306|8:20 IT304|10:5 IT304"
    )
    assert expected.split("|") == [place.removeprefix("itest.yaml:") for place in folder.places()]


@pytest.mark.parametrize(
    ("ready", "read"),
    [
        ("tcp", Ready(tcp=True)),
        ("{tcp: true, within: 2s}", Ready(tcp=True, within="2s")),
        ("{tcp: 5432}", Ready(tcp=5432)),
        ("{tcp: 'localhost:5432'}", Ready(tcp="localhost:5432")),
        ("{tcp: '{{ port }}'}", Ready(tcp=Template("{{ port }}"))),
        ("{log: 'listening on .*'}", Ready(log="listening on .*")),
        ("{http: /health}", Ready(http="/health")),
        ("{within: 1m}", Ready(within="1m")),
    ],
)
def test_when_a_service_is_ready(folder, ready, read):
    """Each of the ways, alone or with its time."""
    project = f"services: {{a: {{url: http://x, start: {{command: a, ready: {ready}}}}}}}\n"
    folder.write({"itest.yaml": project, "a.yaml": SCENARIO})
    assert read == folder.load().project.services["a"].start.ready
    assert PROJECT_SCHEMA.is_valid(thawed(read_yaml(as_source(project, "f")).value))


@pytest.mark.parametrize(
    ("ready", "said"),
    [
        ("http", "`ready` takes `tcp`, or one of `{http: /health}`"),
        ("tpc", "did you mean `tcp`?"),
        ("/health", "`ready` takes `tcp`, or one of `{http: /health}`"),
        ("5432", "{tcp: 5432}"),
        ("true", "not true or false"),
        ("~", "not null"),
        ("[tcp]", "not a list"),
        ("{port: 1}", "known here: http, tcp, log, within"),
        ("{tcp: false}", "`tcp` takes a port, `host:port` or true"),
        ("{tcp: soon}", "`tcp: true` is the port of the service's `url`"),
        ("{tcp: 0}", "`tcp` takes a port"),
        ("{tcp: 65536}", "`tcp` takes a port"),
        ("{http: '', within: 1s}", "empty"),
        ("{http: /, log: up}", "`ready` waits for one of `http`, `tcp` and `log`"),
    ],
)
def test_what_ready_cannot_be(folder, ready, said):
    """The error says what it takes; an editor sees it too."""
    project = f"services: {{a: {{url: http://x, start: {{command: a, ready: {ready}}}}}}}\n"
    folder.write({"itest.yaml": project, "a.yaml": SCENARIO})
    (problem,) = folder.problems()
    assert said in f"{problem.message}; {problem.hint}"
    assert not PROJECT_SCHEMA.is_valid(thawed(read_yaml(as_source(project, "f")).value))


def test_without_a_project(folder):
    """An empty project, whose root is the folder of the paths."""
    folder.write({"s/a.yaml": SCENARIO})
    project = folder.load("s").project
    assert (folder.path / "s", "", {}) == (project.root, project.file, project.services)


def test_a_line_to_wait_for_is_a_regular_expression(folder):
    """Known before anything is started; one that comes out of a template is looked at then."""
    project = "services: {{a: {{url: http://x, start: {{command: a, ready: {{log: '{}'}}}}}}}}\n"
    folder.write({"itest.yaml": project.format("up (on"), "a.yaml": SCENARIO})
    (problem,) = folder.problems()
    assert ("IT313", "`up (on` is no regular expression: missing ) at character 7") == (problem.code, problem.message)
    folder.write({"itest.yaml": project.format("up (on {{ port }}")})
    assert not folder.problems()


@pytest.mark.parametrize(
    "project",
    [
        "services: {orders: {url: {{ a }}}}\n",
        "services: [orders]\n",
        "- services\n",
        "vars: [a]\nservices: {orders: {url: http://x}}\n",
        "setup: {}\nservices: {orders: {url: http://x}}\n",
    ],
)
def test_what_a_project_lacks_that_could_not_be_read_is_no_problem_of_the_scenarios(folder, project):
    """Names and services of it may be there."""
    scenario = (
        "name: A\nservice: orders\nsteps:\n  - request: /{{ tenant }}/{{ services.orders.url }}\n  - sql: select 1\n"
    )
    folder.write({"itest.yaml": project, "a.yaml": scenario + "  - wait: soon\n"})
    assert ["a.yaml", "itest.yaml"] == [problem.file for problem in folder.problems()]


def test_a_service_that_is_only_a_url(folder):
    """What it has to be is said, once."""
    folder.write({"itest.yaml": "services: {a: http://x}\n", "a.yaml": "name: A\nsteps: [request: GET /]\n"})
    (problem,) = folder.problems()
    assert ("itest.yaml", "write `{url: http://x}`") == (problem.file, problem.hint)


def test_an_env_file_that_cannot_be_read_is_told(folder):
    """A link to itself, too, is there: what it should have held is missed."""
    folder.write({"a.yaml": SCENARIO})
    (folder.path / ".env").symlink_to(".env")
    assert [".env:1:1 IT325"] == folder.places()
