"""Values as text on the wire: how a header, a query, a form or a cookie takes them, and what may not be in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from itest.evaluate.data.escape import cut
from itest.evaluate.data.size import parse_size
from itest.evaluate.expressions.access import kind
from itest.evaluate.expressions.text_form import to_text
from itest.model.exchange import PrepareError
from itest.model.lazy_pattern import lazy_pattern
from itest.model.values import Pointer, Value

_TOKEN = lazy_pattern(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+\Z")
_FORBIDDEN = lazy_pattern(r"[\x00-\x08\x0a-\x1f\x7f]")
_COOKIE_FORBIDDEN = lazy_pattern(r"[\x00-\x20;,\x7f]")
_NAMES = {"\r": "a line break", "\n": "a line break", "\0": "NUL"}


def scalar_text(value: Value, pointer: Pointer, what: str) -> str:
    """A scalar as it is sent: as it prints inside text."""
    if isinstance(value, (str, bool, int, Decimal)):
        return to_text(value)
    raise PrepareError(f"{what} takes text, a number or a boolean, not {kind(value)}", pointer=pointer)


def size_of(value: Value, pointer: Pointer) -> int:
    """Bytes of a size."""
    try:
        return parse_size(value)
    except ValueError as error:
        raise PrepareError(str(error), pointer=pointer) from None


def mapping_of(value: Value, pointer: Pointer, what: str) -> Mapping[str, Value]:
    """The mapping that an argument must be; null is an empty one."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise PrepareError(f"{what} takes names and values, not {kind(value)}", pointer=pointer)
    return value


def pairs(values: Mapping[str, Value], pointer: Pointer, what: str) -> Iterator[tuple[str, str, Pointer]]:
    """Name, text and pointer of each value; a list repeats its name, null leaves it out."""
    for name, value in values.items():
        place = (*pointer, name)
        for item in value if isinstance(value, (list, tuple)) else [value]:
            if item is not None:
                yield name, scalar_text(item, place, what), place


def token(text: str, pointer: Pointer, what: str) -> str:
    """A name as HTTP allows it (RFC 9110, 5.6.2)."""
    if not _TOKEN.match(text):
        raise PrepareError(f"{what} may not be {_quoted(text)}", pointer=pointer, hint="letters, digits and - _ . only")
    return text


def header_value(text: str, name: str, pointer: Pointer) -> str:
    """A header's value without the blanks around it; control characters would forge headers."""
    if found := _FORBIDDEN.search(text):
        what = _NAMES.get(found.group(), "a control character")
        raise PrepareError(f"the header {name} may not hold {what}", pointer=pointer)
    return _encodable(text, f"the header {name}", pointer).strip(" \t")


def cookie_value(text: str, name: str, pointer: Pointer) -> str:
    """A cookie's value as written; what would end it is an error."""
    if found := _COOKIE_FORBIDDEN.search(text):
        what = _NAMES.get(found.group(), _quoted(found.group()))
        raise PrepareError(f"the cookie {name} may not hold {what}", pointer=pointer, hint="encode it: `| urlencode`")
    return _encodable(text, f"the cookie {name}", pointer)


def encoded(text: str, what: str, pointer: Pointer) -> bytes:
    """UTF-8 bytes; a lone surrogate is an error."""
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise PrepareError(
            f"{what} holds a lone surrogate (character {error.start + 1}), which has no UTF-8 form", pointer=pointer
        ) from None


def _encodable(text: str, what: str, pointer: Pointer) -> str:
    encoded(text, what, pointer)
    return text


def _quoted(text: str) -> str:
    return f"`{cut(text, 40)}`" if text.isprintable() and text else repr(cut(text, 40))
