"""Chapters: each scenario with its page and what is known of it from the last time it passed.

A scenario that is only used is known from the scenarios that use it: the steps it ran there are its example.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from itest.model.action import ActionSpec
from itest.model.record import Record, field
from itest.model.scenario import Scenario, Step
from itest.report.docs.blocks import State
from itest.report.docs.fingerprint import fingerprint
from itest.report.docs.records import Cases, keys_of
from itest.report.docs.templated import braces
from itest.report.docs.verified import VerifiedCase, VerifiedStep


class ServiceFacts(Record, kw_only=True):
    """A service of the project: its address as written, whether a run starts it, and the services it names itself."""

    name: str
    url: str = ""
    started: bool = False
    needs: tuple[str, ...] = ()


class Material(Record, kw_only=True):
    """What the documentation is made of. `scenarios` are by their path in the project (one of a list: with `::` and its
    name), used ones included; `selected` are those that run by themselves. `service_of` names the service that a
    scenario's step speaks to, or `""`."""

    root: Path
    scenarios: Mapping[str, Scenario]
    selected: frozenset[str]
    services: Mapping[str, ServiceFacts]
    specs: Mapping[str, ActionSpec]
    service_of: Callable[[Scenario, Step], str]
    cases: Cases


class Chapter(Record, kw_only=True):
    """A scenario as it is documented: `place` is its page, `users` are the pages of those that use it."""

    scenario: Scenario
    file: str
    place: str
    selected: bool = True
    cases: tuple[VerifiedCase, ...] = ()
    fresh: bool = False
    """Whether the cases are of the scenario as it is now."""
    users: tuple[str, ...] = ()
    uses: Mapping[str, str] = field(default_factory=dict)
    """Pages of the scenarios it uses, by the path as it is written."""

    @property
    def selector(self) -> str:
        """What the command line takes for it."""
        return f"{self.file}:{self.scenario.line}" if self.scenario.part else self.file

    @property
    def title(self) -> str:
        return braces(self.scenario.name)

    @property
    def state(self) -> State:
        return State.NEVER if not self.cases else State.VERIFIED if self.fresh else State.STALE

    @property
    def rows(self) -> int:
        """The number of cases there are."""
        return len(self.scenario.rows) or 1

    def ran(self, step: Step) -> tuple[VerifiedStep, ...]:
        """What a step of the scenario showed in the first case, a run of it each; of a stale one only where it still
        asks the same."""
        return self.ran_in(self.cases[0], step) if self.cases else ()

    def ran_in(self, case: VerifiedCase, step: Step) -> tuple[VerifiedStep, ...]:
        phase = "cleanup" if step in self.scenario.cleanup else "steps"
        return tuple(
            each
            for each in case.steps
            if (each.phase, each.number, each.file) == (phase, step.number, self.file)
            and (self.fresh or (each.action, each.id) == (step.action, step.id))
        )


def chapters(material: Material) -> tuple[Chapter, ...]:
    """A chapter a scenario, those that run by themselves first, by their files."""
    places = _places({key: _page(key, scenario) for key, scenario in material.scenarios.items()})
    files = {scenario.path: file for file, scenario in material.scenarios.items()}
    users: dict[str, list[str]] = {}
    for file, scenario in sorted(material.scenarios.items()):
        for used in scenario.uses.values():
            users.setdefault(files[used.path], []).append(file)
    found = []
    for file in sorted(material.scenarios, key=lambda file: (file not in material.selected, file)):
        scenario = material.scenarios[file]
        cases, fresh = _known(file, material, users)
        found.append(
            Chapter(
                scenario=scenario,
                file=_path_of(file, scenario),
                place=places[file],
                selected=file in material.selected,
                cases=cases,
                fresh=fresh,
                users=tuple(dict.fromkeys(places[user] for user in users.get(file, ()))),
                uses={written: places[files[used.path]] for written, used in scenario.uses.items()},
            )
        )
    return tuple(found)


def _known(file: str, material: Material, users: Mapping[str, Sequence[str]]) -> tuple[tuple[VerifiedCase, ...], bool]:
    """The cases of a scenario, and whether they are of what it is now: fresh ones where there are any."""
    scenario = material.scenarios[file]
    cases = [material.cases[key] for key in keys_of(scenario, file) if key in material.cases]
    now = fingerprint(scenario)
    if not cases:
        # What was seen where it is used is of the user's time: it is as fresh as the user is.
        within = [_within(case, file, fresh) for case, fresh in _cases_of_users(file, material, users)]
        seen = [each for each in within if each[0].steps]
        fresh_ones = [case for case, fresh in seen if fresh]
        return (tuple(fresh_ones[:1]), True) if fresh_ones else (tuple(case for case, _ in seen[:1]), False)
    true = [case for case in cases if case.fingerprint == now]
    return (tuple(true), True) if true else (tuple(cases), False)


def _cases_of_users(
    file: str, material: Material, users: Mapping[str, Sequence[str]], seen: frozenset[str] = frozenset()
) -> Iterator[tuple[VerifiedCase, bool]]:
    for user in users.get(file, ()):
        if user in seen:
            continue
        now = fingerprint(material.scenarios[user])
        for key in keys_of(material.scenarios[user], user):
            if key in material.cases:
                yield material.cases[key], material.cases[key].fingerprint == now
        yield from _cases_of_users(user, material, users, seen | {user})


def _within(case: VerifiedCase, file: str, fresh: bool) -> tuple[VerifiedCase, bool]:
    """The part of a case that ran in a used scenario's file."""
    first: list[VerifiedStep] = []
    for step in _all(case.steps):
        inside = [child for child in step.children if child.file == file]
        if inside and not first:
            first = inside
    if not first:
        return _part(case, file, ()), fresh
    seen = set()
    cleanup = []
    for step in case.steps:
        if step.phase == "cleanup" and step.file == file and (step.number, step.item) not in seen:
            seen.add((step.number, step.item))
            cleanup.append(step)
    return _part(case, file, (*first, *cleanup)), fresh


def _part(case: VerifiedCase, file: str, steps: tuple[VerifiedStep, ...]) -> VerifiedCase:
    return VerifiedCase(
        file=file,
        title=case.title,
        date=case.date,
        environment=case.environment,
        version=case.version,
        took=sum(step.took for step in steps),
        steps=steps,
    )


def _all(steps: Sequence[VerifiedStep]) -> Iterator[VerifiedStep]:
    for step in steps:
        yield step
        yield from _all(step.children)


def _path_of(key: str, scenario: Scenario) -> str:
    """The file that a scenario stands in."""
    return key.removesuffix(f"::{scenario.part}") if scenario.part else key


def _page(key: str, scenario: Scenario) -> tuple[str, ...]:
    """The path of a scenario without its ending; one of a list has its name below."""
    path = PurePosixPath(_path_of(key, scenario)).with_suffix("").parts
    if not scenario.part:
        return path
    return (*path, re.sub(r"[^a-z0-9]+", "-", scenario.part.lower()).strip("-") or "scenario")


def _places(parts: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The page of each scenario: where it stands beside the others, and unlike every other."""
    shared = min((len(each) - 1 for each in parts.values()), default=0)
    while shared and len({each[:shared] for each in parts.values()}) > 1:
        shared -= 1
    taken = set(RESERVED)
    found = {}
    for file in sorted(parts):
        place = "/".join(parts[file][shared:])
        number, plain = 1, place
        while place.lower() in taken:
            number += 1
            place = f"{plain}-{number}"
        taken.add(place.lower())
        found[file] = place
    return found


RESERVED = ("readme", "index", "services")
"""Names of pages that are no scenario's."""
