"""The actions that the engine itself carries out: `use`, `set` and `wait`; here are only their specs."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from itest.model.action import ActionSpec

USE = ActionSpec(
    kind="use",
    summary="Run another scenario as one step; its outputs are the result fields.",
    keys={
        "scenario": {"type": "string", "description": "Path of the scenario, relative to this file."},
        "with": {"type": "object", "description": "Values for its inputs."},
        "once": {"type": "boolean", "description": "One execution per run and inputs, shared by all scenarios."},
    },
    first="scenario",
    required=(("scenario",),),
    files=("scenario",),
    reserved=MappingProxyType({"once": "a used scenario runs for every use"}),
)
SET = ActionSpec(kind="set", summary="Set variables.", keys={})
WAIT = ActionSpec(
    kind="wait",
    summary="Wait for a fixed time; `retry` is nearly always better.",
    keys={"duration": {"description": "How long: `250ms`, `2s`."}},
    first="duration",
    required=(("duration",),),
)

CONTROL_SPECS: Mapping[str, ActionSpec] = MappingProxyType({spec.kind: spec for spec in (USE, SET, WAIT)})
