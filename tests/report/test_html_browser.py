"""The HTML report in a browser: no request, no complaint, no violation, usable by keyboard and without a script."""

import pytest

from tests.browser.browser import look

from .pages import hostile_run, large_run, rich_run, run_of, written

OPEN_ALL = """document.querySelectorAll("details").forEach((each) => (each.open = true))"""
SHOW_ALL = """document.querySelectorAll("[role=tabpanel]").forEach((each) => (each.hidden = false))"""
CASE = "#case-rich-yaml"


@pytest.fixture
def url(tmp_path):
    """Writes a run and gives the address of its page."""

    def of(events, name="report.html"):
        written(tmp_path, events, name=name)
        return (tmp_path / name).as_uri()

    return of


def tab(name):
    return ["click", f"{CASE} [role=tab]:text-is('{name}')"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_request_no_complaint_no_violation(url, scheme):
    """Of a run with everything in it, all of it opened, and of a hostile one on a narrow screen."""
    everything = [["evaluate", OPEN_ALL], ["wait", f"{CASE} [role=tab]"], ["evaluate", SHOW_ALL], ["axe"]]
    seen = look(
        {"url": url(rich_run()) + CASE, "scheme": scheme, "steps": everything},
        {
            "url": url(hostile_run(), "hostile.html"),
            "scheme": scheme,
            "width": 360,
            "steps": [*everything[:1], ["axe"]],
        },
    )
    assert [[], []] == [visit["requests"] for visit in seen]
    assert [[], []] == [visit["console"] for visit in seen]
    assert [[], []] == [visit["answers"][-1] for visit in seen]


def test_the_theme_can_be_chosen(url):
    """The button turns a light page dark, and what an empty run leaves is no violation in either."""
    background = "getComputedStyle(document.body).backgroundColor"
    steps = [["evaluate", background], ["click", "#theme"], ["evaluate", background], ["axe"]]
    (seen,) = look({"url": url(run_of()), "steps": steps})
    light, _, dark, violations = seen["answers"]
    assert ("rgb(250, 249, 247)", "rgb(21, 24, 28)") == (light, dark)
    assert [] == violations


def test_a_scenario_shows_steps_sequence_time_and_data_flow(url):
    """The views of one scenario, reached by its address."""
    (seen,) = look(
        {
            "url": url(rich_run()) + CASE,
            "steps": [
                tab("Steps"),
                ["texts", f"{CASE} .step[open] .sides td"],
                ["texts", f"{CASE} .step[open] .code >> nth=0"],
                tab("Sequence"),
                ["attribute", f"{CASE} [aria-label=Sequence] svg", "aria-label"],
                ["count", f"{CASE} [aria-label=Sequence] line[stroke-dasharray]"],
                tab("Time"),
                ["texts", f"{CASE} .legend li"],
                ["count", f"{CASE} .fall rect.t-wait"],
                tab("Data flow"),
                ["content", f"{CASE} .flow.is-failed mark"],
                ["count", f"{CASE} .flow.is-passed"],
                ["attribute", f"{CASE} [aria-label='Handed on'] svg", "aria-label"],
            ],
        }
    )
    _, sides, sent, _, words, returns, _, legend, waits, _, marks, passed, handed = seen["answers"]
    assert ['"status": "CONFIRMED"', '"status": "PENDING"'] == [text.strip() for text in sides if "status" in text]
    assert ['Authorization: Bearer ***  (token ← step 1 login)\n{\n  "sku": "A-1",\n  "qty": 2\n}'] == [
        text.strip() for text in sent
    ]
    assert words.startswith("orders: POST /login, 200 OK; orders: POST /orders, 201 Created; shop_db: select 1")
    assert (3, 2, 1) == (returns, waits, passed)
    assert ["dns", "connect", "wait", "receive"] == legend[:4]
    assert ["quantity", "qty"] == marks
    assert "1 Step login gives token to 2 Create order as headers.Authorization" in handed


def test_it_is_usable_by_keyboard(url):
    """Search, open, walk the tabs, and a deep link: without a pointer."""
    address = url(rich_run())
    (seen,) = look(
        {
            "url": address,
            "steps": [
                ["press", "/"],
                ["focused"],
                ["press", "E"],
                [
                    "evaluate",
                    "document.activeElement.value = 'sign'; document.activeElement.dispatchEvent(new Event('input'))",
                ],
                ["visible", ".case"],
                ["texts", "output"],
                ["press", "Tab"],
                ["press", "Enter"],
                ["wait", "#case-auth-login-yaml [role=tab]"],
                ["hash"],
                ["press", "Tab"],
                ["press", "ArrowRight"],
                ["texts", "[role=tab]:focus"],
                ["attribute", "[role=tab]:focus", "aria-selected"],
            ],
        }
    )
    answers = seen["answers"]
    assert 'type="search"' in answers[1]
    assert (1, ["1 of 10"]) == (answers[4], answers[5])
    assert "#case-auth-login-yaml" == answers[9]
    assert (["Sequence"], "true") == (answers[12], answers[13])


def test_filters_show_what_is_asked_for(url):
    """By status, and a link to a case that is filtered away shows it after all."""
    (seen,) = look(
        {
            "url": url(rich_run()),
            "steps": [
                ["click", ".filters button:has-text('Flaky')"],
                ["visible", ".case"],
                ["choose", "select", "rich"],
                ["visible", ".case"],
                ["click", f"#failures a[href='{CASE}'] >> nth=0"],
                ["wait", f"{CASE} summary:focus"],
                ["visible", ".case"],
                ["focused"],
            ],
        }
    )
    assert (1, 0, 10) == tuple(seen["answers"][index] for index in (1, 3, 6))
    assert "<summary" in seen["answers"][7]


def test_it_is_readable_without_a_script(url):
    """Totals, cases, steps and blocks are there, and nothing that would do nothing."""
    (seen,) = look(
        {
            "url": url(rich_run()),
            "javascript": False,
            "steps": [
                ["texts", ".tiles li"],
                ["visible", "summary .title"],
                ["visible", ".block"],
                ["visible", "button"],
                ["visible", ".brief li"],
            ],
        }
    )
    tiles, titles, blocks, buttons, steps = seen["answers"]
    assert "3 failed" == " ".join(tiles[0].split())
    assert (10, 0) == (titles, buttons)
    assert blocks >= 6 and steps >= 6


def test_a_thousand_scenarios_open_in_under_two_seconds(url):
    """The best of three, since the machine may be busy with other tests."""
    address = url(large_run())
    seen = look(*({"url": address, "steps": [["count", ".case"]]} for _ in range(3)))
    assert [[1000]] * 3 == [visit["answers"] for visit in seen]
    assert min(visit["opened"] for visit in seen) < 2000
