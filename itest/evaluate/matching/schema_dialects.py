"""Dialects of JSON Schema: which there are, how a document names its own, and the words that each has.

Drafts 4, 6, 7, 2019-09 and 2020-12, the schemas of OpenAPI 3.0, and dialects that a metaschema of one's own makes of
the vocabularies of 2019-09 or 2020-12 (`$vocabulary`).
"""

from __future__ import annotations

from itest.evaluate.data.suggest import did_you_mean
from itest.model.problem import EvaluationError
from itest.model.record import Record
from itest.model.values import Value

_FOUR = """
    $ref $schema additionalItems additionalProperties allOf anyOf default definitions dependencies description enum
    exclusiveMaximum exclusiveMinimum format id items maxItems maxLength maxProperties maximum minItems minLength
    minProperties minimum multipleOf not oneOf pattern patternProperties properties required title type uniqueItems
"""
_SIX = f"{_FOUR} $id const contains examples propertyNames"
_SEVEN = f"{_SIX} $comment contentEncoding contentMediaType else if readOnly then writeOnly"
_NINETEEN = f"""{_SEVEN}
    $anchor $defs $recursiveAnchor $recursiveRef $vocabulary contentSchema dependentRequired dependentSchemas deprecated
    maxContains minContains unevaluatedItems unevaluatedProperties
"""
_TWENTY = f"{_NINETEEN} $dynamicAnchor $dynamicRef prefixItems"
_OPENAPI = """
    $ref additionalProperties allOf anyOf default deprecated description discriminator enum example exclusiveMaximum
    exclusiveMinimum externalDocs format items maxItems maxLength maxProperties maximum minItems minLength minProperties
    minimum multipleOf not nullable oneOf pattern properties readOnly required title type uniqueItems writeOnly xml
"""


class Dialect(Record, kw_only=True):
    """One way to read a schema: its name for people, the address of its metaschema, its words."""

    name: str
    uri: str
    words: frozenset[str]
    lone_ref: bool = False
    """Whether `$ref` hides what stands beside it."""
    named: str = ""
    """The `$schema` by which a metaschema of one's own is named."""
    vocabularies: frozenset[str] | None = None
    """The names of those it has (`validation`); None: all of its draft."""


def _words(text: str, *without: str) -> frozenset[str]:
    return frozenset(text.split()) - set(without)


_OLD, _NEW = "http://json-schema.org/{}/schema", "https://json-schema.org/draft/{}/schema"
DRAFT_4 = Dialect(name="JSON Schema draft-04", uri=_OLD.format("draft-04"), words=_words(_FOUR), lone_ref=True)
DRAFT_6 = Dialect(name="JSON Schema draft-06", uri=_OLD.format("draft-06"), words=_words(_SIX, "id"), lone_ref=True)
DRAFT_7 = Dialect(name="JSON Schema draft-07", uri=_OLD.format("draft-07"), words=_words(_SEVEN, "id"), lone_ref=True)
DRAFT_2019 = Dialect(name="JSON Schema 2019-09", uri=_NEW.format("2019-09"), words=_words(_NINETEEN, "id"))
DRAFT_2020 = Dialect(
    name="JSON Schema 2020-12",
    uri=_NEW.format("2020-12"),
    words=_words(_TWENTY, "id", "additionalItems", "$recursiveRef", "$recursiveAnchor"),
)
OPENAPI_3_0 = Dialect(name="OpenAPI 3.0", uri=DRAFT_4.uri, words=_words(_OPENAPI), lone_ref=True)

DRAFTS = (DRAFT_4, DRAFT_6, DRAFT_7, DRAFT_2019, DRAFT_2020)
_OPENAPI_3_1 = "https://spec.openapis.org/oas/3.1/dialect/base"
_BY_URI = {**{dialect.uri: dialect for dialect in DRAFTS}, _OPENAPI_3_1: DRAFT_2020}
_TOO_OLD = "draft-03"
"""A draft whose keywords mean other things (`required` is a boolean)."""


def known(uri: str) -> Dialect | None:
    """The dialect that a `$schema` names, with or without an empty fragment."""
    return _BY_URI.get(uri.removesuffix("#"))


def described(contents: Value, default: Dialect) -> Dialect | None:
    """The dialect of a document by its `$schema`, or by the OpenAPI that it is; None for one that is not known."""
    if not isinstance(contents, dict):
        return default
    named = contents.get("$schema")
    if isinstance(named, str):
        return known(named)
    version = contents.get("openapi")
    if isinstance(version, str):
        return OPENAPI_3_0 if version.startswith("3.0") else known(str(contents.get("jsonSchemaDialect"))) or DRAFT_2020
    return DRAFT_4 if isinstance(contents.get("swagger"), str) else default


def of_metaschema(uri: str, metaschema: Value) -> Dialect:
    """The dialect that a metaschema of one's own makes; raises `EvaluationError` IT322 where it cannot be judged by."""
    base = described(metaschema, DRAFT_2020)
    if base not in (DRAFT_2019, DRAFT_2020) or not isinstance(metaschema, dict):
        raise unknown(uri)
    further = metaschema.get("properties")
    words = base.words | set(further if isinstance(further, dict) else ())
    wanted = metaschema.get("$vocabulary")
    if not isinstance(wanted, dict):
        return Dialect(name=base.name, uri=base.uri, words=words, named=uri)
    prefix = base.uri.removesuffix("schema") + "vocab/"
    for name, needed in wanted.items():
        if needed is True and not name.startswith(prefix):
            raise EvaluationError(
                f"the dialect `{uri}` needs the vocabulary `{name}`, which is not known", code="IT322"
            )
    names = frozenset(name.removeprefix(prefix) for name in wanted if name.startswith(prefix))
    return Dialect(name=base.name, uri=base.uri, words=words, named=uri, vocabularies=names)


def unknown(uri: str) -> EvaluationError:
    """The error for a `$schema` that names no dialect."""
    if _TOO_OLD in uri:
        message = f"{_TOO_OLD} is not supported; draft-04 and all later ones are"
        return EvaluationError(message, code="IT322")
    hint = did_you_mean(uri, _BY_URI) or f"one of {', '.join(dialect.uri for dialect in DRAFTS)}"
    return EvaluationError(f"`{uri}` is no dialect of JSON Schema that itest knows", code="IT322", hint=hint)
