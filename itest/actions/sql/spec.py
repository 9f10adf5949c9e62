"""What a `sql` step may say and what its result offers; light, since the loader reads it on every start."""

from __future__ import annotations

from itest.actions.sql.binding import check
from itest.model.action import ActionSpec

SPEC = ActionSpec(
    kind="sql",
    summary="Run a statement with bound parameters, or a script in one transaction.",
    keys={
        "query": {
            "type": "string",
            "minLength": 1,
            "description": "One SQL statement; values go in as `:name` or `?` with `params`, never into the text.",
        },
        "params": {
            "type": ["object", "array"],
            "description": "Values for `:name` (an object) or for `?` (a list); each one is used, none is missing.",
        },
        "service": {"type": "string", "description": "The database, a service of itest.yaml (`sqlite:///…`)."},
        "file": {
            "type": "string",
            "minLength": 1,
            "description": "A script; its statements run in one transaction, rolled back if one of them fails.",
        },
    },
    literal={"query": "bind it: write `:x` and give `params: {x: …}`"},
    endpoint=("query", "file"),
    first="query",
    one_of=(("query", "file"), ("params", "file")),
    required=(("query", "file"),),
    fields=("rows", "row_count", "columns", "last_id"),
    main="rows",
    files=("file",),
    service=True,
    schemes=("sqlite",),
    check=check,
)
