"""Attacks by Markdown: a description of a stranger's scenario leads nowhere but to `http`, `https`, `mailto` and
relative places, on pages in Markdown, pages in HTML and in reports."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

import pytest
from markdown_it import MarkdownIt

from tests.cli.commanding import itest

SAFE = {
    "[a](http://a.test/b_(c)?d=e&f=g)": "http://a.test/b_(c)?d=e&f=g",
    "[a](HTTPS://a.test)": "HTTPS://a.test",
    '[a](https://a.test "title")': "https://a.test",
    "[a](mailto:ada@a.test)": "mailto:ada@a.test",
    "[a](b/c.md#d)": "b/c.md#d",
    "[a](../b?c=d:e)": "../b?c=d:e",
    "[a](#b)": "#b",
    "[a](/b)": "/b",
    "**[a `b`](c.md)**": "c.md",
}
SCRIPT = "javascript:alert(1)"
UNSAFE = (
    f"[a]({SCRIPT})",
    "[a](JaVaScript:alert(1))",
    f"[a]( {SCRIPT})",
    f"[a](\n{SCRIPT})",
    f"[a](<{SCRIPT}>)",
    "[a](< javascript:alert(1)>)",
    "[a](java&#115;cript:alert(1))",
    "[a](javascript&colon;alert(1))",
    "[a](&#x6a;avascript:alert(1))",
    "[a](java\\script:alert(1))",
    "[a](javascript\\:alert(1))",
    "[a](\x01javascript:alert(1))",
    "[a](java\tscript:alert(1))",
    "[a](data:text/html,x)",
    "[a](vbscript:x)",
    "[a](file:///etc/passwd)",
    "[a](//evil.test)",
    "[a](/\\evil.test)",
    "[a](\\\\/evil.test)",
    "[a](&#47;/evil.test)",
    "[a](blob:x)",
    "[a](ftp://evil.test)",
    f"<{SCRIPT}>",
    "<vbscript:x>",
    f"[a][b]\n\n[b]: {SCRIPT}",
    f"[a][b]\n\n> [b]: {SCRIPT}",
    f"[a][b]\n\n- [b]: {SCRIPT}",
    f"[a][b]\n\n1. [b]:\n   {SCRIPT}",
    f"[a][]\n\n   [a]:\n{SCRIPT}",
    f"[a\nb]\n\n[a\nb]: {SCRIPT}",
    f"![a]({SCRIPT})",
    "![a](http://evil.test/pixel.png)",
    f"[![a](b.png)]({SCRIPT})",
    f"a ` b\nc ` [x]({SCRIPT}) ` d",
    f"\\` a ` [x]({SCRIPT}) `",
    f"\\\\` a ` [x]({SCRIPT}) `",
    f"`` a ` [x]({SCRIPT}) ``` `` b",
    f"1. a\n   ```\n[x]({SCRIPT})",
    f"- a\n  ~~~\n[x]({SCRIPT})\n\n<script>alert(1)</script>",
    f"   ```\n   ```\n```\n[x]({SCRIPT})",
    f"<a href='{SCRIPT}'>x</a>",
    "<img src=x onerror=alert(1)>",
    f"<svg><a xlink:href='{SCRIPT}'>",
    "<!-- [x](a) --><b>",
    f"| a |\n|---|\n| [x]({SCRIPT}) |",
    f"# [a]({SCRIPT})",
    f"***[a]({SCRIPT})***",
    f'[a]({SCRIPT} "t")',
    f"[a] ({SCRIPT})",
    "xmpp:ada@evil.test",
    "<http:javascript>",
    "[a](http:javascript)",
    "[a](x-apple:b)",
    f"[a](b){{: href='{SCRIPT}'}}",
)


def places(page: str) -> list[str]:
    """Where the links and pictures of a page lead that a reader of Markdown sees, whose own list of schemes is off."""
    reader = MarkdownIt("gfm-like", {"linkify": False, "html": True})
    reader.validateLink = lambda url: True
    found, waiting = [], reader.parse(page)
    while waiting:
        token = waiting.pop()
        found += [str(value) for name, value in (token.attrs or {}).items() if name in ("href", "src")]
        found += (
            ["html"]
            if token.type == "html_inline" or (token.type == "html_block" and "script" in token.content)
            else []
        )
        waiting += token.children or []
    return found


def written(folder, description: str) -> str:
    (folder / "itest.yaml").write_text("")
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "a.yaml").write_text(
        f"name: a\ndescription: {json.dumps(description)}\nsteps:\n- {{assert: [1 == 1]}}\n"
    )
    for command in (("docs", "build", "--format", "both"), ("run", "--html", "r.html")):
        assert 0 == itest(folder, *command).code
    return (folder / "docs" / "scenarios" / "a.md").read_text()


@pytest.mark.parametrize("description", SAFE)
def test_a_link_to_the_web_or_beside_the_page_stays(tmp_path, description):
    """As it was written."""
    assert SAFE[description] in places(written(tmp_path, description))


@pytest.mark.parametrize("description", UNSAFE)
def test_no_link_leads_anywhere_else(tmp_path, description):
    """Whatever it is dressed in: entities, letter case, blanks, references, pictures, code that is none, HTML."""
    before = places(written(tmp_path, description))
    for place in before:
        scheme = urlsplit(re.sub(r"[\x00-\x20]", "", place)).scheme.lower()
        assert scheme in ("", "http", "https", "mailto"), before
        assert not place.startswith(("//", "/\\", "\\")) and "html" != place and "evil" not in place, before
    for path in tmp_path.rglob("*.html"):
        schemes = re.findall(r"""(?i)<(?:a|img)\b[^>]*?(?:href|src)\s*=\s*["']?\s*([a-z]+):""", path.read_text())
        assert set(schemes) <= {"http", "https", "mailto"}, (path, schemes)
