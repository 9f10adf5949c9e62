"""Promise 6, the other side: what says which case is meant stays in every report, though a secret is a part of it."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from tests.reliability.launch import launch
from tests.servers.echo import serving

PROJECT = """
services:
  orders: {url: "{{ env.API_URL }}", headers: {X-Stage: "{{ secrets.STAGE }}"}}
secrets: [STAGE]
"""
FILES = {
    "orders/a.yaml": """
name: Take orders
tags: [orders]
steps:
  - id: orders
    name: Create orders
    request: {method: POST, url: /echo, json: {stage: "{{ secrets.STAGE }}", note: "for orders"}}
    capture: {orders_stage: body.json.stage}
    expect: {status: 200, body: {json: {stage: nope}}}
""",
    "orders/b.yaml": """
name: Take orders
steps:
  - name: Create orders
    request: {url: "/echo?q={{ secrets.STAGE }}"}
    expect: {status: 500}
""",
    "orders/rows.yaml": """
name: Rows of orders for {{ who }}
examples: [{who: ada}, {who: orders}, {who: orders}]
steps:
  - name: Ask orders for {{ who }}
    request: {url: "/echo", headers: {X-Who: "{{ who }}"}}
    expect: {status: 200}
""",
}
TITLES = {
    "orders/a.yaml": "Take orders",
    "orders/b.yaml": "Take orders",
    "orders/rows.yaml[1]": "Rows of orders for ada",
    "orders/rows.yaml[2]": 'Rows of orders for *** [who="***"]',
    "orders/rows.yaml[3]": 'Rows of orders for *** [who="***"]',
}
REPORTS = ("junit", "json", "html", "markdown", "tap", "ctrf", "har")
CONTENT = ('"stage":"orders"', "X-Stage: orders", 'for orders"', "q=orders", "x-stage: orders", '"who":"orders"')


class Told:
    """What a run said and wrote, by report."""

    def __init__(self, folder: Path, out: str, err: str) -> None:
        self.out, self.err, self.folder = out, err, folder

    def text(self, report: str) -> str:
        return (self.folder / "out" / report).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    folder = tmp_path_factory.mktemp("identity")
    (folder / "orders").mkdir()
    for name, text in {"itest.yaml": PROJECT, **FILES}.items():
        (folder / name).write_text(text, encoding="utf-8")
    words = [word for name in REPORTS for word in ("--report", f"{name}=out/{name}")]
    with serving() as server:
        environ = {"API_URL": server.url, "STAGE": "orders", "GITHUB_ACTIONS": "true"}
        ran = launch(["run", "orders", "-v", *words, "--var", "copy=orders"], folder, environ=environ)
        kept = launch(["run", "orders/rows.yaml", "--examples"], folder, environ=environ)
        built = launch(["docs", "build", "orders", "--format", "both"], folder, environ=environ)
    assert (1, 0, 0) == (ran.code, kept.code, built.code), ran.said + kept.said + built.said
    return Told(folder, ran.out, ran.err)


def test_the_values_stay_hidden(told):
    """In bodies, headers, URLs, logs and commands."""
    for text in (told.out, told.err, *map(told.text, REPORTS)):
        assert [] == [content for content in CONTENT if content in text.replace("&quot;", '"').replace('\\"', '"')]
        assert "***" in text or text == told.err


def test_the_terminal_shows_paths_and_names(told):
    """A line for each case, its own; rerun lines lead to it, and the run says once what can be seen."""
    for case, title in TITLES.items():
        assert f"{case} › {title} " in told.out
    assert '━━ orders/a.yaml › Take orders › step 1 "Create orders"' in told.out
    assert "itest run orders/b.yaml:4 --var copy=***" in told.out
    assert 'orders_stage = "***"' in told.out
    warning = "The value of `STAGE` is part of a path or a name, which are shown as they are written."
    assert 1 == told.out.count(f"\nwarning: {warning}")


def test_junit_keeps_cases_apart(told):
    """Class names and names say which file and row it was."""
    cases = [
        (case.get("classname"), case.get("name"))
        for case in ElementTree.fromstring(told.text("junit")).iter("testcase")
    ]
    assert [
        ("orders.a", "Take orders"),
        ("orders.b", "Take orders"),
        *(("orders.rows", f"{TITLES[f'orders/rows.yaml[{row}]']} [{row}]") for row in (1, 2, 3)),
    ] == cases


def test_tap_and_har_keep_cases_apart(told):
    """By their paths and names."""
    names = [f"{case} › {title}" for case, title in TITLES.items()]
    assert names == re.findall(r"(?m)^(?:not )?ok \d+ - (.*)$", told.text("tap"))
    assert names == [page["title"] for page in json.loads(told.text("har"))["log"]["pages"]]


def test_ctrf_keeps_cases_apart(told):
    """An id of its own each, and the path."""
    tests = json.loads(told.text("ctrf"))["results"]["tests"]
    assert 5 == len({test["id"] for test in tests})
    assert ["orders/a.yaml", "orders/b.yaml", *["orders/rows.yaml"] * 3] == [test["filePath"] for test in tests]
    assert "Take orders" == tests[0]["name"]


def test_json_keeps_cases_apart(told):
    """Names as written are there beside rendered ones."""
    events = [json.loads(line) for line in told.text("json").splitlines()]
    results = [event["result"] for event in events if event["event"] == "scenario_finished"]
    assert TITLES == {result["case"]["id"]: result["case"]["title"] for result in results}
    assert {"Take orders", "Rows of orders for {{ who }}"} == {result["case"]["written"] for result in results}
    assert {"Create orders", "Ask orders for {{ who }}"} == {
        step["written"] for result in results for step in result["steps"]
    }
    assert 1 == len(events[-1]["warnings"])


def test_html_and_markdown_show_paths_and_names(told):
    """And the summary of a job does."""
    for report in ("html", "markdown"):
        text = told.text(report)
        assert "orders/a.yaml" in text and "orders/b.yaml" in text and "Take orders" in text, report
        assert "***/a.yaml" not in text and "Take ***" not in text


def test_github_puts_annotations_beside_the_files(told):
    """Which it finds by their paths; the warning is one, too."""
    assert re.search(r"(?m)^::error file=[^,]*orders/a\.yaml,line=9,", told.out)
    assert re.search(r"(?m)^::error file=[^,]*orders/b\.yaml,.*title=IT102 Take orders::", told.out)
    assert "::warning title=itest::The value of `STAGE` is part of a path" in told.out


def test_the_documentation_has_its_pages_and_links(told):
    """A page a file, under its name, and the commands that run it."""
    pages = told.folder / "docs" / "scenarios"
    assert {"a.md", "b.md", "rows.md"} <= {path.name for path in pages.rglob("*.md")}
    assert "Take orders" in (pages / "a.md").read_text(encoding="utf-8")
    assert "itest run orders/a.yaml" in (pages / "a.md").read_text(encoding="utf-8")
    first = (pages / "README.md").read_text(encoding="utf-8")
    assert "(a.md)" in first and "`orders`" in first


def test_weak_secrets_do_not_blot_out_a_report(tmp_path):
    """`200`, `true` and a word of ours are hidden where they are values, and the run says so once."""
    (tmp_path / "itest.yaml").write_text(
        "services: {api: {url: '{{ env.API_URL }}'}}\nsecrets: [CODE, FLAG, WORD]\n", encoding="utf-8"
    )
    (tmp_path / "a.yaml").write_text(
        """
name: Every status is passed
steps:
  - request:
      method: POST
      url: /echo
      json: {a: "{{ secrets.CODE }}", b: "{{ secrets.FLAG }}", c: "{{ secrets.WORD }}"}
    expect: {status: 200}
""",
        encoding="utf-8",
    )
    with serving() as server:
        environ = {"API_URL": server.url, "CODE": "200", "FLAG": "true", "WORD": "passed"}
        ran = launch(["run", "a.yaml", "-v", "--junit-xml", "out/j.xml", "--json", "out/e"], tmp_path, environ=environ)
    assert 0 == ran.code, ran.said
    assert "PASS   a.yaml › Every status is passed" in ran.out
    assert "→ 200 OK" in ran.out and "1 passed" in ran.out
    events = (tmp_path / "out" / "e").read_text(encoding="utf-8")
    assert r"{\"a\":\"***\",\"b\":\"***\",\"c\":\"***\"}" in events
    assert '"outcome":"passed"' in events
    assert (
        1
        == ran.out.count("is too short or too common to be hidden everywhere")
        == ran.out.count("The value of `CODE`, `FLAG` or `WORD`")
    )
