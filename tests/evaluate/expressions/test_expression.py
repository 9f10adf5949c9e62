"""Expressions as a scenario uses them: values, absence, bounds, the sandbox."""

import sys
from decimal import Decimal
from subprocess import run
from types import MappingProxyType

import pytest

from itest.evaluate.expressions.expression import ExpressionSyntax, compile_expression, evaluate, references
from itest.evaluate.expressions.functions import Function
from itest.evaluate.expressions.scope import Scope
from itest.model.problem import EvaluationError
from itest.model.values import Document, Expression, Missing
from tests.evaluate.evaluating import BODY, scope_of, value_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("body.user.id", 7),
        ("body['user'].name", "Ada"),
        ("body.items[0].sku", "A"),
        ("body.items[-1]['qty']", Decimal("1.5")),
        ("body.items.0.sku", "A"),
        ("body.items | length", 2),
        ("body.user.tags[1:]", ["y"]),
        ("body.user.tags[::-1]", ["y", "x"]),
        ("body.user.name[0]", "A"),
        ("body.none", None),
        ("null", None),
        ("none", None),
        ("true", True),
        ("1.50", Decimal("1.50")),
        ("12345678901234567890.123456789", Decimal("12345678901234567890.123456789")),
        ("qty * 2 + 1", 5),
        ("-qty ** 2", 4),
        ("7 / 2", Decimal("3.5")),
        ("4 / 2", 2),
        ("qty == 2 and body.total > 10", True),
        ("1 < qty <= 2", True),
        ("qty == 2.0", True),
        ("qty == '2'", False),
        ("true == 1", False),
        ("[1] == [true]", False),
        ("'B' in body.items | map(attribute='sku')", True),
        ("'da' in body.user.name", True),
        ("'id' in body.user", True),
        ("5 not in [1, 2]", True),
        ("'a' ~ 1 ~ true ~ null ~ [1]", "a1truenull[1]"),
        ("'yes' if qty == 2 else 'no'", "yes"),
        ("[1, 'a', {'b': qty}]", [1, "a", {"b": 2}]),
        ("(1, 2)", [1, 2]),
        ("body.user.name.upper().lower()", "ada"),
        ("', '.join(body.user.tags)", "x, y"),
        ("0 or 'b'", "b"),
        ("'' and qty", ""),
        ("not 0", True),
        ("qty is number and qty is not string", True),
        ("random_int(5, 5)", 5),
        ("range(3)", [0, 1, 2]),
        ("file('a.txt')", "hello"),
        ("body.items | selectattr('qty', 'gt', 1.7) | map(attribute='sku') | first", "A"),
        (" body.user.id ", 7),
        ("body\n.user.id", 7),
    ],
)
def test_an_expression_has_a_value(text, value):
    """Paths, operators, conditions, filters, methods and functions come to JSON values."""
    assert (type(value), value) == (type(found := value_of(text, qty=2)), found)


@pytest.mark.parametrize("key", ["items", "keys", "get", "values", "count", "__class__", "__len__"])
def test_a_dot_on_an_object_is_its_key(key):
    """No method or attribute of Python hides a key, and none is found where the key is not."""
    assert value_of(f"data.{key}", data={key: "here"}) == "here"
    assert value_of(f"(data).{key}", data={key: "here"}) == "here"
    assert isinstance(value_of(f"data.{key}", data={}), Missing)


