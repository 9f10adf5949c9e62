"""Attempts of actions that are over when one call returns: carried out, timed and told."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeAlias

from itest.model.exchange import ActionError, Exchange, Transcript
from itest.model.values import Value

CameTo: TypeAlias = "tuple[Mapping[str, Value], ActionError | None]"
"""Result fields, and why it was not carried out; there may be both."""


def attempted(
    shown: Mapping[str, Value],
    carry_out: Callable[[], CameTo],
    told: Callable[[Mapping[str, Value], ActionError | None], Transcript],
) -> Exchange:
    """The exchange of an attempt; `shown` is the request as the result has it."""
    started, begin = time.time(), time.perf_counter()
    fields, error = carry_out()
    return Exchange(
        request=shown,
        fields=fields,
        error=error,
        started=started,
        duration=time.perf_counter() - begin,
        transcript=partial(told, fields, error),
    )
