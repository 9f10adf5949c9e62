"""The pages that lead to all others: the first one, and who asks which service."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from itest.evaluate.data.counted import counted
from itest.evaluate.data.escape import cut
from itest.model.lazy_pattern import lazy_pattern
from itest.report.docs.blocks import (
    Block,
    Graph,
    Heading,
    Inline,
    Items,
    Line,
    Link,
    Listing,
    Name,
    Note,
    Page,
    Paragraph,
    State,
    Strong,
    Table,
)
from itest.report.docs.calls import ELSEWHERE, Calls
from itest.report.docs.catalogue import Catalogue
from itest.report.docs.chapters import Chapter, ServiceFacts

MAX_DRAWN = 40
"""Scenarios in a drawing; of more only the services are drawn."""
_SENTENCE = lazy_pattern(r"(?s)(.+?[.!?])(?:\s|$)")
_TEASER = 200


def first_page(chapters: Sequence[Chapter], catalogue: Catalogue, calls: Calls) -> Page:
    """Totals, every scenario with its state, services, tags."""
    running = [chapter for chapter in chapters if chapter.selected]
    used = [chapter for chapter in chapters if not chapter.selected]
    blocks: list[Block] = [Paragraph((_INTRODUCTION,)), *_totals(running)]
    blocks += [Heading(2, ("Scenarios",)), _list(running, calls)]
    if used:
        blocks += [Heading(2, ("Parts that scenarios use",)), _list(used, calls)]
    if catalogue.services:
        blocks += [Heading(2, ("Services",)), _services(catalogue)]
    blocks += _tags(running)
    blocks += [
        Heading(2, ("How this is made",)),
        Paragraph(("Examples are what was really sent and answered when a scenario last passed; secrets are hidden.",)),
        Listing("sh", "itest run --examples && itest docs build", "How to build it again"),
    ]
    return Page("", "Scenarios", tuple(blocks))


_INTRODUCTION = (
    "What the system does, told by the scenarios that are run against it: each page says in words what happens and "
    "what is expected, and shows requests and answers as they were seen."
)


def _totals(chapters: Sequence[Chapter]) -> Iterator[Block]:
    counts = {state: sum(chapter.state is state for chapter in chapters) for state in State}
    words = [f"{count} {state.word}" for state, count in counts.items() if count]
    cases = sum(len(chapter.cases) for chapter in chapters if chapter.fresh)
    total = counted(len(chapters), "scenario")
    worst = next((state for state in (State.STALE, State.NEVER) if counts[state]), State.VERIFIED)
    said = f"{total}: {', '.join(words)}." if chapters else "There are no scenarios."
    yield Note(worst, (Strong(said), f" {counted(cases, 'case')} passed when last seen (data rows count one each)."))


def _list(chapters: Sequence[Chapter], calls: Calls) -> Table:
    rows = tuple(
        (
            (Link(chapter.title, chapter.place),),
            (_teaser(chapter.scenario.description),),
            _joined([Name(tag) for tag in chapter.scenario.tags]),
            _joined([Link(name, f"services/{name}") for name in _names(chapter, calls)]),
            (chapter.state,),
        )
        for chapter in chapters
    )
    return Table(("Scenario", "What it shows", "Tags", "Services", "State"), rows)


def _teaser(description: str) -> str:
    """The first sentence, without Markdown's marks."""
    text = " ".join(re.sub(r"[*`]", "", description).split())
    sentence = _SENTENCE.match(text)
    return cut(sentence[1] if sentence else text, _TEASER)


def _names(chapter: Chapter, calls: Calls) -> list[str]:
    return list(dict.fromkeys(call.service for call in calls.reached(chapter)))


def _services(catalogue: Catalogue) -> Items:
    lines = tuple(
        (Link(name, f"services/{name}"), f": {counted(len(endpoints), 'endpoint')}")
        for name, endpoints in catalogue.services.items()
    )
    return Items((*lines, (Link("Who asks which service", "services"),)))


