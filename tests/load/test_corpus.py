"""The corpus of `tests/corpus`, judged by the loader and by the editor schemas."""

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from itest.load.data_file import thawed
from itest.load.loading import load
from itest.load.text_file import read_source
from itest.load.yaml_reader import read_yaml
from itest.model.problem import LoadError
from tests.load.conftest import ACTIONS

TOP = Path(__file__).resolve().parent.parent.parent
CORPUS = TOP / "tests" / "corpus"
VALID = sorted(path for path in CORPUS.glob("valid/**/*.yaml"))
STRUCTURAL = sorted(CORPUS.glob("structural/*.yaml"))
SEMANTIC = sorted(CORPUS.glob("semantic/*.yaml"))
EXAMPLES = sorted(path for path in (TOP / "scenarios").rglob("*.yaml") if "data" not in path.parts)
EXPECTED = re.compile(r"^# (IT\d{3} \d+:\d+)$", re.MULTILINE)


def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((TOP / "schemas" / name).read_text(encoding="utf-8")))


SCENARIO, PROJECT = validator("scenario.schema.json"), validator("project.schema.json")


def accepted(path: Path, schema: Draft202012Validator) -> bool:
    return schema.is_valid(thawed(read_yaml(read_source(path, path.name)).value))


def test_everything_valid_loads():
    """Each file of valid/ becomes a scenario; those in a folder with an underscore do not."""
    loaded = load([Path("valid")], actions=ACTIONS, cwd=CORPUS)
    assert [scenario.file for scenario in loaded.scenarios] == [
        path.relative_to(CORPUS).as_posix() for path in VALID if "_shared" not in path.parts
    ]


@pytest.mark.parametrize("path", [*STRUCTURAL, *SEMANTIC], ids=lambda path: path.stem)
def test_a_wrong_file_is_reported_in_full(path):
    """Every code and place in the comments at the end of the file, and no other."""
    with pytest.raises(LoadError) as raised:
        load([path], actions=ACTIONS, cwd=CORPUS)
    spans = [(problem.code, problem.excerpt.span) for problem in raised.value.problems if problem.excerpt]
    expected = EXPECTED.findall(path.read_text(encoding="utf-8"))
    assert expected == [f"{code} {span.line}:{span.column}" for code, span in spans]


@pytest.mark.parametrize("path", [*VALID, *SEMANTIC, *EXAMPLES], ids=lambda path: path.stem)
def test_the_schema_accepts_what_has_the_right_shape(path):
    """An editor shows no squiggle where only meaning could be wrong."""
    assert accepted(path, SCENARIO)


@pytest.mark.parametrize("path", STRUCTURAL, ids=lambda path: path.stem)
def test_the_schema_refuses_what_has_the_wrong_shape(path):
    """An editor shows what the loader would report."""
    assert not accepted(path, SCENARIO)


@pytest.mark.parametrize("path", [CORPUS / "itest.yaml", TOP / "itest.yaml"], ids=["corpus", "example"])
def test_the_schema_accepts_a_project(path):
    """The project's own itest.yaml, and one with every key."""
    assert accepted(path, PROJECT)
