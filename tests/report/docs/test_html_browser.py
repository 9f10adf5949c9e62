"""The documentation's HTML in a browser: no request, no complaint, no violation, in light and dark."""

import shutil
from pathlib import Path

import pytest

from itest.cli.documenting import DocsOptions, build
from itest.cli.loading import Asked
from tests.browser.browser import look

GOLDEN = Path(__file__).parent / "golden"
PAGES = ("index", "services/shop", "orders", "hostile", "stale")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    project = tmp_path_factory.mktemp("docs") / "project"
    shutil.copytree(GOLDEN / "project", project)
    build(Asked(paths=[str(project / "scenarios")]), DocsOptions(out=project / "docs", form="html"))
    return project / "docs"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_request_no_complaint_no_violation(folder, scheme):
    """Of every kind of page, everything opened."""
    steps = [["evaluate", "document.querySelectorAll('details').forEach((each) => (each.open = true))"], ["axe"]]
    seen = look(*({"url": (folder / f"{page}.html").as_uri(), "scheme": scheme, "steps": steps} for page in PAGES))
    assert [([], [], [])] * len(PAGES) == [(each["requests"], each["console"], each["answers"][1]) for each in seen]


def test_links_lead_to_pages_and_headings(folder):
    """From the first page to a scenario, and on to the endpoint it asks."""
    (seen,) = look(
        {
            "url": (folder / "index.html").as_uri(),
            "steps": [
                ["click", "text='An order is kept as it was placed' >> nth=0"],
                ["click", "p a:has-text('GET /echo/{kept}')"],
                ["hash"],
                ["count", "h2#get-echokept"],
            ],
        }
    )
    assert ["#get-echokept", 1] == seen["answers"][2:]