@pytest.mark.parametrize(
    ("text", "path", "reason"),
    [
        ("body.user.email", "body.user.email", "`body.user` has no key `email`; it has `id`, `name`, `tags`"),
        ("body.user.nam", "body.user.nam", "… it has `id`, `name`, `tags` (did you mean `name`?)"),
        ("body.user.email.x.y", "body.user.email.x.y", "`body.user` has no key `email`; …"),
        ("body.items[9].sku", "body.items[9].sku", "`body.items` has 2 items, so there is no `[9]`"),
        ("body.items.sku", "body.items.sku", "… its first item has: `body.items[0].sku`"),
        ("body.user.name.first", "body.user.name.first", "`body.user.name` is text, so it has no key `first`"),
        ("body.none.x", "body.none.x", "`body.none` is null"),
        ("boddy.x", "boddy.x", "nothing defines `boddy` (did you mean `body`?)"),
        ("body.x + 1", "body.x", "`body` has no key `x`; …"),
        ("1 + body.x * 2", "body.x", "…"),
        ("not body.x", "body.x", "…"),
        ("body.x and true", "body.x", "…"),
        ("body.x or true", "body.x", "…"),
        ("body.x == 1", "body.x", "…"),
        ("body.x != 1", "body.x", "…"),
        ("body.x == body.y", "body.x", "…"),
        ("1 in body.x", "body.x", "…"),
        ("body.x | length", "body.x", "…"),
        ("body.x | upper | lower", "body.x", "…"),
        ("'a' | replace('a', body.x)", "body.x", "…"),
        ("[body.x]", "body.x", "…"),
        ("{'a': body.x}", "body.x", "…"),
        ("'a' ~ body.x", "body.x", "…"),
        ("body.x.upper()", "body.x", "…"),
        ("random_int(1, body.x)", "body.x", "…"),
        ("nothing()", "nothing", "nothing defines `nothing`"),
        ("body.x is number", "body.x", "…"),
        ("body.x is none", "body.x", "…"),
        ("body.x is not none", "body.x", "…"),
        ("body.x is not null", "body.x", "…"),
        ("body | jsonpath('$..zzz') is not none", "$..zzz", "`$..zzz` finds nothing in it"),
        ("body | jsonpath('$..zzz') is not string", "$..zzz", "…"),
        ("body | jsonpath('$..zzz') is array", "$..zzz", "…"),
        ("body | jsonpath('$..zzz') is not in([1])", "$..zzz", "…"),
        ("1 if body.x else 2", "body.x", "…"),
        ("body[key].x", "body[…].x", "…"),
        ("body.items[8:][0]", "body.items[…][0]", "`body.items[…]` has no items, so there is no `[0]`"),
        ("body | jsonpath('$.zzz')", "body | jsonpath", "`$.zzz` finds nothing in it"),
        ("'abc' | regex('x')", "'abc' | regex", "`x` finds nothing in it"),
        ("[] | first", "… | first", "No first item, sequence was empty."),
        ("body.items | map(attribute='zz')", "body.items[…].zz", "`item` has no key `zz`; it has `sku`, `qty`"),
        ("'a' if false", "'a' if …", "the condition does not hold and there is no `else`"),
        (
            "headers.content-type",
            "headers.content",
            "… a key with a dash is written `headers['content-type']`",
        ),
    ],
)
def test_what_is_absent_makes_the_whole_absent(text, path, reason):
    """An absent value, wherever it is used, is the answer, with its path and why nothing was found; never true."""
    found = value_of(text, key="zzz", headers={"content-type": "x"})
    assert (Missing, path) == (type(found), found.path)
    assert not found
    for part in reason.split("…"):
        assert part.strip() in found.reason


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("body.a.b.c | default(1)", 1),
        ("body.user.id | default(1)", 7),
        ("body.none | default(1)", None),
        ("body.none | default(1, true)", 1),
        ("body.none | default(1, boolean=true)", 1),
        ("body.x | d", ""),
        ("(body.x + 1) | default(0)", 0),
        ("body.items[9].sku | default('none')", "none"),
        ("body.x | default(body.y) | default(3)", 3),
        ("body.user.id | default(body.y)", 7),
        ("nothing | default(2)", 2),
        ("'abc' | regex('x') | default('-')", "-"),
        ("body | jsonpath('$.zzz') | default(5)", 5),
        ("body.x is defined", False),
        ("body.x is not defined", True),
        ("body.x is undefined", True),
        ("body.x.y is defined", False),
        ("body.none is defined", True),
        ("body.none is none", True),
        ("body.x is defined and body.x is not none", False),
        ("body | jsonpath('$..zzz') is defined", False),
        ("body | jsonpath('$..zzz') is not defined", True),
        ("body.x is defined and body.x > 1", False),
        ("body.items | map(attribute='zz', default=0)", [0, 0]),
        ("body.items | selectattr('zz') | list", []),
        ("body.items | rejectattr('zz', 'eq', 1) | list | length", 2),
        ("body.items | selectattr('sku', 'defined') | list | length", 2),
        ("body.items | selectattr('zz', 'lt', 5) | list", []),
    ],
)
def test_absence_can_be_provided_for(text, value):
    """`default(…)` covers a whole path, `is defined` asks, and selections by attribute pass over what lacks it."""
    assert value == value_of(text)


def test_an_absent_name_keeps_its_own_reason():
    """A name that the scope knows to be absent says why, also further down its path."""
    scope = Scope({"token": Missing("token", "was never captured")})
    assert Missing("token.x", "was never captured") == evaluate(Expression("token.x"), scope)
    assert Missing("token", "was never captured") == evaluate(Expression("token"), scope)