def _tags(chapters: Sequence[Chapter]) -> Iterator[Block]:
    tags = sorted({tag for chapter in chapters for tag in chapter.scenario.tags})
    if tags:
        yield Heading(2, ("Tags",))
        rows = tuple(
            ((Name(tag),), _joined([Link(each.title, each.place) for each in chapters if tag in each.scenario.tags]))
            for tag in tags
        )
        yield Table(("Tag", "Scenarios"), rows)


# -- services --------------------------------------------------------------------------------------------------------


def services_page(chapters: Sequence[Chapter], facts: Sequence[ServiceFacts], calls: Calls) -> Page:
    """Who is asked by which scenarios, over which protocol; used scenarios count for those that use them."""
    running = [chapter for chapter in chapters if chapter.selected]
    asked = {chapter.place: _asked(chapter, calls) for chapter in running}
    names = [each.name for each in facts] + [ELSEWHERE]
    names = [name for name in names if any(name in found for found in asked.values())]
    blocks: list[Block] = [
        Paragraph(("Which scenarios ask which service, and how often; what a scenario uses counts for it.",)),
        _matrix(running, names, asked),
        Heading(2, ("By service",)),
        Paragraph(("A service knows another where its settings name it: it is given its address.",)),
        _by_service(running, names, asked, facts),
        Heading(2, ("As a drawing",)),
        _graph(running, names, asked, facts),
    ]
    return Page("services", "Services", tuple(blocks))


def _asked(chapter: Chapter, calls: Calls) -> dict[str, dict[str, int]]:
    """Service → protocol → number of steps that ask over it."""
    found: dict[str, dict[str, int]] = {}
    steps = {(call.chapter.place, call.step.pointer): call for call in calls.reached(chapter)}
    for call in steps.values():
        protocols = found.setdefault(call.service, {})
        protocols[call.protocol] = protocols.get(call.protocol, 0) + 1
    return found


Asked = dict[str, dict[str, dict[str, int]]]


def _matrix(chapters: Sequence[Chapter], names: Sequence[str], asked: Asked) -> Table:
    head: Line = ("Scenario", *(Link(name, f"services/{name}") for name in names))
    rows: tuple[tuple[Line, ...], ...] = tuple(
        (
            (Link(chapter.title, chapter.place),),
            *((_protocols(asked[chapter.place].get(name, {})),) for name in names),
        )
        for chapter in chapters
    )
    return Table(head, rows)


def _protocols(protocols: dict[str, int]) -> str:
    return ", ".join(f"{protocol} ×{count}" for protocol, count in protocols.items())


def _by_service(
    chapters: Sequence[Chapter], names: Sequence[str], asked: Asked, facts: Sequence[ServiceFacts]
) -> Table:
    needs = {each.name: each.needs for each in facts}
    rows = []
    for name in names:
        askers = [chapter for chapter in chapters if name in asked[chapter.place]]
        protocols = dict.fromkeys(protocol for chapter in askers for protocol in asked[chapter.place][name])
        told = [each.name for each in facts if name in each.needs]
        rows.append(
            (
                (Link(name, f"services/{name}"),),
                (", ".join(protocols),),
                _joined([Link(chapter.title, chapter.place) for chapter in askers]),
                _joined([Link(other, f"services/{other}") if other in names else other for other in told]),
                (", ".join(needs.get(name, ())),),
            )
        )
    return Table(("Service", "Over", "Asked by scenarios", "Known to", "Knows"), tuple(rows))


def _graph(chapters: Sequence[Chapter], names: Sequence[str], asked: Asked, facts: Sequence[ServiceFacts]) -> Graph:
    edges = []
    if len(chapters) <= MAX_DRAWN:
        for chapter in chapters:
            edges += [(chapter.title, name, ", ".join(said)) for name, said in asked[chapter.place].items()]
    else:
        for name in names:
            askers = sum(name in asked[chapter.place] for chapter in chapters)
            edges.append((counted(len(chapters), "scenario"), name, f"{askers} of them"))
    edges += [(each.name, need, "knows") for each in facts for need in each.needs if {each.name, need} & set(names)]
    return Graph(tuple(names), tuple(edges))


def _joined(parts: Sequence[Inline]) -> Line:
    found: list[Inline] = []
    for part in parts:
        found += [", ", part] if found else [part]
    return tuple(found)
