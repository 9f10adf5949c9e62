"""The prepared request: everything that every attempt of a step sends, decided and checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from itest.actions.http.address import Address
from itest.actions.http.content_type import charset_of
from itest.model.action import KEPT, anything
from itest.model.record import Record, field
from itest.model.values import Document, Pointer, Value

TRACEPARENT = "traceparent"
SIGNED = ("method", "url", "body")
"""What headers may speak of, as it will be sent."""
READ_AS = ("json", "xml", "html", "text", "bytes")
"""What a body may be read as."""


SERVICE: Pointer = ("service",)
"""Where what the service gives comes from."""


class Header(Record):
    """A header to send and the argument it came from; `chosen` where the scenario or its service asked for it."""

    name: str
    value: str
    pointer: Pointer = ()
    chosen: bool = True

    @property
    def inherited(self) -> bool:
        """Whether the service, or the session, gave it."""
        return self.pointer[:1] == SERVICE


class Part(Record, kw_only=True):
    """One part of a multipart body; `path` is the file as it was written, `""` for a plain value."""

    name: str
    data: bytes
    filename: str = ""
    media_type: str = ""
    path: str = ""

    @property
    def document(self) -> Document:
        """The part as what it says it is."""
        return Document(self.data, self.media_type, charset_of(self.media_type))


class Content(Record, kw_only=True):
    """A body: which argument it came from (`json`, `form`, …), its bytes, and its value for `request.<kind>`."""

    kind: str
    data: bytes
    media_type: str
    value: Value
    parts: tuple[Part, ...] = ()

    @property
    def document(self) -> Document:
        """The body as what it says it is."""
        return Document(self.data, self.media_type, charset_of(self.media_type))


class Cookies(Record):
    """What a step says of cookies: its `own` in place of the session's of their name, names that are `left_out`, and
    whether the session's go along at all."""

    own: tuple[tuple[str, str], ...] = ()
    left_out: frozenset[str] = frozenset()
    session: bool = True


class Trust(Record):
    """Whom TLS trusts: `ca` the path of a PEM file (`""`: the system's authorities), or nobody checked at all."""

    ca: str = ""
    verify: bool = True


class Via(Record, kw_only=True):
    """Where a connection goes in place of its address: a host and port, or the path of a socket of this machine."""

    host: str = ""
    port: int = 0
    path: str = ""


class Abroad(Record, kw_only=True):
    """With what a request goes on where a redirect leads it to another origin: the step's own `trust` and `proxy`.
    Of its headers and its body stays behind where `holds_secret` says so of a text, `made_of_secret` of a header's
    name."""

    trust: Trust = Trust()
    proxy: Address | None = None
    holds_secret: Callable[[str], bool] = anything
    made_of_secret: Callable[[str], bool] = anything


class HttpRequest(Record, kw_only=True):
    """A request ready to be sent. `place` is the url as people read it: relative to its service, or absolute.

    `shown` is the part of the result's `request` that is known beforehand; headers and cookies join it on the way.
    `follow` is the number of redirects that may be followed.
    """

    method: str
    address: Address
    place: str
    headers: tuple[Header, ...]
    content: Content | None = None
    cookies: Cookies = Cookies()
    follow: int = 0
    trust: Trust = Trust()
    proxy: Address | None = None
    via: Via | None = None
    base: Address | None = None
    """The service's URL, below which alone what it gives is sent."""
    trusting: bool = False
    """Whether the service says something of TLS, which is for its origin."""
    foreign: bool = False
    """Whether it goes to another origin than the step's own, so that a jar must not hand out everything."""
    led: bool = False
    """Whether an answer had a say in the host, which is not the service's."""
    withheld: str = ""
    """The argument that is for no host which only an answer named: it is made of a secret."""
    abroad: Abroad = Abroad()
    as_is: bool = False
    """Whether dots and escapes go out as they are written."""
    secrets: tuple[str, ...] = ()
    traceparent: Callable[[], str] | None = None
    """Asked for each attempt's `traceparent`; None where the step spoke of the header itself."""
    shown: Mapping[str, Value] = field(default_factory=dict)
    max_body: int = 10_000_000
    read_as: str = ""
    kept: int = KEPT
    """Characters of each body that a report may show."""
    base_dir: Path = Path()
    """The folder that the files it names are relative to."""
