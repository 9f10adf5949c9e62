"""The context that a file is read in: which actions there are, where its paths lead, and what it may use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from itest.load.findings import Findings
from itest.model.action import ActionSpec
from itest.model.record import Record, field, replace
from itest.model.scenario import Scenario
from itest.model.values import Pointer


class Context(Record, kw_only=True):
    """What reading one file needs beside its tree. `path` is absolute with links followed; `use` loads a scenario that
    the file uses (None where that failed, which is reported)."""

    path: Path
    root: Path
    actions: Mapping[str, ActionSpec]
    findings: Findings
    use: Callable[[Path, Findings, Pointer], Scenario | None]
    used: dict[str, Scenario] = field(default_factory=dict)
    """What `use` steps have named so far, by the path as written."""

    def reading(self, findings: Findings) -> Context:
        """The same for another reading of the file."""
        return replace(self, findings=findings, used={})

    def file(self, text: str, pointer: Pointer) -> Path | None:
        """The regular file that a path in this file names, under the project root; None with the reason reported."""
        path = self.inside(text, pointer)
        if path and not path.is_file():
            what = "is not a regular file" if path.exists() else "is not there"
            message = f"the file `{text}` {what}"
            self.findings.report("IT314", message, pointer, hint="paths are relative to this file")
            return None
        return path

    def inside(self, text: str, pointer: Pointer) -> Path | None:
        """Where a path in this file leads, there or not, under the project root; None with the reason reported."""
        report = self.findings.report
        try:
            path = (self.path.parent / text).resolve()
            path.exists()  # raises for what no system takes for a name, such as one that is too long
        except (OSError, ValueError, RuntimeError):
            report("IT314", f"`{text}` is no usable path", pointer)
            return None
        if not path.is_relative_to(self.root):
            hint = "files that scenarios name lie under the folder of itest.yaml"
            report("IT217", f"`{text}` lies outside the project folder", pointer, hint=hint)
            return None
        return path
