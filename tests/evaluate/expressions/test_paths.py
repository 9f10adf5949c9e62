"""Paths."""

import pytest

from itest.evaluate.expressions.expression_nodes import compile_node
from itest.evaluate.expressions.paths import path_run, plain_path
from itest.evaluate.expressions.references import references_of
from itest.evaluate.expressions.syntax import parse
from tests.evaluate.evaluating import scope_of

PATHS = [
    ("body", ("body",)),
    ("body.items[0].sku", ("body", "items", 0, "sku")),
    ("body.items[-1].sku", ("body", "items", -1, "sku")),
    ("body.items.1.sku", ("body", "items", 1, "sku")),
    ("body['user'][\"name\"]", ("body", "user", "name")),
    ("body.user['a.b[0]']", ("body", "user", "a.b[0]")),
    (" nothing.is.in ", ("nothing", "is", "in")),
    ("notes.null", ("notes", "null")),
]


@pytest.mark.parametrize(("text", "path"), PATHS)
def test_a_plain_path_is_read_without_a_parser(text, path):
    """Names, dots, indexes and quoted keys."""
    assert path == plain_path(text)


@pytest.mark.parametrize(("text", "path"), PATHS)
def test_the_parser_reads_it_the_same(text, path):
    """Both ways lead to the same references and the same values."""
    tree = parse(text)
    assert path == references_of(tree)[0].path
    assert compile_node(tree)(scope_of()) == path_run(path)(scope_of())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "true",
        "null",
        "not",
        "a b",
        "a-b",
        "a.b()",
        "a[b]",
        "a[1:]",
        "a['x\\'y']",
        "1",
        "'a'",
        "é",
        "a.1e5",
        "a..b",
        "a.",
    ],
)
def test_anything_else_is_left_to_the_parser(text):
    """Words of the language, calls, operators and escapes are no plain paths."""
    assert plain_path(text) is None