def test_what_a_server_sent_is_never_evaluated():
    """A value with braces stays text, whatever is done with it."""
    assert value_of("body.hostile") == "{{ 7*7 }}"
    assert value_of("'a' ~ body.hostile") == "a{{ 7*7 }}"


@pytest.mark.parametrize(
    "text",
    [
        "''.__class__",
        "body.__class__.__init__.__globals__",
        "uuid.call.__globals__",
        "(uuid).call",
        "uuid['call']",
        "[].__class__",
        "(1).real",
        "[].append",
        "cycler",
        "lipsum.__globals__",
        "self",
        "namespace()",
        "dict(a=1)",
        "joiner()",
        "caller",
        "loop.index",
        "config",
        "[''] | map(attribute='__class__') | first",
        "[body] | map(attribute='__class__.__mro__') | list",
    ],
)
def test_python_is_out_of_reach(text):
    """No attribute of an object and no global of Jinja is found."""
    assert isinstance(value_of(text), Missing)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("'' | attr('__class__')", "there is no filter `attr`"),
        ("[''] | map('attr', '__class__') | list", "there is no filter `attr`"),
        ("'%s' | format(1)", "there is no filter `format`"),
        ("{} | xmlattr", "there is no filter `xmlattr`"),
        ("[1] | random", "there is no filter `random`"),
        ("'{0.__class__}'.format(1)", "text has no method `format()`"),
        ("''.__class__.__mro__[1].__subclasses__()", "text has no method `__subclasses__()`"),
        ("''.encode()", "text has no method `encode()`"),
        ("(1).bit_length()", "text has no method `bit_length()`, and nothing else has any"),
        ("body.user.get('id')", "text has no method `get()`"),
        ("body.items.append(1)", "text has no method `append()`"),
        ("'%s' % 1", "`%` takes two numbers, not text and a number"),
        ("'%(a)s' % body", "`%` takes two numbers, not text and an object"),
        ("uuid", "`uuid` is a function"),
        ("'a' ~ uuid", "a function cannot be put into text"),
        ("body.user.name()", "text has no method `name()`"),
        ("body.user.upper()", "`body.user.upper` cannot be called: `body.user` is an object"),
        ("'' | escape | attr('x')", "there is no filter `attr`"),
    ],
)
def test_what_could_reach_python_is_an_error(text, message):
    """Filters, formatting and methods that reach attributes do not exist."""
    with pytest.raises(EvaluationError) as caught:
        value_of(text)
    assert message in caught.value.message


@pytest.mark.parametrize(
    "text",
    [
        "'x' * 10**9",
        "10**9 * 'x'",
        "[0] * 10**9",
        "['x' * 1000000] * 1000",
        "([[1] * 1000] * 1000) * 1000",
        "10 ** (10 ** 10)",
        "2 ** 100000",
        "(2 ** 10000) * (2 ** 10000)",
        "(9 ** 4000) + 1",
        "range(10**9)",
        "range(10**6) | map('center', 10**6) | list",
        "'x' | center(10**9)",
        "'x' | indent(10**9)",
        "('x\n' * 1000000) | indent(100)",
        "('x' * 10000) | replace('x', 'y' * 10000)",
        "('x' * 10000).replace('x', 'y' * 10000)",
        "('x' * 9000000) ~ ('x' * 9000000)",
        "'x' * 9000000 + 'x' * 9000000",
        "('y' * 10000).join('x' * 10000)",
        "(['x' * 10000] * 900) | join('y' * 10000)",
        "('x' * 9000000) | list",
        "('a,' * 2000000).split(',')",
        "('a,' * 2000000) | split(',')",
        "[1] | batch(10**9, 0) | list",
        "[1] | slice(10**9, 0) | list",
        "1e999999 | int",
        "('a' * 40 ~ 'b') | regex('^(a|aa)+$')",
        "random_string(10**9)",
    ],
)
def test_an_expression_that_grows_without_bound_is_stopped(text):
    """Repetitions, powers, ranges and replacements past the bounds end with IT216 before they fill the memory."""
    with pytest.raises(EvaluationError) as caught:
        value_of(text)
    assert caught.value.code == "IT216"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("'2' + 1", "`+` takes two numbers, two texts or two lists, not text and a number"),
        ("body.user - 1", "`-` takes two numbers, not an object and a number"),
        ("true + 1", "`+` takes two numbers, two texts or two lists, not true and a number"),
        ("1 / 0", "a number is divided by zero"),
        ("1 % 0.0", "a number is divided by zero"),
        ("'a' < 1", "`<` takes two numbers or two texts, not text and a number"),
        ("1 in 'a1'", "`in` takes"),
        ("1 in 5", "`in` takes"),
        ("-'a'", "`-` takes a number, not text"),
        ("body[body]", "a key is text or a whole number, not an object"),
        ("body.user.tags['a':]", "the ends of a slice are whole numbers"),
        ("body.user.tags[::0]", "its step is not 0"),
        ("body[1:]", "only lists and text have parts"),
        ("5 | length", "a number has no length"),
        ("[1, 'a'] | sort", "cannot put values of different kinds in order"),
        ("'a'.split(1)", "does not take these arguments"),
        ("random_int(1)", "`random_int()` does not take these arguments"),
        ("'a' | upper(1, 2)", "the filter `upper` does not take these arguments"),
        ("5 is divisibleby", "the test `divisibleby` does not take these arguments"),
        ("1e999999 * 1e999999", "no result that is a number"),
        ("body.user | upper", "the filter takes text, not an object"),
    ],
)
def test_what_values_do_not_allow_is_said_in_plain_words(text, message):
    """Nothing is converted silently, and no error of Python is shown."""
    with pytest.raises(EvaluationError) as caught:
        value_of(text)
    assert (caught.value.code, message in caught.value.message) == ("IT201", True), caught.value.message


