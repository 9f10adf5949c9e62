"""Routing: which service a step speaks to, and which ones a case needs."""

import pytest

from itest.engine.routing import ordered
from tests.engine.canned import carry_out, plan, scenario

TWO = "services: {a: {url: 'http://a'}, b: {url: 'https://b'}, db: {url: 'sqlite:///x'}}\n"


def _services(tmp_path, steps, project=TWO, **keys):
    ran = carry_out(tmp_path, {"itest.yaml": project, "a.yaml": scenario(steps, **keys)})
    return [step.service for step in ran.result.steps]


def test_a_step_speaks_to_the_service_it_names_or_the_files(tmp_path):
    """Its own wins."""
    assert ["b", "a"] == _services(tmp_path, "- ask: {name: x, service: b}\n- ask: x", service="a")


def test_the_only_one_that_fits_is_meant(tmp_path):
    """By the scheme of its URL."""
    assert ["a"] == _services(tmp_path, "- ask: x", "services: {a: {url: 'http://a'}, db: {url: 'sqlite:///x'}}\n")


def test_an_action_that_speaks_to_no_service_has_none(tmp_path):
    """Whatever the file says."""
    assert [""] == _services(tmp_path, "- call: x", service="a")


def test_a_case_needs_what_it_speaks_to_mentions_and_uses(tmp_path):
    """Also through variables of the project, and what these need themselves."""
    files = {
        "itest.yaml": "services:\n  a: {url: 'http://a'}\n  b: {url: 'http://{{ services.c.url }}'}\n  c: {url: 'http://c'}\n"
        "  d: {url: 'http://d'}\n  e: {url: 'http://e'}\nvars: {there: '{{ services.d.url }}'}\n",
        "a.yaml": scenario("- ask: {name: x, service: b}\n- call: '{{ there }}'\n- use: _shared/u.yaml"),
        "_shared/u.yaml": scenario("- ask: {name: x, service: a}"),
    }
    services = plan(tmp_path, files).run.cases[0].case.services
    assert {"a", "b", "c", "d"} == set(services)
    assert services.index("c") < services.index("b")


@pytest.mark.parametrize("names", [["a"], ["b"], ["a", "b"]])
def test_a_cycle_of_services_is_broken_where_it_closes(tmp_path, names):
    """Both are started."""
    text = "services:\n  a: {url: 'http://{{ services.b.url }}'}\n  b: {url: 'http://{{ services.a.url }}'}\n"
    planned = plan(tmp_path, {"itest.yaml": text, "a.yaml": scenario("- call: x")})
    assert {"a", "b"} == set(ordered(names, planned.run._context.project))


def test_what_a_step_asks_for_is_told_as_written(tmp_path):
    """For catalogues."""
    ran = carry_out(tmp_path, scenario("- call: 'x {{ 1 + 1 }}'"))
    assert "x {{ 1 + 1 }}" == ran.result.steps[0].endpoint
