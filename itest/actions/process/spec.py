"""What a `run` step may say and what its result offers; light, since the loader reads it on every start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from itest.actions.process.command import check
from itest.model.action import ActionSpec

_SCALAR: Mapping[str, Any] = {"type": ["string", "number", "boolean"]}

SPEC = ActionSpec(
    kind="run",
    summary="Run a command and look at its output and exit code.",
    keys={
        "command": {
            "type": ["string", "array"],
            "minLength": 1,
            "items": _SCALAR,
            "minItems": 1,
            "description": "Program and arguments as a list, or as one text split at blanks as a shell would.",
        },
        "stdin": {**_SCALAR, "description": "Text for the standard input; without it, the input is empty."},
        "env": {
            "type": "object",
            "additionalProperties": {"type": ["string", "number", "boolean", "null"]},
            "description": "Environment variables beside the inherited ones; null removes one.",
        },
        "cwd": {
            "type": "string",
            "minLength": 1,
            "description": "Working folder, relative to the file; the file's folder unless given.",
        },
        "shell": {"type": "boolean", "description": "true: `command` is one text for `/bin/sh`."},
    },
    endpoint=("command",),
    success="exit_code == 0",
    success_fields=frozenset({"exit_code"}),
    words="command",
    first="command",
    required=(("command",),),
    fields=("stdout", "stderr", "exit_code"),
    main="stdout",
    text_fields=frozenset({"stdout", "stderr"}),
    request_text=frozenset({"command", "stdin", "env", "cwd"}),
    folders=("cwd",),
    check=check,
)
