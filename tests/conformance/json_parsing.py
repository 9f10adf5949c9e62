"""The parsing tests of JSONTestSuite through itest's own reader of JSON.

    python -m tests.conformance.json_parsing FOLDER

FOLDER is `test_parsing` of https://github.com/nst/JSONTestSuite: what a file's name begins with has to happen (`y_`:
accepted, `n_`: refused, `i_`: either, and said here which).
"""

from __future__ import annotations

import sys
from pathlib import Path

from itest.evaluate.data.json_text import JsonError, parse


def main(arguments):
    accepted = {path.name: accepts(path) for path in sorted(Path(arguments[0]).glob("*.json"))}
    for wanted, prefix in ((True, "y_"), (False, "n_")):
        of_kind = {name: is_accepted for name, is_accepted in accepted.items() if name.startswith(prefix)}
        for name, is_accepted in of_kind.items():
            if is_accepted != wanted:
                print(f"{name}: {'accepted' if is_accepted else 'refused'}")
        right = sum(is_accepted == wanted for is_accepted in of_kind.values())
        print(f"{prefix} {right} of {len(of_kind)} {'accepted' if wanted else 'refused'}")
    either = [is_accepted for name, is_accepted in accepted.items() if name.startswith("i_")]
    print(f"i_ {sum(either)} of {len(either)} accepted")
    return int(any(name[0] != "i" and is_accepted != (name[0] == "y") for name, is_accepted in accepted.items()))


def accepts(path):
    try:
        parse(path.read_bytes())
    except JsonError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
