"""Lazy patterns: as `re.compile` gives them, from the first use on."""

import importlib
import pkgutil
import re

import pytest

import itest
from itest.model import lazy_pattern as module
from itest.model.lazy_pattern import lazy_pattern


def test_nothing_is_compiled_before_it_is_used(monkeypatch):
    """And then once."""
    compiled = []
    monkeypatch.setattr(module.re, "compile", lambda *words: compiled.append(words) or re.Pattern)
    made = lazy_pattern(r"a+", re.IGNORECASE)
    assert [] == compiled
    made.fullmatch, made.search, made.fullmatch  # noqa: B018  # the look is what compiles
    assert [(r"a+", re.IGNORECASE)] == compiled


@pytest.mark.parametrize(
    ("made", "used"),
    [
        (lazy_pattern(r"(?P<sign>[+-])\d+"), lambda found: found.search("a-12")["sign"]),
        (lazy_pattern(rb"\s+"), lambda found: found.split(b"a  b")),
        (lazy_pattern(r"A", re.IGNORECASE), lambda found: found.sub("b", "aA")),
        (lazy_pattern(r"(?P<x>a)"), lambda found: (found.pattern, dict(found.groupindex))),
    ],
)
def test_it_does_what_a_compiled_one_does(made, used):
    """Methods and attributes."""
    assert used(re.compile(made.pattern, made.flags)) == used(made)


def test_every_pattern_of_the_house_compiles():
    """What nobody has used yet may be wrong."""
    seen = 0
    for found in pkgutil.walk_packages(itest.__path__, "itest."):
        if found.name == "itest.__main__":
            continue
        for value in vars(importlib.import_module(found.name)).values():
            if isinstance(value, module._Later):
                seen += bool(value.pattern)
    assert seen > 100
