"""The table of action kinds: where each one's spec and class are, and the plug-ins that add to them.

A line of the table is two import paths, so that asking for the specs imports no driver and no client, and asking for
one action imports only what that action needs. `use`, `set` and `wait` are the engine's own and not in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from itest.model.action import Action, ActionSpec
from itest.model.problem import Problem, UsageError
from itest.model.record import Record
from itest.model.values import EMPTY

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "itest.actions"
"""Entry points of third parties: `kind = package.module:Class`, the class fulfils `Action` and needs no arguments."""


class Entry(Record):
    """Where a built-in kind's `ActionSpec` and its `Action` class are: `module:attribute`."""

    spec: str
    action: str


TABLE: Mapping[str, Entry] = MappingProxyType(
    {
        "request": Entry("itest.actions.http.spec:SPEC", "itest.actions.http:HttpAction"),
        "sql": Entry("itest.actions.sql.spec:SPEC", "itest.actions.sql.action:SqlAction"),
        "run": Entry("itest.actions.process.spec:SPEC", "itest.actions.process.action:ProcessAction"),
    }
)


class Specs(Mapping[str, ActionSpec]):
    """The specs of all kinds by name, ours first.

    Plug-ins are looked for when ours do not answer what is asked; that raises `UsageError` for one that cannot be used.
    """

    def __init__(self, beside: Mapping[str, ActionSpec] = EMPTY, plugins: Iterable[EntryPoint] | None = None) -> None:
        self._ours: dict[str, ActionSpec | None] = {**dict.fromkeys(TABLE), **beside}
        """None for one of the table that nobody has asked for so far."""
        self._plugins = plugins

    @cached_property
    def _theirs(self) -> Mapping[str, ActionSpec]:
        found: dict[str, ActionSpec] = {}
        for plugin in _plugins(self._plugins):
            if plugin.name in self._ours or plugin.name in found:
                raise _unusable(plugin, "an action of this name is there already")
            found[plugin.name] = _plugged(plugin).spec
        return found

    def __getitem__(self, kind: str) -> ActionSpec:
        if kind not in self._ours:
            return self._theirs[kind]
        spec = self._ours[kind]
        if spec is None:
            spec = self._ours[kind] = cast("ActionSpec", _attribute(TABLE[kind].spec))
        return spec

    def __contains__(self, kind: object) -> bool:
        return kind in self._ours or kind in self._theirs

    def __iter__(self) -> Iterator[str]:
        yield from self._ours
        yield from self._theirs

    def __len__(self) -> int:
        return len(self._ours) + len(self._theirs)


def create(kind: str, plugins: Iterable[EntryPoint] | None = None) -> Action:
    """A fresh action of the kind; raises `KeyError` where there is none, `UsageError` for a broken plug-in."""
    if kind in TABLE:
        return cast("Action", _attribute(TABLE[kind].action)())
    for plugin in _plugins(plugins):
        if plugin.name == kind:
            return _plugged(plugin)
    raise KeyError(kind)


def _attribute(path: str) -> Any:
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)


def _plugins(given: Iterable[EntryPoint] | None) -> tuple[EntryPoint, ...]:
    return _installed() if given is None else tuple(given)


@cache
def _installed() -> tuple[EntryPoint, ...]:
    from importlib.metadata import entry_points  # reads every installed distribution

    return tuple(sorted(entry_points(group=GROUP), key=lambda plugin: plugin.name))


def _plugged(plugin: EntryPoint) -> Action:
    """The plug-in's action; whatever its code raises becomes a sentence that names it."""
    try:
        action = plugin.load()()
        spec = action.spec
    except Exception as error:
        raise _unusable(plugin, f"{type(error).__name__}: {error}") from error
    missing = [name for name in ("open", "prepare", "close") if not callable(getattr(action, name, None))]
    if missing:
        raise _unusable(plugin, f"it has no method `{missing[0]}`")
    if not isinstance(spec, ActionSpec):
        raise _unusable(plugin, f"its `spec` is no ActionSpec but {type(spec).__name__}")
    if spec.kind != plugin.name:
        raise _unusable(plugin, f"its spec is of kind `{spec.kind}`")
    return cast("Action", action)


def _unusable(plugin: EntryPoint, why: str) -> UsageError:
    message = f"the plug-in for the action `{plugin.name}` ({plugin.value}) cannot be used: {why}"
    return UsageError([Problem(code="IT406", message=message, hint="update or uninstall the package it comes from")])
