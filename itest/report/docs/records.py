"""Records: where verified cases are kept, and which of them the documentation shows.

A run with `--examples` leaves each passed case in the state folder. The documentation has records of its own,
`verified.json` beside its pages: what is committed with them, so that a clean clone builds the same pages. A case of
the last run takes the place of a recorded one where the scenario has changed since that was verified, or where a
refresh is asked for; otherwise the examples stay as they are, so that building twice changes nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from itest.evaluate.data.escape import cut
from itest.files import state
from itest.files.place import Place, read
from itest.model.problem import Problem, UsageError
from itest.model.scenario import Scenario
from itest.report.docs.fingerprint import fingerprint
from itest.report.docs.verified import VerifiedCase, as_json, case_of

Key: TypeAlias = tuple[str, int]
Cases: TypeAlias = Mapping[Key, VerifiedCase]

PLACE = "verified"
"""Where cases of the last runs are kept, in the state folder."""
RECORDS = "verified.json"
FORMAT = 1
MAX_BYTES = 50_000_000
"""Of a file of records."""
_NAME, _REASON = 60, 200


def keep(root: Path, case: VerifiedCase) -> None:
    """Put a case of a run into the state folder, all or nothing; raises `OSError`."""
    state.keep(root, _name_of(case.key), _text({"format": FORMAT, "case": as_json(case)}))


def last(root: Path, keys: Sequence[Key]) -> dict[Key, VerifiedCase]:
    """What the last runs left of these cases; one that cannot be read counts as none."""
    found = {}
    for key in keys:
        try:
            data = json.loads(read(state.state(root, _name_of(key)), MAX_BYTES))
            case = case_of(data["case"]) if data["format"] == FORMAT else None
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            continue
        if case and case.key == key:
            found[key] = case
    return found


def recorded(folder: Place) -> dict[Key, VerifiedCase]:
    """The documentation's own records; raises `UsageError` where they are there and cannot be read."""
    place = folder / RECORDS
    try:
        data = json.loads(read(place, MAX_BYTES))
        if data["format"] != FORMAT:
            raise ValueError(f"their format is {data['format']}")
        return {case.key: case for case in map(case_of, data["cases"])}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        message = f"These records cannot be read: {cut(reason, _REASON)}."
        hint = "Restore them, or remove the file: it is written anew from the last run."
        file = str(place.path)
        raise UsageError([Problem(code="IT404", message=message, hint=hint, file=file)]) from error


def keys_of(scenario: Scenario, file: str) -> list[Key]:
    """The cases that a scenario has."""
    return [(file, row.number) for row in scenario.rows] or [(file, 0)]


def chosen(kept: Cases, latest: Cases, scenarios: Mapping[str, Scenario], *, refresh: bool) -> dict[Key, VerifiedCase]:
    """The records of these scenarios (by file), in the order of files and rows."""
    found = {}
    for file, scenario in sorted(scenarios.items()):
        now = fingerprint(scenario)
        for key in keys_of(scenario, file):
            candidates = [cases[key] for cases in ((latest, kept) if refresh else (kept, latest)) if key in cases]
            true = [case for case in candidates if case.fingerprint == now]
            if true or candidates:
                found[key] = (true or candidates)[0]
    return found


def written(cases: Cases) -> bytes:
    """`verified.json`: a case a paragraph, so that a difference can be read."""
    return _text({"format": FORMAT, "cases": [as_json(case) for case in cases.values()]})


def _text(data: Mapping[str, Any]) -> bytes:
    # As ASCII: what looks like nothing or turns the reading direction is seen in a review.
    return (json.dumps(data, indent=1) + "\n").encode()


def _name_of(key: Key) -> str:
    """Where the case is kept, in the state folder."""
    identity = f"{key[0]}[{key[1]}]" if key[1] else key[0]
    slug = re.sub(r"[^A-Za-z0-9]+", "-", identity).strip("-")[-_NAME:]
    return f"{PLACE}/{slug}-{hashlib.sha256(identity.encode('utf-8', 'backslashreplace')).hexdigest()[:8]}.json"
