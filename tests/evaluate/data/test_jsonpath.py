"""JSONPath finds what RFC 9535 says, in exact numbers."""

import sys
from decimal import Decimal
from subprocess import run

import pytest

from itest.evaluate.data.json_text import MAX_DEPTH, parse
from itest.evaluate.data.jsonpath import PathSyntax, compile_path, path_text
from itest.model.problem import EvaluationError

STORE = parse(
    """{"items": [{"id": 1, "price": 10.50, "name": "ab\\ncd", "tags": ["x", true]},
                  {"id": 2, "price": 10.6, "name": "b.b", "tags": [1, null]}],
        "text": "[1,2,3]", "big": 12345678901234567891, "a b": {"it's": 0, "items": 5}, "none": null}"""
)

FOUND = [
    ("$", [STORE]),
    ("$.items[0].id", [1]),
    ("$.items[-1].id", [2]),
    ("$['a b']['items']", [5]),
    ('$["a b"]["it\'s"]', [0]),
    (r"$['a b']['it\'s']", [0]),
    ("$.none", [None]),
    ("$.absent", []),
    ("$.items[2]", []),
    ("$.items.id", []),
    ("$.text[0]", []),
    ("$.text[0:2]", []),
    ("$.text.*", []),
    ("$.items[*].id", [1, 2]),
    ("$..id", [1, 2]),
    ("$.items[0:1].id", [1]),
    ("$.items[::-1].id", [2, 1]),
    ("$.items[0,1]['id','absent']", [1, 2]),
    ("$.items[?@.price > 10.5].id", [2]),
    ("$.items[?@.price == 10.5].id", [1]),
    ("$.items[?@.price >= 10.50 && @.price <= 10.6].id", [1, 2]),
    ("$.items[?@.id == 1.0].id", [1]),
    ("$.items[?@.id == 1e0].id", [1]),
    ("$.items[?@.id == '1'].id", []),
    ("$.items[?@.tags == ['x', true]]", None),
    ("$.items[?@.tags[0] == true].id", []),
    ("$.items[?@.tags[0] == 1].id", [2]),
    ("$.items[?@.tags[1] == null].id", [2]),
    ("$.items[?@.absent == null].id", []),
    ("$.items[?@.absent == @.nothing].id", [1, 2]),
    ("$.items[?!@.absent].id", [1, 2]),
    ("$.items[?@.name < 'b'].id", [1]),
    ("$.items[?@.name < 5].id", []),
    ("$.items[?@.tags].id", [1, 2]),
    ("$..tags[?@ == true]", [True]),
    ("$..tags[?@]", ["x", True, 1, None]),
    ("$[?@ == 12345678901234567891]", [12345678901234567891]),
    ("$[?@ == 12345678901234567890]", []),
    ("$.items[?length(@.name) == 3].id", [2]),
    ("$.items[?count(@.*) == 4].id", [1, 2]),
    ("$.items[?value(@..id) == 2].id", [2]),
    ("$.items[?match(@.name, 'b.b')].id", [2]),
    ("$.items[?match(@.name, 'b')].id", []),
    ("$.items[?search(@.name, 'b')].id", [1, 2]),
    ("$.items[?match(@.name, 'ab.cd')].id", []),
    (r"$.items[?match(@.name, 'b\\.b')].id", [2]),
    ("$.items[?match(@.name, 'b[.]b')].id", [2]),
    ("$.items[?search(@.name, '(')].id", []),
    ("$.items[?search(@.id, '1')].id", []),
    ("$.é", []),
]

REFUSED = [
    ("", 0, "a path starts with `$`"),
    ("a.b", 0, "a path starts with `$`"),
    ("@.a", 0, "a path starts with `$`"),
    ("$.a ", 3, None),
    (" $.a", 0, None),
    ("$..", 3, None),
    ("$.a[", 4, None),
    ("$[01]", None, None),
    ("$[-0]", None, None),
    ("$['a'", None, None),
    ("$.a|$.b", 3, None),
    ("$.a & $.b", 4, None),
    ("$.~a", None, None),
    ("$[?@.a =~ /x/]", None, None),
    ("$[?@.a <> 1]", 7, "`<>` is no comparison, `!=` is"),
    ("$[?@.a in [1]]", None, None),
    ("$[?@.a == 01]", None, None),
    ("$[?nope(@.a)]", None, "function 'nope' is not defined"),
    ("$[?length(@.*) == 1]", None, None),
    ("$[9007199254740992]", None, None),
    ("$[?" + "(" * 5000 + "@.a" + ")" * 5000 + "]", None, None),
]


