"""The data of the HTML report: cases as JSON that the page's script draws details from when they are opened.

Texts are escaped and cut here, and kept once each in a table; a case refers to them by number, 0 being the empty text.
What is empty, zero or false is left out. Times are milliseconds, counted from the start of the run. Exchanges of steps
that held are the first to go where a report would become too large to open quickly.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from itest.evaluate.data.escape import cut, visible
from itest.evaluate.telling.explanation import broken_paths
from itest.model.result import Check, DiffLine, FlowResult, Mismatch, ScenarioResult, StepResult
from itest.report.html_exchange import shown
from itest.report.html_run import Entry

Data: TypeAlias = dict[str, Any]

BUDGET = 4_000_000
"""Characters that the exchanges of steps that held may take together; what is alike counts once."""
_TEXT = 300
_LINE = 4_000
_KEPT = 1_000_000
"""Characters of a text of an exchange, of which the run keeps less than that."""
_DIFF_LINES = 200
_MISMATCHES = 40
_ATTEMPTS = 100
_JSON_ESCAPES = {character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def embedded(data: Any) -> str:
    """JSON that may stand in a `script` element: nothing in it can end that, or be taken for markup."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character, escape in _JSON_ESCAPES.items():  # ten times as fast as `translate`, which goes letter by letter
        text = text.replace(character, escape)
    return text


class Texts:
    """Texts by number, each kept once."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {"": 0}
        self._known: dict[tuple[str, int], int] = {}
        """Those that came before, as they came."""

    def number(self, text: str, limit: int = _TEXT) -> int:
        found = self._known.get((text, limit))
        if found is None:
            found = self._numbers.setdefault(cut(visible(text, keep_newlines=True), limit), len(self._numbers))
            if len(text) <= _TEXT:
                self._known[text, limit] = found
        return found

    def further(self, texts: Iterable[str]) -> int:
        """Characters that these texts would add."""
        return sum(len(text) for text in {*texts} - self._numbers.keys())

    def all(self) -> list[str]:
        return list(self._numbers)


class Packed:
    """The cases of a run as data; `texts` is complete once every case was packed."""

    def __init__(self, started: float, budget: int = BUDGET) -> None:
        self.texts = Texts()
        self._started = started
        self._left = budget

    def case(self, entry: Entry) -> Data:
        case, result = entry.case, entry.result
        about: Data = {"anchor": entry.anchor, "status": entry.status, "title": self._text(case.title)}
        if result is None:
            return about
        runs = [self._run(run) for run in (*result.runs, result)]
        return _present({**about, "worker": result.worker, "runs": runs})

    def _run(self, result: ScenarioResult) -> Data:
        return _present(
            {
                "outcome": result.outcome.value,
                "started": self._moment(result.started),
                "duration": _ms(result.duration),
                "steps": self._steps(result.steps),
                "flows": [self._flow(flow) for flow in result.flows],
            }
        )

    def _steps(self, steps: Iterable[StepResult]) -> list[Data]:
        steps = tuple(steps)
        # What broke has its exchange whatever the budget.
        broken = {id(path[-1]) for path in broken_paths(steps)}
        return [self._step(step, whole=id(step) in broken) for step in steps]

    def _step(self, step: StepResult, *, whole: bool) -> Data:
        place = str(step.number) if step.item is None else f"{step.number}[{step.item}]"
        attempts = step.attempts[-_ATTEMPTS:] if len(step.attempts) > 1 else ()
        return _present(
            {
                "place": self._text(place),
                "phase": "" if step.phase == "steps" else step.phase,
                "label": self._text(step.label),
                "id": self._text(step.id),
                "action": self._text(step.action),
                "service": self._text(step.service),
                "endpoint": self._text(step.endpoint),
                "outcome": step.outcome.value,
                "reason": self._text(step.reason),
                "line": step.excerpt.span.line if step.excerpt else 0,
                "started": self._moment(step.started),
                "duration": _ms(step.duration),
                "timings": _timings(step.timings),
                "last": self._moment(step.attempts[-1].started) if step.attempts else 0,
                "size": step.size or 0,
                "tries": len(step.attempts),
                "attempts": [
                    [each.number, self._moment(each.started), _ms(each.duration), self._text(each.summary)]
                    for each in attempts
                ],
                "checks": [self._check(check) for check in step.checks],
                "mismatches": [self._mismatch(each) for each in step.mismatches[:_MISMATCHES]],
                "fault": self._texts(step.fault.code, step.fault.message, step.fault.hint) if step.fault else None,
                "exchange": self._exchange(step, whole=whole),
                "handovers": [self._texts(each.name, each.target, each.origin) for each in step.handovers],
                "trace": self._text(step.trace_id),
                "captured": [self._texts(name, text) for name, text in step.captured],
                "children": self._steps(step.children),
            }
        )

    def _check(self, check: Check) -> list[int]:
        return [self._text(check.kind), self._text(check.label), int(check.passed)]

    def _mismatch(self, mismatch: Mismatch) -> Data:
        return _present(
            {
                "code": mismatch.code,
                "where": self._text(mismatch.where),
                "message": self._text(mismatch.message),
                "expected": self._text(mismatch.expected),
                "actual": self._text(mismatch.actual),
                "diff": [self._diff_line(line) for line in mismatch.diff[:_DIFF_LINES]],
                "hint": self._text(mismatch.hint),
            }
        )

    def _diff_line(self, line: DiffLine) -> list[Any]:
        return [line.mark, self._text(line.text, _LINE), self._text(line.note)]

    def _flow(self, flow: FlowResult) -> Data:
        return _present(
            {
                "label": self._text(flow.label),
                "origin": self._text(flow.origin),
                "target": self._text(flow.target),
                "outcome": flow.outcome.value,
                "reason": self._text(flow.reason),
                "mismatch": self._mismatch(flow.mismatch) if flow.mismatch else None,
            }
        )

    def _exchange(self, step: StepResult, *, whole: bool) -> Data | None:
        if step.transcript is None:
            return None
        exchange = shown(step, step.transcript)
        if not whole:
            self._left -= self.texts.further(exchange.texts)
        if not whole and self._left < 0:
            return {"title": self._text(exchange.title), "cut": True}
        return _present(
            {
                "title": self._text(exchange.title),
                "sent": [[self._text(text, _KEPT), self._text(note)] for text, note in exchange.sent],
                "received": [self._text(text, _KEPT) for text in exchange.received],
                "way": [self._texts(what, where) for what, where in exchange.way],
                "label": self._text(exchange.label),
                "command": self._text(exchange.command, _KEPT),
            }
        )

    def _texts(self, *texts: str) -> list[int]:
        return [self._text(text) for text in texts]

    def _text(self, text: str, limit: int = _TEXT) -> int:
        return self.texts.number(text, limit)

    def _moment(self, moment: float) -> float:
        return _ms(moment - self._started) if moment else 0


def _present(data: Mapping[str, Any]) -> Data:
    return {name: value for name, value in data.items() if value}


def _timings(timings: tuple[tuple[str, float], ...]) -> Data:
    return _present({name: _ms(seconds) for name, seconds in timings})


def _ms(seconds: float) -> float:
    """Milliseconds with two digits; whole ones without a point."""
    value = round(seconds * 1000, 2)
    return int(value) if value.is_integer() else value
