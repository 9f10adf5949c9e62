"""The arguments of an action: its keys as the action's spec has them, a bare value expanded to the first of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType

from itest.load.command_words import with_words
from itest.load.context import Context
from itest.load.findings import Findings
from itest.load.kinds import DURATION, VARIABLES, report_flaws, unknown_key, wrong_kind
from itest.load.literal import flaws
from itest.model.action import ActionSpec
from itest.model.scenario import Scenario
from itest.model.values import EMPTY, Pointer, Template, Tree

_MISSING = object()
_UNKNOWN = Template("")


def read_arguments(context: Context, spec: ActionSpec, tree: Tree, pointer: Pointer) -> Mapping[str, Tree]:
    """What stands at the action key, checked; `pointer` is that of the action key."""
    if spec.kind == "set":
        return _assignments(context.findings, tree, pointer)
    arguments: Mapping[str, Tree]
    if type(tree) is not MappingProxyType:
        if not spec.first or tree is None:
            wrong_kind(context.findings, f"the keys of `{spec.kind}`", tree, pointer)
            return EMPTY
        found = flaws(spec.keys.get(spec.first, {}), tree)
        report_flaws(context.findings, found, pointer)
        arguments, flawed = MappingProxyType({spec.first: tree}), {spec.first} if found else set()
    else:
        flawed = check_keys(context.findings, spec, tree, pointer)
        arguments = _without_ignored(tree)
    _check_groups(context.findings, spec, arguments, pointer)
    if spec.kind == "wait" and "duration" in arguments:
        DURATION.read(context.findings, arguments["duration"], (*pointer, "duration"))
    if spec.words:
        arguments = with_words(context.findings, arguments, spec.words, pointer)
    check_paths(context, spec, arguments, pointer)
    check_sense(context.findings, spec, arguments, pointer, flawed)
    return arguments


def read_use(context: Context, arguments: Mapping[str, Tree], pointer: Pointer) -> Scenario | None:
    """The scenario that a `use` step names, loaded, with `with` checked against its inputs."""
    place = (*pointer, "scenario")
    name = arguments.get("scenario")
    if not isinstance(name, str):
        if name is not None:
            hint = "what is used is known before the run"
            context.findings.report("IT326", "the path of a used scenario is written out", place, hint=hint)
        return None
    path = context.file(name, place)
    used = context.use(path, context.findings, place) if path else None
    if used is None:
        return None
    context.used[name] = used
    _check_inputs(context.findings, used, arguments.get("with", EMPTY), pointer)
    return used


def _assignments(findings: Findings, tree: Tree, pointer: Pointer) -> Mapping[str, Tree]:
    if type(tree) is MappingProxyType and not tree:
        findings.report("IT306", "`set` takes at least one name", pointer)
    return MappingProxyType(dict(VARIABLES.read(findings, tree, pointer)))


def check_keys(findings: Findings, spec: ActionSpec, tree: Mapping[str, Tree], pointer: Pointer) -> set[str]:
    """Report every key and literal that a spec does not take; the names of the keys whose values are none."""
    later = _report_reserved(findings, spec, tree, pointer)
    flawed = {str(place[len(pointer)]) for place in later}
    for name, value in tree.items():
        place = (*pointer, name)
        if place in later:
            continue
        if name in spec.keys:
            found = [flaw for flaw in flaws(spec.keys[name], value) if (*place, *flaw.path) not in later]
            report_flaws(findings, found, place)
            flawed |= {name} if found else set()
        elif name.startswith("x-"):
            continue
        else:
            unknown_key(findings, name, place, spec.keys)
    return flawed


def check_sense(
    findings: Findings, spec: ActionSpec, arguments: Mapping[str, Tree], pointer: Pointer, flawed: Collection[str] = ()
) -> None:
    """Report what of the arguments could never be carried out; those that are flawed already are taken as unknown."""
    judged = {name: _UNKNOWN if name in flawed else value for name, value in arguments.items()} if flawed else arguments
    for refusal in spec.check(judged):
        findings.report("IT306", refusal.message, (*pointer, *refusal.pointer), hint=refusal.hint)


def _report_reserved(findings: Findings, spec: ActionSpec, tree: Mapping[str, Tree], pointer: Pointer) -> set[Pointer]:
    found: set[Pointer] = set()
    for dotted, what in spec.reserved.items():
        if dotted.partition(".")[0] not in tree:
            continue
        path = tuple(dotted.split("."))
        value = _at(tree, path)
        if value is not _MISSING and value is not False and value is not None:
            findings.report("IT318", f"`{dotted}` is not supported yet: {what}", pointer + path, key=True)
            found.add(pointer + path)
    return found


def _at(tree: Tree, path: tuple[str, ...]) -> object:
    for key in path:
        tree = tree.get(key, _MISSING) if type(tree) is MappingProxyType else _MISSING
    return tree


def _texts_at(tree: Tree, path: tuple[str, ...], place: Pointer = ()) -> Iterator[tuple[str, Pointer]]:
    """The literal texts at a path, `*` being any key or item, and where they stand."""
    if not path:
        if isinstance(tree, str):
            yield tree, place
        return
    items: Iterable[tuple[str | int, Tree]] = ()
    if type(tree) is MappingProxyType:
        items = tree.items() if path[0] == "*" else [(path[0], tree[path[0]])] if path[0] in tree else ()
    elif type(tree) is tuple and path[0] == "*":
        items = enumerate(tree)
    for key, item in items:
        yield from _texts_at(item, path[1:], (*place, key))


def check_paths(context: Context, spec: ActionSpec, arguments: Mapping[str, Tree], pointer: Pointer) -> None:
    """Report files that are not there, and files and folders outside of the project. What is used is read later."""
    for paths, reach in ((spec.files if spec.kind != "use" else (), context.file), (spec.folders, context.inside)):
        for dotted in paths:
            for name, place in _texts_at(arguments, tuple(dotted.split("."))):
                reach(name, pointer + place)


def _without_ignored(tree: Mapping[str, Tree]) -> Mapping[str, Tree]:
    if not any(name.startswith("x-") for name in tree):
        return tree
    return MappingProxyType({name: value for name, value in tree.items() if not name.startswith("x-")})


def _check_groups(findings: Findings, spec: ActionSpec, arguments: Mapping[str, Tree], pointer: Pointer) -> None:
    for group in spec.one_of:
        given = [name for name in group if arguments.get(name) is not None]
        if len(given) > 1:
            words = " and ".join(f"`{name}`" for name in given)
            findings.report("IT306", f"{words} cannot stand together", (*pointer, given[1]), key=True)
    for group in spec.required:
        if not any(name in arguments for name in group):
            words = " or ".join(f"`{name}`" for name in group)
            findings.report("IT305", f"`{spec.kind}` needs {words}", pointer, key=True)


def _check_inputs(findings: Findings, used: Scenario, given: Tree, pointer: Pointer) -> None:
    if type(given) is not MappingProxyType:
        return
    inputs = {item.name: item for item in used.inputs}
    for name in given:
        if name not in inputs:
            hint = f"it takes {', '.join(inputs)}" if inputs else "it takes no inputs"
            place = (*pointer, "with", name)
            findings.report("IT326", f"`{used.name}` has no input `{name}`", place, hint=hint, key=True)
    missing = [name for name, item in inputs.items() if item.required and name not in given]
    if missing:
        words = ", ".join(f"`{name}`" for name in missing)
        findings.report("IT326", f"`{used.name}` needs the input {words}", pointer, hint="give it in `with`", key=True)
