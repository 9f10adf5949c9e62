"""The catalogue: for each service what scenarios ask of it, with what it answered and who showed that."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from itest.model.record import Record
from itest.model.scenario import Step
from itest.model.values import SchemaFile
from itest.report.docs.blocks import (
    Block,
    Code,
    Fold,
    Heading,
    Inline,
    Items,
    Line,
    Link,
    Page,
    Paragraph,
    State,
    Strong,
    Table,
    slug,
)
from itest.report.docs.calls import ELSEWHERE, Call, Calls
from itest.report.docs.chapters import Chapter, ServiceFacts
from itest.report.docs.exchange import listings, one_line
from itest.report.docs.verified import VerifiedStep, address_variable

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


class Endpoint(Record, kw_only=True):
    """An endpoint of a service with the calls of it."""

    name: str
    protocol: str
    anchor: str
    calls: tuple[Call, ...]

    @property
    def statuses(self) -> tuple[str, ...]:
        return tuple(sorted({call.status for call in self.calls if call.status}))

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        return tuple({call.chapter.place: call.chapter for call in self.calls}.values())


class Catalogue:
    """The endpoints of each service that scenarios ask, in the order of services and paths."""

    def __init__(self, calls: Calls, services: Sequence[ServiceFacts], schema: Callable[[SchemaFile], Line]) -> None:
        self._schema = schema
        self._calls = calls
        self._facts = {each.name: each for each in services}
        named: dict[str, list[Call]] = {}
        for call in calls.all():
            named.setdefault(call.service, []).append(call)
        order = [name for name in (*self._facts, ELSEWHERE) if name in named]
        self.services: dict[str, tuple[Endpoint, ...]] = {name: _endpoints(named[name]) for name in order}

    def link(self, chapter: Chapter, step: Step, ran: VerifiedStep | None) -> Line:
        """What a step asks for, as a link to where it stands here."""
        service = self._calls.service(chapter, step) or (ran.service if ran else "") or ELSEWHERE
        name = self._calls.endpoint(chapter, step, ran)
        for endpoint in self.services.get(service, ()):
            if endpoint.name == name:
                where: Line = (" on ", Strong(service)) if service != ELSEWHERE else ()
                return (Link(name, f"services/{service}", endpoint.anchor, code=True), *where)
        return (one_line(name),) if name else (Code(step.action),)

    def page(self, service: str) -> Page:
        endpoints = self.services[service]
        blocks: list[Block] = [*self._about(service), _overview(endpoints, service)]
        for endpoint in endpoints:
            blocks.append(Heading(2, (Code(endpoint.name),)))
            blocks += self._endpoint(endpoint)
        return Page(f"services/{service}", service, tuple(blocks))

    def _about(self, service: str) -> Iterator[Block]:
        facts = self._facts.get(service)
        if facts is None:
            yield Paragraph(("Addresses that are no service of the project.",))
            return
        lines: list[Line] = [(Strong("Address:"), " ", Code(facts.url))] if facts.url else []
        if facts.started:
            lines.append(("A run starts it by itself, on a free port, and stops it afterwards.",))
            lines.append(("In commands, ", Code(f"${address_variable(service)}"), " stands for its address."))
        if facts.needs:
            lines.append((Strong("It knows:"), " ", *_service_links(facts.needs, self.services)))
        if lines:
            yield Items(tuple(lines))

    def _endpoint(self, endpoint: Endpoint) -> Iterator[Block]:
        """A row for each answer and step that got it, and one example of each answer."""
        rows: dict[tuple[str, str, str], tuple[Line, ...]] = {}
        fits = any(isinstance(call.step.expect.get("schema"), SchemaFile) for call in endpoint.calls)
        for call in sorted(endpoint.calls, key=lambda call: call.status or "~"):
            seen: Line = (Code(call.status),) if call.status else (call.chapter.state,)
            scenario = (Link(call.chapter.title, call.chapter.place),)
            schema = call.step.expect.get("schema")
            fitting = ((self._schema(schema) if isinstance(schema, SchemaFile) else ("",)),) if fits else ()
            rows.setdefault((call.status, call.label, call.chapter.place), (seen, (call.label,), *fitting, scenario))
        yield Table(("Answer", "When", *(("Schema",) if fits else ()), "Scenario"), tuple(rows.values()))
        for status in endpoint.statuses:
            # An answer that is held against a schema is the one to look at.
            call = min((each for each in endpoint.calls if each.status == status), key=_looseness)
            if call.example:
                shown = (Paragraph(("From “", Link(call.chapter.title, call.chapter.place), f"”: {call.label}.")),)
                yield Fold((f"Example: {status}",), (*shown, *listings(call.example)))


def _endpoints(calls: Sequence[Call]) -> tuple[Endpoint, ...]:
    named: dict[str, list[Call]] = {}
    for call in calls:
        named.setdefault(call.endpoint, []).append(call)
    anchors: dict[str, int] = {}
    found = []
    for name in sorted(named, key=_order):
        plain = slug((Code(name),))
        number = anchors.get(plain, 0)
        anchors[plain] = number + 1
        anchor = f"{plain}-{number}" if number else plain
        found.append(Endpoint(name=name, protocol=named[name][0].protocol, anchor=anchor, calls=tuple(named[name])))
    return tuple(found)


def _looseness(call: Call) -> bool:
    return "schema" not in call.step.expect


def _order(name: str) -> tuple[str, int, str]:
    """By path, then by method as people tell them."""
    method, _, path = name.partition(" ")
    return (path, _METHODS.index(method), "") if method in _METHODS else (name, len(_METHODS), name)


def _overview(endpoints: Sequence[Endpoint], service: str) -> Table:
    rows = tuple(
        (
            (Link(each.name, f"services/{service}", each.anchor, code=True),),
            _joined([Code(status) for status in each.statuses]) or (State.NEVER,),
            _joined([Link(chapter.title, chapter.place) for chapter in each.chapters]),
        )
        for each in endpoints
    )
    return Table(("Endpoint", "Answers seen", "Scenarios"), rows)


def _joined(parts: Sequence[Inline]) -> Line:
    found: list[Inline] = []
    for part in parts:
        found += [", ", part] if found else [part]
    return tuple(found)


def _service_links(names: Sequence[str], known: dict[str, tuple[Endpoint, ...]]) -> Line:
    return _joined([Link(name, f"services/{name}") if name in known else name for name in names])
