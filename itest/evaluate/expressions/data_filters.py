"""Data filters: looking into data (JSONPath, XPath, regular expressions), and JSON text and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from itest.evaluate.data import regular
from itest.evaluate.data.limits import allow_text
from itest.evaluate.expressions.access import kind
from itest.evaluate.expressions.coding_filters import CODING_FILTERS
from itest.evaluate.expressions.jinja import Context, pass_context
from itest.evaluate.expressions.text_filters import on_text, text_of
from itest.evaluate.expressions.text_form import json_form, settled, to_text
from itest.evaluate.expressions.url_filters import URL_FILTERS
from itest.model.problem import EvaluationError
from itest.model.values import Missing, Nothing, Value

CONCEAL, PREFIXES = "conceal", "prefixes"
"""Where a context carries the scope's door for secrets, and its prefixes of XML namespaces."""


def jsonpath(value: Value, path: str) -> Value | Missing:
    """What a JSONPath (RFC 9535) finds: the node of a singular query, the list of nodes (`Nothing`) of any other."""
    from itest.evaluate.data.jsonpath import PathSyntax, compile_path  # start-up cost: only where it is used

    try:
        compiled = compile_path(path)
    except PathSyntax as error:
        raise EvaluationError(f"`{path}` is not a JSONPath: {error}") from error
    found = compiled.find(settled(value))
    if not compiled.singular:
        return found or Nothing(path)
    return found[0] if found else Missing(path, f"`{path}` finds nothing in it")


@pass_context
def xpath(context: Context, value: Value, expression: str, **prefixes: str) -> Value:
    """What an XPath 1.0 expression finds in XML or HTML text; `prefixes` stand for namespaces, as in `o='urn:o'`."""
    from itest.evaluate.data.xpath import select  # start-up cost: lxml

    text = text_of(value)
    start = text.lstrip()[:200].lower()
    kind = "html" if start.startswith("<!doctype html") or "<html" in start else "xml"
    if not all(isinstance(uri, str) and uri for uri in prefixes.values()):
        raise EvaluationError("a prefix stands for the name of a namespace: `xpath('//o:id', o='urn:orders')`")
    return select(text, expression, kind, {**context.parent[PREFIXES], **prefixes})


def regex(text: str, pattern: str) -> str | Missing:
    """Group 1 of the first match, or the match where the pattern has no groups."""
    found = regular.search(pattern, text)
    part = found.group(1 if found.re.groups else 0) if found else None
    return Missing(pattern, f"`{pattern}` finds nothing in it") if part is None else part


def groups(text: str, pattern: str) -> dict[str, Value] | Missing:
    """The named groups of the first match as an object; null where one had no part in it."""
    found = regular.search(pattern, text)
    return Missing(pattern, f"`{pattern}` finds nothing in it") if found is None else dict(found.groupdict())


def escape_regex(text: str) -> str:
    """The text as a regular expression that finds it and nothing else."""
    allow_text(2 * len(text))
    return re.escape(text)


def to_json(value: Value, indent: int | None = None) -> str:
    """The value as JSON text."""
    if indent is not None and (type(indent) is not int or not 0 <= indent <= 16):
        raise EvaluationError("JSON is indented by 0 to 16 blanks")
    return json_form(value, indent)


def from_json(value: Value) -> Value:
    """The value that JSON text stands for."""
    from itest.evaluate.data.json_text import JsonError, parse  # start-up cost: only where it is used

    if not isinstance(value, (str, bytes)):
        raise EvaluationError(f"`from_json` takes text, not {kind(value)}")
    try:
        return parse(value)
    except JsonError as error:
        raise EvaluationError(f"the text is not JSON: {error}", code="IT207") from error


@pass_context
def secret(context: Context, value: Value) -> Value:
    """The value itself; from now on it (each text and number in a list or object) is redacted wherever it appears."""
    rest = [settled(value)]
    while rest:
        part = rest.pop()
        if isinstance(part, (list, Mapping)):
            rest.extend(part.values() if isinstance(part, Mapping) else part)
        elif part not in (None, "") and not isinstance(part, bool):
            context.parent[CONCEAL](part.decode("utf-8", "replace") if isinstance(part, bytes) else to_text(part))
    return value


DATA_FILTERS: dict[str, Callable[..., Any]] = {
    **CODING_FILTERS,
    **URL_FILTERS,
    "jsonpath": jsonpath,
    "xpath": xpath,
    "regex": on_text(regex),
    "groups": on_text(groups),
    "escape_regex": on_text(escape_regex),
    "json": to_json,
    "tojson": to_json,
    "from_json": from_json,
    "secret": secret,
}
