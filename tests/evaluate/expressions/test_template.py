"""Templates: what is live, what keeps its type, where errors are placed."""

from decimal import Decimal
from types import MappingProxyType

import pytest

from itest.evaluate.expressions.template import (
    ExpressionSyntax,
    compile_template,
    is_live,
    render,
    sole_expression,
    template_references,
    to_text,
)
from itest.model.problem import EvaluationError
from itest.model.values import Expression, Template
from tests.evaluate.evaluating import scope_of


def rendered(text, **names):
    """What a template comes to."""
    return render(Template(text), scope_of(**names))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{{ qty }}", 2),
        ("{{qty}}", 2),
        ("{{ qty }}\n", 2),
        ("{{ qty }}\n\n", "2\n\n"),
        (" {{ qty }}", " 2"),
        ("{{ body.total }}", Decimal("10.50")),
        ("{{ body.user.tags }}", ["x", "y"]),
        ("{{ body.none }}", None),
        ("{{ data }}", b"\xff"),
        ("{{ true }}", True),
        ("n={{ qty }}, t={{ body.total }}", "n=2, t=10.50"),
        ("{{ qty }}{{ qty }}", "22"),
        ("x{{ true }}{{ null }}{{ body.user.tags }}{{ {'a': 1} }}", 'xtruenull["x","y"]{"a":1}'),
        ("{{ {'a': {'b': 1}} }}", {"a": {"b": 1}}),
        ("{{ {'a': {'b': 1}}.a.b }}!", "1!"),
        ("{{ '}}' }}{{ '{{' }}", "}}{{"),
        ('{{ "}}" }}', "}}"),
        ("{{ 'it\\'s }}' }}", "it's }}"),
        ("{% if x %}{# note #}{{ qty }}", "{% if x %}{# note #}2"),
        ("a } b }} c", "a } b }} c"),
        ("{ {qty} }", "{ {qty} }"),
        ("a  {{- qty -}}  b", "a2b"),
        ("a  {{- qty }}  b", "a2  b"),
        ("{{- qty -}}", 2),
        ("{{ -1 }}", -1),
        ("é{{ qty }}日", "é2日"),
        ("{{ body.hostile }}", "{{ 7*7 }}"),
        ("<{{ body.hostile }}>", "<{{ 7*7 }}>"),
    ],
)
def test_a_template_is_rendered(text, value):
    """Only `{{ … }}` is live; alone it keeps the type of its value, inside text it prints."""
    found = rendered(text, qty=2, data=b"\xff")
    assert (type(value), value) == (type(found), found)


def test_a_tree_is_rendered_into_fresh_values():
    """Mappings and tuples become dicts and lists; what is no template stays what it is."""
    tree = MappingProxyType(
        {"a": (Template("{{ qty }}"), 1, None), "b": MappingProxyType({}), "c": Expression("qty + 1")}
    )
    assert (found := render(tree, scope_of(qty=2))) == {"a": [2, 1, None], "b": {}, "c": 3}
    assert (dict, list, dict) == (type(found), type(found["a"]), type(found["b"]))


def test_keys_are_rendered_to_text():
    """A key of data may be a template; its value prints."""
    assert render({"k{{ qty }}": 1, "{{ true }}": 2}, scope_of(qty=2)) == {"k2": 1, "true": 2}


def test_keys_that_come_out_the_same_are_an_error():
    """Neither of two entries is silently lost."""
    with pytest.raises(EvaluationError, match="two keys of this object come out as `a`") as caught:
        render({"a": 1, "{{ 'a' }}": 2}, scope_of(), ("json",))
    assert caught.value.pointer == ("json", "{{ 'a' }}")


