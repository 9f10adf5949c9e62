"""What may be written in a `request` step, and what its result offers; light, for the loader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from itest.actions.http.check import check
from itest.actions.http.remark import remark
from itest.actions.http.request import READ_AS, SIGNED
from itest.actions.http.target import as_written
from itest.model.action import ActionSpec, ServiceCheck

_SCALAR: Mapping[str, Any] = {"type": ["string", "number", "boolean", "null"]}
_REPEATABLE: Mapping[str, Any] = {"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR}]}
_NAMED: Mapping[str, Any] = {"type": ["object", "null"], "additionalProperties": _REPEATABLE}
_PART: Mapping[str, Any] = {
    "type": "object",
    "properties": {"name": _SCALAR, "value": _SCALAR, "file": _SCALAR, "filename": _SCALAR, "type": _SCALAR},
    "additionalProperties": False,
}

AUTH: Mapping[str, Any] = {
    "description": "Credentials: basic, bearer or api_key; null removes the service's.",
    "type": ["object", "null"],
    "minProperties": 1,
    "maxProperties": 1,
    "additionalProperties": False,
    "properties": {
        "basic": {
            "type": "object",
            "properties": {"username": _SCALAR, "password": _SCALAR},
            "required": ["username", "password"],
            "additionalProperties": False,
        },
        "bearer": _SCALAR,
        "api_key": {
            "type": "object",
            "properties": {"header": {"type": "string"}, "query": {"type": "string"}, "value": _SCALAR},
            "required": ["value"],
            "oneOf": [{"required": ["header"]}, {"required": ["query"]}],
            "additionalProperties": False,
        },
    },
}

TLS: Mapping[str, Any] = {
    "description": "ca: a file of trusted certificates (PEM); verify: false accepts any certificate.",
    "type": ["object", "null"],
    "properties": {"ca": {"type": ["string", "null"]}, "verify": {"type": ["boolean", "null"]}},
    "additionalProperties": False,
}

KEYS: Mapping[str, Mapping[str, Any]] = {
    "method": {"type": "string", "description": "GET without a body, POST with one, unless given."},
    "url": {"type": "string", "description": "Absolute, or relative to the service's url; `GET /health` names both."},
    "service": {"type": "string", "description": "The service of itest.yaml that the request goes to."},
    "query": {
        **_NAMED,
        "description": "Appended to the url's query; a list repeats a name, null leaves it out, also there.",
    },
    "headers": {**_NAMED, "description": "A list repeats a header, null leaves it out, also an inherited one."},
    "cookies": {
        "type": ["object", "null"],
        "additionalProperties": _SCALAR,
        "description": "Cookies of this request, beside the session's; null leaves one of those out.",
    },
    "auth": AUTH,
    "json": {"description": "A JSON body, of any shape."},
    "form": {**_NAMED, "description": "A form body (application/x-www-form-urlencoded)."},
    "multipart": {
        "description": "A multipart body: an object, or a list of {name, value | file, filename, type}.",
        "anyOf": [
            {"type": "null"},
            {
                "type": "object",
                "additionalProperties": {
                    "anyOf": [_SCALAR, _PART, {"type": "array", "items": {"anyOf": [_SCALAR, _PART]}}]
                },
            },
            {"type": "array", "items": {**_PART, "required": ["name"]}},
        ],
    },
    "text": {**_SCALAR, "description": "A body of plain text."},
    "base64": {"type": ["string", "null"], "description": "A body of any bytes, as base64."},
    "file": {"type": ["string", "null"], "description": "A file whose bytes are the body."},
    "follow_redirects": {
        "type": ["boolean", "integer"],
        "minimum": 0,
        "maximum": 100,
        "description": "false (default), true (at most 20) or a limit.",
    },
    "read_as": {
        "enum": [*READ_AS, None],
        "description": "What the answer's body is read as, whatever its media type says.",
    },
    "max_body": {
        "type": ["string", "integer", "null"],
        "description": "The most that is read of a body (`64KB`, `10MB`, or bytes); a larger one is an error.",
    },
    "http2": {"type": "boolean"},
    "tls": TLS,
    "path_as_is": {
        "type": "boolean",
        "description": "true: dots and percent-escapes of the url go out as they are written.",
    },
    "connect_to": {
        "type": ["string", "null"],
        "description": "host:port or unix:/path.sock to connect to; Host and TLS keep the name of the url.",
    },
    "proxy": {"type": ["string", "null"], "description": "http://host:port of a proxy; none is used unless asked."},
}

SPEC = ActionSpec(
    kind="request",
    summary="Send an HTTP request.",
    keys=KEYS,
    as_written=as_written,
    endpoint=("method", "url"),
    signed=SIGNED,
    success="200 <= status < 300 or status == 304",
    success_words="2xx or 304",
    remark=remark,
    success_fields=frozenset({"status"}),
    first="url",
    one_of=(("json", "form", "multipart", "text", "base64", "file"),),
    required=(("url",),),
    fields=(
        "status",
        "reason",
        "headers",
        "header_list",
        "cookies",
        "body",
        "text",
        "bytes",
        "url",
        "location",
        "links",
        "version",
        "redirects",
        "timings",
        "tls",
    ),
    main="body",
    text_fields=frozenset(
        {"headers", "header_list", "cookies", "text", "reason", "url", "location", "links", "version"}
    ),
    request_text=frozenset({"headers", "query", "form", "cookies", "text", "body", "url", "path", "method"}),
    files=("file", "tls.ca", "multipart.*.file", "multipart.*.*.file"),
    service=True,
    schemes=("http", "https"),
    reserved={
        "http2": "HTTP/2",
        "tls.cert": "client certificates",
        "tls.key": "client certificates",
        "tls.key_password": "client certificates",
        "tls.server_name": "another name in TLS",
        "tls.min_version": "bounds of the TLS version",
        "auth.digest": "digest authentication",
        "auth.oauth2": "OAuth 2",
        "auth.aws_sigv4": "AWS Signature Version 4",
    },
    # HTTP has no question that is free of effects, so that nothing is asked unless `ready.http` says what.
    ready=ServiceCheck(word="http", argument="url", holds="status < 400"),
    check=check,
)
