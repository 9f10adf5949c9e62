"""Lean imports: packages without what nobody here uses of them, of which nothing is missing afterwards."""

import subprocess
import sys

import pytest


def _said(program):
    """What a fresh interpreter prints."""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return ran.stdout.split()


def test_what_was_set_aside_comes_when_it_is_asked_for():
    """Whoever else uses Jinja in this process finds all of it."""
    program = """
import sys
import itest.evaluate.expressions.jinja
print([name for name in ("jinja2.loaders", "jinja2.bccache") if name in sys.modules])
import jinja2
print(jinja2.Environment(loader=jinja2.DictLoader({"a": "b{{ 1 + 1 }}"})).get_template("a").render())
from jinja2 import FileSystemBytecodeCache
from jinja2.loaders import FunctionLoader
print(jinja2.FunctionLoader is FunctionLoader, hasattr(jinja2, "NoSuchThing"))
"""
    assert ["[]", "b2", "True", "False"] == _said(program)


def test_a_package_that_is_there_already_is_left_alone():
    """It is whole."""
    program = """
import jinja2, re, sys
import itest.evaluate.expressions.jinja
print("jinja2.loaders" in sys.modules, type(jinja2.lexer.whitespace_re) is re.Pattern)
"""
    assert ["True", "True"] == _said(program)


def test_its_patterns_are_compiled_when_they_are_used():
    """Those of the package, and of no other that is imported meanwhile."""
    program = """
import itest.load.libyaml, re, yaml
print(type(yaml.reader.Reader.NON_PRINTABLE).__name__, type(re.compile("a")).__name__)
print(bool(yaml.reader.Reader.NON_PRINTABLE.search(chr(1))), yaml.load("a: 12", yaml.SafeLoader)["a"])
"""
    assert ["_Later", "Pattern", "True", "12"] == _said(program)


@pytest.mark.parametrize("first", ["", "import typing_extensions"])
def test_what_was_left_out_can_be_imported(first):
    """Before or after."""
    program = f"""
{first}
import itest.model.record
import typing_extensions
print(typing_extensions.__name__)
"""
    assert ["typing_extensions"] == _said(program)


def test_a_module_that_is_set_aside_is_imported_by_whoever_names_it():
    """httpx has its command line client, for others."""
    program = """
from itest.actions.http.library import httpx
import sys
print("httpx._main" in sys.modules, callable(httpx.main))
"""
    assert ["False", "True"] == _said(program)


def test_a_run_without_secrets_does_without_what_finds_them(tmp_path):
    """The first secret brings it."""
    (tmp_path / "a.yaml").write_text("name: A\nsteps: [{assert: [1 == 1]}]\n")
    program = f"""
import os, sys
from itest.cli.entry import main
from itest.evaluate.telling.redact import Redactor
def said(status): raise SystemExit
os._exit = said
sys.argv = ["itest", "run", "-q", {str(tmp_path)!r}]
try:
    main()
except SystemExit:
    pass
parts = [f"itest.evaluate.telling.{{name}}" for name in ("finder", "disguise", "automaton", "weak")]
print([name for name in (*parts, "ahocorasick_rs") if name in sys.modules])
Redactor().add("s3cr3t-one")
print(all(name in sys.modules for name in parts))
"""
    assert ["[]", "True"] == _said(program)[-2:]
