"""The JSON Schema Test Suite through itest's own schema code, as a `schema:` of a scenario is checked and judged.

    python -m tests.conformance.json_schema FOLDER [DRAFT …]

FOLDER is a checkout of https://github.com/json-schema-org/JSON-Schema-Test-Suite. The suite's remote documents, which
it wants served at an address, are read from its folder. A schema that is refused fails all tests of its group.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from itest.evaluate.data.json_text import parse
from itest.evaluate.matching.schema import compile_schema
from itest.model.problem import EvaluationError

DRAFTS = {
    "draft4": "http://json-schema.org/draft-04/schema#",
    "draft6": "http://json-schema.org/draft-06/schema#",
    "draft7": "http://json-schema.org/draft-07/schema#",
    "draft2019-09": "https://json-schema.org/draft/2019-09/schema",
    "draft2020-12": "https://json-schema.org/draft/2020-12/schema",
}
SERVED = "http://localhost:1234/"
PARTS = {"required": "*.json", "format": "optional/format/*.json", "optional": "optional/*.json"}
ONLY_NOTED = "is only an annotation by default"
"""Tests of the required part for a `format` that judges nothing. itest asserts it, as the format part wants."""


@dataclass(frozen=True)
class Outcome:
    """What one test of the suite came to; `why` is empty where it is as the suite says."""

    file: str
    name: str
    why: str = ""

    @property
    def left_out(self) -> bool:
        return self.name.endswith(ONLY_NOTED)


def main(arguments: list[str]) -> int:
    suite, chosen = Path(arguments[0]).resolve(), arguments[1:] or list(DRAFTS)
    figures, wrong = [], False
    for draft in chosen:
        for part, pattern in PARTS.items():
            everything = list(outcomes_of(suite, draft, pattern))
            outcomes = [outcome for outcome in everything if not outcome.left_out]
            failed = [outcome for outcome in outcomes if outcome.why]
            left_out = f", {len(everything) - len(outcomes)} left out" if len(everything) > len(outcomes) else ""
            figures.append(f"{draft:13} {part:9} {len(outcomes) - len(failed):5} of {len(outcomes):5}{left_out}")
            wrong = wrong or (part != "optional" and bool(failed))
            for outcome in failed:
                print(f"{draft} {outcome.file}: {outcome.name}: {outcome.why}")
    print("\n".join(figures))
    return int(wrong)


def outcomes_of(suite: Path, draft: str, pattern: str) -> Iterator[Outcome]:
    """The outcome of each test in the files of a draft."""
    remotes = (suite / "remotes").as_uri() + "/"
    for path in sorted((suite / "tests" / draft).glob(pattern)):
        for group in parse(path.read_text(encoding="utf-8").replace(SERVED, remotes)):
            yield from _group(path.relative_to(suite / "tests" / draft).as_posix(), group, draft, remotes)


def _group(file, group, draft, remotes):
    schema = group["schema"]
    if isinstance(schema, dict) and "$schema" not in schema:
        schema = {"$schema": DRAFTS[draft], **schema}
    try:
        validator = compile_schema(schema, _reader(remotes))
    except EvaluationError as error:
        validator = error
    for test in group["tests"]:
        name = f"{group['description']}: {test['description']}"
        yield Outcome(file, name, _why(validator, test))


def _why(validator, test):
    if isinstance(validator, EvaluationError):
        return f"refused: {validator.message}"
    try:
        found = validator.errors(test["data"])
    except EvaluationError as error:
        return f"stopped: {error.message}"
    if test["valid"] is not bool(found):
        return ""
    return found[0].message if found else "nothing was found wrong"


@cache
def _reader(remotes):
    def read(path):
        try:
            return parse(path.read_text(encoding="utf-8").replace(SERVED, remotes))
        except OSError as error:
            raise EvaluationError(f"{path.name} is not there", code="IT322") from error

    return read


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
