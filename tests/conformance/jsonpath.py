"""The JSONPath Compliance Test Suite through itest's own paths.

    python -m tests.conformance.jsonpath FILE

FILE is `cts.json` of https://github.com/jsonpath-standard/jsonpath-compliance-test-suite.
"""

from __future__ import annotations

import sys
from pathlib import Path

from itest.evaluate.data.equality import equal
from itest.evaluate.data.json_text import parse
from itest.evaluate.data.jsonpath import PathSyntax, compile_path
from itest.model.problem import EvaluationError


def main(arguments):
    tests = parse(Path(arguments[0]).read_bytes())["tests"]
    failed = [(test["name"], why) for test in tests if (why := wrong(test))]
    for name, why in failed:
        print(f"{name}: {why}")
    print(f"{len(tests) - len(failed)} of {len(tests)}")
    return 1 if failed else 0


def wrong(test):
    """What is not as the suite says, or nothing."""
    try:
        path = compile_path(test["selector"])
    except PathSyntax as error:
        return "" if test.get("invalid_selector") else f"refused: {error}"
    if test.get("invalid_selector"):
        return "not refused"
    try:
        found = path.find(test["document"])
    except EvaluationError as error:
        return f"stopped: {error.message}"
    allowed = test["results"] if "results" in test else [test["result"]]
    return "" if any(equal(found, result) for result in allowed) else f"found {found}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
