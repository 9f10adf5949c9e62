"""Problems on the terminal: plain lines on standard error, and the file a defect leaves behind."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from itest.evaluate.data.counted import counted
from itest.files.chosen import nowhere
from itest.files.state import keep_anywhere, keep_apart
from itest.model.problem import Problem

_DEFECT = "itest-defect"
MAX_SHOWN = 50
"""Problems shown in full; the rest is without the lines of its file."""


def show_problems(problems: Sequence[Problem]) -> None:
    """Each problem with its place, excerpt and hint, and how many there are; where GitHub listens, in its words too."""
    from itest.evaluate.telling.excerpt import problem_lines

    if os.environ.get("GITHUB_ACTIONS"):
        from itest.report.github import tell_problems

        tell_problems(problems, os.environ, sys.stderr)
    for problem in problems[:MAX_SHOWN]:
        write_lines([*problem_lines(problem), ""])
    if rest := problems[MAX_SHOWN:]:
        for problem in rest:
            lines = problem_lines(problem)
            write_lines([lines[0], *(lines[-1:] if problem.hint else [])])
        write_lines([""])
    placed = {problem.excerpt.span.file for problem in problems if problem.excerpt}
    if placed:
        write_lines([f"{counted(len(problems), 'problem')} in {counted(len(placed), 'file')}; nothing was sent"])


def show_warnings(problems: Sequence[Problem]) -> None:
    """Each in a line with its place."""
    write_lines([f"warning  {problem.place} {problem.code} {problem.message}" for problem in problems])


def write_lines(lines: Sequence[str]) -> None:
    """Lines on standard error, whatever it can encode; silent where it is gone."""
    stream = sys.stderr
    encoding = getattr(stream, "encoding", None) or "utf-8"
    text = "".join(line + "\n" for line in lines)
    try:
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
        stream.flush()
    except (OSError, ValueError):
        return  # Nobody is left to tell; the exit code still does.


class Defect(Exception):
    """A defect that came up in a run; `redact` hides the secrets that the run knew, `__cause__` is the error."""

    def __init__(self, redact: Callable[[str], str]) -> None:
        super().__init__("a defect of itest")
        self.redact = redact


def show_defect(error: BaseException) -> None:
    """A short message, and the traceback in a file; neither repeats a secret."""
    redact = _hidden_environment()
    if isinstance(error, Defect) and error.__cause__ is not None:
        known, error = error.redact, error.__cause__
        place = _keep(redact(known("".join(traceback.format_exception(error)))))
    else:
        place = _keep(redact("".join(traceback.format_exception(error))))
    where = f"The traceback is in {place}." if place else "The traceback could not be written anywhere."
    write_lines(
        [
            f"IT901 A defect of itest: {type(error).__name__} in {_innermost(error)}.",
            f"  {where} Please report it.",
        ]
    )


def _hidden_environment() -> Callable[[str], str]:
    """Hides what the environment holds under names that tell of secrets: before a run, no more is known."""
    from itest.evaluate.telling.environment import hidden_values
    from itest.evaluate.telling.redact import Redactor

    redactor = Redactor()
    for secret, _ in hidden_values(os.environ):
        redactor.add(secret)
    return redactor.redact_text


def output_lost(error: BaseException) -> bool:
    """Whether the error says that standard output takes nothing any more; if so that is told, and nothing more is
    written to it. An error that names a file is another's."""
    from itest.report.files import report_error  # only where something went wrong

    if not isinstance(error, OSError) or error.filename is not None or error.errno not in _NO_OUTPUT:
        return False
    show_problems(report_error("standard output", error).problems)
    discard_output()
    return True


_NO_OUTPUT = (errno.ENOSPC, errno.EPIPE, errno.EIO, errno.EBADF, errno.EDQUOT, errno.EFBIG)


def discard_output() -> None:
    """Standard output is gone: nothing more may try to flush it."""
    discard(sys.stdout)


def discard(stream: IO[str]) -> None:
    """What is left of a stream that is gone, and all that comes, leads nowhere."""
    with suppress(OSError, ValueError):
        os.dup2(nowhere(), stream.fileno())


def _keep(text: str) -> str:
    """The path of a new file with the text, which nobody else of the machine may read; `""` where none can be made."""
    content = text.encode("utf-8", "backslashreplace")
    with suppress(OSError):
        here = Path.cwd()
        return str(keep_apart(here, _DEFECT, content).relative_to(here))
    with suppress(OSError):
        return str(keep_anywhere(_DEFECT, content))
    return ""


def _innermost(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "an unknown place"
