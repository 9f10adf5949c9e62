"""Many failures: what reports keep of each is little."""

from tests.attacks.test_answers import bounded
from tests.reliability.launch import launch

ROWS = 10_000


def test_ten_thousand_failing_rows_in_three_reports(tmp_path):
    """Each is told in all of them."""
    rows = "\n".join(f"- {{n: {number}}}" for number in range(ROWS))
    (tmp_path / "a.yaml").write_text(f"name: 'Row {{{{ n }}}}'\nexamples:\n{rows}\nsteps: [{{assert: [n == -1]}}]\n")
    reports = [word for name in ("junit", "html", "json") for word in ("--report", f"{name}=r.{name}")]
    ran = launch(["run", "a.yaml", "-q", "-j1", *reports], tmp_path)
    bounded(ran)
    assert (tmp_path / "r.junit").read_text().count("<failure") == ROWS
    assert (tmp_path / "r.html").read_text().count('<li class="case"') == ROWS
    assert (tmp_path / "r.json").read_text().count('"event":"scenario_finished"') == ROWS
