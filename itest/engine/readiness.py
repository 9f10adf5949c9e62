"""Readiness: whether a started service answers yet, by a call of an action, TCP or a line of its output.

A probe ends in its time and within its memory, whatever the service answers or writes, and says what it was told.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from itest.evaluate.data.escape import uncoloured
from itest.evaluate.data.json_text import short
from itest.evaluate.data.loopback import loopback_of
from itest.evaluate.data.regular import search
from itest.evaluate.expressions.expression import evaluate
from itest.evaluate.expressions.scope import Scope
from itest.model.action import Action, Call, SessionSettings
from itest.model.deadline import Deadline
from itest.model.lazy_pattern import lazy_pattern
from itest.model.problem import EvaluationError
from itest.model.values import Expression, Value

Probe = Callable[[Deadline], str]
"""Asks once, within the deadline: `""` when the service is ready, else why it is not, in words."""
CONNECT = 1.0
"""Seconds that a connection may take to be accepted before it is tried anew."""
_IMPLIED = {"http": 80, "https": 443}
_SLICE = 1_000_000
"""Bytes of output that one probe looks at."""
_LONGEST_LINE = 64_000
"""Bytes of a line that are kept while its end has not come."""
_LINE_END = lazy_pattern(r"\r\n|\r|\n")


class CallProbe:
    """Ready when the answer to a call of an action holds. The session, and the action, are the probe's own, so that no
    cookie and no connection is left for the steps."""

    def __init__(self, action: Action, call: Call, settings: SessionSettings, conceal: Callable[[str], None]) -> None:
        check = action.spec.ready
        self._holds = Expression(check.holds if check else "true")
        self._action = action
        self._request = action.prepare(call, settings)
        self._session = action.open(settings)
        self._conceal = conceal

    def __call__(self, deadline: Deadline) -> str:
        exchange = self._session.send(self._request, deadline)
        for secret in exchange.secrets:
            self._conceal(secret)
        if exchange.error is not None:
            return exchange.error.message
        if _holds(self._holds, exchange.fields):
            return ""
        title = exchange.transcript().title if exchange.transcript else ""
        return title or f"`{self._holds.text}` does not hold"

    def close(self) -> None:
        self._session.close()
        self._action.close()


def _holds(expression: Expression, fields: Mapping[str, Value]) -> bool:
    try:
        return evaluate(expression, Scope(names=fields)) is True
    except EvaluationError:
        return False  # The answer lacks what it is asked for.


def tcp_probe(host: str, port: int) -> Probe:
    """Ready when the port accepts a connection; `localhost` does where one of its addresses does."""

    def ask(deadline: Deadline) -> str:
        refusals = [_refusal(address, port, deadline) for address in loopback_of(host) or (host,)]
        return "" if "" in refusals else f"no connection to {_place(host, port)}: {'; '.join(dict.fromkeys(refusals))}"

    return ask


def _refusal(address: str, port: int, deadline: Deadline) -> str:
    try:
        with socket.create_connection((address, port), timeout=max(0.01, min(CONNECT, deadline.remaining()))) as made:
            # Where nobody listens the system may connect a free port of its own choice with itself.
            return "connection refused" if made.getsockname() == made.getpeername() else ""
    except TimeoutError:
        return "no answer"
    except (OSError, OverflowError) as error:
        code = getattr(error, "errno", None)
        return (os.strerror(code) if code and code > 0 else str(error)).lower()


def _place(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def own_address(url: str, port: int) -> tuple[str, int]:
    """Where a service is by its URL; `port` is the one it was given, where the URL names none and implies none."""
    parts = urlsplit(url)
    return parts.hostname or "127.0.0.1", parts.port or _IMPLIED.get(parts.scheme, port)


def log_probe(log: Path, pattern: str) -> Probe:
    """Ready when a line of the output, without its colours, has a match of the pattern; each byte is read once."""
    position, rest = 0, b""

    def ask(deadline: Deadline) -> str:
        nonlocal position, rest
        with log.open("rb") as output:
            # Shorter than it was: it was too long and was begun anew.
            output.seek(position if position <= log.stat().st_size else 0)
            data = rest + output.read(_SLICE)
            position = output.tell()
        rest = data[max(data.rfind(b"\n"), data.rfind(b"\r")) + 1 :][-_LONGEST_LINE:]
        lines = _LINE_END.split(data.decode("utf-8", "replace"))
        try:
            found = any(search(pattern, uncoloured(line)) for line in lines)
        except EvaluationError as error:
            return error.message
        return "" if found else f"no line of its output matches {short(pattern, 80)}"

    return ask