@pytest.mark.parametrize(
    ("text", "message", "offset"),
    [
        ("", "there is no expression", 0),
        ("1 +", "the expression ends too early", 3),
        ("body.", "after a dot comes a name or a number", 4),
        ("(a", "`(` is never closed", 0),
        ("a)", "`)` closes nothing", 1),
        ("(a]", "`(` is closed by `]`", 2),
        ("a b", "`b` was not expected here", 2),
        ("a = 1", "`=` was not expected here", 2),
        ("a && b", "`&&` is not part of an expression", 2),
        ("a || b", "`||` is not part of an expression", 2),
        ("!a", "`!` is not part of an expression", 0),
        ("'abc", "the text that starts with ' is never closed", 0),
        ("a | uper", "there is no filter `uper`", 4),
        ("[1] | map('uper')", "there is no filter `uper`", 10),
        ("[1] | select('odder')", "there is no test `odder`", 13),
        ("[1] | selectattr('a', 'equal_to', 1)", "there is no test `equal_to`", 22),
        ("a is numbr", "there is no test `numbr`", 2),
        ("f(*a)", "`*` and `**` cannot be used for arguments", 1),
        ("a @ b", "`@` is not part of an expression", 2),
        ("'\\ud800'", "the text has half of a surrogate pair, which is no character", 0),
        ("9" * 5000, "the number has more than 4,000 digits", 0),
        ("a | ", "expected a name, found the end", 3),
        ("{'a' 1}", "expected `:`, found `1`", 5),
        ("a if", "the expression ends too early", 4),
        ("$.id", "`$` is not part of an expression", 0),
        ("null null", "`null` was not expected here", 5),
        ("not", "the expression ends too early", 3),
        ("a is b is c", "one `is` cannot follow another; join them with `and`", 7),
    ],
)
def test_what_is_no_expression_is_said_with_its_place(text, message, offset):
    """Messages are plain, and offsets count characters from the start of the text."""
    with pytest.raises(ExpressionSyntax) as caught:
        compile_expression(text)
    assert (message, offset) == (caught.value.message, caught.value.offset)


@pytest.mark.parametrize(
    ("text", "hint"),
    [("a && b", "write `and`"), ("a | uper", "did you mean `upper`?"), ("a = 1", "`==` compares")],
)
def test_a_habit_from_elsewhere_is_answered_with_what_is_written_here(text, hint):
    """Where it is clear what was meant, the error says how to write it."""
    with pytest.raises(ExpressionSyntax) as caught:
        compile_expression(text)
    assert hint == caught.value.hint


@pytest.mark.parametrize(
    "text",
    [
        "(" * 50_000 + "1" + ")" * 50_000,
        "[" * 50_000,
        "not " * 50_000 + "a",
        "-" * 50_000 + "1",
        "1" + "+1" * 50_000,
        "a" + "|upper" * 50_000,
        "(" * 90 + "1" + ")" * 90,
        "a" + "[0]" * 5 + "[b]" * 50_000,
    ],
)
def test_an_expression_that_is_nested_too_deeply_is_no_expression(text):
    """Depth is refused when it is compiled; nothing crashes."""
    with pytest.raises(ExpressionSyntax, match="nested"):
        compile_expression(text)


