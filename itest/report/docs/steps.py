"""Steps in prose: what a step does, what is expected and why, what it keeps, and what it really showed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from itest.evaluate.data.duration import format_duration
from itest.evaluate.expressions.expression import references
from itest.model.action import ActionSpec
from itest.model.record import Record
from itest.model.scenario import Capture, Loop, Retry, Step
from itest.model.values import Expression, SchemaFile, Tree
from itest.report.docs.blocks import Block, Code, Heading, Inline, Items, Line, Link, Name, Paragraph, Prose, Strong
from itest.report.docs.calls import Calls
from itest.report.docs.chapters import Chapter
from itest.report.docs.exchange import listings, one_line
from itest.report.docs.templated import braces
from itest.report.docs.verified import VerifiedStep
from itest.report.docs.words import duration_words, sentences, value

NO_ACTION = ActionSpec(kind="", summary="", keys={})
WINDOW = "30s"
"""How long a `retry` goes on that says nothing about it."""


class Teller(Record, kw_only=True):
    """Tells the steps of a chapter; `schema` names a schema's file, `endpoint_link` leads to the catalogue."""

    chapter: Chapter
    calls: Calls
    specs: Mapping[str, ActionSpec]
    schema: Callable[[SchemaFile], Line]
    endpoint_link: Callable[[Chapter, Step, VerifiedStep | None], Line]

    def step(self, step: Step) -> list[Block]:
        ran = self.chapter.ran(step)
        example = next((each for each in ran if each.title), None)
        blocks: list[Block] = [Heading(3, (f"{step.number}. {braces(step.label)}",))]
        if step.description:
            blocks.append(Prose(step.description))
        blocks.append(Paragraph(self._what(step, example)))
        circumstances = [*self._circumstances(step), *_given(example)]
        if circumstances:
            blocks.append(Items(tuple(circumstances)))
        expected = self._expected(step)
        if expected:
            blocks += [Paragraph((Strong("Expected:"),)), Items(tuple(expected))]
        if step.capture:
            blocks += [Paragraph((Strong("Kept for later:"),)), Items(tuple(map(_kept, step.capture)))]
        if example:
            blocks += [Paragraph((Strong("Seen"), f" {_seen(example)}:")), *listings(example)]
        elif ran and ran[0].skipped:
            blocks.append(Paragraph((Strong("Seen:"), " it was skipped (", Code(ran[0].skipped), ")")))
        return blocks

    # -- what it does ------------------------------------------------------------------------------------------------

    def _what(self, step: Step, example: VerifiedStep | None) -> Line:
        if step.action == "use":
            return self._use(step)
        if step.action == "set":
            return ("Sets ", *_pairs(step.arguments))
        if step.action == "wait":
            return ("Waits ", Code(duration_words(step.arguments.get("duration", ""))))
        if not step.action:
            return ("Looks at what is known so far.",)
        return self.endpoint_link(self.chapter, step, example)

    def _use(self, step: Step) -> Line:
        written = step.arguments.get("scenario", "")
        text = written if isinstance(written, str) else str(written)
        used = self.chapter.scenario.uses.get(text)
        name: Line = (Link(braces(used.name), self.chapter.uses[text]),) if used else (Code(text),)
        given = step.arguments.get("with")
        return ("Uses ", *name, *((" with ", *_pairs(given)) if isinstance(given, Mapping) and given else ()))

    def _circumstances(self, step: Step) -> Iterator[Line]:
        if step.left_out:
            yield ("not at present: ", step.left_out)
        if step.condition is not None:
            yield ("only where ", one_line(step.condition.text))
        if step.each is not None:
            yield _each(step.each)
        if step.loop is not None:
            yield ("again and again, as long as ", one_line(step.loop.condition.text), *_limit(step.loop))
        if step.session:
            yield ("as the actor ", Strong(step.session), ", who has cookies of their own")
        total = step.timeout.get("total") if isinstance(step.timeout, Mapping) else step.timeout
        if total is not None:
            yield ("in at most ", Code(duration_words(total)))
        if step.retry is not None:
            yield _retry(step.retry)
        if step.continue_on_failure:
            yield ("the scenario goes on even if this fails",)

    # -- what is expected --------------------------------------------------------------------------------------------

    def _expected(self, step: Step) -> list[Line]:
        spec = self.specs.get(step.action, NO_ACTION)
        found = sentences(step.expect, self.schema, spec.main)
        found += [(one_line(each.text), " holds") for each in step.asserts]
        if spec.success and not _speaks_of(step, spec.success_fields):
            found.insert(0, ("it succeeds: ", one_line(spec.success_words or spec.success)))
        return found


def _speaks_of(step: Step, fields: frozenset[str]) -> bool:
    """Whether the step says itself what its success is."""
    named = set(step.expect)
    for each in step.asserts:
        named |= {str(reference.path[0]) for reference in references(each.text)}
    return bool(named & (fields | {"error"}))


def _each(each: Tree) -> Line:
    if isinstance(each, int):
        return (f"{each} times",)
    if isinstance(each, Expression):
        return ("once for each item of ", one_line(each.text))
    return ("once for each item of ", value(each))


def _limit(loop: Loop) -> Line:
    return (" holds, at most ", value(loop.limit), " times")


def _retry(retry: Retry) -> Line:
    """`tried again every 100ms, for up to 5s, until …`."""
    parts: list[Inline] = ["asked again every " if retry.until else "tried again every ", _time(retry.every)]
    if retry.backoff != 1:
        parts += [" (each pause ", value(retry.backoff), " times the last)"]
    if retry.window is not None or retry.attempts is None:
        parts += [", for up to ", _time(WINDOW if retry.window is None else retry.window)]
    if retry.attempts is not None:
        parts += [", at most ", value(retry.attempts), " times in all"]
    parts += [", until ", one_line(retry.until.text)] if retry.until else [", until what is expected holds"]
    if retry.stop_if:
        parts += ["; given up at once where ", one_line(retry.stop_if.text)]
    return tuple(parts)


def _time(tree: Tree) -> Code:
    return Code(duration_words(tree))


def _kept(capture: Capture) -> Line:
    source = capture.path + (f" | {capture.filters}" if capture.filters else "")
    return (Name(capture.name), " from ", one_line(capture.expression.text if capture.expression else source))


def _pairs(given: Mapping[str, Tree]) -> Line:
    parts: list[Inline] = []
    for name, tree in given.items():
        parts += [", "] if parts else []
        parts += [Name(name), " = ", value(tree)]
    return tuple(parts)


def _given(ran: VerifiedStep | None) -> Iterator[Line]:
    """What earlier steps gave it."""
    origins: dict[str, str] = {name: origin for name, _, origin in ran.handovers} if ran else {}
    for name, origin in origins.items():
        yield (Name(name), f" comes from {'an input' if origin == 'input' else origin}")


def _seen(ran: VerifiedStep) -> str:
    """How it went, in a few words."""
    words = [f"in {format_duration(ran.took / 1000)}"]
    if ran.attempts > 1:
        words.append(f"at the {_ordinal(ran.attempts)} attempt")
    if ran.runs > 1:
        words.append(f"the first of {ran.runs} times")
    return ", ".join(words)


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
