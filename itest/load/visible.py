"""What an expression sees at its place in a file, and what is reported where it names something else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from itest.evaluate.data.suggest import did_you_mean, meant
from itest.evaluate.expressions.expression import ExpressionSyntax, Reference, references
from itest.evaluate.expressions.functions import FUNCTION_NAMES
from itest.evaluate.expressions.template import template_references
from itest.evaluate.matching.status import comparison_problem
from itest.load.elsewhere import about_name
from itest.load.findings import Findings
from itest.load.live import check_template, report_inside
from itest.load.words import LATER_RUN_FIELDS, RUN_FIELDS, SERVICE_FIELDS
from itest.model.action import ActionSpec
from itest.model.lazy_pattern import lazy_pattern
from itest.model.record import Record, State, field
from itest.model.scenario import PREVIOUS
from itest.model.values import EMPTY, Expression, Pointer

Fields = frozenset[str]
COMMON = frozenset({"request", "time", "error"})
"""What every result has."""
NOWHERE: Fields = frozenset()


class Surroundings(Record, kw_only=True):
    """What every file of a project sees: the names of its variables (overrides and captures of setup among them),
    secrets and services. `partial`: some could not be read."""

    variables: frozenset[str] = frozenset()
    secrets: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    sessions: Mapping[str, tuple[str, ...]] = EMPTY
    """The live texts of the project's sessions, which see what the step does that names one."""
    partial: bool = False


class StepNames(Record):
    """What an id stands for: the fields of its result (None: unknown), or with `each` a list of results."""

    fields: Fields | None
    each: bool = False
    status: bool = False
    """Whether its `status` is that of an answer."""


