"""`namespaces`: the prefixes that XPaths of a file or project use, beside those that a document declares."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from itest.load.findings import Findings
from itest.load.kinds import Kind, wrong_kind
from itest.model.lazy_pattern import lazy_pattern
from itest.model.values import Pointer, Tree

_PREFIX = lazy_pattern(r"[A-Za-z_][\w.-]*", re.ASCII)


def _read(findings: Findings, tree: Tree, pointer: Pointer) -> Mapping[str, str]:
    if type(tree) is not MappingProxyType:
        wrong_kind(findings, "a mapping of prefixes and namespaces", tree, pointer, "as in `{o: 'urn:orders'}`")
        return {}
    read: dict[str, str] = {}
    for prefix, uri in tree.items():
        if prefix.startswith("x-"):
            continue
        if not _PREFIX.fullmatch(prefix):
            findings.report("IT306", f"`{prefix}` is no prefix of a name", (*pointer, prefix), key=True)
        elif type(uri) is not str or not uri.strip():
            wrong_kind(findings, "the name of a namespace, a text", uri, (*pointer, prefix))
        else:
            read[prefix] = uri
    return read


PREFIXES = Kind(
    _read,
    {
        "type": "object",
        "propertyNames": {"pattern": r"^(x-.*|[A-Za-z_][A-Za-z0-9_.-]*)$"},
        "additionalProperties": {"type": "string", "pattern": r"\S"},
    },
)
