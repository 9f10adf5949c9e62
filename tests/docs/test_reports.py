"""The pages on reports show what the reporters write."""

from __future__ import annotations

import pytest

from itest.report.ctrf import STATUSES
from itest.report.table import REPORTERS
from tests.docs.pages import Page, codes, rows
from tests.docs.report_pages import EXCERPTS, FOLDER, OVERVIEW, Run, excerpt_on

pytest.importorskip("opentelemetry.proto.collector.trace.v1.trace_service_pb2", reason="the extra `otel`")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return Run(tmp_path_factory.mktemp("reports"))


@pytest.mark.parametrize("page", sorted(EXCERPTS))
def test_an_excerpt_is_what_is_written(page, run):
    """`python -m tests.docs.report_pages` writes them anew."""
    assert excerpt_on(FOLDER / page) == EXCERPTS[page](run)


def test_every_status_is_on_the_page_of_ctrf():
    """Beside the one of the format that it becomes."""
    found = {raw: codes(cells[0])[0] for cells in rows(Page.of(FOLDER / "ctrf.md").text) for raw in codes(cells[1])}
    assert STATUSES.items() <= found.items()


def test_every_report_is_on_the_overview_and_has_a_page():
    """With the path it is written to where none is given."""
    table = {codes(cells[0])[0]: codes(cells[2])[:1] for cells in rows(Page.of(OVERVIEW).text)}
    assert table.keys() == REPORTERS.keys()
    assert {name: [entry.target] for name, entry in REPORTERS.items() if entry.target} == {
        name: path for name, path in table.items() if REPORTERS[name].target
    }
    assert all((FOLDER / f"{name}.md").is_file() for name in REPORTERS)
