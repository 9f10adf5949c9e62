"""Data filters: looking into data (JSONPath, XPath, regular expressions) and turning it into other forms and back."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, unquote_plus, urlencode

from jinja2 import pass_context
from jinja2.runtime import Context

from itest.evaluate.data import regular
from itest.evaluate.data.limits import allow_text, allow_words
from itest.evaluate.expressions.access import kind
from itest.evaluate.expressions.text_filters import on_text, text_of
from itest.evaluate.expressions.text_form import json_form, settled, to_text
from itest.model.problem import EvaluationError
from itest.model.values import Document, Missing, Nothing, Value

ALGORITHMS = ("sha256", "sha1", "sha384", "sha512", "md5")
_PIECE = 65_536
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


def to_base64(value: Value) -> str:
    """Bytes, or text as UTF-8, in base64."""
    return base64.b64encode(_bytes(value)).decode()


def from_base64(text: str) -> Value:
    """What base64 (the URL-safe kind too, padded or not) stands for: text, or bytes where it is no UTF-8."""
    plain = "".join(text.split()).replace("-", "+").replace("_", "/").rstrip("=")
    try:
        data = base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise EvaluationError("the text is not base64") from error
    return _text_or_bytes(data)


def to_hex(value: Value) -> str:
    """Bytes, or text as UTF-8, in hexadecimal; a whole number in base 16."""
    if type(value) is int:
        return format(value, "x")
    return _bytes(value).hex()


def url_encoded(value: Value) -> str:
    """Text with everything but letters, digits and `-._~` percent-encoded; an object as a query."""
    if isinstance(value, Mapping):
        return urlencode([(key, to_text(item)) for key, item in value.items()], quote_via=quote)
    data = _bytes(value)
    # Piece by piece: the library makes a text of every byte.
    return "".join(quote(data[start : start + _PIECE], safe="") for start in range(0, len(data), _PIECE))


def url_decoded(text: str) -> str:
    """Percent-encoded text, a plus being a blank."""
    allow_words(len(text))
    return unquote_plus(text)


def digest(algorithm: str) -> Callable[[Value], str]:
    """A filter that gives the hash of bytes, or of text as UTF-8, in hexadecimal."""
    return lambda value: hashlib.new(algorithm, _bytes(value), usedforsecurity=False).hexdigest()


def hmac_hex(value: Value, key: Value, algorithm: str = "sha256") -> str:
    """The HMAC of bytes, or of text as UTF-8, in hexadecimal."""
    if algorithm not in ALGORITHMS:
        raise EvaluationError(f"`hmac` knows {', '.join(ALGORITHMS)}")
    return hmac.new(_bytes(key), _bytes(value), algorithm).hexdigest()


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


def _bytes(value: Value) -> bytes:
    if isinstance(value, bytes):
        return value
    if isinstance(value, Document):
        return value.data
    text = to_text(value)
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise EvaluationError("the text has half of a surrogate pair, which UTF-8 cannot write") from error


def _text_or_bytes(data: bytes) -> Value:
    allow_text(len(data))
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data


DATA_FILTERS: dict[str, Callable[..., Any]] = {
    "jsonpath": jsonpath,
    "xpath": xpath,
    "regex": on_text(regex),
    "base64": to_base64,
    "unbase64": on_text(from_base64),
    "hex": to_hex,
    "urlencode": url_encoded,
    "urldecode": on_text(url_decoded),
    "sha256": digest("sha256"),
    "md5": digest("md5"),
    "hmac": hmac_hex,
    "json": to_json,
    "tojson": to_json,
    "from_json": from_json,
    "secret": secret,
}
