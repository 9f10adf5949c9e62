"""docs/language.md: what its tables claim is asked of the code, its scenarios are run, its fragments loaded."""

from __future__ import annotations

import hmac
import json
import random
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime

import pytest
import yaml

from itest.cli.loading import all_specs
from itest.evaluate.data.formats import FORMATS
from itest.evaluate.data.json_text import dump, parse
from itest.evaluate.expressions.expression import compile_expression, evaluate
from itest.evaluate.expressions.filters import FILTERS, TESTS
from itest.evaluate.expressions.functions import FUNCTION_NAMES, functions
from itest.evaluate.expressions.scope import Scope
from itest.evaluate.expressions.text_methods import TEXT_METHODS
from itest.evaluate.matching.context import MatchContext
from itest.evaluate.matching.matching import match
from itest.evaluate.matching.operators import OPERATORS
from itest.evaluate.matching.place import Place
from itest.load.data_file import read_data_file
from itest.load.retry import RETRY_KEYS
from itest.load.scenario import SCENARIO_KEYS
from itest.load.step import STEP_KEYS
from itest.load.text_file import Source
from itest.load.words import (
    KEPT_NAMES,
    LATER_ACTIONS,
    LATER_KEYS,
    NAMESPACES,
    RUN_FIELDS,
    SERVICE_FIELDS,
)
from itest.load.yaml_reader import read_yaml
from itest.model.source import SourceMap
from itest.model.values import Expression, Missing
from tests.docs.pages import TOP, Page, codes, rows

LANGUAGE = Page.of(TOP / "docs" / "language.md")
EXAMPLES = [block for block in LANGUAGE.blocks("yaml") if isinstance(yaml.safe_load(block.text), dict)]
SCENARIOS = [block for block in EXAMPLES if {"steps", "scenarios"} & set(yaml.safe_load(block.text))]
OPERATOR_ROWS = [row for row in rows(LANGUAGE.section("Operators")) if len(row) == 5]
FILTER_ROWS = [row for row in rows(LANGUAGE.section("Filters")) if len(row) == 3]
SCOPE = Scope(names=functions(random.Random(1), lambda: datetime.now(UTC), str))
# --- operators and filters, as the tables show them ---------------------------------------------------------------


def matches(matcher: str, actual: str) -> bool:
    source = Source("matcher.yaml", matcher)
    context = MatchContext(
        scope=SCOPE, sources=SourceMap(source), pointer=(), now=lambda: datetime.now(UTC), base_dir=TOP,
        read_schema=read_data_file,
    )  # fmt: skip
    return not match(read_yaml(source).value, parse(actual), Place(field="body", pointer=()), context)


@pytest.mark.parametrize("row", OPERATOR_ROWS, ids=lambda row: row[0])
def test_an_operator_does_what_its_row_says(row):
    """The example matches the values that the row says it matches, and none of the others."""
    (matcher,) = codes(row[2])
    assert dict.fromkeys(codes(row[3]), True) == {value: matches(matcher, value) for value in codes(row[3])}
    assert dict.fromkeys(codes(row[4]), False) == {value: matches(matcher, value) for value in codes(row[4])}


def test_every_operator_has_a_row():
    """The table of operators is the code's."""
    assert list(OPERATORS) == [codes(row[0])[0] for row in OPERATOR_ROWS]


@pytest.mark.parametrize("row", FILTER_ROWS, ids=lambda row: row[1])
def test_a_filter_gives_what_its_row_says(row):
    """The example is evaluated to the result beside it."""
    (expression,), (result,) = codes(row[1]), codes(row[2])
    value = compile_expression(expression).evaluate(SCOPE)
    assert not isinstance(value, Missing)
    assert result.replace(" ", "") == dump(value).replace(" ", "")


def test_every_filter_has_a_row():
    """No filter is left out, and none is made up."""
    named = {code for row in FILTER_ROWS for code in codes(row[0])} - {"true"}
    spoken_of = {name for name in FILTERS if f"`{name}`" in LANGUAGE.section("Filters")}
    assert set(FILTERS) == named | spoken_of
    assert named <= set(FILTERS)


# --- words -----------------------------------------------------------------------------------------------------------


def words_of(section: str) -> set[str]:
    return {word for code in codes(LANGUAGE.section(section)) for word in code.replace("(", " ").split()}


def first_cells(section: str) -> set[str]:
    return {word for row in rows(LANGUAGE.section(section)) for code in codes(row[0]) for word in code.split()}


def test_every_key_of_a_scenario_is_told():
    """The table of a scenario's keys is complete."""
    assert set(SCENARIO_KEYS) <= first_cells("A scenario")


def test_every_key_of_a_step_is_told():
    """The table of a step's keys is complete."""
    assert set(STEP_KEYS) <= first_cells("A step")


