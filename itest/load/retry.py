"""`retry`: how a step is tried again, in a step and in the project's defaults."""

from __future__ import annotations

from types import MappingProxyType

from itest.load.findings import Findings
from itest.load.kinds import DURATION, EXPRESSION, LIVE, Key, Keys, checked, read_mapping, wrong_kind
from itest.model.scenario import Retry
from itest.model.values import Pointer, Tree

ATTEMPTS = checked({"anyOf": [{"type": "integer", "minimum": 1}, LIVE]})
BACKOFF = checked({"anyOf": [{"type": "number", "minimum": 1}, LIVE]})

RETRY_KEYS: Keys = {
    "attempts": Key(ATTEMPTS, "How often the step is tried at most; counts the first."),
    "for": Key(DURATION, "How long it is tried: `5s`."),
    "every": Key(DURATION, "The wait between attempts; `1s` unless said."),
    "backoff": Key(BACKOFF, "What the wait is multiplied with after each attempt; `1` unless said."),
    "until": Key(EXPRESSION, "Poll until this expression over the result holds, then judge once."),
    "stop_if": Key(EXPRESSION, "Give up at once, as a failure, when this holds."),
}
_FIELDS = {"for": "window"}


def read_retry(findings: Findings, tree: Tree, pointer: Pointer) -> Retry:
    """The retry of a mapping; problems are reported."""
    if type(tree) is not MappingProxyType:
        hint = (
            f"write `{{attempts: {tree}}}`"
            if type(tree) is int
            else f"write `{{for: {tree}}}`"
            if isinstance(tree, str)
            else ""
        )
        wrong_kind(findings, "a mapping such as `{attempts: 3}` or `{for: 5s}`", tree, pointer, hint)
        return Retry()
    values = read_mapping(findings, tree, pointer, RETRY_KEYS)
    if "attempts" in values and "for" in values:
        hint = "leave one of them out"
        findings.report("IT306", "`attempts` and `for` both bound the retry", (*pointer, "for"), hint=hint, key=True)
    return Retry(**{_FIELDS.get(name, name): value for name, value in values.items() if value is not None})
