"""Packages imported without what nobody here uses of them: a short run is mostly imports.

Each of these is for the first import of a package, before other threads run; where somebody has imported it already,
nothing is changed.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

from itest.model.lazy_pattern import lazy_pattern


@contextmanager
def lazy_patterns_of(package: str) -> Iterator[None]:
    """While entered, what the package's modules compile is compiled when it is first used: the sets of characters of
    some take longer than all the rest of it."""
    compile_now = re.compile

    def compiled(text: Any, flags: int = 0) -> Any:
        importing = sys._getframe(1).f_globals["__name__"].partition(".")[0]
        return (lazy_pattern if importing == package else compile_now)(text, flags)

    re.compile = compiled  # type: ignore[assignment]  # for no longer than the import
    try:
        yield
    finally:
        re.compile = compile_now


@contextmanager
def without(module: str) -> Iterator[None]:
    """While entered, a module is as if it were not installed: for a package that does without it."""
    if module in sys.modules:
        yield
        return
    sys.modules[module] = None  # type: ignore[assignment]  # importlib's way to say so
    try:
        yield
    finally:
        del sys.modules[module]


@contextmanager
def set_aside(package: str, *names: str) -> Iterator[None]:
    """While entered, modules of the package are not imported; what the package takes from them it gives later, when
    it is asked for, and imports them then."""
    if package in sys.modules:
        yield
        return
    modules = [f"{package}.{name}" for name in names]
    for module in modules:
        sys.modules[module] = _Aside(module)
    try:
        yield
    finally:
        for module in modules:
            del sys.modules[module]
    imported = sys.modules[package]
    later = {name: value for name, value in vars(imported).items() if isinstance(value, _Later)}
    for name in later:
        delattr(imported, name)

    def given(name: str) -> Any:
        if name not in later:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(later[name].module), later[name].name)
        setattr(imported, name, value)
        return value

    imported.__getattr__ = given  # type: ignore[method-assign]  # PEP 562


class _Later:
    """What is taken from a module that is set aside."""

    def __init__(self, module: str, name: str) -> None:
        self.module = module
        self.name = name


class _Aside(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Later(self.__name__, name)
