"""Views: objects of a result that are matched in a way of their own, headers and cookies."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from itest.model.values import Value

ERROR_KEYS = ("kind", "message")
COOKIE_FLAGS = ("secure", "http_only")
"""What a cookie is or is not."""
COOKIE_KEYS = ("value", "path", "domain", "expires", "max_age", *COOKIE_FLAGS, "same_site")


class FoldedKeys(dict[str, Value]):
    """An object whose keys ignore case (header names); its own keys are lower case."""

    @classmethod
    def of(cls, headers: Mapping[str, Value]) -> FoldedKeys:
        return cls((name.lower(), value) for name, value in headers.items())

    def get(self, key: str, default: Value = None) -> Value:
        """The value under a name in any case; this is how expressions look a key up."""
        return super().get(key.lower(), default)


class Cookie(dict[str, Value]):
    """A cookie: an expected scalar is compared with its `value`, an object mirrors it."""


def as_fields(fields: Mapping[str, Value]) -> dict[str, Value]:
    """All fields of a result as they are matched."""
    found = dict(fields)
    for name in _VIEWS:
        if name in found:
            found[name] = as_field(name, found[name])
    return found


def as_field(name: str, value: Value) -> Value:
    """A result field as it is matched."""
    view = _VIEWS.get(name)
    return view(value) if view is not None and isinstance(value, Mapping) else value


def _cookies(value: Mapping[str, Value]) -> Value:
    return {key: Cookie(item) if isinstance(item, Mapping) else item for key, item in value.items()}


def _request(value: Mapping[str, Value]) -> Value:
    return {key: as_field(key, item) if key == "headers" else item for key, item in value.items()}


_VIEWS: Mapping[str, Callable[[Mapping[str, Value]], Value]] = {
    "headers": FoldedKeys.of,
    "trailers": FoldedKeys.of,
    "cookies": _cookies,
    "request": _request,
}
