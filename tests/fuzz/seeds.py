"""Seeds: inputs that mean something, and the words they are made of; everything else is grown from them."""

from __future__ import annotations

from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent

_BREAK = b"\n---\n"


def _files(pattern: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted(TOP.glob(pattern))]


SEEDS: dict[str, list[bytes]] = {
    "loader": [*_files("scenarios/*.yaml"), *_files("tests/corpus/*/*.yaml")],
    "templates": [b"{{ body.user.id }} and {{ 'x' | upper }}", b"{{ body.items | map(attribute='qty') | sum }}", b"{% {# {{ 1 }}", b"{{ body }}"],
    "expressions": [
        b"body.items[0].qty + 1 == 3 and 'a' in body.user.tags",
        b"body.user.name | regex('(.)d') | default('x') ~ 5 // 2 ** 3",
        b"[x, {'a': 1}] if uuid() else now() | to_date",
        b"body.total | round(1) | string | base64 | unbase64",
        b"not (1 < 2 <= 3) or body.none is none",
    ],
    "matchers": [
        b'{"a": {"$gt": 1}, "$.b[0]": {"$regex": "x"}, "c": [1, {"$optional": 2}]}' + _BREAK + b'{"a": 2, "b": ["x"], "c": [1]}',
        b'{"$unordered": [1, {"$type": "string"}]}' + _BREAK + b'["a", 1]',
        b'{"$each": {"$in": [1, 2]}, "$size": 2, "$unique": true, "$sorted": "asc"}' + _BREAK + b"[1, 2]",
        b'{"$json": {"$.x": {"$approx": {"value": 1.5, "within": 0.1}}}}' + _BREAK + b'"{\\"x\\": 1.45}"',
        b'{"$between": ["2024-01-01", "2025-01-01"], "$format": "date", "$not": {"$startsWith": "x"}}' + _BREAK + b'"2024-05-05"',
    ],
    "paths": [
        b"$.store.book[?@.price < 10 && match(@.title, 'a.*')].title" + _BREAK + b'{"store": {"book": [{"price": 5, "title": "ab"}]}}',
        b"$..a[1:-1:2, 'b', 0]" + _BREAK + b'{"a": [1, {"a": [2, 3]}], "b": null}',
        b"$[?length(@) > 1 || count(@.*) == 2]['x']" + _BREAK + b'[[1, 2], {"x": 1, "y": 2}]',
    ],
    "bodies": [b'{"a": [1, 2.50, -0, 1e400, "\\ud83d\\ude00", null, true]}', b"[[[[]]]]", b'"\xc3\xa9"', b"123456789012345678901234567890"],
    "schemas": [
        b'{"type": "object", "properties": {"a": {"$ref": "#/$defs/p"}}, "$defs": {"p": {"pattern": "^a"}}, "unevaluatedProperties": false}'
        + _BREAK + b'{"a": "ab", "b": 1}',
        b'{"prefixItems": [{"multipleOf": 0.1}], "contains": {"const": 1}, "uniqueItems": true, "if": {"minItems": 1}}' + _BREAK + b"[0.3, 1]",
    ],
    "secrets": [b"p@ss w&rd/+=%41" + _BREAK + b"before % \\u00 &amp; behind", b"c2VjcmV0" + _BREAK + "…x…".encode(), b"line one\nline two" + _BREAK + b"x"],
    "answers": [
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: application/json\r\n\r\n{}",
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX: y\r\n\r\n",
        b"HTTP/1.0 302 Found\r\nLocation: /x\r\nSet-Cookie: a=b; Path=/; Max-Age=5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\xae\x05\x00\x43\xbf\xa6\xa3\x02\x00\x00\x00",
    ],
}  # fmt: skip
WORDS: dict[str, list[bytes]] = {
    "loader": [b"steps:", b"expect:", b"{{", b"}}", b"&a ", b"*a", b"<<: ", b"!!", b"? ", b"- ", b": ", b"|\n", b">-\n", b"---\n", b"\t", b"\x00", b"\xff", b"$regex", b"retry:", b"%YAML"],
    "templates": [b"{{", b"}}", b" | ", b"body", b".", b"(", b")", b"'", b"[", b"]", b"~", b"**", b"9" * 30, b"1e999999999", b"default", b"\xed\xa0\x80"],
    "expressions": [b" | ", b"body", b".", b"(", b")", b"'", b"[", b"]", b"{", b"}", b":", b"~", b"**", b"9" * 30, b"1e999999999", b"1e99999999999999999999", b"if", b"else", b"not ", b"is ", b"__class__", b"regex('", b"json", b"from_json", b"plus(", b"random_int("],
    "matchers": [b'"$eq"', b'"$not"', b'"$each"', b'"$all"', b'"$regex"', b'"$schema"', b'"$..a"', b'"$[0]"', b'"$$x"', b"{", b"}", b"[", b"]", b",", b":", b"null", b"1e400", b"1e999999999", b"1e-999999999", b"1e99999999999999999999", _BREAK],
    "paths": [b"$", b"..", b"[", b"]", b"*", b"?", b"@", b"&&", b"||", b"!", b"==", b"match(", b"search(", b"length(", b"value(", b"-1", b"9" * 20, b"'", b"\\u", _BREAK],
    "bodies": [b"[", b"]", b"{", b"}", b'"', b"\\u", b"\\ud800", b"NaN", b"-", b"e", b"1e999999999", b"-1E-999999999", b"9" * 50, b"\xff", b"\xef\xbb\xbf", b"\x00"],
    "schemas": [b'"$ref"', b'"#"', b'"allOf"', b'"not"', b'"pattern"', b'"patternProperties"', b'"type"', b'"$id"', b'"$dynamicRef"', b"true", b"{", b"}", b"[", b"]", b",", b"1e999999999", b"1e-999999999", _BREAK],
    "secrets": ["…".encode(), b"%", b"\\u00", b"&#x", b"'", b'"', b"\n", b"==", b"+", b" ", _BREAK],
    "answers": [b"HTTP/1.1 ", b"\r\n", b"\n", b"Content-Length: ", b"Transfer-Encoding: chunked", b"Content-Encoding: deflate", b"Location: ", b"Set-Cookie: ", b"Retry-After: ", b"\x00", b"\xff", b"-1", b"9" * 20, b"101", b"204"],
}  # fmt: skip
