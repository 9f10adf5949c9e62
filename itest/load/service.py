"""Services of the project file: where a system under test is, what every request to it carries, how it is started."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from itest.evaluate.fitting import scheme_of
from itest.load.arguments import check_keys, check_sense
from itest.load.command_words import with_words
from itest.load.findings import Findings
from itest.load.kinds import LIVE_TEXT, Key, Keys, checked, read_mapping, wrong_kind
from itest.load.ready import READY
from itest.load.words import is_identifier
from itest.model.action import ActionSpec
from itest.model.project import Service, Start
from itest.model.record import replace
from itest.model.values import EMPTY, Pointer, Tree

_SCALARS = {"type": ["string", "number", "boolean"]}
_COMMAND = {"anyOf": [{"type": "string", "minLength": 1}, {"type": "array", "items": _SCALARS, "minItems": 1}]}
_NAMED = {"type": "object", "additionalProperties": {"type": ["string", "number", "boolean", "null"]}}
_PLAIN_KEYS: Mapping[str, Mapping[str, object]] = {
    "url": {"type": "string", "minLength": 1, "description": "Where it is; with `start`, `port` is a free port."},
    "start": {"type": ["object", "null"], "description": "How it is started when a selected scenario needs it."},
}
_HTTP_KEYS = ("headers", "auth", "tls", "proxy", "read_as", "max_body")

START_KEYS: Keys = {
    "command": Key(checked(_COMMAND), "A list of words, or one text that is split at blanks and quotes."),
    "env": Key(checked(_NAMED), "Environment variables, beside the inherited ones."),
    "cwd": Key(LIVE_TEXT, "The folder it runs in, relative to itest.yaml."),
    "ready": Key(READY, "How to know that it is ready: `tcp`, or `http`, `tcp` or `log`, and `within`."),
}


def service_spec(actions: Mapping[str, ActionSpec]) -> ActionSpec:
    """What a service may say: its place and start, and of `request` what holds for every request."""
    request = actions.get("request")
    shared = {key: request.keys[key] for key in _HTTP_KEYS if key in request.keys} if request else {}
    later = {key: what for key, what in request.reserved.items() if key.split(".")[0] in shared} if request else {}
    own = ActionSpec(kind="service", summary="A service.", keys={**_PLAIN_KEYS, **shared}, reserved=later)
    return replace(own, check=request.check) if request else own


def read_services(
    findings: Findings, tree: Tree, pointer: Pointer, actions: Mapping[str, ActionSpec]
) -> Mapping[str, Service]:
    """The services by name; problems are reported."""
    if type(tree) is not MappingProxyType:
        wrong_kind(findings, "a mapping of services", tree, pointer)
        return EMPTY
    spec = service_spec(actions)
    services: dict[str, Service] = {}
    for name, node in tree.items():
        place = (*pointer, name)
        if name.startswith("x-"):
            continue
        if not is_identifier(name):
            findings.report("IT306", f"`{name}` cannot name a service", place, hint="letters, digits and `_`", key=True)
        elif type(node) is not MappingProxyType:
            # Taken for its URL, so that who speaks to it is not at fault.
            url = node if isinstance(node, str) else ""
            wrong_kind(findings, "a mapping with `url`", node, place, f"write `{{url: {url}}}`" if url else "")
            services[name] = Service(name=name, pointer=place, url=url)
        else:
            services[name] = _read_service(findings, name, node, place, spec)
            _check_scheme(findings, services[name].url, (*place, "url"), actions)
    return MappingProxyType(services)


def _read_service(findings: Findings, name: str, node: Mapping[str, Tree], place: Pointer, spec: ActionSpec) -> Service:
    flawed = check_keys(findings, spec, node, place)
    check_sense(findings, spec, {key: node[key] for key in _HTTP_KEYS if key in node}, place, flawed)
    start = None
    if type(node.get("start")) is MappingProxyType:
        start = _read_start(findings, node["start"], (*place, "start"))
    if node.get("url") is None and start is None:
        findings.report("IT305", f"the service `{name}` has no `url`", place, key=True)
    known = {key: node[key] for key in ("url", *_HTTP_KEYS) if node.get(key) is not None}
    return Service(name=name, pointer=place, start=start, **known)


def _read_start(findings: Findings, tree: Tree, pointer: Pointer) -> Start | None:
    values = read_mapping(findings, tree, pointer, START_KEYS)
    if "command" not in values:
        findings.report("IT305", "`start` needs a `command`", pointer, key=True)
        return None
    start = with_words(findings, values, "command", pointer)
    if start["command"] == ():
        findings.report("IT306", "the command names no program", (*pointer, "command"))
    return Start(**{name: value for name, value in start.items() if value is not None})


def _check_scheme(findings: Findings, url: Tree, pointer: Pointer, actions: Mapping[str, ActionSpec]) -> None:
    scheme = scheme_of(url)
    if scheme and not any(scheme in action.schemes for action in actions.values()):
        schemes = {known for action in actions.values() for known in action.schemes}
        hint = f"services are {', '.join(f'`{known}://`' for known in sorted(schemes))}"
        findings.report("IT318", f"services with `{scheme}://` are not supported yet", pointer, hint=hint)
