"""The page of a scenario: what it is about, how it goes, what is expected and what was really seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from itest.evaluate.data.duration import format_duration
from itest.model.scenario import Scenario
from itest.model.values import SchemaFile
from itest.report.docs.blocks import (
    Block,
    Code,
    Command,
    FileLink,
    Heading,
    Inline,
    Items,
    Line,
    Link,
    Message,
    Name,
    Note,
    Page,
    Paragraph,
    Prose,
    Sequence,
    State,
    Strong,
    Table,
    WebLink,
)
from itest.report.docs.calls import Calls, written_endpoint
from itest.report.docs.chapters import Chapter
from itest.report.docs.exchange import asked_and_answered, one_line
from itest.report.docs.steps import Teller
from itest.report.docs.templated import braces
from itest.report.docs.verified import VerifiedCase, VerifiedStep
from itest.report.docs.words import value

MAX_ROWS = 100
_STEPS = {"set", "wait", ""}
"""Actions that no one is asked by."""


def scenario_page(chapter: Chapter, titles: Mapping[str, str], teller: Teller, calls: Calls) -> Page:
    """`titles` are the names of the chapters by their pages."""
    scenario = chapter.scenario
    blocks: list[Block] = [Note(chapter.state, verification(chapter))]
    if scenario.description:
        blocks.append(Prose(scenario.description))
    blocks += _facts(chapter, titles)
    blocks += _sequence(chapter, calls)
    blocks += [*_inputs(scenario), *_variables(scenario), *_rows(chapter)]
    for title, steps in (("Steps", scenario.steps), ("Cleanup", scenario.cleanup)):
        if steps:
            blocks.append(Heading(2, (title,)))
            blocks += [Paragraph((_CLEANUP,))] if title == "Cleanup" else []
            blocks += [block for step in steps for block in teller.step(step)]
    blocks += _data_flow(chapter)
    return Page(chapter.place, chapter.title, tuple(blocks))


_CLEANUP = "These steps run at the end, whatever happened before."


def verification(chapter: Chapter) -> Line:
    """When, where and with what it was last seen to pass."""
    if chapter.state is State.NEVER:
        return (Strong("Never verified."), " What is here is what the scenario says; no run has shown it yet.")
    first = min(chapter.cases, key=lambda case: case.date)
    where = f"in the environment {first.environment}" if first.environment else "in the default environment"
    seen = f" on {moment(first.date)} {where}, with itest {first.version}"
    if chapter.state is State.STALE:
        return (Strong("Stale."), f" It was verified{seen}, and does something else since then.")
    parts: list[Inline] = [Strong("Verified"), seen]
    if not chapter.selected:
        parts += [", as a part of “", first.title, "”"]
    elif chapter.rows > 1:
        parts.append(f": {len(chapter.cases)} of its {chapter.rows} data rows")
    else:
        parts.append(f", in {format_duration(first.took / 1000)}")
    return (*parts, ".")


def moment(date: str) -> str:
    """`2026-11-21T04:24:40Z` as people write it."""
    return f"{date[:10]} {date[11:16]} UTC" if len(date) > 16 else date


def _facts(chapter: Chapter, titles: Mapping[str, str]) -> Iterator[Block]:
    scenario = chapter.scenario
    facts: list[Line] = [(Strong("File:"), " ", FileLink(chapter.file, chapter.file))]
    lists = (("Tags:", scenario.tags), ("Locks:", scenario.locks))
    facts += [(Strong(name), " ", *_codes(words)) for name, words in lists if words]
    facts += [(Strong("Owner:"), f" {scenario.owner}")] if scenario.owner else []
    facts += [(Strong("Service:"), " ", *_service(scenario.service))] if scenario.service else []
    uses = list(dict.fromkeys(chapter.uses.values()))
    facts += [(Strong("Uses:"), " ", *_links(uses, titles))] if uses else []
    facts += [(Strong("Used by:"), " ", *_links(chapter.users, titles))] if chapter.users else []
    facts += [(Strong("Links:"), " ", *_web(links))] if (links := list(_all_links(scenario.links))) else []
    reasons = {"Skipped:": scenario.skip, "Quarantined:": scenario.quarantine, "Fails, as is known:": scenario.xfail}
    for name, reason in reasons.items():
        facts += [(Strong(name), f" {reason}")] if reason else []
    facts += [(Strong("Skipped where:"), " ", one_line(scenario.skip_if.text))] if scenario.skip_if else []
    yield Items(tuple(facts))
    if chapter.selected:
        yield Command("sh", f"itest run {chapter.selector}", "How to run it")


def _service(name: str) -> Line:
    return (Link(name, f"services/{name}"),)


def _codes(words: tuple[str, ...]) -> Line:
    return _joined([Name(word) for word in words])


def _links(places: list[str] | tuple[str, ...], titles: Mapping[str, str]) -> Line:
    return _joined([Link(titles[place], place) for place in places])


def _joined(parts: list[Inline]) -> Line:
    found: list[Inline] = []
    for part in parts:
        found += [", ", part] if found else [part]
    return tuple(found)


def _all_links(links: object) -> Iterator[tuple[str, str]]:
    """Names and addresses, in whichever form they are written."""
    if isinstance(links, str):
        yield links, links
    elif isinstance(links, Mapping):
        yield from ((str(name), str(url)) for name, url in links.items())
    elif isinstance(links, tuple):
        for each in links:
            yield from _all_links(each)


def _web(links: list[tuple[str, str]]) -> Line:
    return _joined([WebLink(name, url) for name, url in links])


# -- how it goes -----------------------------------------------------------------------------------------------------


def _sequence(chapter: Chapter, calls: Calls) -> Iterator[Block]:
    messages = tuple(_seen(chapter, calls) if chapter.cases and chapter.fresh else _written(chapter, calls))
    if any(message.to for message in messages):
        yield Heading(2, ("How it goes",))
        yield Sequence(messages)


def _seen(chapter: Chapter, calls: Calls) -> Iterator[Message]:
    """What the first case really asked; runs of one step for many items are one message."""
    cleaning = False
    for step in chapter.cases[0].steps:
        if step.item not in (None, 0):
            continue
        if step.phase == "cleanup" and not cleaning:
            cleaning = True
            yield Message(note="Cleanup")
        yield from _messages(step, chapter, calls)


def _messages(step: VerifiedStep, chapter: Chapter, calls: Calls) -> Iterator[Message]:
    if step.children:
        yield Message(note=step.label)
        for child in step.children:
            yield from _messages(child, chapter, calls)
    elif step.title:
        asked, answered = asked_and_answered(step.title)
        times = f" (×{step.runs})" if step.runs > 1 else ""
        again = f" (at attempt {step.attempts})" if step.attempts > 1 else ""
        yield Message(
            to=step.service or _ACTORS.get(step.action, step.action),
            asked=f"{calls.sent(step.service, asked) if step.action == 'request' else asked}{times}",
            answered=f"{answered}{again}",
        )


_ACTORS = {"run": "shell", "request": "elsewhere"}
"""Who is asked where it is no service of the project."""


def _written(chapter: Chapter, calls: Calls) -> Iterator[Message]:
    """What the steps say they ask."""
    scenario = chapter.scenario
    for note, steps in (("", scenario.steps), ("Cleanup", scenario.cleanup)):
        if note and steps:
            yield Message(note=note)
        for step in steps:
            if step.action == "use":
                yield Message(note=braces(step.label))
            elif step.action not in _STEPS:
                to = calls.service(chapter, step) or _ACTORS.get(step.action, step.action)
                asked = calls.endpoint(chapter, step) if step.action == "request" else written_endpoint(step)
                yield Message(to=to, asked=asked)


# -- what it begins with ---------------------------------------------------------------------------------------------


def _inputs(scenario: Scenario) -> Iterator[Block]:
    if scenario.inputs:
        yield Heading(2, ("Inputs and outputs",))
        rows = tuple(
            (
                (Name(each.name),),
                (each.description,),
                ("required",) if each.required else (Code("***"),) if each.secret else (value(each.default),),
            )
            for each in scenario.inputs
        )
        yield Table(("Input", "Meaning", "Default"), rows)
    if scenario.outputs:
        yield Table(
            ("Output", "Value"), tuple(((Name(name),), (value(tree),)) for name, tree in scenario.outputs.items())
        )


def _variables(scenario: Scenario) -> Iterator[Block]:
    if scenario.vars:
        yield Heading(2, ("Variables",))
        hidden = set(scenario.secrets)
        yield Table(
            ("Variable", "Value"),
            tuple(
                ((Name(name),), (Code("***") if name in hidden else value(tree),))
                for name, tree in scenario.vars.items()
            ),
        )


def _rows(chapter: Chapter) -> Iterator[Block]:
    rows = chapter.scenario.rows
    if not rows:
        return
    columns = list(dict.fromkeys(name for row in rows for name in row.values))
    hidden = set(chapter.scenario.secrets)
    cases = {case.row: case for case in chapter.cases}
    yield Heading(2, ("Data rows",))
    yield Paragraph(("The scenario runs once for each row; the examples below are of the first that was verified.",))
    yield Table(
        ("#", *columns, "Seen"),
        tuple(
            (
                (str(row.number),),
                *(
                    (Code("***") if name in hidden else value(row.values[name]),) if name in row.values else ("",)
                    for name in columns
                ),
                _came_to(cases.get(row.number)),
            )
            for row in rows[:MAX_ROWS]
        ),
    )
    if len(rows) > MAX_ROWS:
        yield Paragraph((f"… and {len(rows) - MAX_ROWS} more.",))


def _came_to(case: VerifiedCase | None) -> Line:
    """The answer of the last step that asked something."""
    if case is None:
        return (State.NEVER,)
    titles = [step.title for step in case.steps if step.title and step.phase == "steps"]
    return (Code(asked_and_answered(titles[-1])[1]),) if titles else (State.VERIFIED,)


# -- data flow -------------------------------------------------------------------------------------------------------


def _data_flow(chapter: Chapter) -> Iterator[Block]:
    flows = [_declared(chapter, index) for index in range(len(chapter.scenario.flows))]
    handed = list(dict.fromkeys(_handed(chapter)))
    if not flows and not handed:
        return
    yield Heading(2, ("Data flow",))
    if flows:
        yield Paragraph(("What has to arrive unharmed, and what may not show up:",))
        yield Table(("From", "To", "Why", "Seen"), tuple(flows))
    if handed:
        yield Paragraph(("What steps hand on to later ones:",))
        yield Table(("Value", "From", "Used by", "As"), tuple(handed))


def _declared(chapter: Chapter, index: int) -> tuple[Line, ...]:
    flow = chapter.scenario.flows[index]
    target: Line = (Code(flow.target.text),) if flow.target else ("nowhere in ", *_codes(flow.nowhere_in))
    outcomes = [case.flows[index][1] for case in chapter.cases if index < len(case.flows)] if chapter.fresh else []
    seen: Line = (
        (State.VERIFIED,) if outcomes and set(outcomes) == {"passed"} else (outcomes[0] if outcomes else State.NEVER,)
    )
    return (Code(flow.origin.text),), target, (flow.name,), seen


def _handed(chapter: Chapter) -> Iterator[tuple[Line, ...]]:
    if not (chapter.cases and chapter.fresh):
        return
    for step in chapter.cases[0].steps:
        if step.file == chapter.file:
            name = f"{'cleanup ' if step.phase == 'cleanup' else ''}{step.number}. {step.label}"
            for value_name, target, origin in step.handovers:
                yield (Name(value_name),), (origin,), (name,), (Code(target),)


def schema_linker(
    files: Callable[[SchemaFile], str], told: Callable[[SchemaFile], str]
) -> Callable[[SchemaFile], Line]:
    """Lines about schemas: the file, and what it says of itself."""

    def link(schema: SchemaFile) -> Line:
        name = schema.path.name + (f"#{schema.fragment}" if schema.fragment else "")
        file, words = files(schema), told(schema)
        return (FileLink(name, file) if file else Code(name), *((f": {words}",) if words else ()))

    return link