def test_an_expression_that_is_none_cannot_be_evaluated():
    """A text that comes to the evaluator unchecked is an evaluation error, never a crash."""
    with pytest.raises(EvaluationError, match="`a b` is not an expression: `b` was not expected here"):
        value_of("a b")


def test_documents_are_read_wherever_they_are():
    """A document is read when it is used: by itself, under a dot, in a list that is handed on or compared."""
    message = MappingProxyType({"value": Document(b'{"id": 1}', "application/json")})
    assert value_of("m.value", m=message) == {"id": 1}
    assert value_of("ms[0].value.id", ms=(message,)) == 1
    assert value_of("ms", ms=(message,)) == [{"value": {"id": 1}}]
    assert value_of("ms | map(attribute='value.id')", ms=[message]) == [1]
    assert value_of("m | json", m=message) == '{"value":{"id":1}}'
    assert value_of("ms == [{'value': {'id': 1}}]", ms=[message])
    assert value_of("body", body=BODY) == value_of("(body)", body=BODY)


def test_a_document_that_cannot_be_read_is_an_error_of_its_own():
    """A body that says it is JSON and is not has the code IT207 wherever it is used."""
    with pytest.raises(EvaluationError) as caught:
        value_of("b.x | default(1)", b=Document(b"{", "application/json"))
    assert caught.value.code == "IT207"


def test_functions_in_a_namespace_can_be_called():
    """A namespace of the scope may hold functions."""
    assert value_of("fake.name()", fake={"name": Function("fake.name", lambda: "Ada")}) == "Ada"


def test_a_mapping_of_its_own_kind_decides_what_a_key_is():
    """Headers, whose keys ignore letter case, are looked up by their own rules."""

    class Headers(dict[str, str]):
        def get(self, key, default=None):
            return super().get(key.lower(), default)

    assert value_of("headers.ETag", headers=Headers(etag="x")) == "x"


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("body.items[0].id", [(("body", "items", 0, "id"), 0, False)]),
        ("  a.b", [(("a", "b"), 2, False)]),
        ("a['x-y'].z", [(("a", "x-y", "z"), 0, False)]),
        ("a + b.c * 2", [(("a",), 0, False), (("b", "c"), 4, False)]),
        ("uuid()", [(("uuid",), 0, False)]),
        ("random_int(low, 5)", [(("random_int",), 0, False), (("low",), 11, False)]),
        ("a.b | default(c.d)", [(("a", "b"), 0, True), (("c", "d"), 14, False)]),
        ("a.b.upper() | trim", [(("a", "b"), 0, False)]),
        ("a[b.c].d", [(("a",), 0, False), (("b", "c"), 2, False)]),
        ("a.b if a is defined else null", [(("a", "b"), 0, True), (("a",), 7, True)]),
        ("a is not defined or a.b", [(("a",), 0, True), (("a", "b"), 20, True)]),
        ("[x, {'k': y}]", [(("x",), 1, False), (("y",), 10, False)]),
        ("a | replace('x', b)", [(("a",), 0, False), (("b",), 17, False)]),
        ("true and null is none", []),
        ("a[-1]", [(("a", -1), 0, False)]),
        ("not a == b ~ c", [(("a",), 4, False), (("b",), 9, False), (("c",), 13, False)]),
        ("a[b:c]", [(("a",), 0, False), (("b",), 2, False), (("c",), 4, False)]),
    ],
)
def test_the_names_of_an_expression_are_known_without_evaluating_it(text, uses):
    """Static paths, their places, and whether their absence is provided for."""
    assert uses == [(use.path, use.offset, use.guarded) for use in references(text)]


def test_the_same_text_is_compiled_once():
    """Compiling is cached."""
    assert compile_expression("a.b + 1") is compile_expression("a.b + 1")


def test_plain_paths_need_no_jinja():
    """Start-up: expressions that are paths alone do not load the parser."""
    program = (
        "import sys; from itest.evaluate.expressions.template import compile_template; "
        "compile_template('/orders/{{ order_id }}/{{ body.items[0].id }}'); sys.exit('jinja2' in sys.modules)"
    )
    assert run([sys.executable, "-c", program], check=False).returncode == 0


def test_the_value_of_a_large_answer_is_handed_on_as_it_is():
    """A path into a body answers the very object that was read, not a copy."""
    scope = scope_of()
    assert evaluate(Expression("body.user"), scope) is evaluate(Expression("body"), scope)["user"]