BEYOND = parse('{"😀": {"a": 1}, "𝒳y": 2, "é": 3, "list": [{"😀": 5}]}')


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("$.😀", [{"a": 1}]),
        ("$.😀.a", [1]),
        ("$.𝒳y", [2]),
        ("$.é", [3]),
        ("$.😀.*", [1]),
        ("$..😀", [{"a": 1}, 5]),
        ("$.list[?@.😀 == 5].😀", [5]),
        ("$['😀'].a", [1]),
        (r'$["\ud83d\ude00"].a', [1]),
        (r"$['\uD83D\uDE00'].*", [1]),
        (r"$.list[?@['\ud83d\ude00'] == 5].*", [5]),
    ],
)
def test_names_go_beyond_the_basic_plane(path, found):
    """In the short form as they are, in quotes also as two escapes."""
    assert found == compile_path(path).find(BEYOND)


@pytest.mark.parametrize("path", [r"$['\ud83d']", r"$['\ude00']", r"$['\ud83da']", "$.\ud83d", "$..\ud83d"])
def test_half_of_a_pair_is_no_name(path):
    """RFC 9535 leaves them out."""
    with pytest.raises(PathSyntax):
        compile_path(path)


@pytest.mark.parametrize(("path", "nodes"), [case for case in FOUND if case[1] is not None])
def test_a_path_finds_its_nodes(path, nodes):
    """In document order, numbers as they are."""
    assert nodes == compile_path(path).find(STORE)


@pytest.mark.parametrize(("path", "offset", "message"), REFUSED)
def test_what_is_no_path_is_refused_with_its_place(path, offset, message):
    """Extensions of the library are refused as well: RFC 9535 and nothing else."""
    with pytest.raises(PathSyntax) as caught:
        compile_path(path)
    error = caught.value
    assert (offset if offset is not None else error.offset, message or error.message) == (error.offset, error.message)
    assert "TOKEN" not in error.message


@pytest.mark.parametrize(
    ("path", "singular"),
    [
        *[("$", True), ("$.a[0]['b']", True), (r"$['\u0061']", True), ("$.é", True)],
        *[("$['a', 'b']", False), ("$.a[0:1]", False), ("$..a", False), ("$.*", False), ("$[?@.a]", False)],
    ],
)
def test_a_singular_path_names_at_most_one_node(path, singular):
    """As RFC 9535 defines it: names and indexes only."""
    assert singular == compile_path(path).singular


@pytest.mark.parametrize("value", ["[1]", "{[", 5, None, True, b"ab", Decimal(1)])
def test_a_scalar_is_a_node_without_children(value):
    """A text that looks like JSON is still a text."""
    found = [compile_path(path).find(value) for path in ("$", "$[0]", "$.*", "$..*", "$[?@]")]
    assert [[value], [], [], [], []] == found


def test_nodes_come_with_the_path_people_would_write():
    """Plain names by dot, others quoted, indexes counted from the start."""
    nodes = [("$.items[1].id", 2), ("$['a b']['it\\'s']", 0)]
    assert nodes == compile_path("$.items[-1].id").nodes(STORE) + compile_path('$["a b"]["it\'s"]').nodes(STORE)
    assert [("$.items[0].id", 1), ("$.items[1].id", 2)] == compile_path("$..id").nodes(STORE)


@pytest.mark.parametrize("name", ["a", "a b", "it's", 'say "x"', "back\\slash", "é", "", "a.b", "0", "tab\there"])
def test_the_path_of_a_node_leads_to_it(name):
    """Whatever the name is, the printed path finds the node again."""
    assert [1] == compile_path(path_text((0, name))).find([{name: 1}])


def test_descent_goes_as_deep_as_a_body_may():
    """The deepest value that is read can be searched as well."""
    deep = parse('{"a":' * (MAX_DEPTH - 1) + "[7]" + "}" * (MAX_DEPTH - 1))
    assert [7] == compile_path("$..[0]").find(deep)


def test_a_value_deeper_than_any_body_is_a_clean_error():
    """Not a crash."""
    deep: list = []
    for _ in range(5000):
        deep = [deep]
    with pytest.raises(EvaluationError) as caught:
        compile_path("$..a").find(deep)
    assert "IT216" == caught.value.code


def test_plain_paths_do_not_load_the_library():
    """Start-up stays quick for scenarios that only pick fields."""
    program = (
        "import sys; from itest.evaluate.data.jsonpath import compile_path; "
        "compile_path('$.items[0][\"a b\"]').nodes({}); sys.exit('jsonpath' in sys.modules)"
    )
    assert 0 == run([sys.executable, "-c", program], check=False).returncode


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("$[?@]", [0, False, None, "ab", [], {}, [1, 2]]),
        ("$[?!@]", []),
        ("$[?@ == false]", [False]),
        ("$[?count(@) == 1]", [0, False, None, "ab", [], {}, [1, 2]]),
        ("$[?length(@) == 2]", ["ab", [1, 2]]),
        ("$[?value(@) == 0]", [0]),
    ],
)
def test_the_current_node_is_one_whatever_it_is(path, found):
    """RFC 9535, 2.3.5.2: a query alone asks for existence, and `false` exists."""
    assert found == compile_path(path).find([0, False, None, "ab", [], {}, [1, 2]])
