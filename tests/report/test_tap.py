"""`report.tap`: the stream is TAP 14, read back by a parser that is not ours."""

import re
import shutil
import subprocess

import pytest
import yaml

from itest.report.tap import TapReporter

from . import events as sample
from . import hostile
from .folding import written
from .golden import compare

RUNS = [sample.short_run, sample.long_run, sample.interrupted_run, hostile.hostile_run]


def text_of(tmp_path, events):
    return written(TapReporter, tmp_path / "run.tap", events)


@pytest.mark.parametrize(
    ("name", "events"),
    [("short.tap", sample.short_run), ("long.tap", sample.long_run), ("interrupted.tap", sample.interrupted_run)],
)
def test_the_stream_is_as_agreed(tmp_path, name, events):
    """Each run gives its stream to the byte."""
    compare(name, text_of(tmp_path, events()))


@pytest.mark.parametrize("run", RUNS)
def test_only_the_lines_of_the_format_are_there(tmp_path, run):
    """Nothing that a response holds becomes a line of its own: all else is indented."""
    lines = [line for line in text_of(tmp_path, run()).splitlines() if not line.startswith("  ") and line]
    allowed = re.compile(r"TAP version 14|# flaky: .*|1\.\.\d+|(not )?ok \d+ - .*|Bail out! .*")
    assert [] == [line for line in lines if not allowed.fullmatch(line)]


@pytest.mark.parametrize("run", RUNS)
def test_every_block_is_yaml(tmp_path, run):
    """A YAML reader takes each block for a mapping with code, message and text."""
    blocks = re.findall(r"^  ---\n(.*?)^  \.\.\.$", text_of(tmp_path, run()), flags=re.MULTILINE | re.DOTALL)
    assert all({"message", "severity", "code", "block"} <= yaml.safe_load(block).keys() for block in blocks)
    assert blocks or run is sample.interrupted_run


def test_a_forged_test_line_is_none(tmp_path):
    """As many test points as planned, whatever a title says, and its `#` begins no directive."""
    points = re.findall(r"^(?:not )?ok \d+ .*", text_of(tmp_path, hostile.hostile_run()), flags=re.MULTILINE)
    assert 6 == len(points)
    assert [5] == [number for number, point in enumerate(points, start=1) if re.search(r"(?<!\\)# SKIP", point)]


def test_nothing_planned_is_a_plan_of_nothing(tmp_path):
    """An empty run is no failure of the format."""
    assert "TAP version 14\n1..0 # SKIP nothing ran\n" == text_of(tmp_path, hostile.run_of())


def test_until_the_end_the_stream_bails_out(tmp_path):
    """A kill leaves nothing that looks green."""
    TapReporter(str(tmp_path / "run.tap"))
    assert "Bail out!" in (tmp_path / "run.tap").read_text("utf-8")


@pytest.mark.skipif(shutil.which("prove") is None, reason="perl's prove is not here")
@pytest.mark.parametrize(
    ("run", "found"),
    [
        (sample.short_run, "Failed 1/4 subtests"),
        (sample.long_run, "Failed 5/10 subtests"),
        (hostile.run_of, "skipped: nothing ran"),
    ],
)
def test_another_parser_counts_the_same(tmp_path, run, found):
    """Perl's TAP::Harness sees the failures, and not the quarantined one; it knows TAP 13, which has the same lines."""
    path = tmp_path / "run.tap"
    path.write_text(text_of(tmp_path, run()).replace("TAP version 14", "TAP version 13"), encoding="utf-8")
    ran = subprocess.run(
        ["prove", "--exec", "cat", str(path)], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert found in ran.stdout
