"""Statuses: what `expect.status` may say of a code: the code itself, or its class (`2xx`)."""

from __future__ import annotations

import re

from itest.evaluate.data.equality import integral, is_number
from itest.evaluate.data.json_text import short
from itest.model.values import Tree, Value

_CLASS = re.compile(r"[1-5][xX]{2}")
_CODE = re.compile(r"[1-9][0-9]{2}")
CLASSES = "the classes are `1xx` to `5xx`"


def allows(allowed: Value, status: Value) -> bool:
    """Whether a code or a class is that of a status."""
    if isinstance(allowed, str):
        if _CLASS.fullmatch(allowed):
            return is_number(status) and bool(status // 100 == int(allowed[0]))
        # A code that a template takes from a CSV is text; as written, `status_problem` refuses it.
        return allowed == str(status)
    return is_number(allowed) and bool(allowed == status)


def status_problem(code: Tree) -> str:
    """Why a scalar as written is no status, `""` where it is one. Servers do send codes beyond 599."""
    number = integral(code)
    if (number is not None and 100 <= number <= 999) or (isinstance(code, str) and _CLASS.fullmatch(code)):
        return ""
    if isinstance(code, str) and _CODE.fullmatch(code):
        return f"a status is a number, not text: write {code} without quotes"
    return f"a status is a code such as 201 or a class such as `2xx`, not {short(code, 60)}"


def shown(allowed: Value) -> str:
    """A code or a class as messages name it."""
    return allowed if isinstance(allowed, str) else short(allowed)
