"""URL filters: a URL taken apart, a relative one made absolute, and text in percent encoding and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, unquote_plus, urlencode

from itest.evaluate.data import reference
from itest.evaluate.data.escape import cut
from itest.evaluate.data.limits import allow_text, allow_words
from itest.evaluate.expressions.coding_filters import bytes_of
from itest.evaluate.expressions.text_filters import on_text, text_of
from itest.evaluate.expressions.text_form import to_text
from itest.model.problem import EvaluationError
from itest.model.values import Value

_PIECE = 65_536


def resolve(text: str, base: Value) -> str:
    """The absolute URL that a reference means where it stands in the document `base` (RFC 3986, 5.2)."""
    home = text_of(base)
    if reference.split(home).scheme is None:
        hint = "such as `services.<name>.url` or the URL that was asked"
        raise EvaluationError(f"`resolve` takes an absolute URL, not `{cut(home, 80)}`", hint=hint)
    found = reference.resolve(text, home)
    allow_text(len(found))
    return found


def parts(text: str) -> dict[str, Value]:
    """The parts of a URL (RFC 3986, 3), null where one is not there; the port a number, the host in small letters."""
    found = reference.split(text)
    scheme = found.scheme and found.scheme.lower()
    own = {"scheme": scheme, "host": found.host, "port": found.port}
    return {**own, "path": found.path, "query": found.query, "fragment": found.fragment}


def url_encoded(value: Value) -> str:
    """Text with everything but letters, digits and `-._~` percent-encoded; an object as a query."""
    if isinstance(value, Mapping):
        return urlencode([(key, to_text(item)) for key, item in value.items()], quote_via=quote)
    data = bytes_of(value)
    # Piece by piece: the library makes a text of every byte.
    return "".join(quote(data[start : start + _PIECE], safe="") for start in range(0, len(data), _PIECE))


def url_decoded(text: str) -> str:
    """Percent-encoded text, a plus being a blank."""
    allow_words(len(text))
    return unquote_plus(text)


URL_FILTERS: dict[str, Callable[..., Any]] = {
    "url": on_text(parts),
    "resolve": on_text(resolve),
    "urlencode": url_encoded,
    "urldecode": on_text(url_decoded),
}
