"""Access: what a dot and an index mean on a value, and why nothing was found where nothing was.

A dot on an object is its key, always; no attribute of a Python object is ever reached. Documents are read here, at
their first use.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from itest.evaluate.data.counted import counted
from itest.evaluate.data.documents import read
from itest.evaluate.data.suggest import did_you_mean
from itest.model.lazy_pattern import lazy_pattern
from itest.model.values import Document, Missing, Value, type_name

ABSENT: Final = object()
"""What `member` answers where there is nothing; None is a value."""

IDENTIFIER = lazy_pattern(r"[A-Za-z_][A-Za-z0-9_]*")
SHOWN_KEYS = 8
SHOWN_LENGTH = 40

KINDS = {
    "string": "text",
    "array": "a list",
    "object": "an object",
    "null": "null",
    "boolean": "true or false",
    "integer": "a number",
    "number": "a number",
    "bytes": "bytes",
    "function": "a function",
}


class Absent(Exception):
    """An absent value was used where a value is needed."""

    def __init__(self, missing: Missing) -> None:
        super().__init__(missing.path)
        self.missing = missing


def kind(value: Value) -> str:
    """What a value is, in plain words (`a list`)."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "an object"
    return KINDS.get(type_name(value), "nothing of JSON")


def member(value: Value, key: object) -> Any:
    """The value under a key or index, or `ABSENT`; a document found there is read."""
    if isinstance(value, dict):
        found = value.get(key, ABSENT) if isinstance(key, str) else value.get(str(key), ABSENT)
    elif isinstance(value, Mapping):
        found = _entry(value, key if isinstance(key, str) else str(key))
    elif isinstance(value, (list, tuple, str)) and type(key) is int:
        found = value[key] if -len(value) <= key < len(value) else ABSENT
    else:
        return ABSENT
    return read(found) if type(found) is Document else found


def follow(value: Value, root: str, keys: Sequence[str | int]) -> Value | Missing:
    """The value at the end of a path that starts with the name `root`, which is `value`."""
    for depth, key in enumerate(keys):
        found = member(value, key)
        if found is ABSENT:
            return Missing(path_text(root, keys), reason(value, path_text(root, keys[:depth]), key))
        if type(found) is Missing:
            return Missing(path_text(root, keys), found.reason)
        value = found
    return value


def why_nothing(root: str, keys: Sequence[str | int], value: Value) -> str:
    """Why a path finds nothing in the value of its root; `""` where something is there."""
    found = follow(value, root, keys)
    return found.reason if isinstance(found, Missing) else ""


def path_text(root: str, keys: Iterable[str | int]) -> str:
    """A path as people write it: `body.items[0]['content-type']`."""
    return root + "".join(_key_text(key) for key in keys)


def reason(value: Value, owner: str, key: object) -> str:
    """Why the value, written as `owner`, has nothing under the key."""
    if value is None:
        return f"`{owner}` is null"
    if isinstance(value, Mapping):
        return _no_key(value, owner, str(key))
    if isinstance(value, (list, tuple)):
        return _no_item(value, owner, key)
    thing = f"index {key}" if type(key) is int else f"key `{_shown(str(key))}`"
    return f"`{owner}` is {kind(value)}, so it has no {thing}"


def sentence(missing: Missing) -> str:
    """An absent value as a sentence: ``` `body.a` is not there: `body` has no key `a`; … ```."""
    if missing.reason.startswith(_PREDICATES):
        return f"`{missing.path}` {missing.reason}"
    return f"`{missing.path}` is not there: {missing.reason}"


_PREDICATES = ("is ", "was ", "has ", "found ", "cannot ")
"""How a reason begins that goes on where the path stands as the subject."""


_UNLISTED = frozenset({"env"})
"""What holds more than the reader put there: its names are suggested, but not told one by one."""


def unknown(name: str, names: Iterable[str]) -> Missing:
    """A name that the scope does not have."""
    question = did_you_mean(name, names)
    return Missing(name, f"nothing defines `{name}`" + (f" ({question})" if question else ""))


def _entry(value: Mapping[str, Any], key: str) -> Any:
    # Mappings of our own (headers) may find a key in other letter case, which only indexing knows.
    try:
        return value[key]
    except KeyError:
        return ABSENT


def _key_text(key: str | int) -> str:
    if isinstance(key, int):
        return f"[{key}]"
    return f".{key}" if IDENTIFIER.fullmatch(key) else f"['{_shown(key)}']"


def _shown(key: str) -> str:
    return key if len(key) <= SHOWN_LENGTH else key[: SHOWN_LENGTH - 1] + "…"


def _no_key(value: Mapping[str, Any], owner: str, key: str) -> str:
    text = f"`{owner}` has no key `{_shown(key)}`"
    names = [str(name) for name in islice(value, 1000)]
    if not names:
        return f"{text}; it is empty"
    question = did_you_mean(key, names)
    if owner in _UNLISTED:
        return text + (f" ({question})" if question else "")
    listed = ", ".join(f"`{_shown(name)}`" for name in names[:SHOWN_KEYS])
    return f"{text}; it has {listed}{', …' if len(names) > SHOWN_KEYS else ''}" + (f" ({question})" if question else "")


def _no_item(value: Sequence[Any], owner: str, key: object) -> str:
    if type(key) is int:
        count = counted(len(value), "item") if value else "no items"
        return f"`{owner}` has {count}, so there is no `[{key}]`"
    name = _shown(str(key))
    if value and isinstance(value[0], Mapping) and key in value[0]:
        return f"`{owner}` is a list, so it has no key `{name}`; its first item has: `{owner}[0].{name}`"
    return f"`{owner}` is a list, so it has no key `{name}`"
