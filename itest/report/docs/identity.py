"""Identity: what of a page says which scenario, step or service is meant; it is never hidden, as in reports."""

from __future__ import annotations

from itest.evaluate.telling.identity import Identity, Table
from itest.report.docs import blocks as b

OF_PAGES: Table = {
    b.Page: Identity(kept=frozenset({"place", "title"})),
    b.Heading: Identity(kept=frozenset({"line"})),
    b.Name: Identity(kept=frozenset({"text"})),
    b.Strong: Identity(kept=frozenset({"text"})),
    b.Link: Identity(kept=frozenset({"text", "page", "anchor"})),
    b.FileLink: Identity(kept=frozenset({"text", "file"})),
    b.Command: Identity(kept=frozenset({"language", "text", "label"})),
    b.Listing: Identity(kept=frozenset({"language", "label"})),
    b.Message: Identity(kept=frozenset({"to"})),
    b.Graph: Identity(kept=frozenset({"boxes", "edges"})),
}
