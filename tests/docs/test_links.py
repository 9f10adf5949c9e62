"""Links between the pages lead somewhere."""

from __future__ import annotations

import pytest

from tests.docs.pages import PAGES, TOP, Page


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(TOP).as_posix())
def test_every_link_of_a_page_resolves(path):
    """A link to a file, or to a heading of one, finds it; links to the web are left alone."""
    page = Page.of(path)
    broken = [link for link in page.links() if not link.startswith("http") and not _leads(page, link)]
    assert [] == broken


def _leads(page: Page, link: str) -> bool:
    name, _, anchor = link.partition("#")
    target = (page.path.parent / name).resolve() if name else page.path
    if not target.exists():
        return False
    return not anchor or anchor in Page.of(target).anchors()


def test_every_page_can_be_reached_from_the_readme():
    """A reader who starts at the README finds each page by following links."""
    reached, waiting = set(), [TOP / "README.md"]
    while waiting:
        path = waiting.pop()
        reached.add(path)
        targets = [(path.parent / link.partition("#")[0]).resolve() for link in Page.of(path).links()]
        waiting += [
            target for target in targets if target.suffix == ".md" and target.is_file() and target not in reached
        ]
    assert set() == set(PAGES) - reached - {TOP / "CHANGELOG.md"}