class Visible(State, kw_only=True):
    """The names seen at one place; grows step by step. `later` tells what only a later step gives; `partial` says that
    some names could not be read, so that one which is not known may be one of them."""

    findings: Findings
    around: Surroundings
    variables: set[str] = field(default_factory=set)
    steps: dict[str, StepNames] = field(default_factory=dict)
    extra: frozenset[str] = frozenset()
    """Names of this place alone: `item` and `index` under `each`, `port` in a started service."""
    later: dict[str, str] = field(default_factory=dict)
    here: str = ""
    """The id of the step that is looked at: its own result is seen by itself, without it."""
    sessions: dict[str, list[tuple[Pointer, str]]] = field(default_factory=dict)
    """The live texts of the file's own sessions, with their places."""
    partial: bool = False
    actions: Mapping[str, ActionSpec] = EMPTY
    """Whose results have fields, for who takes one for a variable."""
    status: bool = False
    """Whether the result that is looked at has the `status` of an answer."""

    def check_expression(self, expression: Expression, pointer: Pointer, fields: Fields | None = NOWHERE) -> None:
        """Report every name in a compiled expression that nothing defines here; `fields` are those of a result."""
        try:
            found = references(expression.text)
        except ExpressionSyntax:
            return  # Reported where it was read.
        if found:
            self._check(found, pointer, expression.text, fields)
            compares = found[0].text != expression.text.strip()
            if compares and any(reference.path[-1] == "status" for reference in found):
                self._check_statuses(expression.text, pointer, fields)

    def check_template(self, text: str, pointer: Pointer, fields: Fields | None = NOWHERE) -> None:
        """The same for every live part of a text, which is compiled first."""
        if check_template(self.findings, text, pointer):
            self._check(template_references(text), pointer, text, fields)

    def _check_statuses(self, text: str, pointer: Pointer, fields: Fields | None) -> None:
        """Report literals that no status of an answer compares with."""
        # Start-up cost: Jinja, which an expression that compares has loaded already.
        from itest.evaluate.expressions.comparisons import comparisons

        own = {("status",)} if self.status and fields and "status" not in self.variables else set()
        statuses = own | {(name, "status") for name, step in self.steps.items() if step.status and not step.each}
        for found in comparisons(text):
            problem = comparison_problem(found.operator, found.value) if found.path in statuses else ""
            if problem:
                report_inside(self.findings, "IT306", problem, pointer, inside=(text, found.offset, 1))

    def _check(self, found: Sequence[Reference], pointer: Pointer, text: str, fields: Fields | None) -> None:
        for reference in found:
            root = reference.path[0]
            if root in self.variables and not fields:
                continue
            problem = self._problem(reference, str(root), fields)
            if problem is not None:
                code, message, hint = problem
                hint = _dashed(text, reference.offset) or hint
                inside = (text, reference.offset, len(str(root)))
                report_inside(self.findings, code, message, pointer, inside=inside, hint=hint)

    def _problem(self, reference: Reference, root: str, fields: Fields | None) -> tuple[str, str, str] | None:
        """Code, message and hint of what is wrong with a reference, None where it can be meant."""
        if fields is not None and root in fields:
            if root in self.variables:
                hint = f"write `vars.{root}` for the variable; for the field, give the variable another name"
                return ("IT317", f"`{root}` is a variable and a field of this result", hint)
            return None
        if root in self.variables or root in self.extra or root in FUNCTION_NAMES:
            return None
        namespace = _NAMESPACES.get(root)
        if namespace is not None:
            return namespace(self, reference)
        if root in self.steps:
            return self._step_path(reference, self.steps[root])
        if root == PREVIOUS:
            hint = "`previous` is the result of the step before, in the same list of steps"
            return ("IT308", "there is no step before this place", hint)
        if root == "fake":
            hint = "`random_string(n)`, `random_email()` and `uuid()` are there"
            return ("IT318", "`fake` is not supported yet", hint)
        if reference.guarded or fields is None or self.partial:
            return None
        return ("IT308", f"nothing defines `{root}` here", self._advice(reference, root, fields))

    def _advice(self, reference: Reference, name: str, fields: Fields) -> str:
        if name == self.here and reference.path[1:2] and reference.path[1] in fields:
            return f"in its own step, write `{reference.text.removeprefix(f'{name}.')}`, without `{name}.`"
        if name in self.later:
            return self.later[name]
        if any(name in spec.fields for spec in self.actions.values()):
            step = next((key for key, step in reversed(self.steps.items()) if name in (step.fields or ())), "<id>")
            return f"only its own step sees a result by itself; later, write `{step}.{name}`"
        if advice := about_name(name):
            return advice
        known = {*self.variables, *self.steps, *self.extra, *fields, *FUNCTION_NAMES, *_NAMESPACES}
        word = meant(name, "true", "false", "null") if len(reference.path) == 1 and len(name) > 1 else ""
        found = word or did_you_mean(name, sorted(known))
        return found or (f"this result has {', '.join(sorted(fields))}" if fields else "")

    def _step_path(self, reference: Reference, step: StepNames) -> tuple[str, str, str] | None:
        path = reference.path[1:]
        if step.each:
            if path and isinstance(path[0], str):
                hint = f"write `{reference.path[0]}[0].{path[0]}` for the first"
                return ("IT308", f"`{reference.path[0]}` is a list of results, one for each item", hint)
            path = path[1:]
        if not path or step.fields is None or reference.guarded or path[0] in step.fields:
            return None
        hint = did_you_mean(str(path[0]), sorted(step.fields)) or f"it has {', '.join(sorted(step.fields))}"
        return ("IT308", f"the result of `{reference.path[0]}` has no `{path[0]}`", hint)

    def _vars(self, reference: Reference) -> tuple[str, str, str] | None:
        return self._member(reference, self.variables, "no variable `{}` is defined here")

    def _secrets(self, reference: Reference) -> tuple[str, str, str] | None:
        return self._member(reference, self.around.secrets, "`{}` is not among the secrets of itest.yaml")

    def _services(self, reference: Reference) -> tuple[str, str, str] | None:
        found = self._member(reference, self.around.services, "no service `{}` is in itest.yaml", "IT319")
        if found is None and len(reference.path) > 2 and reference.path[2] not in SERVICE_FIELDS:
            return ("IT308", f"a service has no `{reference.path[2]}`", "write `services.<name>.url`")
        return found

    def _run(self, reference: Reference) -> tuple[str, str, str] | None:
        if reference.path[1:2] and reference.path[1] in LATER_RUN_FIELDS:
            return ("IT318", f"`run.{reference.path[1]}` is not supported yet", "")
        return self._member(reference, RUN_FIELDS, "`run` has no `{}`")

    def _env(self, reference: Reference) -> None:
        return None  # Only the run knows its environment.

    def _member(
        self, reference: Reference, known: object, message: str, code: str = "IT308"
    ) -> tuple[str, str, str] | None:
        names = sorted(known)  # type: ignore[call-overload]  # a set or tuple of text
        if len(reference.path) < 2 or reference.path[1] in names or reference.guarded or self.partial:
            return None
        name = str(reference.path[1])
        return (code, message.format(name), self.later.get(name, "") or did_you_mean(name, names))


_NAMESPACES = {
    "vars": Visible._vars,
    "secrets": Visible._secrets,
    "services": Visible._services,
    "run": Visible._run,
    "env": Visible._env,
}


_DASHED = lazy_pattern(r"([A-Za-z_][\w.]*)\.([\w]+-)$")


def _dashed(text: str, offset: int) -> str:
    """The hint for `headers.content-type`, where the name is half of a key with a dash; else ""."""
    before = _DASHED.search(text[:offset])
    if before is None:
        return ""
    rest = re.match(r"[\w-]+", text[offset:])
    key = before[2] + (rest[0] if rest else "")
    return f"a dash is a minus here; a key with a dash is written `{before[1]}['{key}']`"
