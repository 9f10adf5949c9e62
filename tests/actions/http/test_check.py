"""What the loader and the sender say of a request is the same."""

from types import MappingProxyType

import pytest

from itest.actions.http.check import check
from itest.model.exchange import PrepareError
from itest.model.values import Template

LATER = Template("{{ x }}")


def frozen(value):
    """The value as the loader has it."""
    if isinstance(value, dict):
        return MappingProxyType({key: frozen(item) for key, item in value.items()})
    return tuple(map(frozen, value)) if isinstance(value, list) else value


IMPOSSIBLE = [
    {"url": "GE T http://h/"},
    {"url": "http://h/", "method": "GE T"},
    {"url": "http://h/", "method": "connect"},
    {"url": "GET http://h/", "method": "GET"},
    {"url": "http://h/a b"},
    {"url": "http://h/\u0001"},
    {"url": "ftp://h/"},
    {"url": "http://"},
    {"url": "http://h/", "headers": {"a b": 1}},
    {"url": "http://h/", "headers": {"a": ["x", "y\nz"]}},
    {"url": "http://h/", "headers": {"a": 1, "A": 2}},
    {"url": "http://h/", "headers": {"host": ["a", "b"]}},
    {"url": "http://h/", "headers": {"Transfer-Encoding": "chunked"}},
    {"url": "http://h/", "headers": {"authorization": None}, "auth": {"bearer": "t"}},
    {"url": "http://h/", "query": {"key": 1}, "auth": {"api_key": {"query": "key", "value": "t"}}},
    {"url": "http://h/", "auth": {"bearer": None}},
    {"url": "http://h/", "auth": {"bearer": ""}},
    {"url": "http://h/", "auth": {"bearer": "a", "basic": {"username": "a", "password": "b"}}},
    {"url": "http://h/", "auth": {"api_key": {"header": "a", "query": "b", "value": 1}}},
    {"url": "http://h/", "cookies": {"a b": 1}},
    {"url": "http://h/", "cookies": {"a": "b;c"}},
    {"url": "http://h/", "follow_redirects": 101},
    {"url": "http://h/", "follow_redirects": "all"},
    {"url": "http://h/", "proxy": "https://p"},
    {"url": "http://h/", "proxy": "p"},
    {"url": "http://h/", "multipart": {"a": {"filename": "b"}}},
    {"url": "http://h/", "multipart": [{"value": 1}]},
    {"url": "http://h/", "multipart": ["text"]},
]


@pytest.mark.parametrize("arguments", IMPOSSIBLE)
def test_what_cannot_be_sent_is_said_before_the_run(client, arguments):
    """With the sentence and the place that the step itself would end with."""
    with pytest.raises(PrepareError) as raised:
        client.prepare(**arguments)
    expected = (raised.value.message, raised.value.pointer, raised.value.hint)
    assert [expected] == [(error.message, error.pointer, error.hint) for error in check(frozen(arguments))]


@pytest.mark.parametrize(
    "arguments",
    [
        {"url": "GET http://h/a?b=c#d"},
        {"url": "http://h:99999/"},  # a place that is not there, as others are
        {"url": "/a", "method": "purge", "headers": {"a": [1, None], "b": None}, "cookies": {"a": None}},
        {"url": "/", "headers": None, "auth": None, "cookies": None, "proxy": None, "multipart": None},
        {"url": LATER, "method": LATER, "headers": LATER, "cookies": LATER, "auth": LATER, "proxy": LATER},
        {"url": "/", "headers": {"a": LATER, "a {{ x }}": 1}, "cookies": {"a": LATER}, "auth": {"bearer": LATER}},
        {"url": "/", "multipart": LATER, "follow_redirects": LATER},
        {"url": "/", "multipart": [LATER, {"name": "a", "value": LATER, "file": "b"}, {"name": LATER}]},
        {"url": "/", "multipart": {"a": [1, LATER, None], "b {{ x }}": {}}},
        {"url": "/", "multipart": {"a": {"file": "not/read/here"}}},
    ],
)
def test_what_can_be_sent_or_is_not_known_yet_is_let_through(arguments):
    """Nothing is guessed of a template."""
    assert [] == list(check(frozen(arguments)))


def test_every_flaw_is_said():
    """One hides none of the others."""
    arguments = {
        "url": "a b",
        "method": "A B",
        "headers": {"a b": 1, "c": "\n", "d": LATER, "D": 1},
        "cookies": {"a b": 1, "c": ";"},
        "auth": {"bearer": None},
    }
    assert [
        ("url",),
        ("method",),
        ("headers", "a b"),
        ("headers", "c"),
        ("headers", "D"),
        ("auth", "bearer"),
        ("cookies", "a b"),
        ("cookies", "c"),
    ] == [error.pointer for error in check(frozen(arguments))]
