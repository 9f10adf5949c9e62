"""Which service a step means."""

import pytest

from itest.evaluate.fitting import fits, implied, scheme_of
from itest.model.action import ActionSpec
from itest.model.project import Service
from itest.model.values import Template

HTTP = ActionSpec(kind="request", summary="", keys={}, service=True, schemes=("http", "https"))


def _services(**urls):
    return {name: Service(name=name, pointer=(), url=url) for name, url in urls.items()}


@pytest.mark.parametrize(
    ("url", "scheme"),
    [
        ("http://a", "http"),
        ("SQLite:///x", "sqlite"),
        (Template("https://{{ host }}"), "https"),
        (Template("{{ x }}"), ""),
    ],
)
def test_the_scheme_is_read_off_the_url_as_written(url, scheme):
    """A template may hide it."""
    assert scheme == scheme_of(url)


def test_a_hidden_scheme_is_taken_for_http():
    """Most are."""
    assert fits(_services(a=Template("{{ env.URL }}"))["a"], HTTP)


@pytest.mark.parametrize(
    ("urls", "default", "expected"),
    [
        ({"a": "http://a", "db": "sqlite://"}, "", "a"),
        ({"a": "http://a", "b": "http://b"}, "", ""),
        ({"a": "http://a", "b": "http://b"}, "b", "b"),
        ({"a": "http://a", "db": "sqlite://"}, "db", "a"),
        ({}, "", ""),
    ],
)
def test_a_step_without_a_service_means_the_one_that_fits(urls, default, expected):
    """The file's default where it fits, else the only one."""
    assert expected == implied(_services(**urls), HTTP, default)
