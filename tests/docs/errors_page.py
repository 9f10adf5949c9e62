"""docs/errors.md, made of the table of codes: `python -m tests.docs.errors_page` writes it."""

from __future__ import annotations

from itest.model.codes import CODES
from tests.docs.pages import TOP

PATH = TOP / "docs" / "errors.md"
FAMILIES = {
    "IT1": "A check failed: the system under test is wrong",
    "IT2": "A step could not be carried out",
    "IT3": "A file cannot be meant: nothing was sent",
    "IT4": "Command line and project",
    "IT5": "Reports",
    "IT9": "A defect of itest",
}
START = """\
# Codes

Everything that can go wrong has a code that stays. `itest explain IT104` says the same in your terminal.

<!-- Made from itest/model/codes.py by `python -m tests.docs.errors_page`. -->
"""


def page() -> str:
    """The page as it has to be."""
    lines = [START]
    for family, title in FAMILIES.items():
        lines.append(f"## {title}\n")
        lines += [
            f"### {code}\n\n**{known.title}.** {known.explanation}\n"
            for code, known in CODES.items()
            if code.startswith(family)
        ]
    return "\n".join(lines)


if __name__ == "__main__":
    PATH.write_text(page(), encoding="utf-8")
