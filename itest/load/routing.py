"""Routing: every service that a step names is in the project, and a step that needs one has one that fits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from itest.evaluate.data.suggest import did_you_mean
from itest.evaluate.fitting import fits, fitting, implied, scheme_of
from itest.load.findings import Findings
from itest.model.action import ActionSpec
from itest.model.lazy_pattern import lazy_pattern
from itest.model.project import Service
from itest.model.scenario import Step
from itest.model.values import Template, Tree

_COMPLETE = lazy_pattern(r"\s*([A-Z]+\s+)?([A-Za-z][A-Za-z0-9+.-]*://|\{\{)")

Services = Mapping[str, Service]


def check_service(findings: Findings, name: str, services: Services) -> None:
    """Report a file's default service that is not in the project."""
    if name and name not in services:
        findings.report("IT319", f"no service `{name}` is in itest.yaml", ("service",), hint=_advice(name, services))


def check_routes(
    findings: Findings,
    steps: Iterable[Step],
    services: Services,
    actions: Mapping[str, ActionSpec],
    *,
    default: str,
    lenient: bool = False,
) -> None:
    """Report steps whose service is unknown or missing; `lenient` for a scenario whose caller may bring one."""
    for step in steps:
        spec = actions.get(step.action)
        if spec is None or not spec.service or not step.arguments:
            continue
        named = step.arguments.get("service")
        if named is not None:
            _check_named(findings, step, named, services, spec)
        elif not lenient and _needs_service(step):
            _check_default(findings, step, services, spec, default)


def _check_named(findings: Findings, step: Step, named: Tree, services: Services, spec: ActionSpec) -> None:
    place = (*step.pointer, step.action, "service")
    if isinstance(named, Template):
        hint = "what a step speaks to is known before the run"
        findings.report("IT319", "the name of a service is written out", place, hint=hint)
    elif isinstance(named, str) and named not in services:
        findings.report("IT319", f"no service `{named}` is in itest.yaml", place, hint=_advice(named, services))
    elif isinstance(named, str) and not fits(services[named], spec):
        scheme = scheme_of(services[named].url)
        findings.report("IT319", f"`{named}` is `{scheme}://…`, which `{step.action}` does not speak to", place)


def _check_default(findings: Findings, step: Step, services: Services, spec: ActionSpec, default: str) -> None:
    if implied(services, spec, default):
        return
    if default and default not in services:
        return  # Reported at the file's `service`.
    names = fitting(services, spec)
    words = f"{', '.join(names)} all fit" if names else "no service of itest.yaml fits"
    findings.report(
        "IT319",
        f"`{step.action}` has to name a service: {words}",
        (*step.pointer, step.action),
        hint="write `service: <name>` in the step, or for the whole file",
        key=True,
    )


def _needs_service(step: Step) -> bool:
    """Whether the step cannot do without one: it has no complete URL of its own."""
    url = step.arguments.get("url", "")
    text = url.text if isinstance(url, Template) else url
    return isinstance(text, str) and not _COMPLETE.match(text)


def _advice(name: str, services: Services) -> str:
    if not services:
        return "itest.yaml has no services"
    only = f"did you mean `{next(iter(services))}`?" if len(services) == 1 else f"it has {', '.join(services)}"
    return did_you_mean(name, services) or only
