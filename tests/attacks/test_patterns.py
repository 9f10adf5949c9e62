"""Attacks by regular expressions: whatever pattern a file, an answer or the environment brings, and whatever text it is
searched in, the run ends with an error that has a place, soon and in bounded memory."""

from __future__ import annotations

import json

import pytest

from tests.attacks.test_answers import answer, answering, bounded
from tests.cli.commanding import itest
from tests.reliability.launch import launch

PATTERNS = {
    "whole": "(?R)",
    "whole by number": "(?0)",
    "group": "(a?(?1))",
    "named": "(?P<n>a?(?&n))",
    "named as Perl does": "(?P<n>a?(?P>n))",
    "relative": "(a?(?-1))",
    "next": "(?+1)(a)",
    "spaced": "(?x) (a? # ]\n (?1 ))",
    "spaced within": "a(?x: # [\n (a{9999}){9999} # ]\n)",
    "a class that is none": "[[:é:](?R)]",
    "in a comment's shadow": "(a{9999}(?x:#(\n)#){9999}\n",
    "fuzzy": "(?:abcdef.*){e<=9}",
    "fuzzy by cost": "(?:a){2i+2d+1s<=99}",
    "fuzzy without a bound": "(?:abc.*){e}",
    "nested counts": "((a{1000}){1000}){1000}",
    "counts in a row": "a{999}{999}{999}",
    "a huge count": "a{999999999}",
    "counts of groups": "([ab]){100000}",
    "another version": "(?V1)[[a]--[b]]",
    "long": "a|" * 9_000,
    "deep": "(" * 4_000 + ")" * 4_000,
}
"""What is refused before it is compiled."""

PLACES = {
    "matcher": "expect: {stdout: {$regex: PATTERN}}",
    "matcher that must not hold": "expect: {stdout: {$not: {$regex: PATTERN}}}",
    "matcher of a variable": "vars: {p: PATTERN}\n  expect: {stdout: {$regex: '{{ p }}'}}",
    "filter of a variable": "vars: {p: PATTERN}\n  assert: ['stdout | regex(p)']",
    "groups of a variable": "vars: {p: PATTERN}\n  capture: {x: 'stdout | groups(p)'}",
    "condition": "vars: {p: PATTERN}\n  retry: {attempts: 1, until: 'stdout | regex(p)'}",
    "test of a list": "vars: {p: PATTERN}\n  assert: [\"['a'] | map('regex', p)\"]",
    "schema": "expect: {stdout: {$schema: {type: string, pattern: PATTERN}}}",
    "names of a schema": "expect: {json: {$schema: {patternProperties: {PATTERN: {type: 'null'}}}}}",
}


@pytest.mark.parametrize("place", PLACES)
def test_a_pattern_that_takes_memory_is_refused(tmp_path, place):
    """In each place; all of them in one run, so that none leaves something behind."""
    folder = tmp_path / "scenarios"
    folder.mkdir()
    (tmp_path / "itest.yaml").write_text("")
    for number, pattern in enumerate(PATTERNS.values()):
        lines = PLACES[place].replace("PATTERN", json.dumps(pattern, ensure_ascii=False))
        head, _, rest = lines.partition("\n") if lines.startswith("vars") else ("", "", lines)
        step = f"- run: [printf, '{{}}']\n  {rest.strip()}\n"
        (folder / f"s{number}.yaml").write_text(f"name: a\n{head}\nsteps:\n{step}")
    ran = launch(["run"], tmp_path)
    static = "vars" not in PLACES[place]
    bounded(ran, code=2 if static else 1)
    for number in range(len(PATTERNS)):
        assert f"scenarios/s{number}.yaml:" in ran.said, (number, ran.said[-3000:])


