"""Services of the project file: where a system under test is, what every request to it carries, how it is started."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from itest.evaluate.fitting import scheme_of
from itest.load.arguments import check_keys
from itest.load.findings import Findings
from itest.load.kinds import DURATION, LIVE_TEXT, Key, Keys, checked, read_mapping, wrong_kind
from itest.load.words import LATER_SERVICE_KEYS, is_identifier
from itest.model.action import ActionSpec
from itest.model.project import Ready, Service, Start
from itest.model.values import EMPTY, Pointer, Tree

_SCALARS = {"type": ["string", "number", "boolean"]}
_COMMAND = {"anyOf": [{"type": "string", "minLength": 1}, {"type": "array", "items": _SCALARS, "minItems": 1}]}
_NAMED = {"type": "object", "additionalProperties": {"type": ["string", "number", "boolean", "null"]}}
_PLAIN_KEYS: Mapping[str, Mapping[str, object]] = {
    "url": {"type": "string", "minLength": 1, "description": "Where it is; with `start`, `port` is a free port."},
    "start": {"type": ["object", "null"], "description": "How it is started when a selected scenario needs it."},
}
_HTTP_KEYS = ("headers", "auth", "tls", "proxy")

READY_KEYS: Keys = {
    "http": Key(LIVE_TEXT, "A path or URL that answers below 400."),
    "tcp": Key(checked({"type": ["integer", "string"]}), "A port, or host:port, that accepts connections."),
    "log": Key(LIVE_TEXT, "A regular expression that its output matches."),
    "within": Key(DURATION, "How long it may take; 10s unless said."),
}
START_KEYS: Keys = {
    "command": Key(checked(_COMMAND), "A list of words, or one text that is split at blanks and quotes."),
    "env": Key(checked(_NAMED), "Environment variables, beside the inherited ones."),
    "cwd": Key(LIVE_TEXT, "The folder it runs in, relative to itest.yaml."),
    "ready": Key(checked({"type": "object"}), "How to know that it is ready: `http`, `tcp` or `log`, `within`."),
}


def service_spec(actions: Mapping[str, ActionSpec]) -> ActionSpec:
    """What a service may say: its place and start, and of `request` what holds for every request."""
    request = actions.get("request")
    shared = {key: request.keys[key] for key in _HTTP_KEYS if key in request.keys} if request else {}
    later = {key: what for key, what in request.reserved.items() if key.split(".")[0] in shared} if request else {}
    return ActionSpec(kind="service", summary="A service.", keys={**_PLAIN_KEYS, **shared}, reserved=later)


def read_services(
    findings: Findings, tree: Tree, pointer: Pointer, actions: Mapping[str, ActionSpec]
) -> Mapping[str, Service]:
    """The services by name; problems are reported."""
    if type(tree) is not MappingProxyType:
        wrong_kind(findings, "a mapping of services", tree, pointer)
        return EMPTY
    spec = service_spec(actions)
    schemes = {scheme for action in actions.values() for scheme in action.schemes}
    services: dict[str, Service] = {}
    for name, node in tree.items():
        place = (*pointer, name)
        if name.startswith("x-"):
            continue
        if not is_identifier(name):
            findings.report("IT306", f"`{name}` cannot name a service", place, hint="letters, digits and `_`", key=True)
        elif type(node) is not MappingProxyType:
            wrong_kind(findings, "a mapping with `url`", node, place)
        else:
            services[name] = _read_service(findings, name, node, place, spec)
            _check_scheme(findings, services[name].url, (*place, "url"), schemes)
    return MappingProxyType(services)


def _read_service(findings: Findings, name: str, node: Mapping[str, Tree], place: Pointer, spec: ActionSpec) -> Service:
    check_keys(findings, spec, node, place, reserved=LATER_SERVICE_KEYS)
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
    if type(values.get("ready")) is MappingProxyType:
        values["ready"] = _read_ready(findings, values["ready"], (*pointer, "ready"))
    return Start(**{name: value for name, value in values.items() if value is not None})


def _read_ready(findings: Findings, tree: Tree, pointer: Pointer) -> Ready:
    values = read_mapping(findings, tree, pointer, READY_KEYS)
    if len([name for name in ("http", "tcp", "log") if name in values]) > 1:
        findings.report("IT306", "`ready` waits for one of `http`, `tcp` and `log`", pointer, key=True)
    return Ready(**{name: value for name, value in values.items() if value is not None})


def _check_scheme(findings: Findings, url: Tree, pointer: Pointer, schemes: set[str]) -> None:
    scheme = scheme_of(url)
    if scheme and scheme not in schemes:
        hint = f"services are {', '.join(f'`{known}://`' for known in sorted(schemes))}"
        findings.report("IT318", f"services with `{scheme}://` are not supported yet", pointer, hint=hint)