def test_what_came_out_of_a_template_is_not_rendered_again():
    """A value with braces, captured and used again and again, stays text."""
    once = rendered("{{ body.hostile }}")
    assert rendered("{{ token }}", token=once) == "{{ 7*7 }}"
    assert render({"{{ t }}": (Template("{{ t }}"),)}, scope_of(t=once)) == {"{{ 7*7 }}": ["{{ 7*7 }}"]}


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            "/users/{{ body.user.email }}",
            "`body.user.email` is not there: `body.user` has no key `email`; it has `id`, `name`, `tags`",
            "`| default(…)` covers a whole path",
        ),
        ("{{ tokn }}", "`tokn` is not there: nothing defines `tokn` (did you mean `token`?)", "`| default(…)` covers"),
        ("a{{ data }}", "bytes cannot be put into text", "`| base64` or `| hex` make text of them"),
        ("a{{ 1 / 0 }}", "a number is divided by zero", ""),
    ],
)
def test_an_error_names_the_leaf_it_came_from(text, message, hint):
    """What cannot be rendered is an error with the pointer of its leaf, the nearest thing there is, and a hint."""
    with pytest.raises(EvaluationError) as caught:
        render({"json": ({"a": Template(text)},)}, scope_of(token="x", data=b"\xff"), ("steps", 0, "request"))
    assert ("IT201", message) == (caught.value.code, caught.value.message)
    assert caught.value.hint.startswith(hint)
    assert caught.value.pointer == ("steps", 0, "request", "json", 0, "a")


def test_a_template_that_grows_without_bound_is_stopped():
    """Parts that are each within the bounds are stopped where they are not together."""
    with pytest.raises(EvaluationError) as caught:
        rendered("{{ x }}{{ x }}", x="a" * 6_000_000)
    assert caught.value.code == "IT216"


@pytest.mark.parametrize(
    ("text", "message", "offset"),
    [
        ("ab {{ x", "`{{` is never closed by `}}`", 3),
        ("ab {{ x }", "`{{` is never closed by `}}`", 3),
        ("{{ a }} {{", "`{{` is never closed by `}}`", 8),
        ("ab {{ x + }}", "the expression ends too early", 9),
        ("ab {{ x y }}", "`y` was not expected here", 8),
        ("ab {{ x | uper }}", "there is no filter `uper`", 10),
        ("{{ }}", "there is no expression", 2),
        ("é{{ 'a }}", "the text that starts with ' is never closed", 4),
        ("{{- x y }}", "`y` was not expected here", 6),
        ("{{ {{ x }} }}", "`{{` is not part of an expression", 3),
    ],
)
def test_what_is_no_template_is_said_with_its_place(text, message, offset):
    """Offsets count characters from the start of the whole text."""
    with pytest.raises(ExpressionSyntax) as caught:
        compile_template(text)
    assert (message, offset) == (caught.value.message, caught.value.offset)


def test_the_names_of_a_template_are_known_with_their_places():
    """References of all its expressions, placed in the whole text."""
    uses = template_references("/a/{{ x.y }}/{{- z | default(1) }}")
    assert [(use.path, use.offset, use.guarded) for use in uses] == [(("x", "y"), 6, False), (("z",), 17, True)]


def test_a_text_is_live_where_it_has_an_opening():
    """`{{` makes a text a template, also where it is not closed."""
    assert [is_live(text) for text in ("a{{ b }}", "{{", "{% a %}{# b #}")] == [True, True, False]


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("{{ a.b }}", (" a.b ", 2)),
        ("  {{ a }} \n", (" a ", 4)),
        ("a.b", None),
        ("{{ a }} == {{ b }}", None),
        ("{{ a }} == 1", None),
        ("{'a': 1}", None),
    ],
)
def test_braces_around_the_whole_of_an_expression_are_optional(text, inner):
    """Where a field is an expression, the loader takes braces around the whole off."""
    assert inner == sole_expression(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a", "a"),
        (1, "1"),
        (Decimal("1.50"), "1.50"),
        (Decimal("1E+3"), "1000"),
        (Decimal("1E-7"), "0.0000001"),
        (Decimal("1E+999"), "1E+999"),
        (True, "true"),
        (None, "null"),
        ([1, Decimal("2.0"), "ü"], '[1,2.0,"ü"]'),
        ({"a": {"b": None}}, '{"a":{"b":null}}'),
    ],
)
def test_values_print_inside_text(value, text):
    """Numbers and text plainly, everything else as JSON."""
    assert text == to_text(value)
