"""Calls: which scenario asks which service for what, over which protocol, and what was answered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from itest.evaluate.data.escape import cut
from itest.model.lazy_pattern import lazy_pattern
from itest.model.record import Record
from itest.model.scenario import Step
from itest.model.values import Template, Tree
from itest.report.docs.chapters import Chapter, Material
from itest.report.docs.exchange import asked_and_answered
from itest.report.docs.templated import Paths, braces
from itest.report.docs.verified import VerifiedStep

PROTOCOLS = {"request": "HTTP", "graphql": "GraphQL", "sql": "SQL", "grpc": "gRPC", "redis": "Redis"}
"""Names of protocols where they are not the action's."""
ELSEWHERE = "elsewhere"
"""What is asked without being a service of the project."""
_METHOD = lazy_pattern(r"([A-Z]+)\s+(.+)", re.DOTALL)
_BODIES = ("json", "form", "multipart", "text", "file")
_LABEL = 120
MAX_CASES = 20
"""Data rows of a scenario that the catalogue tells of."""


class Call(Record, kw_only=True):
    """A step that asks a service: `endpoint` as the catalogue names it; `status` and `example` of its verified run."""

    chapter: Chapter
    step: Step
    service: str
    protocol: str
    endpoint: str
    label: str
    status: str = ""
    example: VerifiedStep | None = None


class Calls:
    """Every call of the scenarios; used scenarios tell their own."""

    def __init__(self, material: Material, found: Sequence[Chapter]) -> None:
        self._material = material
        self._chapters = {chapter.place: chapter for chapter in found}
        self._paths = self._written_paths(found)
        self.of: dict[str, tuple[Call, ...]] = {chapter.place: tuple(self._calls(chapter)) for chapter in found}

    def all(self) -> Iterator[Call]:
        for calls in self.of.values():
            yield from calls

    def reached(self, chapter: Chapter, seen: frozenset[str] = frozenset()) -> tuple[Call, ...]:
        """A chapter's calls and those of the scenarios it uses."""
        if chapter.place in seen:
            return ()
        used = (self._chapters[place] for place in dict.fromkeys(chapter.uses.values()))
        inner = [call for each in used for call in self.reached(each, seen | {chapter.place})]
        return (*self.of[chapter.place], *inner)

    def endpoint(self, chapter: Chapter, step: Step, ran: VerifiedStep | None = None) -> str:
        """What a step asks for, as the catalogue names it; what was sent says more than what is written."""
        if step.action != "request":
            return cut(" ".join(written_endpoint(step).split()), _LABEL)
        if ran and ran.title:
            return self.sent(ran.service, asked_and_answered(ran.title)[0])
        method, path = method_and_path(step)
        return self.sent(self.service(chapter, step), f"{method} {path}")

    def sent(self, service: str, request: str) -> str:
        """The endpoint that a request (`GET /orders/17?x=1`) was one of."""
        method, _, path = request.partition(" ")
        return f"{method} {self._paths.get(service, Paths()).known(_local(path))}"

    def _calls(self, chapter: Chapter) -> Iterator[Call]:
        for step in (*chapter.scenario.steps, *chapter.scenario.cleanup):
            spec = self._material.specs.get(step.action)
            if spec is None or not spec.service:
                continue
            seen: set[tuple[str, str, str]] = set()
            runs = [each for case in chapter.cases[:MAX_CASES] for each in chapter.ran_in(case, step) if each.title]
            for ran in runs or (None,):
                status = asked_and_answered(ran.title)[1] if ran else ""
                endpoint = self.endpoint(chapter, step, ran)
                label = (ran.label if ran else "") or braces(step.label)
                if (endpoint, status, label) not in seen:
                    seen.add((endpoint, status, label))
                    yield Call(
                        chapter=chapter,
                        step=step,
                        service=self.service(chapter, step) or (ran.service if ran else "") or ELSEWHERE,
                        protocol=PROTOCOLS.get(step.action, step.action),
                        endpoint=endpoint,
                        label=label,
                        status=status,
                        example=ran,
                    )

    def service(self, chapter: Chapter, step: Step) -> str:
        """The service of the project that a step speaks to, or `""`."""
        return self._material.service_of(chapter.scenario, step)

    def _written_paths(self, found: Iterable[Chapter]) -> dict[str, Paths]:
        written: dict[str, list[str]] = {}
        for chapter in found:
            for step in (*chapter.scenario.steps, *chapter.scenario.cleanup):
                if step.action == "request":
                    service = self.service(chapter, step)
                    written.setdefault(service, []).append(_local(method_and_path(step)[1]))
        return {service: Paths.of(texts) for service, texts in written.items()}


def method_and_path(step: Step) -> tuple[str, str]:
    """The method and the url of a `request` as written; the method that it has where none is."""
    url = _text(step.arguments.get("url", ""))
    both = _METHOD.fullmatch(url.strip())
    if both:
        return both[1], both[2]
    method = step.arguments.get("method")
    if method is not None:
        return braces(_text(method)), url
    return ("POST" if any(name in step.arguments for name in _BODIES) else "GET"), url


def written_endpoint(step: Step) -> str:
    """What a step of any other kind asks for: the statement, the command, the file."""
    for name in ("query", "command", "file", "duration", "method", "to", "from"):
        if name in step.arguments:
            return braces(_text(step.arguments[name]))
    return ""


def _text(tree: Tree) -> str:
    if isinstance(tree, Template):
        return tree.text
    return " ".join(map(_text, tree)) if isinstance(tree, tuple) else str(tree)


def _local(url: str) -> str:
    """The path of an absolute url."""
    if not url.startswith(("http://", "https://")):
        return url
    return urlsplit(braces(url)).path or "/"
