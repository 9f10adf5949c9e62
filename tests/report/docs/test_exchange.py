"""`report.docs.exchange`: exchanges as a reader wants to see them."""

import pytest

from itest.report.docs.blocks import Fold, Listing
from itest.report.docs.exchange import asked_and_answered, listings
from itest.report.docs.verified import VerifiedStep


def shown(action, title, sent=(), received=(), **values):
    """Language and text of each listing."""
    step = VerifiedStep(phase="steps", number=1, action=action, title=title, sent=sent, received=received, **values)
    return [(block.language, block.text) for block in listings(step) if isinstance(block, Listing)]


def test_http_is_a_message_with_headers_and_an_indented_body():
    """Of a body that is not JSON the lines stay."""
    assert [
        ("http", 'POST /a\nX-A: 1\n\n{\n  "n": 1.50\n}'),
        ("http", "201 Created\nLocation: /a/1\n\nplain\n[not json"),
    ] == shown("request", "POST /a → 201 Created", ("X-A: 1", '{"n":1.50}'), ("Location: /a/1", "plain", "[not json"))


def test_an_answer_without_a_body_has_no_empty_line():
    """204 and the like."""
    assert [("http", "DELETE /a"), ("http", "204 No Content")] == shown("request", "DELETE /a → 204 No Content")


def test_sql_is_a_statement_with_its_parameters_and_rows():
    """Parameters as comments; the count where there are no rows."""
    assert [("sql", "select 1\n-- :a = 2"), ("json", '{\n  "a": 1\n}')] == shown(
        "sql", "select 1 → 1 row", ("select 1", ":a = 2"), ('{"a":1}',)
    )
    assert [("sql", "select 1"), ("", "0 rows")] == shown("sql", "select 1 → 0 rows", ("select 1",))


def test_a_command_shows_its_output_and_exit_code():
    """Standard input only when asked for."""
    assert [("sh", "sort"), ("", "1\nexit 0")] == shown("run", "sort → exit 0", ("1",), ("1",))


def test_the_command_to_repeat_it_is_folded():
    """It is long, and not for everyone."""
    step = VerifiedStep(
        phase="steps", number=1, action="request", title="GET / → 200 OK", tool="curl", command="curl x"
    )
    fold = listings(step)[-1]
    assert Fold(("The same with curl",), (Listing("sh", "curl x", "curl"),)) == fold


def test_another_kind_of_action_is_shown_as_it_is():
    """A plug-in's exchange has no layout of its own."""
    assert [("", "publish x → 1\na\nb")] == shown("publish", "publish x → 1", ("a",), ("b",))
    assert [] == shown("set", "")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("GET /a → 200 OK", ("GET /a", "200 OK")),
        ("GET /a → 200 OK (after 2 redirects)", ("GET /a", "200 OK")),
        ("GET /a → 200 OK (sent again)", ("GET /a", "200 OK")),
        ("GET /a → 200 OK (after 1 redirect) (sent again)", ("GET /a", "200 OK")),
        ("a → b → exit 0", ("a → b", "exit 0")),
        ("nothing", ("nothing", "")),
    ],
)
def test_a_title_has_two_sides(title, expected):
    """The last arrow divides them."""
    assert expected == asked_and_answered(title)