def test_every_key_of_retry_is_told():
    """The table of retry is complete."""
    assert set(RETRY_KEYS) == first_cells("Retry")


@pytest.mark.parametrize("kind", ["request", "sql", "run"])
def test_every_key_and_field_of_an_action_is_told(kind):
    """No key of an action and no field of its result is left out, but for those that are not supported yet."""
    spec = all_specs()[kind]
    told = words_of(f"`{kind}`") | set(codes(LANGUAGE.section(f"`{kind}`").replace("**", "")))
    assert set() == set(spec.keys) - set(spec.reserved) - told
    assert set() == set(spec.fields) - told


def test_every_function_is_told():
    """The table of functions is the code's."""
    told = {code.partition("(")[0] for row in rows(LANGUAGE.section("Functions")) for code in codes(row[0])}
    assert FUNCTION_NAMES == told


def test_every_test_and_method_is_told():
    """The lists of tests and of methods of text are the code's."""
    assert set() == set(TESTS) - words_of("Tests")
    assert set(TEXT_METHODS) <= words_of("Methods of text")


def test_every_format_is_told():
    """The list of formats is the code's."""
    assert set(FORMATS) <= words_of("Operators")


def test_every_name_is_told():
    """Namespaces and names that are kept are told."""
    told = LANGUAGE.section("Names")
    assert [] == [name for name in (*NAMESPACES, *KEPT_NAMES) if f"`{name}" not in told]
    assert [] == [name for name in RUN_FIELDS if f"`run.{name}`" not in told]
    assert [] == [name for name in SERVICE_FIELDS if f"`services.<name>.{name}`" not in told]


def test_what_is_not_supported_yet_is_told():
    """Every reserved action and key is in the list."""
    told = LANGUAGE.section("Not supported yet")
    reserved = {key.split(".")[-1] for spec in all_specs().values() for key in spec.reserved}
    keys = (key for keys in LATER_KEYS.values() for key in keys)
    assert [] == [word for word in (*LATER_ACTIONS, *keys, *reserved) if f"`{word}" not in told]


# --- examples --------------------------------------------------------------------------------------------------------


def project(folder):
    """A copy of the demo project without its scenarios."""
    for name in ("itest.yaml", "schemas"):
        source = TOP / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    (folder / "scenarios" / "_shared").mkdir(parents=True)
    return folder


def itest(folder, *words):
    command = [sys.executable, "-m", "itest", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)


def test_the_scenarios_of_the_page_pass_against_the_demo_shop(tmp_path):
    """Every block that is a whole scenario is run, and passes."""
    folder = project(tmp_path)
    for block in SCENARIOS:
        (folder / "scenarios" / f"line-{block.line}.yaml").write_text(block.text)
    # One after the other: who counts the pages of a list does not see what others add to it meanwhile.
    ran = itest(folder, "run", "-j", "1", "--color", "never")
    assert (0, "") == (ran.returncode, "" if ran.returncode == 0 else ran.stdout + ran.stderr)
    assert len(SCENARIOS) >= 8


FRAGMENT_CODES = {"IT308", "IT314", "IT315"}
"""What a fragment lacks: the names, files and steps around it."""


def test_the_fragments_of_the_page_are_well_formed(tmp_path):
    """Every other block is a list of steps, or a part of a scenario; only its surroundings are missing."""
    folder = project(tmp_path)
    for block in LANGUAGE.blocks("yaml"):
        content = yaml.safe_load(block.text)
        if content is None or block in SCENARIOS:
            continue
        text = f"steps:\n{block.text}" if isinstance(content, list) else f"steps: [{{assert: 'true'}}]\n{block.text}"
        (folder / "scenarios" / f"line-{block.line}.yaml").write_text(f"name: fragment\nservice: orders\n{text}")
    ran = itest(folder, "validate")
    lines = [line for line in ran.stderr.split("\n") if line.startswith("scenarios/line-")]
    assert [] == [line for line in lines if line.split()[1] not in FRAGMENT_CODES]


def test_json_in_the_tables_is_json():
    """The values beside operators and filters are JSON, so that they mean one thing."""
    for row in OPERATOR_ROWS:
        for value in (*codes(row[3]), *codes(row[4])):
            json.loads(value)


def test_the_signature_on_the_page_signs_all_that_it_names():
    """A filter binds more tightly than `~`, so that without brackets the body alone would be signed."""
    (example,) = re.findall(r'X-Signature: "\{\{ (.+?) \}\}"', LANGUAGE.text.replace("\\|", "|"))
    names = {"method": "POST", "url": "http://h/", "body": "{}", "secrets": {"KEY": "k"}}
    signed = hmac.new(b"k", b"POSThttp://h/{}", "sha256").hexdigest()
    assert signed == evaluate(Expression(example), Scope(names=names))
