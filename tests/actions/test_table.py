"""The table of action kinds: what it offers, what it imports, and what becomes of plug-ins."""

import subprocess
import sys
from importlib.metadata import EntryPoint

import pytest

from itest.actions.table import GROUP, TABLE, Specs, create
from itest.engine.control import CONTROL_SPECS
from itest.model.action import ActionSpec
from itest.model.problem import UsageError


class Ping:
    """A third party's action."""

    spec = ActionSpec(kind="ping", summary="Say hello.", keys={"host": {"type": "string"}}, first="host")

    def open(self, settings):
        return None

    def prepare(self, call, settings):
        return call.arguments["host"]

    def close(self):
        pass


class Misnamed(Ping):
    spec = ActionSpec(kind="pong", summary="Another kind.", keys={})


class Unspecified(Ping):
    spec = "ping"


class Endless(Ping):
    close = None


class Broken(Ping):
    def __init__(self):
        raise RuntimeError("no licence")


def plugin(kind: str, path: str) -> EntryPoint:
    return EntryPoint(name=kind, value=path if ":" in path else f"{__name__}:{path}", group=GROUP)


def test_every_kind_of_the_table_has_a_spec_of_its_name():
    """A kind's spec and action are found at the paths of its line, and they agree."""
    for kind in TABLE:
        assert kind == Specs()[kind].kind == create(kind).spec.kind


def test_specs_are_well_formed():
    """What a spec says of keys and fields speaks only of keys and fields it has."""
    for spec in Specs().values():
        assert set() == {key for group in (*spec.one_of, *spec.required) for key in group} - set(spec.keys)
        assert set() == {path.split(".")[0] for path in spec.files} - set(spec.keys)
        assert set() == (spec.text_fields | spec.success_fields | {spec.main}) - set(spec.fields)
        assert spec.first in spec.keys


def test_specs_import_neither_client_nor_driver():
    """Asking for the specs keeps start-up light."""
    code = (
        "import sys; from itest.actions.table import Specs; Specs().get('sql');"
        "print(sorted({'httpx', 'httpcore', 'sqlite3', 'subprocess', 'jinja2', 'ssl'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "[]" == ran.stdout.strip()


def test_a_plugin_adds_a_kind():
    """A third party's class is an action like ours."""
    plugins = [plugin("ping", "Ping")]
    assert Ping.spec == Specs(plugins=plugins)["ping"]
    assert isinstance(create("ping", plugins), Ping)


def test_a_plugin_is_looked_for_only_where_ours_do_not_answer():
    """Reading what every installed package offers takes a while; one that is broken breaks only those who need it."""
    offered = Specs(CONTROL_SPECS, plugins=[plugin("ping", "Broken")])
    assert {"request", "use"} == {kind for kind in ("request", "use") if kind in offered and offered[kind].kind == kind}
    with pytest.raises(UsageError):
        offered.get("ping")


def test_an_unknown_kind_is_a_key_error():
    """Kinds are checked by the loader; asking for another one is a defect of the caller."""
    with pytest.raises(KeyError):
        create("teleport", [])


@pytest.mark.parametrize(
    ("kind", "path", "why"),
    [
        ("ping", "no_such_module:Ping", "ModuleNotFoundError: No module named 'no_such_module'"),
        ("ping", "Nothing", "AttributeError"),
        ("ping", "Broken", "RuntimeError: no licence"),
        ("ping", "Unspecified", "its `spec` is no ActionSpec but str"),
        ("ping", "Misnamed", "its spec is of kind `pong`"),
        ("ping", "Endless", "it has no method `close`"),
        ("sql", "Ping", "an action of this name is there already"),
    ],
)
def test_a_broken_plugin_is_a_usage_error(kind, path, why):
    """A plug-in that cannot be used is named with the cause, and nothing runs."""
    with pytest.raises(UsageError) as caught:
        list(Specs(plugins=[plugin(kind, path)]))
    (problem,) = caught.value.problems
    assert "IT406" == problem.code
    assert f"the plug-in for the action `{kind}`" in problem.message
    assert why in problem.message
