"""Text that has to be quoted: where it stands, and that what is proposed can be pasted in."""

import random
import re

import pytest

from itest.load.data_file import thawed
from itest.load.stretch import quoted
from itest.load.text_file import as_source
from itest.load.yaml_reader import read_yaml

PROPOSED = re.compile(r"quote this: `(.+)`$")
PARTS = (
    "rows[0].x",
    "x['a b']",
    '$["k"]',
    "$.items[*]",
    "$..a[?@.b == 'c, d' && @.e]",
    "f(a, [b])",
    "== {'k': 1}",
    "{{ x }}",
    "{{ f('}}', {}) }}",
    "== 'y'",
    '!= "z"',
    "in [1, 2]",
    "| join(', ')",
    "and",
    "it's",
    "/a/b?c=d",
    "é",
    "^\\d{3}$",
)
AROUND = (
    "a: [{}]",
    "a: [1, {}, b]",
    "a: {{b: {}}}",
    "a: {{b: {}, c: 1}}",
    "a: {{b: {{c: [{}, d]}}}}",
    "- x: 1\n  y: {{z: [{}]}}\n- w\n",
    "a: {{\n  b: {},\n  c: d\n}}\n",
    "a: [\n  {}\n]\n",
)


def scalars(tree):
    """Every text in a tree, keys among them."""
    if isinstance(tree, dict):
        return [text for key, item in tree.items() for text in (key, *scalars(item))]
    return [text for item in tree for text in scalars(item)] if isinstance(tree, list) else [tree]


def marked(problem, text):
    """What the caret of a problem stands under."""
    span = problem.excerpt.span
    assert span.line == span.end_line
    return text.split("\n")[span.line - 1][span.column - 1 : span.end_column - 1]


def pasted(text):
    """The text with what its first problem proposes in place of what it marks; None where it proposes nothing."""
    problem = read_yaml(as_source(text, "f")).problems[0]
    found, lines = PROPOSED.search(problem.hint), text.split("\n")
    if found is None:
        return None
    span, line = problem.excerpt.span, lines[problem.excerpt.span.line - 1]
    lines[span.line - 1] = line[: span.column - 1] + found[1] + line[span.end_column - 1 :]
    return "\n".join(lines)


@pytest.mark.parametrize(
    "text",
    [
        # selectors
        "expect: {body: {«$.items[*].x»: 1}}",
        "expect: {body: {«$.items[?@.x == 1]»: 1}}",
        "a: {«$.x[?@.a == 'b, c' && @.d].e»: 1, f: 2}",
        "a: {«$.x[1:2]»: {y: 1}}",
        'a: {«$["a b"]»: 1}',
        "a: {x: 1, «$.a[0]»: 2}",
        "capture: {a: «$..id[0]»}",
        "capture: {a: «$..id[0] | first», b: c}",
        "a: {b: «$.x[*]»\n",
        # expressions
        "assert: [«z == [2]»]",
        "assert: [«rows[1].b == 'y'», x]",
        'assert: [«rows[1].b == "y, z"», x]',
        "assert: [«x['a'] == \"b\"», y]",
        "assert: [x, «not y[0] and z in ['a', 'b']», w]",
        "assert: [«x == {}»]",
        "assert: [«f([1]) == g({'a': 1})»]",
        "assert: [«x | join(', ')»]",
        "assert: [«-x[0]»]",
        "assert: [«[1, 2] | length == 2»]",
        "assert: [«'a' in b», c]",
        "assert: [«x[0]», d's]",
        "flow: [«a.rows[0].x -> b.x»]",
        "- «'a' == b»",
        '- «"a" in b» # why',
        "- «[1, 2] | length == 2»",
        "if: «[1, 2] == x»",
        # templates
        "request: {method: POST, url: «/echo/{{ x }}», json: {}}",
        "{json: «{{ x }}»}",
        "{json: «{{ x }}», a: 1}",
        "{json: «{{ x | default({}) }}», a: 1}",
        "{json: «{{ f('}', \"{\") }}», a: 1}",
        "a: {h: «Bearer {{ t }}», c: 1}",
        "a: [«{{ x }}», b]",
        "a: «{{ x }}/y» # z",
        "a: «{{ x }}: 1»",
        "«{{ x }}»: 1",
        "- «{{ x }}»: 1",
        "a: &b {c: «{{ x }}»}",
        # other text
        "a: [«@x», 1]",
        "a: {b: «%x»}",
        "a: [«`x`»]",
        "a: [b, «*»]",
        "a: {b: «*.json»}",
        "a: «*.json»",
        "a: «*b.c == d»",
        "a: [«*b» ]",
        "a: «*b c»",
        "a: [«!x»]",
        "a: «!x y» # z",
        "a: [«!= x[0]», b]",
        "a: [«- 1»]",
        "a: «@b»",
        "a: [«don't[0]»]",
        "a: {b: «http://c/{id}», d: e}",
        "a: {b: «^[a-z]+$»}",
        r"a: {b: «^\d{3}$»}",
        "a: {b: «c: d»}",
        "name: «Orders: the list»",
        "a:\n- b: «c: d»\n",
        "a: {b: [c, {d: «e[0]»}]}",
        # many lines
        "a: {b: 1,\n  c: «d[0]»,\n  e: 2}",
        "a: [\n  b, # [{\n  «c[0]»\n]",
        '{\n"a": 1,\n"b": «x[0]»\n}',
        "é: [«日本[0]», {k: v}]",
        "a: |\n  b: {c: d[0]}\ne: [«f[0]»]",
        'a: "b\n  {{ c"\nd: {e: «f[0]»}',
        "a: 1\r\nb: [«c[0]»]\r\n",
    ],
)
def test_the_whole_text_is_marked_and_the_proposal_can_be_pasted(text):
    """The caret stands under all of it; in quotes it reads as what was meant."""
    before, meant, after = re.split("[«»]", text)
    text = before + meant + after
    problem = read_yaml(as_source(text, "f")).problems[0]
    assert ("IT301", f"quote this: `{quoted(meant)}`") == (problem.code, problem.hint[problem.hint.find("quote") :])
    assert meant == marked(problem, text)
    line = before.count("\n") + 1
    assert f"f:{line}:{len(before) - before.rfind(chr(10))}" == problem.place
    reading = read_yaml(as_source(before + quoted(meant) + after, "f"))
    assert reading.problems == [] or "not closed" in reading.problems[0].message
    assert not reading.complete or meant in scalars(thawed(reading.value))