def test_a_pattern_of_a_path_that_is_none_finds_nothing(tmp_path):
    """RFC 9535: what is no regular expression matches nothing; it is not searched for a second."""
    (tmp_path / "itest.yaml").write_text("")
    paths = [
        f"$[?{function}(@, {json.dumps(pattern)})]" for pattern in PATTERNS.values() for function in ("match", "search")
    ]
    asserts = json.dumps([f"(['aaa'] | jsonpath({json.dumps(path)})) == []" for path in paths])
    (tmp_path / "a.yaml").write_text(f"name: a\nsteps:\n- assert: {asserts}\n")
    bounded(launch(["run", "a.yaml"], tmp_path), code=0)


@pytest.mark.parametrize("source", ["answer", "environment"])
def test_a_pattern_from_outside_is_judged_when_it_comes(tmp_path, monkeypatch, source):
    """It is an error of the step; a pattern after the other is compiled, and none is kept for long."""
    (tmp_path / "itest.yaml").write_text("")
    patterns = [*PATTERNS.values(), *(f"a{{1,{number}}}" for number in range(90_000, 90_100))]
    with answering({"/": answer(json.dumps(patterns).encode(), kind="application/json")}) as url:
        given = f"- request: GET {url}/\n  capture: {{ps: body}}\n"
        if source == "environment":
            monkeypatch.setenv("PATTERNS", json.dumps(patterns))
            given = "- set: {ps: '{{ env.PATTERNS | from_json }}'}\n"
        step = "- each: '{{ ps }}'\n  run: [printf, b]\n  expect: {stdout: {$regex: '{{ item }}'}}\n"
        (tmp_path / "a.yaml").write_text(f"name: a\nsteps:\n{given}{step}  continue_on_failure: true\n")
        ran = launch(["run", "a.yaml"], tmp_path)
    bounded(ran)
    assert "recursion (`(?R)`) is not supported" in ran.out


KEEPING = [
    "(.)*$", "(?:a|ab)+c", "(a|b|ab)*(?=c)", "((((((((((.))))))))))*$", r"(a)\1*b", r"\X*$", "(?r)(a|ab)*$",
    "(?:a*?b?)*$", "(?:(?=(a))a)*$", "(.){1,9999}(.)*$", "(?if)(?:ſs|a)*$",
]  # fmt: skip


@pytest.mark.parametrize("length", [50_000, 400_000, 9_000_000])
def test_what_a_search_keeps_is_bounded(tmp_path, length):
    """The rounds of a repeated group, on texts of a server."""
    (tmp_path / "itest.yaml").write_text("")
    with answering({"/": answer(b"a" * length)}) as url:
        for number, pattern in enumerate(KEEPING):
            step = f"{{request: GET {url}/, expect: {{body: {{$regex: {json.dumps(pattern)}}}}}}}"
            (tmp_path / f"{number}.yaml").write_text(f"name: a\nsteps: [{step}]\n")
        ran = launch(["run", ".", "--jobs", "1"], tmp_path)
    bounded(ran)
    if length > 1_000_000:
        assert ran.out.count("would keep too much for the rounds of its repeated groups") >= len(KEEPING)


def test_long_texts_are_searched(tmp_path):
    """What is ordinary is not refused: sets that are repeated, and groups where they are few."""
    (tmp_path / "itest.yaml").write_text("")
    patterns = ["a.*b.*c", "[^x]*x?$", "(?:ab)+c", "(ab|c)$", r"(?:[0-9]{1,3}\.){3}[0-9]+", "/orders/[0-9]+/{x}"]
    body = b"a" * 4_000_000 + b" 127.0.0.1 /orders/7/{x} b ababc"
    with answering({"/": answer(body)}) as url:
        wanted = json.dumps([{"$regex": pattern} for pattern in patterns])
        step = f"{{request: GET {url}/, expect: {{body: {{$and: {wanted}}}}}}}"
        (tmp_path / "a.yaml").write_text(f"name: a\nsteps: [{step}]\n")
        assert 0 == itest(tmp_path, "run", "a.yaml").code
