"""GitHub: annotations beside the YAML, the job summary and a step's outputs; there wherever `GITHUB_ACTIONS` is set.

While a run goes on the runner hears no commands, since what is printed then may quote a response that holds one; the
annotations follow when it is over. Events are redacted, so that what the runner is told to hide is a second lock: for
what services, hooks and later steps of the job print.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO

from itest.evaluate.data.escape import cut, visible
from itest.files.chosen import add_text
from itest.model.events import Event
from itest.model.problem import Problem, ReportError, UsageError
from itest.report.annotations import checkout, problem_annotations, run_annotations
from itest.report.files import report_error
from itest.report.summary import LIMIT, escaped, summary
from itest.report.told import Told
from itest.report.workflow_commands import annotation_line, mask_lines, resume_line, stop_line, stop_word

PARTS = ("annotations", "summary", "outputs")
USUAL = ("annotations", "summary")
NONE = "none"
_SHOWN_PROBLEMS = 50


class GitHubReporter:
    """Tells a GitHub runner of the run. `target` names the parts, `annotations,summary` by default, else those of
    `ITEST_GITHUB`; `none` tells nothing. A summary that cannot be written fails the run only where it was asked for."""

    def __init__(
        self,
        target: str,
        *,
        environ: Mapping[str, str] | None = None,
        secrets: Sequence[str] = (),
        stream: IO[str] | None = None,
    ) -> None:
        self._environ = os.environ if environ is None else environ
        self._asked = bool(target)
        self._parts = parts_of(target, self._environ)
        self._stream = stream or sys.stdout
        self._told = Told()
        self._word = stop_word()
        if self._parts:
            _mask(secrets)
            self._print([stop_line(self._word)])

    def handle(self, event: Event) -> None:
        self._told.handle(event)

    def close(self) -> None:
        if not self._parts:
            return
        self._print([resume_line(self._word)])
        if "annotations" in self._parts:
            self._print(map(annotation_line, run_annotations(self._told, checkout(self._environ))))
        failures = [*self._written("summary", "GITHUB_STEP_SUMMARY"), *self._written("outputs", "GITHUB_OUTPUT")]
        if failures and self._asked:
            raise ReportError(failures)
        self._print(f"::warning title=itest::{visible(problem.message)}" for problem in failures)

    def _written(self, part: str, variable: str) -> list[Problem]:
        """Append a part to the runner's file for it; where it gave none there is nothing to write."""
        path = self._environ.get(variable)
        if part not in self._parts or not path:
            return []
        make = {"summary": _summary, "outputs": _outputs}[part]
        try:
            append(Path(path), make(self._told, Path(path)))
        except ReportError as error:
            return list(error.problems)
        return []

    def _print(self, lines: Iterable[str]) -> None:
        _write(self._stream, lines)


def parts_of(target: str, environ: Mapping[str, str]) -> frozenset[str]:
    """The parts that are wanted; raises `UsageError` (IT404) for one that does not exist."""
    text = target or environ.get("ITEST_GITHUB", "") or ",".join(USUAL)
    names = [name for name in (part.strip() for part in text.split(",")) if name]
    for name in names:
        if name not in (*PARTS, NONE):
            message = f"--report github: `{name}` is none of {', '.join((*PARTS, NONE))}."
            raise UsageError([Problem(code="IT404", message=message)])
    return frozenset(names) - {NONE}


def tell_problems(problems: Sequence[Problem], environ: Mapping[str, str], stream: IO[str]) -> None:
    """Annotations and summary of what kept a run from being carried out; silent where no GitHub runner listens."""
    if environ.get("GITHUB_ACTIONS") != "true":
        return
    try:
        parts = parts_of("", environ)
    except UsageError:
        return  # Of all problems the one with ITEST_GITHUB itself cannot be told this way.
    if "annotations" in parts:
        _write(stream, map(annotation_line, problem_annotations(problems, checkout(environ))))
    path = environ.get("GITHUB_STEP_SUMMARY")
    if "summary" in parts and path:
        try:
            append(Path(path), _problem_summary(problems))
        except ReportError:
            return  # The problems are in the log; there is nobody to tell that the summary lacks them.


def append(path: Path, text: str) -> None:
    """Add to a file of the runner; raises `ReportError`."""
    try:
        add_text(path, text)
    except (OSError, ValueError) as error:
        raise report_error(str(path), error) from error


def _summary(told: Told, path: Path) -> str:
    """The summary, in what room earlier ones of the same step have left."""
    taken = path.stat().st_size if path.exists() else 0
    return "\n" * bool(taken) + summary(told, max(0, LIMIT - taken))


def _outputs(told: Told, path: Path) -> str:
    """`name=value` lines: counts of cases, seconds. `failed` are all that keep the run from being green."""
    statuses = list(told.statuses().values())
    end = told.finished
    counts = {
        "total": len(statuses),
        "passed": statuses.count("passed") + statuses.count("flaky"),
        "failed": statuses.count("failed") + statuses.count("error"),
        "flaky": statuses.count("flaky"),
        "skipped": statuses.count("skipped"),
        "xfailed": statuses.count("xfailed"),
        "duration": f"{end.duration if end else 0:.3f}",
    }
    return "".join(f"{name}={value}\n" for name, value in counts.items())


def _problem_summary(problems: Sequence[Problem]) -> str:
    after = all(problem.code.startswith("IT5") for problem in problems)
    lines = [f"## ❌ itest: {'a report is missing' if after else 'nothing was sent'}", ""]
    for problem in problems[:_SHOWN_PROBLEMS]:
        place = f"{escaped(problem.place)}: " if problem.place else ""
        lines.append(f"- {place}{escaped(problem.code)} {escaped(cut(visible(problem.message), LIMIT // 100))}")
    if len(problems) > _SHOWN_PROBLEMS:
        lines.append(f"- … and {len(problems) - _SHOWN_PROBLEMS} more")
    return "\n".join(lines) + "\n"


def _mask(secrets: Sequence[str]) -> None:
    """Have the runner hide the secrets: said on standard error, since a job may keep standard output in a file, and
    only where that is a pipe as the runner's is; a file of the job would keep them in clear."""
    try:
        piped = stat.S_ISFIFO(os.fstat(sys.stderr.fileno()).st_mode)
    except (OSError, ValueError, AttributeError):
        return
    if piped:
        _write(sys.stderr, mask_lines(secrets))


def _write(stream: IO[str], lines: Iterable[str]) -> None:
    """Lines at once, whatever the stream can encode; silent where nobody listens any more."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    text = "".join(f"{line}\n" for line in lines)
    try:
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
        stream.flush()
    except (OSError, ValueError):
        return  # The terminal reporter says that the stream is gone.
