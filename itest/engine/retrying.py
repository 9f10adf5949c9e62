"""Retrying: a step's `retry` as a policy, and what it says of the last attempt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from itest.engine.attempted import Attempted
from itest.engine.attempts import DEFAULT_WINDOW, Policy
from itest.engine.frame import Frame
from itest.engine.rendering import duration, number, whole
from itest.evaluate.data.counted import counted
from itest.evaluate.data.duration import format_duration
from itest.model.record import Record
from itest.model.result import Check, Mismatch
from itest.model.scenario import Retry, Step


def policy_of(step: Step, retry: Retry, frame: Frame, extra: Mapping[str, Any]) -> Policy:
    """The rendered `retry` of a step; raises `StepFault` where a part of it is no number or duration."""
    base = (*step.pointer, "retry")
    attempts = None if retry.attempts is None else whole(retry.attempts, frame, (*base, "attempts"), extra)
    bound = None if retry.window is None else duration(retry.window, frame, (*base, "for"), extra)
    return Policy(
        attempts=attempts,
        window=DEFAULT_WINDOW if bound is None and attempts is None else bound,
        bound=bound,
        every=duration(retry.every, frame, (*base, "every"), extra),
        backoff=number(retry.backoff, frame, (*base, "backoff"), extra),
    )


def answered(once: Callable[[int], Attempted]) -> Callable[[int], Attempted]:
    """Attempts of which one that `for` cut short is told by the one before it, which says what there was instead."""
    before: list[Attempted] = []

    def attempt(number: int) -> Attempted:
        attempted = once(number)
        if attempted.cut_short and attempted.again and before:
            before[0].cut_short = True
            return before[0]
        before[:] = [attempted]
        return attempted

    return attempt


class _Said(Record):
    """What a key of `retry` says of the last attempt: code and sentence of what is amiss, or what held (no code)."""

    key: str
    code: str = ""
    message: str = ""
    hint: str = ""


def retry_checks(step: Step, retry: Retry | None, frame: Frame, last: Attempted, count: int) -> list[Check]:
    """What the step's `retry` says of the last of `count` attempts: a check or two at most."""
    if retry is None:
        return []
    said = _stopped(retry, last) or _asked_too_much(last) or _until(retry, last, count)
    over = _Said("for", "IT110", f"its time was over while attempt {count} was under way")
    cut = over if last.cut_short and last.again else None
    return [_check(step, frame, found) for found in (said, cut) if found]


def time_checks(step: Step, frame: Frame, last: Attempted) -> list[Check]:
    """That `retry` was cut short by something else than its own bounds."""
    if not last.out_of_time:
        return []
    whose = "the scenario's `timeout`" if frame.phase == "steps" else f"the bound of {frame.phase}"
    return [_check(step, frame, _Said("", "IT110", f"{whose} left no time for another attempt"))]


def _stopped(retry: Retry, last: Attempted) -> _Said | None:
    looked = last.stop_if
    if looked is None or retry.stop_if is None or not (looked.holds or looked.code):
        return None
    if looked.code:
        return _Said("stop_if", looked.code, f"`{retry.stop_if.text}` cannot be asked: {looked.why}", looked.hint)
    return _Said("stop_if", "IT110", f"`{retry.stop_if.text}` holds, so it was not tried again")


def _asked_too_much(last: Attempted) -> _Said | None:
    if not last.asked_too_much:
        return None
    wait = format_duration(last.asked_too_much)
    return _Said("", "IT110", f"the answer asked to wait {wait} (Retry-After), which `retry` has no time for")


def _until(retry: Retry, last: Attempted, count: int) -> _Said | None:
    looked = last.until
    if retry.until is None:
        return None
    if looked is None or looked.holds:
        return _Said("until", message=retry.until.text)
    did_not = "could not be asked" if looked.code else "did not hold"
    message = f"`{retry.until.text}` {did_not} in {counted(count, 'attempt')}: {looked.why}"
    return _Said("until", looked.code or "IT109", message, looked.hint)


def _check(step: Step, frame: Frame, said: _Said) -> Check:
    if not said.code:
        return Check(kind=said.key, label=said.message)
    excerpt = frame.scenario.sources.excerpt((*step.pointer, "retry", *([said.key] if said.key else [])))
    where = f"retry {said.key}".strip()
    mismatch = Mismatch(code=said.code, where=where, message=said.message, hint=said.hint, excerpt=excerpt)
    return Check(kind=said.key or "retry", label=said.key or "retry", mismatches=(mismatch,))
