"""Headers: those of the service, the step, its credentials and its body, joined into what is sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from itest.actions.http.request import Header
from itest.actions.http.text import header_value, mapping_of, pairs, token
from itest.model.exchange import PrepareError
from itest.model.record import State, field
from itest.model.values import Pointer, Value


class Headers(State):
    """Headers by lower-case name while they are put together; a null one is remembered, so that no default fills it."""

    named: dict[str, list[Header]] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self.named or name.lower() in self.left_out

    def replace(self, values: Value, pointer: Pointer) -> None:
        """Headers of a mapping in place of those that are there; null leaves one out."""
        given = mapping_of(values, pointer, "headers")
        check_names(given, pointer)
        for name, value in given.items():
            self.named.pop(name.lower(), None)
            self.left_out.add(name.lower())
            for header in lines_of(name, value, pointer):
                self.named.setdefault(name.lower(), []).append(header)
                self.left_out.discard(name.lower())

    def put(self, header: Header) -> None:
        """One header in place of what has its name."""
        self.named[header.name.lower()] = [header]
        self.left_out.discard(header.name.lower())

    def fill(self, name: str, value: str, pointer: Pointer = (), *, chosen: bool = False) -> None:
        """A header where nothing has its name and nobody left it out."""
        if name not in self:
            self.put(Header(name, value, pointer, chosen))

    def only(self, name: str) -> Header | None:
        """The header of a lower-case name, where it is there once."""
        found = self.named.get(name, ())
        return found[0] if len(found) == 1 else None

    def all(self) -> tuple[Header, ...]:
        return tuple(header for headers in self.named.values() for header in headers)


def lines_of(name: str, value: Value, pointer: Pointer) -> list[Header]:
    """A header as it is sent, once for each item of a list, never for null; raises `PrepareError`."""
    token(name, (*pointer, name), "a header's name")
    texts = pairs({name: value}, pointer, "a header")
    return [Header(name, header_value(text, name, place), place) for _, text, place in texts]


def check_names(names: Iterable[str], pointer: Pointer) -> None:
    """Refuse two names that are one header."""
    written: dict[str, str] = {}
    for name in names:
        if (other := written.setdefault(name.lower(), name)) != name:
            raise PrepareError(f"{name} and {other} are one header", pointer=(*pointer, name))


def check_framing(headers: Sequence[Header]) -> None:
    """Refuse headers that are not for a scenario to choose, whatever the body: they would hang or smuggle."""
    for header in headers:
        if problem := _FRAMING.get(header.name.lower()):
            raise PrepareError(f"the header {header.name} {problem}", pointer=header.pointer)
    for name in ("host", "content-length"):
        lines = [header for header in headers if header.name.lower() == name]
        if len(lines) > 1:
            raise PrepareError(f"the header {name} may be there only once", pointer=lines[1].pointer)


def check_length(headers: Sequence[Header], body: bytes | None) -> None:
    """Refuse a length that is not the body's."""
    for header in headers:
        if header.name.lower() == "content-length" and header.value != str(len(body or b"")):
            raise PrepareError(
                f"the header Content-Length says {header.value}, the body has {len(body or b'')} bytes",
                pointer=header.pointer,
                hint="leave it out: itest sets it",
            )


_FRAMING: Mapping[str, str] = {
    "transfer-encoding": "cannot be chosen: itest sends a length",
    "proxy-authorization": "belongs into the proxy's URL: http://user:password@proxy:3128",
}
