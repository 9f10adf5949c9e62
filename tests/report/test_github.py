"""`report.github`: the runner hears what it should, and nothing that a response says."""

import io
import re
import subprocess
import sys

import pytest

from itest.model.problem import Problem, ReportError, UsageError
from itest.report.github import GitHubReporter, parts_of, tell_problems
from itest.report.summary import LIMIT

from . import events as sample
from . import hostile


def told(tmp_path, events, target="", **environ):
    """What was printed, and the runner's files."""
    files = {"GITHUB_STEP_SUMMARY": tmp_path / "summary.md", "GITHUB_OUTPUT": tmp_path / "output"}
    given = {"GITHUB_ACTIONS": "true", **{name: str(path) for name, path in files.items()}, **environ}
    stream = io.StringIO()
    reporter = GitHubReporter(target, environ=given, stream=stream)
    for event in events:
        reporter.handle(event)
    reporter.close()
    texts = [path.read_text("utf-8") if path.exists() else "" for path in files.values()]
    return stream.getvalue().splitlines(), *texts


def test_a_run_is_told_in_annotations_and_a_summary(tmp_path):
    """One line a failure, flaky ones as warnings, nothing else but the silence around what people read."""
    lines, summary, output = told(tmp_path, sample.short_run())
    assert ["stop-commands", "", "error", "warning"] == [
        "" if line.startswith("::itest-") else re.match(r"::([a-z-]+)", line)[1] for line in lines
    ]
    assert summary.startswith("## ❌ itest: 1 of 4 scenarios failed\n")
    assert "" == output


def test_the_silence_ends_with_its_own_word(tmp_path):
    """The same word that began it."""
    lines, _, _ = told(tmp_path, sample.short_run())
    assert f"::{lines[0].removeprefix('::stop-commands::')}::" == lines[1]


def test_outputs_are_numbers_of_cases_and_seconds(tmp_path):
    """As the action hands them on."""
    _, _, output = told(tmp_path, sample.long_run(), target="outputs")
    assert {
        "total": "9",
        "passed": "3",
        "failed": "4",
        "flaky": "1",
        "skipped": "1",
        "xfailed": "0",
        "duration": "2.500",
    } == dict(line.split("=") for line in output.splitlines())


@pytest.mark.parametrize(
    ("target", "environ", "parts"),
    [
        ("", {}, {"annotations", "summary"}),
        ("", {"ITEST_GITHUB": "outputs,summary"}, {"outputs", "summary"}),
        ("annotations", {"ITEST_GITHUB": "summary"}, {"annotations"}),
        ("none", {}, set()),
    ],
)
def test_the_parts_can_be_chosen(target, environ, parts):
    """By the option first, then by the environment."""
    assert parts == parts_of(target, environ)


def test_a_part_that_does_not_exist_is_named():
    """A misspelt part would be silently missing."""
    with pytest.raises(UsageError, match="IT404 --report github: `sumary` is none of"):
        GitHubReporter("sumary", environ={})


def test_nothing_is_told_where_nothing_is_wanted(tmp_path):
    """Not even the silence."""
    assert ([], "", "") == told(tmp_path, sample.short_run(), target="none")


def test_what_a_response_says_is_never_a_command(tmp_path):
    """Every line is one of ours, and holds no line break of theirs."""
    lines, summary, _ = told(tmp_path, hostile.hostile_run())
    assert [] == [line for line in lines if not re.match(r"::(error|warning|stop-commands|itest-[0-9a-f]{32})", line)]
    assert 4 + 1 + 2 == len(lines)
    assert "\n::set-env" not in summary


def test_the_summary_fits_beside_an_earlier_one(tmp_path):
    """Two runs in one step share the megabyte."""
    (tmp_path / "summary.md").write_text("x" * 600_000)
    _, summary, _ = told(tmp_path, hostile.many_failures())
    assert LIMIT + 1 >= len(summary.encode("utf-8"))
    assert "## ❌ itest: 1000 of 1000 scenarios failed" in summary


@pytest.mark.parametrize("target", ["", "summary"])
def test_a_summary_that_cannot_be_written_counts_only_where_it_was_asked_for(tmp_path, target):
    """A container may lack the runner's file; a run is not red for that."""
    place = str(tmp_path / "no" / "summary.md")
    if target:
        with pytest.raises(ReportError, match="IT501"):
            told(tmp_path, sample.short_run(), target, GITHUB_STEP_SUMMARY=place)
    else:
        lines, _, _ = told(tmp_path, sample.short_run(), target, GITHUB_STEP_SUMMARY=place)
        assert lines[-1].startswith("::warning title=itest::The report ")


def test_problems_are_told_where_a_runner_listens(tmp_path):
    """A scenario that cannot be meant is an annotation and a line of the summary."""
    problem = Problem(code="IT304", message="`stpes` means <nothing>.", excerpt=sample.STATUS_EXCERPT)
    stream = io.StringIO()
    summary = tmp_path / "summary.md"
    tell_problems([problem], {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary)}, stream)
    tell_problems([problem], {}, stream)
    assert 1 == stream.getvalue().count("::error file=scenarios/orders/checkout.yaml,line=18")
    assert "nothing was sent" in summary.read_text("utf-8")
    assert r"\`stpes\` means &lt;nothing&gt;." in summary.read_text("utf-8")


MASKING = """
import sys
from itest.report.github import GitHubReporter
GitHubReporter("annotations", environ={}, secrets=["hush-hush"], stream=sys.stdout)
"""


def test_secrets_are_masked_before_anything_else():
    """On standard error, which the runner reads too, so that a kept standard output has none of them."""
    ran = subprocess.run([sys.executable, "-c", MASKING], capture_output=True, text=True, check=True)
    assert "::add-mask::hush-hush\n" == ran.stderr
    assert ran.stdout.startswith("::stop-commands::")


def test_secrets_are_not_written_to_a_file(tmp_path):
    """Where standard error is kept in a file, a mask would be the leak itself."""
    with (tmp_path / "err").open("w") as file:
        subprocess.run([sys.executable, "-c", MASKING], stderr=file, stdout=subprocess.DEVNULL, check=True)
    assert "" == (tmp_path / "err").read_text()
