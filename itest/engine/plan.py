"""The plan: which cases a run consists of, in which order; data rows and repetitions expanded, then selected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from itest.engine.selection import Predicate, Target
from itest.model.problem import Problem, UsageError
from itest.model.record import Record, field
from itest.model.result import Case
from itest.model.scenario import Row, Scenario


class PlannedCase(Record, kw_only=True):
    """A case with what it runs: its scenario and the data row (None where the scenario has no `examples`)."""

    case: Case
    scenario: Scenario
    row: Row | None = None


class Selection(Record, kw_only=True):
    """What of the loaded scenarios is asked for; everything where nothing is said."""

    targets: Sequence[Target] = ()
    keyword: Predicate | None = None
    tags: Predicate | None = None
    repeat: int = 1


class _Places(Record):
    """The lines and rows asked for, by file; a file that is also given whole asks for all of them."""

    wanted: dict[Path, list[Target]] = field(default_factory=dict)

    @classmethod
    def of(cls, targets: Iterable[Target]) -> _Places:
        places = cls()
        whole = {target.path.resolve() for target in targets if target.whole}
        for target in targets:
            path = target.path.resolve()
            if not target.whole and path not in whole:
                places.wanted.setdefault(path, []).append(target)
        return places

    def problems(self, scenarios: Sequence[Scenario]) -> list[Problem]:
        """What is asked for and is not there; running the rest would look as if it had been."""
        known = {scenario.path: scenario for scenario in scenarios}
        messages = {
            _absence(target, known.get(path)): target for path, targets in self.wanted.items() for target in targets
        }
        return [
            Problem(code="IT402", message=message, hint="`itest list` shows every case.", file=str(target.path))
            for message, target in messages.items()
            if message
        ]

    def select(self, scenario: Scenario) -> Sequence[Row | None]:
        rows: Sequence[Row | None] = scenario.rows or (None,)
        targets = self.wanted.get(scenario.path)
        if targets is None:
            return rows
        # A line outside all rows means the scenario, so all of them.
        return [row for row in rows if row and any(_means(target, scenario, row) for target in targets)] or rows


def _absence(target: Target, scenario: Scenario | None) -> str:
    """Why a line or row is not there, or ""."""
    if scenario is None:
        return f"`{target.path}` is not a scenario file; only of one can a line or a row be chosen."
    count = scenario.sources.source.line_count
    if target.line is not None and not 1 <= target.line <= count:
        return f"There is no line {target.line}: `{target.path}` has {count}."
    if target.row is not None and target.row not in {row.number for row in scenario.rows}:
        return f"There is no data row {target.row}: `{target.path}` has {len(scenario.rows) or 'none'}."
    return ""


def _means(target: Target, scenario: Scenario, row: Row) -> bool:
    if target.line is None:
        return target.row == row.number
    return bool(row.pointer) and _covers(scenario, row, target.line)


def _covers(scenario: Scenario, row: Row, line: int) -> bool:
    span = scenario.sources.span(row.pointer)
    # A block mapping's end mark stands at the start of the line after it.
    last = span.end_line - 1 if span.end_column == 1 and span.end_line > span.line else span.end_line
    return span.line <= line <= last


Titling = Callable[[Scenario, Row | None, str], str]
"""The title of a case: its scenario, row and id to the rendered name."""


def make_plan(scenarios: Sequence[Scenario], selection: Selection, title: Titling) -> tuple[PlannedCase, ...]:
    """The selected cases in the order of files and rows; repetitions of all stand behind one another.

    Raises `UsageError` where a line or a row is asked for that is not there.
    """
    places = _Places.of(selection.targets)
    if problems := places.problems(scenarios):
        raise UsageError(problems)
    cases = [
        planned
        for repeat in (range(1, selection.repeat + 1) if selection.repeat > 1 else (None,))
        for scenario in scenarios
        for row in places.select(scenario)
        if _selected((planned := _case(scenario, row, repeat, title)).case, selection)
    ]
    return tuple(cases)


def _case(scenario: Scenario, row: Row | None, repeat: int | None, title: Titling) -> PlannedCase:
    identity = scenario.file + (f"[{row.number}]" if row else "") + (f"#{repeat}" if repeat else "")
    pointer = row.pointer if row else ()
    case = Case(
        id=identity,
        file=scenario.file,
        title=title(scenario, row, identity),
        written=scenario.name,
        line=scenario.sources.span(pointer).line if pointer else 1,
        row=row.number if row else None,
        repeat=repeat,
        tags=scenario.tags,
        owner=scenario.owner,
        description=scenario.description,
        quarantine=scenario.quarantine,
        xfail=scenario.xfail,
    )
    return PlannedCase(case=case, scenario=scenario, row=row)


def _selected(case: Case, selection: Selection) -> bool:
    tags = {tag.casefold() for tag in case.tags}
    text = " ".join((case.file, case.title, *case.tags)).casefold()
    if selection.tags is not None and not selection.tags(lambda word: word.casefold() in tags):
        return False
    return selection.keyword is None or selection.keyword(lambda word: word.casefold() in text)
