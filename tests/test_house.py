"""The house: each module has the test file of its own name, and none grows beyond what can be kept in mind."""

from fnmatch import fnmatch
from pathlib import Path

TESTS = Path(__file__).parent
PROGRAM = TESTS.parent / "itest"
LONGEST = 400

ELSEWHERE = {
    # A folder that is one thing from outside is tested through its door, over real sockets, files and processes.
    "actions/http/*.py": "actions/http/test_session.py",
    "actions/process/*.py": "actions/test_process.py",
    "actions/sql/*.py": "actions/test_sql.py",
    "cli/entry.py": "cli/test_main.py",
    "report/docs/*.py": "report/docs/test_site.py",
    "demo/order_book.py": "demo/test_orders.py",
    "demo/st*.py": "demo/test_inventory.py",
    "engine/ground.py": "engine/test_launch.py",
    "evaluate/expressions/jinja.py": "model/test_lean_import.py",
    "evaluate/expressions/literals.py": "evaluate/expressions/test_argument_check.py",
    # A table and the modules that fill it.
    "evaluate/matching/*_operators.py": "evaluate/matching/test_operators.py",
    "evaluate/matching/arguments.py": "evaluate/matching/test_matcher_check.py",
    "evaluate/matching/difference.py": "evaluate/matching/test_matching.py",
    "evaluate/matching/finding.py": "evaluate/matching/test_matcher_check.py",
    "evaluate/expressions/argument_literals.py": "evaluate/expressions/test_argument_check.py",
    "evaluate/expressions/*_filters.py": "evaluate/expressions/test_filters.py",
    "evaluate/expressions/text_methods.py": "evaluate/expressions/test_expression.py",
    "evaluate/expressions/expression_nodes.py": "evaluate/expressions/test_expression.py",
    "evaluate/expressions/labels.py": "evaluate/expressions/test_expression.py",
    "evaluate/matching/question.py": "evaluate/expressions/test_expression.py",
    "evaluate/expressions/references.py": "evaluate/expressions/test_expression.py",
    "evaluate/expressions/syntax.py": "evaluate/expressions/test_expression.py",
    "evaluate/data/jsonpath_query.py": "evaluate/data/test_jsonpath.py",
    "evaluate/data/path_syntax.py": "evaluate/data/test_jsonpath.py",
    "evaluate/data/address_formats.py": "evaluate/data/test_formats.py",
    "evaluate/data/pattern_syntax.py": "evaluate/data/test_regular.py",
    "evaluate/data/ecma_*.py": "evaluate/data/test_ecma_pattern.py",
    "evaluate/matching/schema_*.py": "evaluate/matching/test_schema.py",
    # A report and what it is put together from.
    "report/otel_spans.py": "report/test_otel.py",
    "report/plugged.py": "report/test_plugin.py",
    "report/junit_jenkins.py": "report/test_junit.py",
    "report/summary.py": "report/test_markdown.py",
    # What the loader says of a file is tested by files: valid and invalid ones, with the places they are told at.
    "load/*.py": "load/test_corpus.py",
}
"""Modules that are covered by another test file than that of their name."""

NOUNS = frozenset(
    {
        "evaluate/matching/context.py",
        "model/action.py",
        "model/events.py",
        "model/exchange.py",
        "model/project.py",
        "model/scenario.py",
    }
)
"""Modules that are data without behaviour: there is nothing to test."""


def _modules():
    return {path.relative_to(PROGRAM).as_posix(): path for path in PROGRAM.rglob("*.py") if path.name[0] != "_"}


def _covered(module):
    own = Path(module).parent / f"test_{Path(module).name}"
    places = [own.as_posix(), *(place for pattern, place in ELSEWHERE.items() if fnmatch(module, pattern))]
    return any((TESTS / place).exists() for place in places)


def test_every_module_has_the_test_file_of_its_name():
    """Or is listed above with the one that covers it."""
    assert [] == sorted(module for module in _modules() if module not in NOUNS and not _covered(module))


def test_what_is_listed_above_is_there():
    """A line for a module that is gone, or that has its own test file by now, is a line too many."""
    modules = _modules()
    stale = [pattern for pattern in ELSEWHERE if not any(fnmatch(module, pattern) for module in modules)]
    stale += [module for module in NOUNS if module not in modules or _covered(module)]
    stale += [place for place in ELSEWHERE.values() if not (TESTS / place).exists()]
    assert [] == stale


def test_no_module_is_longer_than_can_be_kept_in_mind():
    """It is two things, then."""
    lengths = {module: len(path.read_text(encoding="utf-8").splitlines()) for module, path in _modules().items()}
    assert {} == {module: length for module, length in lengths.items() if length > LONGEST}


def test_no_test_file_of_the_engine_is_named_after_a_module_that_is_gone():
    """A test file that moved with its module is found under the module's name."""
    modules = {f"test_{Path(module).name}" for module in _modules() if module.startswith("engine/")}
    assert [] == sorted(path.name for path in (TESTS / "engine").glob("test_*.py") if path.name not in modules)
