"""Scenarios as loaded: typed, immutable, checked; positions are in the `SourceMap` beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from itest.model.record import Record
from itest.model.source import SourceMap
from itest.model.values import EMPTY, Expression, Pointer, Tree

PREVIOUS = "previous"
"""What expressions call the step before."""


class Retry(Record, kw_only=True):
    """How a step is tried again. `attempts` counts the first; `window` (the key `for`) and `every` are durations.

    Numbers and durations may be templates. Where neither `attempts` nor `window` is given, the step's defaults apply
    (3 attempts).
    """

    attempts: Tree = None
    window: Tree = None
    every: Tree = 1
    backoff: Tree = 1
    until: Expression | None = None
    stop_if: Expression | None = None


class Loop(Record, kw_only=True):
    """How long a step is run again: as long as the condition holds, at most `limit` times (may be a template)."""

    condition: Expression
    limit: Tree = 100


class Capture(Record, kw_only=True):
    """`name: source`; the source is an expression over the result, or `path` (JSONPath on the main field) piped
    through `filters` (`| first | upper`, kept as the expression text over the found value, `""` for none)."""

    name: str
    pointer: Pointer
    expression: Expression | None = None
    path: str = ""
    filters: str = ""


class Step(Record, kw_only=True):
    """One step. `action` is the kind (`""` where `assert` stands alone), `arguments` its keys, main key expanded.

    `expect` maps result fields to expectations (trees; `schema` is a tree or a text naming a file). `pointer` is where
    the step stands in its file: `("steps", 0)`.
    """

    pointer: Pointer
    number: int
    """1-based place in its list, as people see it."""
    id: str = ""
    name: str = ""
    description: str = ""
    action: str = ""
    arguments: Mapping[str, Tree] = EMPTY
    condition: Expression | None = None
    each: Tree = None
    """A tuple, a number, a `Template` or an `Expression`; None: the step runs once."""
    loop: Loop | None = None
    """The key `while`."""
    left_out: str = ""
    """The key `skip`: why the step does not run."""
    session: str = ""
    timeout: Tree = None
    retry: Retry | None = None
    capture: tuple[Capture, ...] = ()
    expect: Mapping[str, Tree] = EMPTY
    asserts: tuple[Expression, ...] = ()
    continue_on_failure: bool | None = None
    """None: as the file says."""

    @property
    def label(self) -> str:
        """What people call the step: its name, else its id, else its action."""
        return self.name or self.id or self.action or "assert"


class Flow(Record, kw_only=True):
    """A data-flow assertion: `origin -> target`, or `origin` `nowhere_in` steps."""

    pointer: Pointer
    origin: Expression
    target: Expression | None = None
    nowhere_in: tuple[str, ...] = ()
    name: str = ""


class Input(Record, kw_only=True):
    """An input of a used scenario; `required` where it has no default."""

    name: str
    default: Tree = None
    required: bool = True
    secret: bool = False
    description: str = ""


class Row(Record, kw_only=True):
    """A data row of `examples`: its columns (trees) and its 1-based number."""

    number: int
    values: Mapping[str, Tree]
    pointer: Pointer = ()


class Scenario(Record, kw_only=True):
    """A scenario of a file. `path` is absolute, `file` the name that people see; `uses` are the scenarios it uses, by
    the path as it is written in the file (already loaded and checked). The root of `sources` is where it begins."""

    path: Path
    file: str
    name: str
    sources: SourceMap
    part: str = ""
    """Its name as written where the file has a list of scenarios; "" where the file is the scenario."""
    description: str = ""
    tags: tuple[str, ...] = ()
    owner: str = ""
    links: Tree = ()
    service: str = ""
    vars: Mapping[str, Tree] = EMPTY
    secrets: tuple[str, ...] = ()
    namespaces: Mapping[str, str] = EMPTY
    """Prefixes that its XPaths use, beside those of the project and of each document."""
    sessions: Mapping[str, Mapping[str, Tree]] = EMPTY
    """What the requests of a session carry: `headers`, `auth`, `tls`, by its name."""
    inputs: tuple[Input, ...] = ()
    outputs: Mapping[str, Tree] = EMPTY
    rows: tuple[Row, ...] = ()
    """Data rows; empty where the scenario has no `examples` (then it is one case)."""
    steps: tuple[Step, ...] = ()
    cleanup: tuple[Step, ...] = ()
    flows: tuple[Flow, ...] = ()
    timeout: Tree = None
    reruns: int | None = None
    locks: tuple[str, ...] = ()
    skip: str = ""
    skip_if: Expression | None = None
    quarantine: str = ""
    xfail: str = ""
    continue_on_failure: bool = False
    uses: Mapping[str, Scenario] = EMPTY

    @property
    def key(self) -> str:
        """What it is known by: its file, with its name where there are several."""
        return f"{self.file}::{self.part}" if self.part else self.file

    @property
    def line(self) -> int:
        """Where it begins."""
        return self.sources.span(()).line if self.part else 1

    def with_used(self) -> Iterator[Scenario]:
        """The scenario and every one it uses, directly or not, each once; loading has refused circles."""
        waiting, seen = [self], set[int]()
        while waiting:
            scenario = waiting.pop()
            if id(scenario) not in seen:
                seen.add(id(scenario))
                yield scenario
                waiting += [*scenario.uses.values()][::-1]

    def goes_on_after(self, step: Step) -> bool:
        """Whether the next step runs even if this one failed."""
        return self.continue_on_failure if step.continue_on_failure is None else step.continue_on_failure