@pytest.mark.parametrize("seed", range(20))
def test_pasting_what_is_proposed_mends_any_text(seed):
    """Expressions, selectors and templates put together at random, in any brackets."""
    choose = random.Random(seed)
    for _ in range(40):
        meant = " ".join(choose.choices(PARTS, k=choose.randint(1, 4)))
        text = choose.choice(AROUND).format(meant)
        if read_yaml(as_source(text, "f")).complete:
            continue
        mended = pasted(text)
        assert mended is not None, text
        assert meant in scalars(thawed(read_yaml(as_source(mended, "f")).value)), (text, mended)


def test_one_proposal_after_the_other_mends_a_line():
    """What is left is told when the first is mended."""
    text = "a: [x[0], {b: {{ c }}, $.d[*]: @e}, 'f' == g, {h: i j: [k]}]"
    for _ in range(5):
        text = pasted(text) or text
    assert """a: ["x[0]", {b: "{{ c }}", "$.d[*]": "@e"}, "'f' == g", {h: i j: [k]}]""" == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: {method: POST «url:» /x}", 'or quote it all: `"POST url: /x"`'),
        ("a: {\n  b: 1\n  «c:» 2\n}", "parted by `,`"),
        ('a: ["b" «"c"»]', "parted by `,`"),
        ("a: [\n 'b'\n «'c'»\n]", "parted by `,`"),
        ("a: [[1] «[2]»]", "parted by `,`"),
        ("a: {x: {y: 1} «z:» 2}", "parted by `,`"),
        ("a: {b: 1}«}»", "open it before"),
        ("a: [1, 2]«]»", "open it before"),
        ('a: «"{{ b }}"/x»', 'quote this: `"{{ b }}/x"`'),
        ("a: [«'b'/x», c]", 'quote this: `"b/x"`'),
        ('a: «"b", "c"»', 'a list stands in brackets: `["b", "c"]`'),
        ("tags: «- smoke»", "a list starts on the next line"),
        (r'a: «"^\d+$"»', r"use single quotes: `'^\d+$'`"),
    ],
)
def test_what_else_is_at_fault(text, said):
    """A comma or a bracket, quotes that end too early, a list where none can stand."""
    before, meant, after = re.split("[«»]", text)
    text = before + meant + after
    problem = read_yaml(as_source(text, "f")).problems[0]
    assert (meant, "IT301") == (marked(problem, text), problem.code)
    assert said in problem.hint


@pytest.mark.parametrize(
    "text",
    [
        "a: [b, c\nd: {{ e }}",
        "a:\n  - {b: 1\n  - {c: x[0]}",
        "a: [1, 2}",
        "a: 'x\nb: {c: d[0]}",
        'a: {b: "x\nc: 1',
        "a: |x\n  b",
    ],
)
def test_what_is_not_closed_is_not_quoted(text):
    """Nothing is proposed of what stands behind it."""
    assert "quote this" not in read_yaml(as_source(text, "f")).problems[0].hint


@pytest.mark.parametrize("text", ["a: [/b #c]", "a: {d: /b #c, e: f}", "a: /b #c"])
def test_a_comment_that_was_not_meant_is_told_once(text):
    """In brackets it also cuts off the bracket, which is no problem of its own."""
    problems = read_yaml(as_source(text, "f")).problems
    assert ["IT321"] == [problem.code for problem in problems]
    assert 'quote this: `"/b #c"`' in problems[0].hint


def test_a_long_text_is_not_repeated():
    """The caret shows it."""
    problem = read_yaml(as_source(f"a: [{'b' * 1000}[0], c]", "f")).problems[0]
    assert "put quotes around it" == problem.hint


@pytest.mark.parametrize("text", ["[" * 5000, "{a: " * 5000, "[@" + "[" * 50_000, "a: {b: " + "x" * 100_000 + "[0]}"])
def test_depth_and_length_do_no_harm(text):
    """There is always a problem."""
    assert read_yaml(as_source(text, "f")).problems
