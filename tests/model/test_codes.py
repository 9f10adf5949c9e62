"""Codes: each one that the program uses is explained, and none is without use."""

import re
from pathlib import Path

import itest
from itest.model.codes import CODES

PROGRAM = Path(itest.__file__).parent
USED = re.compile(r"\bIT[1-9]\d\d\b")


def _used():
    files = (path for path in PROGRAM.rglob("*.py") if path.name != "codes.py")
    return {code for path in files for code in USED.findall(path.read_text(encoding="utf-8"))}


def test_every_code_that_is_told_is_explained():
    """`itest explain` knows it."""
    assert set() == _used() - CODES.keys()


def test_every_code_that_is_explained_is_told():
    """A code without use is a promise without a check."""
    assert set() == CODES.keys() - _used()


def test_titles_are_short_and_explanations_are_sentences():
    """A title is a heading."""
    assert [] == [code for code, known in CODES.items() if len(known.title) > 40 or known.title.endswith(".")]
    assert [] == [code for code, known in CODES.items() if not known.explanation.rstrip().endswith((".", "?"))]


def test_codes_stand_in_their_order():
    """A new one is added at the end of its range."""
    assert sorted(CODES) == list(CODES)
