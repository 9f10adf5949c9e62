"""The plan: which cases a run consists of, in which order; data rows and repetitions expanded, then selected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from itest.engine.selection import Predicate, Target
from itest.model.problem import Problem, UsageError
from itest.model.record import Record, field
from itest.model.result import Case
from itest.model.scenario import Row, Scenario
from itest.model.values import Pointer


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
    scenarios: dict[Path, list[Scenario]] = field(default_factory=dict)

    @classmethod
    def of(cls, targets: Iterable[Target], scenarios: Sequence[Scenario]) -> _Places:
        places = cls()
        for scenario in scenarios:
            places.scenarios.setdefault(scenario.path, []).append(scenario)
        whole = {target.path.resolve() for target in targets if target.whole}
        for target in targets:
            path = target.path.resolve()
            if not target.whole and path not in whole:
                places.wanted.setdefault(path, []).append(target)
        return places

    def problems(self) -> list[Problem]:
        """What is asked for and is not there; running the rest would look as if it had been."""
        messages = {
            _absence(target, self._meant(target, path)): target
            for path, targets in self.wanted.items()
            for target in targets
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
        mine = [target for target in targets if scenario in self._meant(target, scenario.path)]
        chosen = [row for target in mine for row in _rows(target, scenario)]
        return [row for row in rows if row in chosen]

    def _meant(self, target: Target, path: Path) -> list[Scenario]:
        """The scenario of a file that a line lies in: the last one that reaches so far; all where it lies in none."""
        found = self.scenarios.get(path, [])
        if target.line is None or len(found) < 2:
            return found
        around = [scenario for scenario in found if covers(scenario, (), target.line)]
        return around[-1:] or found


def _absence(target: Target, scenarios: Sequence[Scenario]) -> str:
    """Why a line or row is not there, or ""."""
    if not scenarios:
        return f"`{target.path}` is not a scenario file; only of one can a line or a row be chosen."
    count = scenarios[0].sources.source.line_count
    if target.line is not None and not 1 <= target.line <= count:
        return f"There is no line {target.line}: `{target.path}` has {count}."
    numbers = {row.number for scenario in scenarios for row in scenario.rows}
    if target.row is not None and target.row not in numbers:
        return f"There is no data row {target.row}: `{target.path}` has {len(numbers) or 'none'}."
    return ""


def _rows(target: Target, scenario: Scenario) -> Sequence[Row | None]:
    """The rows of a scenario that are meant; a line outside all rows means the scenario, so all of them."""
    if target.row is not None:
        return [row for row in scenario.rows if row.number == target.row]
    line = target.line or 0
    return [row for row in scenario.rows if row.pointer and covers(scenario, row.pointer, line)] or (
        scenario.rows or (None,)
    )


def covers(scenario: Scenario, pointer: Pointer, line: int) -> bool:
    """Whether a node of a scenario reaches over a line of its file."""
    span = scenario.sources.span(pointer)
    # A block mapping's end mark stands at the start of the line after it.
    last = span.end_line - 1 if span.end_column == 1 and span.end_line > span.line else span.end_line
    return span.line <= line <= last


Titling = Callable[[Scenario, Row | None, str], str]
"""The title of a case: its scenario, row and id to the rendered name."""


def make_plan(scenarios: Sequence[Scenario], selection: Selection, title: Titling) -> tuple[PlannedCase, ...]:
    """The selected cases in the order of files and rows; repetitions of all stand behind one another.

    Raises `UsageError` where a line or a row is asked for that is not there.
    """
    places = _Places.of(selection.targets, scenarios)
    if problems := places.problems():
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
    identity = scenario.key + (f"[{row.number}]" if row else "") + (f"#{repeat}" if repeat else "")
    place = scenario.sources.span(row.pointer).line if row and row.pointer else scenario.line
    own = not scenario.part or covers(scenario, (), place)
    case = Case(
        id=identity,
        file=scenario.file,
        title=title(scenario, row, identity),
        written=scenario.name,
        line=place if own else scenario.line,
        begins=scenario.line if scenario.part else 0,
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
