"""`ready` of a started service: what says that it can be spoken to."""

from __future__ import annotations

from types import MappingProxyType

from itest.evaluate.data.escape import cut
from itest.evaluate.data.suggest import did_you_mean
from itest.load.findings import Findings
from itest.load.kinds import DURATION, LIVE, LIVE_TEXT, Key, Keys, Kind, read_mapping
from itest.load.literal import kind_in_words
from itest.model.lazy_pattern import lazy_pattern
from itest.model.project import Ready
from itest.model.values import Pointer, Template, Tree

_FORMS = "`tcp`, or one of `{http: /health}`, `{tcp: 5432}`, `{log: a regex}`, with `within: 10s` if wanted"
WAYS = ("http", "tcp", "log")
_ADDRESS = lazy_pattern(r"(?:\S+:)?[0-9]{1,5}")
_PORTS = range(1, 65_536)


def read_ready(findings: Findings, tree: Tree, pointer: Pointer) -> Ready:
    """When a service is ready; problems are reported."""
    if tree == "tcp":
        return Ready(tcp=True)
    if type(tree) is not MappingProxyType:
        hint = did_you_mean(tree, WAYS) if isinstance(tree, str) else ""
        message = f"`ready` takes {_FORMS}; not {kind_in_words(tree)}"
        findings.report("IT306", message, pointer, hint=hint)
        return Ready()
    values = read_mapping(findings, tree, pointer, READY_KEYS)
    if len([way for way in WAYS if values.get(way) is not None]) > 1:
        hint = f"it takes {_FORMS}"
        findings.report("IT306", "`ready` waits for one of `http`, `tcp` and `log`", pointer, hint=hint, key=True)
    return Ready(**{name: value for name, value in values.items() if value is not None})


def _read_tcp(findings: Findings, tree: Tree, pointer: Pointer) -> Tree:
    if tree is True or type(tree) is Template:
        return tree
    whole = type(tree) is int or (isinstance(tree, str) and _ADDRESS.fullmatch(tree))
    if whole and int(str(tree).rpartition(":")[2]) in _PORTS:
        return tree
    hint = "`tcp: true` is the port of the service's `url`"
    findings.report("IT306", "`tcp` takes a port, `host:port` or true", pointer, hint=hint)
    return None


def _read_log(findings: Findings, tree: Tree, pointer: Pointer) -> Tree:
    from itest.evaluate.data.regular import check

    pattern = LIVE_TEXT.read(findings, tree, pointer)
    # What a template gives is known when the service starts.
    problem = check(pattern) if type(pattern) is str else None
    if problem:
        findings.report("IT313", f"`{cut(pattern, 80)}` is no regular expression: {problem}", pointer)
    return pattern


_TCP = Kind(
    _read_tcp,
    {
        "anyOf": [
            {"const": True},
            {"type": "integer", "minimum": _PORTS.start, "maximum": _PORTS[-1]},
            {"type": "string", "pattern": f"^{_ADDRESS.pattern}$"},
            LIVE,
        ]
    },
)
READY_KEYS: Keys = {
    "http": Key(LIVE_TEXT, "A path or URL that answers below 400."),
    "tcp": Key(_TCP, "A port, or host:port, that accepts connections; true: the port of the service's url."),
    "log": Key(Kind(_read_log, LIVE_TEXT.schema), "A regular expression that its output matches."),
    "within": Key(DURATION, "How long it may take; 10s unless said."),
}
READY = Kind(read_ready)
