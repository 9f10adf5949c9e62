"""Exposure: which secrets of a run may be seen in its reports all the same, said once when it is over."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from itest.engine.plan import PlannedCase
from itest.evaluate.telling.redact import Redactor
from itest.model.project import Project
from itest.model.scenario import Scenario

_WEAK = "{names} is too short or too common to be hidden everywhere: it is hidden only where it is a whole value."
_WITHIN = "{names} is part of a path or a name, which are shown as they are written."

_FULL = "There are more secrets than itest can look for, so whatever is shown of answers is hidden as a whole."


def exposed(redactor: Redactor, cases: Iterable[PlannedCase], project: Project) -> tuple[str, ...]:
    """A sentence about each kind of secret that cannot be hidden everywhere."""
    found = ((_WEAK, redactor.weak()), (_WITHIN, redactor.within(_identities(cases, project))))
    told = (sentence.format(names=_told(names)) for sentence, names in found if names)
    return (*told, *((_FULL,) if redactor.is_full else ()))


def hidden_everywhere(secrets: Collection[str], cases: Iterable[PlannedCase], project: Project) -> list[str]:
    """Those of the secrets that no report shows anywhere: who hides them in what itest says hides none of its names."""
    if not secrets:
        return []
    # Start-up cost: a run without secrets does without it.
    from itest.evaluate.telling.weak import is_weak

    strong = [secret for secret in secrets if not is_weak(secret)]
    shown = "\0".join(_identities(cases, project)) if strong else ""
    return [secret for secret in strong if secret not in shown]


def _told(names: list[str]) -> str:
    """`The value of `PIN`` or `The value of `PIN`, `STAGE` or a request's credential`."""
    known = [f"`{name}`" for name in dict.fromkeys(names) if name]
    known += ["a credential without a name"] if "" in names else []
    *first, last = known
    return f"The value of {', '.join(first)} or {last}" if first else f"The value of {last}"


def _identities(cases: Iterable[PlannedCase], project: Project) -> Iterator[str]:
    """What of the run is kept in reports, as `evaluate.telling.identity` has it."""
    yield from (project.environment, *project.services)
    seen: set[str] = set()
    for planned in cases:
        for scenario in planned.scenario.with_used():
            if scenario.file not in seen:
                seen.add(scenario.file)
                yield from _of_scenario(scenario)


def _of_scenario(scenario: Scenario) -> Iterator[str]:
    yield from (scenario.file, scenario.name, scenario.owner, *scenario.tags)
    for step in (*scenario.steps, *scenario.cleanup):
        yield from (step.label, step.id, *(capture.name for capture in step.capture))
    yield from (flow.name or f"{flow.origin.text} {flow.target and flow.target.text}" for flow in scenario.flows)
