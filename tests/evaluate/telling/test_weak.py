"""`evaluate.telling.weak`: what is too short or too common is hidden where it is a whole value, and nowhere else."""

import pytest

from itest.evaluate.telling.redact import Redactor
from itest.evaluate.telling.weak import is_weak
from itest.model.exchange import Line, Message, Transcript
from itest.model.result import Mismatch


def hidden(secret: str, text: str) -> str:
    redactor = Redactor()
    redactor.add(secret)
    return redactor.redact_text(text)


@pytest.mark.parametrize("secret", ["a", "200", "abc", "true", "null", "POST", "Passed", "status", "expected"])
def test_short_and_common_values_are_weak(secret):
    """Whatever their letters' case."""
    assert is_weak(secret)


@pytest.mark.parametrize("secret", ["orders", "4829", "s3cr", "password", "trueish", "hunter2"])
def test_everything_else_is_strong(secret):
    """From four characters on, where it is no word of every report."""
    assert not is_weak(secret)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('{"pin":123}', '{"pin":***}'),
        ('{"pin": "123", "n": [123, 1234]}', '{"pin": "***", "n": [***, 1234]}'),
        ("X-Pin: 123", "X-Pin: ***"),
        ("Cookie: a=123; b=4", "Cookie: a=***; b=4"),
        ("/x?pin=123&a=1", "/x?pin=***&a=1"),
        ("GET /x?pin=123 → 123 OK", "GET /x?pin=*** → 123 OK"),
        ("a=1&pin=123", "a=1&pin=***"),
        ("pin: 123", "pin: ***"),
        ("  - 123", "  - ***"),
        ("-d 'pin=123' -H 'X-Pin: 123'", "-d 'pin=***' -H 'X-Pin: ***'"),
        ("123", "***"),
        ("one\n123\ntwo", "one\n***\ntwo"),
        ("HTTP/1.1 123 OK", "HTTP/1.1 123 OK"),
        ("is 123, expected 4", "is 123, expected 4"),
        ("orders/123.yaml:123:5", "orders/123.yaml:123:5"),
        ("1234 0123 a123", "1234 0123 a123"),
    ],
)
def test_a_weak_secret_is_hidden_where_it_is_a_whole_value(text, shown):
    """A scalar, a header, a parameter, a line: what a person sees to be a value."""
    assert shown == hidden("123", text)


@pytest.mark.parametrize(
    ("secret", "text", "shown"),
    [
        ("status", '{"status": "status"}', '{"status": "***"}'),
        ("status", "status: 200", "status: 200"),
        ("true", '{"a": true, "b": "untrue"}', '{"a": ***, "b": "untrue"}'),
        ("expected", "is 1, expected 2", "is 1, expected 2"),
    ],
)
def test_a_name_is_no_value(secret, text, shown):
    """The key of an object and that of a header stay, and so do words of a sentence."""
    assert shown == hidden(secret, text)


def test_a_sentence_of_ours_is_no_value():
    """A place that is called like the secret stays; what it quotes does not."""
    redactor = Redactor()
    redactor.add("status")
    told = Mismatch(code="IT104", where="status", message='is "status"', expected="status", actual='"status"')
    assert Mismatch(
        code="IT104", where="status", message='is "***"', expected="***", actual='"***"'
    ) == redactor.redact(told)


def test_headers_keep_their_names():
    """A value alone is one, whoever's name it is."""
    redactor = Redactor()
    redactor.add("date")
    redactor.add("type")
    message = Message(headers=(("type", "type"), ("x", "ty")))
    assert Message(headers=(("type", "***"), ("x", "ty"))) == redactor.redact(message)


def test_lines_of_a_transcript_are_looked_at_one_by_one():
    """A line of a body that is the value is one."""
    redactor = Redactor()
    redactor.add("ok")
    transcript = Transcript(title="GET /ok → 200 OK", received=(Line("X: 1"), Line("ok"), Line("all ok")))
    lines = tuple(line.text for line in redactor.redact(transcript).received)
    assert ("X: 1", "***", "all ok") == lines


def test_each_of_many_is_found():
    """Whatever others begin with, hold or end with; one may end with what another begins behind."""
    secrets = ["a", "ab", "abc", "b", "bc", "]", "-", "^a", "a,", "true", "trace", "x\n"]
    redactor = Redactor()
    for secret in secrets:
        redactor.add(secret)
    for secret in secrets:
        assert '["***"]' == redactor.redact_text(f'["{secret}"]'), secret
        assert "k: ***;" == redactor.redact_text(f"k: {secret};").replace("\n", ""), secret
    assert "/x?q=***&abcd=tru&p=***" == redactor.redact_text("/x?q=abc&abcd=tru&p=a,")
    assert "***\n***\nac" == redactor.redact_text("x\nb\nac")


def test_weak_secrets_are_known_by_name():
    """Those that can be hidden everywhere are not among them."""
    redactor = Redactor()
    redactor.add("123", "PIN")
    redactor.add("orders", "STAGE")
    assert ["PIN"] == redactor.weak()
    assert ["STAGE"] == redactor.within(["orders/a.yaml", "123"])
    assert [] == redactor.within(["a.yaml"])
