"""Remarks: what an answer with a status that nobody hoped for says of itself, in its own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from itest.evaluate.data.documents import read
from itest.evaluate.data.escape import cut
from itest.model.problem import EvaluationError
from itest.model.values import Value

LONGEST = 160
"""Characters that are told of an answer's message."""
_WORDS = ("detail", "message", "error_description", "msg", "reason", "description", "error", "errors", "fault")
"""Keys under which answers say what was wrong: those of problem details (RFC 9457), of OAuth, and what is usual."""
_DEEPEST = 3


def remark(fields: Mapping[str, Any]) -> str:
    """Where a redirect leads that was not followed, or the message in the body of an answer that went wrong."""
    status, location = fields.get("status"), _location(fields)
    if isinstance(status, int) and 300 <= status < 400 and location:
        return f"it leads to `{cut(location, LONGEST)}`, which `follow_redirects: true` follows"
    said = _said(fields.get("body"))
    return f'the answer says "{cut(said, LONGEST)}"' if said else ""


def _location(fields: Mapping[str, Any]) -> str:
    headers = fields.get("headers", {})
    found = fields.get("location") or headers.get("location")
    return found if isinstance(found, str) else ""


def _said(body: Value) -> str:
    try:
        value = read(body)
    except EvaluationError:
        return ""
    if not isinstance(value, Mapping):
        return ""
    title, said = value.get("title"), next(_messages(value, 0), "")
    if isinstance(title, str) and title.strip() and title != said:
        return f"{title}: {said}" if said else title
    return said


def _messages(value: Value, depth: int) -> Iterator[str]:
    """The texts under the usual keys, those of objects and lists inside included."""
    if isinstance(value, str) and value.strip():
        yield " ".join(value.split())
    elif isinstance(value, Mapping) and depth < _DEEPEST:
        for key in _WORDS:
            yield from _messages(value.get(key), depth + 1)
    elif isinstance(value, (list, tuple)) and depth < _DEEPEST:
        for item in value[:1]:
            yield from _messages(item, depth + 1)
