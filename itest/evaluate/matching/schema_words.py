"""Words of a schema that would say nothing: misspelt ones, and those of other dialects; what is merely unknown may be
somebody's annotation and is let be.
"""

from __future__ import annotations

from collections.abc import Iterator

from itest.evaluate.data.formats import FORMATS
from itest.evaluate.data.suggest import slip
from itest.evaluate.matching.schema_dialects import DRAFTS, OPENAPI_3_0, Dialect, known, unknown
from itest.evaluate.matching.schema_node import Path, SchemaNode
from itest.model.record import Record
from itest.model.values import Value

_WORDS_OF_NOTE = """
    $anchor $comment $defs $dynamicAnchor $id $recursiveAnchor $schema $vocabulary comment contentEncoding
    contentMediaType contentSchema default definitions deprecated description discriminator example examples
    externalDocs id readOnly title writeOnly xml
"""
_NOTES = frozenset(_WORDS_OF_NOTE.split())
"""Words that judge nothing, whichever dialect has them."""
_DRAFT_3 = frozenset({"disallow", "divisibleBy", "extends"})
_ALL = OPENAPI_3_0.words.union(_DRAFT_3, *(dialect.words for dialect in DRAFTS))
_INSTEAD = {
    "nullable": 'JSON Schema says `type: [string, "null"]`',
    "additionalItems": "since 2020-12 it is `items`, beside `prefixItems`",
    "$recursiveRef": "since 2020-12 it is `$dynamicRef`",
    "prefixItems": "before 2020-12, `items` takes the list",
    "dependentRequired": "before 2019-09 it is `dependencies`",
    "dependentSchemas": "before 2019-09 it is `dependencies`",
    "divisibleBy": "since draft-04 it is `multipleOf`",
    "extends": "since draft-04 it is `allOf`",
    "disallow": "since draft-04 it is `not`",
}


class Flaw(Record, kw_only=True):
    """What is wrong with a schema, and where in its document; `key`: the last key of the path is to blame."""

    path: Path
    message: str
    hint: str = ""
    key: bool = False
    uri: str = ""
    """The document; the one that the schema was asked for in where it is empty."""


def word_flaws(node: SchemaNode, path: Path) -> Iterator[Flaw]:
    """The words of one schema that would say nothing."""
    if node.dialect.lone_ref and "$ref" in node:
        return
    named = node.get("$schema")
    if isinstance(named, str) and named != node.dialect.named and known(named) is None:
        error = unknown(named)
        yield Flaw(path=(*path, "$schema"), message=error.message, hint=error.hint)
    yield from _format_flaws(node.get("format"), path)
    for word in node:
        if word in node.dialect.words or word in _NOTES or word.startswith("x-"):
            continue
        message, hint = _told(word, node.dialect)
        if message:
            yield Flaw(path=(*path, word), message=message, hint=hint, key=True)


def _format_flaws(name: Value, path: Path) -> Iterator[Flaw]:
    """A misspelt format, which would assert nothing; one that is merely unknown is somebody else's."""
    if not isinstance(name, str) or name in FORMATS:
        return
    # Many words are near the short ones.
    letters = sorted(name.casefold())
    if meant := slip(name, (known for known in FORMATS if len(known) >= 5 or sorted(known) == letters)):
        yield Flaw(path=(*path, "format"), message=f"`{name}` is no format", hint=f"did you mean `{meant}`?")


def _told(word: str, dialect: Dialect) -> tuple[str, str]:
    if word in _ALL:
        return f"`{word}` says nothing in {dialect.name}", _elsewhere(word, dialect)
    meant = _meant(word, dialect)
    return (f"`{word}` is no keyword of {dialect.name}", f"did you mean `{meant}`?") if meant else ("", "")


def _elsewhere(word: str, dialect: Dialect) -> str:
    if dialect is OPENAPI_3_0:
        return f"OpenAPI 3.1 has `{word}`"
    if word in _INSTEAD:
        return _INSTEAD[word]
    homes = [draft for draft in DRAFTS if word in draft.words]
    return f"it came with {homes[0].name}: `$schema: {homes[0].uri}`" if homes else "OpenAPI 3.0 alone has it"


def _meant(word: str, dialect: Dialect) -> str | None:
    """The keyword that a word was surely meant to be."""
    return slip(word, dialect.words) or slip(word, _ALL)
