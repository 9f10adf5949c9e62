"""Redaction: the one door that secrets do not pass; whatever is shown of a run goes through a `Redactor` first.

A secret is found as it is and in whatever dress it travels; the dresses are `disguise`'s ground, what a cut leaves of
it is that of `fragments`. Lines that stand together (a transcript, a diff, an excerpt) are looked at together, since a
line break may stand in the midst of it. The user and password of a URL are secrets wherever a URL is told.

What is too short or too common for that is hidden only where it is a whole value: `weak` says which, and where. Each
longer line of a secret of several lines (a private key) is a secret by itself, since a report shows it line by line.

What says which case or place is meant is not looked at: `identity` has the table.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TypeVar

from itest.evaluate.data.json_text import ELLIPSIS
from itest.evaluate.data.userinfo import may_hold_userinfo, userinfo_in, without_users
from itest.evaluate.telling.identity import OF_RUNS, Identity, Table, identity_of, stretches
from itest.model.exchange import Line, Message
from itest.model.record import Record, names_of, replace, values_of
from itest.model.result import StepResult

if TYPE_CHECKING:
    from itest.evaluate.telling.disguise import Range
    from itest.evaluate.telling.finder import Finder

MASK = "***"
_SECRET_LINE = 8
MOST_SECRETS = 20_000
MOST_CHARACTERS = 2_000_000
"""What the secrets of a run may come to, since each is looked for in many dresses, which take memory."""
_CACHED_LENGTH = 400
_CACHED_TEXTS = 4000
_REMEMBERED_STEPS = 300

T = TypeVar("T")


class Redactor:
    """Holds the secrets of a run and hides them; safe to use from several threads.

    Adding is cheap at any time, so a thousand captured tokens cost what they are, and the cost of a text depends on its
    length only. `table` says what of the records that are walked is kept.

    Where there are more than can be looked for (`is_full`), whatever is not kept is hidden as a whole.
    """

    def __init__(self, table: Table = OF_RUNS) -> None:
        self._table = table
        self._lock = threading.RLock()
        self._secrets: dict[str, str] = {}
        """What each secret is called, `""` where it has no name."""
        self._finder: Finder | None = None
        self._characters = 0
        self.is_full = False
        self._cache: dict[tuple[str, bool], str] = {}
        self._cleared: set[str] = set()
        """Lines that stand together and hold no secret, neither together nor by themselves."""
        self._steps: dict[int, tuple[StepResult, StepResult]] = {}
        """Steps, by their `id`, with what was made of them: each comes again with its scenario."""

    def add(self, value: str, name: str = "") -> None:
        """Hide this value from now on; an empty one, blanks and the mask itself are no secrets. `name` is what people
        call it."""
        with self._lock:
            known = len(self._secrets)
            for secret in () if self.is_full else _secrets_of(value):
                if secret not in self._secrets:
                    self._secrets[secret] = name
                    self._characters += len(secret)
                    self._learn(secret)
                elif name and not self._secrets[secret]:
                    self._secrets[secret] = name
            if len(self._secrets) > known:
                # A reader that began earlier keeps writing into what it knows, which nobody reads any more.
                self._cache, self._cleared, self._steps = {}, set(), {}

    def redact_text(self, text: str, *, ours: bool = False) -> str:
        """The text with every secret in it replaced by `***`; the same object where there is none. In a sentence of
        `ours` nothing is a value by standing alone."""
        if not text or not (self._secrets or may_hold_userinfo(text)):
            return text
        if len(text) > _CACHED_LENGTH:
            return self._hidden(text, ours)
        cache = self._cache
        known = cache.get((text, ours))
        if known is None:
            known = self._hidden(text, ours)
            if len(cache) < _CACHED_TEXTS:
                cache[text, ours] = known
        return known

    def holds(self, text: str) -> bool:
        """Whether a secret stands in the text, one that is too weak to be hidden everywhere included."""
        if not self._secrets:
            return False
        return bool(self._ranges(text)) or self._finding().has_weak(text)

    def weak(self) -> list[str]:
        """The names of secrets that can be hidden only where they are whole values."""
        held = self._held()
        return [name for secret, name in held if _is_weak(secret)]

    def within(self, texts: Iterable[str]) -> list[str]:
        """The names of the other secrets that a text of these holds as they are."""
        held = [(secret, name) for secret, name in self._held() if not _is_weak(secret)]
        joined = "\0".join(texts) if held else ""
        return [name for secret, name in held if secret in joined]

    def _held(self) -> list[tuple[str, str]]:
        with self._lock:
            return list(self._secrets.items())

    def redact(self, obj: T) -> T:
        """A copy without secrets; the same object where nothing had to be hidden.

        Walks records, mappings (keys too), lists, tuples, text, bytes and paths. A number that is a secret becomes
        text, but only inside of data (mappings and lists): line numbers, counts and seconds of our own records stay.
        Functions are left alone, so that an exchange has to be rendered before it is redacted.
        """
        if not self._secrets and not _may_hold_user(obj):
            return obj
        clean: T = self._walk(obj, data=not isinstance(obj, Record))
        return clean

    def _learn(self, secret: str) -> None:
        self.is_full = len(self._secrets) > MOST_SECRETS or self._characters > MOST_CHARACTERS
        if not self.is_full:
            self._finding().learn(secret)

    def _hidden(self, text: str, ours: bool) -> str:
        ranges = self._ranges(text, ours)
        return _masked(text, ranges) if ranges else text

    def _ranges(self, text: str, ours: bool = False) -> list[Range]:
        finder = self._finding()
        if self.is_full or finder.is_full:
            self.is_full = True
            return [(0, len(text))]
        return finder.found(text, ours=ours)

    def _finding(self) -> Finder:
        if self._finder is None:
            # Start-up cost: a run without secrets does without it.
            from itest.evaluate.telling.finder import Finder

            with self._lock:
                self._finder = self._finder or Finder()
        return self._finder

    def _walk(self, obj: Any, *, data: bool) -> Any:
        if isinstance(obj, str):
            return obj if isinstance(obj, Enum) else self.redact_text(obj)
        if obj is None or isinstance(obj, (bool, float)):
            return obj
        if isinstance(obj, (int, Decimal)):
            return MASK if self._secrets and data and (self.is_full or self._is_secret(obj)) else obj
        for kinds, walk in _WALKS:
            if isinstance(obj, kinds):
                return walk(self, obj, data)
        if type(obj) is StepResult:
            return self._step(obj)
        return self._record(obj) if isinstance(obj, Record) else obj

    def _step(self, step: StepResult) -> StepResult:
        steps = self._steps
        known = steps.pop(id(step), None)
        if known is not None and known[0] is step:
            return known[1]
        clean: StepResult = self._record(step)
        if len(steps) >= _REMEMBERED_STEPS:
            steps.pop(next(iter(steps)), None)
        steps[id(step)] = step, clean
        return clean

    def _is_secret(self, number: int | Decimal) -> bool:
        return not self._secrets.keys().isdisjoint(_number_texts(number))

    def _record(self, obj: Record) -> Any:
        identity = identity_of(obj, self._table)
        changes = {}
        for name in names_of(obj):
            value = getattr(obj, name)
            if not value or type(value) in _WITHOUT_TEXT:
                continue
            clean = self._field(obj, name, value, identity)
            if clean is not value:
                changes[name] = clean
        return replace(obj, **changes) if changes else obj

    def _field(self, obj: Record, name: str, value: Any, identity: Identity) -> Any:
        if name in identity.kept:
            return _without_users(value)
        if name in identity.ours:
            return self.redact_text(value, ours=True)
        if name in identity.partly:
            return self._partly(value, identity.partly[name](obj))
        if name in identity.keyed or name in identity.named:
            return self._pairs(value, kept=name in identity.keyed)
        return self._walk(value, data=False)

    def _partly(self, text: str, written: Sequence[str]) -> str:
        """A text without the secrets that reach beyond what was written of it."""
        users = list(userinfo_in(text))
        if not text or ([text] == [*written] and not users):
            return text
        kept = stretches(text, written)
        found = (
            each for each in self._ranges(text) if not any(low <= each[0] and each[1] <= high for low, high in kept)
        )
        ranges = [*users, *found]
        return _masked(text, ranges) if ranges else text

    def _pairs(self, obj: tuple[tuple[str, str], ...], *, kept: bool) -> tuple[tuple[str, str], ...]:
        clean = tuple(
            (name if kept else self.redact_text(name, ours=True), self.redact_text(value)) for name, value in obj
        )
        return obj if clean == obj else clean

    def _message(self, obj: Message, _data: bool) -> Message:
        """A message, whose text is marked where it was cut, as other previews are, while it is looked at."""
        marked = replace(obj, text=obj.text + ELLIPSIS) if obj.cut else obj
        clean: Message = self._record(marked)
        if clean is marked:
            return obj
        return replace(clean, text=clean.text.removesuffix(ELLIPSIS)) if obj.cut else clean

    def _items(self, obj: list[Any] | tuple[Any, ...], data: bool) -> list[Any] | tuple[Any, ...]:
        lines = self._lines(obj, data)
        if lines is None:
            return obj
        items = [self._walk(item, data=data or isinstance(obj, list)) for item in lines]
        if all(clean is item for clean, item in zip(items, obj, strict=True)):
            return obj
        return items if isinstance(obj, list) else tuple(items)

    def _lines(self, obj: list[Any] | tuple[Any, ...], data: bool) -> Sequence[Any] | None:
        """The items, where they are lines of one text without the secrets that a line break divides; None where
        nothing is to be hidden in any of them."""
        texts = [self._line(item) for item in obj] if isinstance(obj, tuple) and len(obj) > 1 else []
        lines = [text for text in texts if text is not None]
        if not self._secrets or len(lines) != len(obj):
            return obj
        text = "\n".join(lines)
        cleared = self._cleared
        if text not in cleared:
            ranges = self._ranges(text)
            if ranges:
                return self._without(obj, lines, ranges)
            if not self._finding().tells_of_lines(text):
                return obj
            if len(text) <= _CACHED_LENGTH and len(cleared) < _CACHED_TEXTS:
                cleared.add(text)
        return None if not data and all(map(self._is_but_text, obj)) else obj

    def _is_but_text(self, line: Any) -> bool:
        """Whether a line has nothing to hide beside its text."""
        return type(line) is str or (type(line) is Line and self._walk(line.pointer, data=False) is line.pointer)

    def _without(self, obj: Sequence[Any], lines: Sequence[str], ranges: Sequence[Range]) -> list[Any]:
        items, start = list(obj), 0
        for index, line in enumerate(lines):
            own = [(max(0, low - start), min(len(line), high - start)) for low, high in ranges]
            if own := [(low, high) for low, high in own if low < high]:
                items[index] = _with_line(items[index], _masked(line, own))
            start += len(line) + 1
        return items

    def _line(self, item: Any) -> str | None:
        """The text of an item that is one line: text, a numbered line of an excerpt, a record of a line."""
        text = item
        if isinstance(item, tuple) and len(item) == 2 and isinstance(item[0], int):
            text = item[1]
        elif isinstance(item, Record):
            text = None if "text" in identity_of(item, self._table).kept else getattr(item, "text", None)
        return text if isinstance(text, str) and not isinstance(text, Enum) else None

    def _mapping(self, obj: Mapping[Any, Any], _data: bool) -> Mapping[Any, Any]:
        clean: dict[Any, Any] = {}
        changed = False
        for key, value in obj.items():
            new_key, new_value = self._key(key), self._walk(value, data=True)
            changed = changed or new_key is not key or new_value is not value
            while new_key is not key and (new_key in clean or new_key in obj):
                new_key += "*"  # two hidden keys stay two entries
            clean[new_key] = new_value
        return clean if changed else obj

    def _key(self, key: Any) -> Any:
        plain = isinstance(key, str) and not isinstance(key, Enum)
        return self.redact_text(key, ours=True) if plain else self._walk(key, data=True)

    def _bytes(self, obj: bytes, _data: bool) -> bytes:
        text = obj.decode("utf-8", "surrogateescape")
        clean = self.redact_text(text)
        return obj if clean is text else clean.encode("utf-8", "surrogateescape")

    def _path(self, obj: PurePath, _data: bool) -> PurePath:
        clean = self.redact_text(str(obj))
        return obj if clean == str(obj) else type(obj)(clean)


_WALKS: tuple[tuple[Any, Callable[[Redactor, Any, bool], Any]], ...] = (
    ((tuple, list), Redactor._items),
    (Mapping, Redactor._mapping),
    (bytes, Redactor._bytes),
    (PurePath, Redactor._path),
    (Message, Redactor._message),
)


_WITHOUT_TEXT = frozenset({int, bool, type(None), float, Decimal})


def _may_hold_user(obj: Any) -> bool:
    """Whether a text somewhere in it may be a URL with a user: a quick look, since most runs have none."""
    texts: list[str] = []
    waiting = [obj]
    while waiting:
        each = waiting.pop()
        kind = type(each)
        if kind is str:
            texts.append(each)
        elif kind in _WITHOUT_TEXT:
            continue
        elif kind is tuple or kind is list:
            waiting += each
        elif isinstance(each, Record):
            waiting += values_of(each)
        elif isinstance(each, Mapping):
            waiting += each
            waiting += each.values()
        elif isinstance(each, (tuple, list)):
            waiting += each
        elif isinstance(each, str):
            texts.append(str(each))
        elif isinstance(each, (bytes, PurePath)):
            return True
    return may_hold_userinfo("\0".join(texts))


def _without_users(value: Any) -> Any:
    """What is kept, texts and tuples of them, without the users of URLs in it."""
    if isinstance(value, tuple):
        clean = tuple(map(_without_users, value))
        return value if all(new is old for new, old in zip(clean, value, strict=True)) else clean
    return without_users(value, MASK) if isinstance(value, str) and not isinstance(value, Enum) else value


def _with_line(item: Any, text: str) -> Any:
    if isinstance(item, str):
        return text
    return (item[0], text) if isinstance(item, tuple) else replace(item, text=text)


def _is_weak(secret: str) -> bool:
    # Start-up cost: a run without secrets does without it.
    from itest.evaluate.telling.weak import is_weak

    return is_weak(secret)


def _secrets_of(value: str) -> Iterator[str]:
    """The value, without blanks around it too, and its longer lines."""
    stripped = value.strip()
    if not stripped.strip("*"):
        return
    yield from (value, stripped)
    lines = stripped.splitlines()
    if len(lines) > 1:
        yield from (line.strip() for line in lines if len(line.strip()) >= _SECRET_LINE)


def _number_texts(number: int | Decimal) -> tuple[str, ...]:
    if isinstance(number, int):
        # Longer ones Python refuses to print; a secret of so many digits is no number to anybody.
        return (str(number),) if abs(number).bit_length() < 1000 else ()
    plain = format(number, "f") if number.is_finite() and abs(number.adjusted()) < 100 else ""
    return str(number), plain, plain.rstrip("0").rstrip(".") if "." in plain else plain


def _masked(text: str, ranges: list[Range]) -> str:
    """The text with these stretches replaced; those that overlap or touch become one mask."""
    pieces: list[str] = []
    shown = 0
    end = -1
    for start, stop in sorted(ranges):
        if start > end:
            if end >= 0:
                shown = end
            pieces += (text[shown:start], MASK)
        end = max(end, stop)
    return "".join((*pieces, text[end:]))
