"""`sessions`: the credentials of actors, in a scenario and in itest.yaml."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from string import digits
from types import MappingProxyType

from itest.evaluate.data.suggest import slip
from itest.load.arguments import check_keys, check_paths, check_sense
from itest.load.context import Context
from itest.load.findings import Findings
from itest.load.kinds import wrong_kind
from itest.model.action import ActionSpec
from itest.model.scenario import Step
from itest.model.values import EMPTY, Pointer, Tree

SESSION_KEYS = ("headers", "auth", "tls")


def session_spec(actions: Mapping[str, ActionSpec]) -> ActionSpec:
    """What a session may say: of `request` what tells who is asking."""
    request = actions.get("request")
    if request is None:
        return ActionSpec(kind="session", summary="An actor.", keys={})
    return ActionSpec(
        kind="session",
        summary="An actor.",
        keys={key: request.keys[key] for key in SESSION_KEYS if key in request.keys},
        files=tuple(path for path in request.files if path.split(".")[0] in SESSION_KEYS),
        reserved={key: what for key, what in request.reserved.items() if key.split(".")[0] in SESSION_KEYS},
        check=request.check,
    )


def read_sessions(context: Context, tree: Tree, pointer: Pointer) -> Mapping[str, Mapping[str, Tree]]:
    """The sessions by name; problems are reported."""
    if type(tree) is not MappingProxyType:
        wrong_kind(context.findings, "a mapping of sessions", tree, pointer)
        return EMPTY
    spec = session_spec(context.actions)
    sessions: dict[str, Mapping[str, Tree]] = {}
    for name, node in tree.items():
        place = (*pointer, name)
        if name.startswith("x-"):
            continue
        if type(node) is not MappingProxyType:
            wrong_kind(context.findings, "a mapping with `headers`, `auth` or `tls`", node, place)
            continue
        flawed = check_keys(context.findings, spec, node, place)
        sessions[name] = MappingProxyType({key: value for key, value in node.items() if key in spec.keys})
        check_paths(context, spec, sessions[name], place)
        check_sense(context.findings, spec, sessions[name], place, flawed)
    return MappingProxyType(sessions)


def check_sessions(steps: Iterable[Step], declared: Collection[str], findings: Findings) -> None:
    """A session needs no declaration; one whose name is a slip of a declared one would ask without its credentials."""
    for step in steps:
        if not step.session or "{{" in step.session or _numbered_like(step.session, declared):
            continue
        if meant := slip(step.session, declared):
            message = f"no session is declared as `{step.session}`"
            hint = f"did you mean `{meant}`? `sessions: {{{step.session}: {{}}}}` declares one without credentials"
            findings.report("IT308", message, (*step.pointer, "session"), hint=hint)


def _numbered_like(name: str, declared: Collection[str]) -> bool:
    """Whether a name is declared, or differs from one that is in its number alone (`user2`)."""
    return name.rstrip(digits) in {one.rstrip(digits) for one in declared}
