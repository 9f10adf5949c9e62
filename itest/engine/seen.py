"""What is seen of an attempt: the fields of its result, and the scope in which expressions speak of them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from itest.engine.frame import Frame
from itest.evaluate.expressions.scope import Scope
from itest.evaluate.matching.views import as_field, as_fields
from itest.model.action import ActionSpec
from itest.model.exchange import Exchange
from itest.model.record import Record
from itest.model.values import Missing


class Seen(Record, kw_only=True):
    """A result as expressions see it. In `scope` a field that the result lacks is `Missing`, in `fields` it is not."""

    fields: Mapping[str, Any]
    scope: Scope


def seen(exchange: Exchange, spec: ActionSpec, frame: Frame, extra: Mapping[str, Any]) -> Seen:
    """The action's own fields, `request`, `time` (seconds) and any `error`; `extra` are the names of an `each` item."""
    fields: dict[str, Any] = {
        **as_fields(exchange.fields),
        "request": as_field("request", exchange.request),
        "time": Decimal(round(exchange.duration * 1_000_000)) / 1_000_000,
    }
    if exchange.error:
        fields["error"] = {"kind": exchange.error.kind, "message": exchange.error.message}
    names = (name for name in (*spec.fields, "error") if name not in fields)
    absent = {name: Missing(name, "is not in this result") for name in names}
    return Seen(fields=fields, scope=frame.scope({**extra, **absent, **fields}))
