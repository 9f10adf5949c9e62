"""Answers: what came back, and the result fields made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal

from itest.actions.http.content_type import charset_of
from itest.model.record import Record, field, replace
from itest.model.values import Document, Value

Lines = Sequence[tuple[str, str]]
"""Header lines, name and value."""

PHASES = ("dns", "connect", "tls", "send", "wait", "receive")
_NONE = Decimal("0.000000")
LONGEST_WAIT = 999_999_999.0
"""Seconds; whoever asks for more gets this, which no scenario waits either."""


class Answer(Record, kw_only=True):
    """A final answer, its body decoded, or as it came where `unreadable` says why; on the wire its body has `size`
    bytes, and all before that `head`. `read_as` is what the step says its body is."""

    status: int
    reason: str
    version: str
    url: str
    """Where it came from, the fragment included."""
    location: str = ""
    """The absolute URI that `Location` means."""
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""
    size: int = 0
    head: int = 0
    read_as: str = ""
    unreadable: str = ""
    redirects: tuple[tuple[int, str], ...] = ()
    """Status of each redirect and where it led."""
    tls: Mapping[str, Value] = field(default_factory=dict)

    def values(self, name: str) -> list[str]:
        """Every value of a header, by lower-case name."""
        return values_of(self.headers, name)

    def value(self, name: str) -> str:
        """A header's values, joined; `""` where it is not there."""
        return ", ".join(self.values(name))

    @property
    def document(self) -> Document:
        """The body with its media type; without one where there is no body to have it, or nothing says what it is."""
        if not self.body:
            return Document(b"")
        content_type = self.value("content-type")
        media_type = content_type.partition(";")[0].strip().lower()
        return Document(self.body, media_type, charset_of(content_type), self.read_as, self.unreadable)


def values_of(headers: Lines, name: str) -> list[str]:
    """The values of the header lines of a lower-case name."""
    return [value for key, value in headers if key.lower() == name]


def fields_of(answer: Answer, timings: Mapping[str, float]) -> dict[str, Value]:
    """The result fields. `body` and `text` are read (JSON, text) only when they are used."""
    document = answer.document
    fields: dict[str, Value] = {
        "status": answer.status,
        "reason": answer.reason,
        "headers": joined(answer.headers),
        "header_list": [{"name": name, "value": value} for name, value in answer.headers],
        "cookies": _cookies(answer.values("set-cookie")),
        "body": document,
        "text": replace(document, read_as="text"),
        "bytes": replace(document, read_as="bytes") if document.unreadable else answer.body,
        "url": answer.url,
        "links": _links(answer.values("link"), answer.url),
        "version": answer.version,
        "redirects": [{"status": status, "url": url} for status, url in answer.redirects],
        "timings": {phase: Decimal(f"{timings[phase]:.6f}") if phase in timings else _NONE for phase in PHASES},
    }
    if answer.location:
        fields["location"] = answer.location
    if answer.tls:
        fields["tls"] = dict(answer.tls)
    return fields


def _cookies(lines: list[str]) -> dict[str, Value]:
    if not lines:
        return {}
    from itest.actions.http.set_cookie import set_by  # start-up cost: few answers set a cookie

    return set_by(lines)


def _links(lines: list[str], url: str) -> dict[str, Value]:
    if not lines:
        return {}
    from itest.actions.http.links import links_of  # start-up cost: few answers have links

    return links_of(lines, url)


def joined(headers: Iterable[tuple[str, str]]) -> dict[str, Value]:
    """Headers by lower-case name, several values joined with `, `; `set-cookie` is a list."""
    found: dict[str, Value] = {}
    for key, value in headers:
        name = key.lower()
        if name == "set-cookie":
            found.setdefault(name, []).append(value)
        else:
            found[name] = f"{found[name]}, {value}" if name in found else value
    return found


def retry_after(text: str) -> float | None:
    """Seconds that `Retry-After` asks for: a number, or a date (RFC 9110, 10.2.3)."""
    if not text:
        return None
    if text.isascii() and text.isdigit():
        # The digits are counted first: a header may hold a million of them.
        return float(text) if len(text.lstrip("0")) < 10 else LONGEST_WAIT
    from itest.evaluate.data.moment import SECOND, of_datetime, read_moment  # start-up cost: few answers ask for it

    try:
        asked = read_moment(text)
    except (ValueError, OverflowError):
        return None
    return max(0.0, (asked.unix - of_datetime(datetime.now(UTC)).unix) / SECOND)
