"""Bodies: the one of `json`, `form`, `multipart`, `text`, `base64`, `file` that a step gives, as bytes.

What a `Content-Type` that is written by hand says of the body is kept: its charset, its boundary.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePath
from urllib.parse import urlencode

from itest.actions.http.content_type import boundary_of, charset_of, is_multipart
from itest.actions.http.files import media_type_of, read_file
from itest.actions.http.request import Content, Header, Part
from itest.actions.http.text import encoded, header_value, mapping_of, pairs, scalar_text
from itest.evaluate.data import json_text
from itest.evaluate.data.charsets import DEFAULT, codec_of
from itest.evaluate.data.escape import cut
from itest.evaluate.expressions.access import kind
from itest.model.action import Call, SessionSettings
from itest.model.exchange import PrepareError
from itest.model.lazy_pattern import lazy_pattern
from itest.model.record import Record, replace
from itest.model.values import Pointer, Value

Reader = Callable[[str, Pointer], bytes]
_GOOD_BOUNDARY = lazy_pattern(r"[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]\Z")
"""RFC 2046, 5.1.1."""


class Given(Record):
    """What a body is made with: the way to read files, and the `Content-Type` that is written by hand, if any."""

    read: Reader
    written: Header | None = None


def content_of(call: Call, settings: SessionSettings, written: Header | None) -> Content | None:
    """The body of the step, or None; `json: null` is a body, null elsewhere is none. `written` is the `Content-Type`
    that the step or its service gives."""
    arguments = call.arguments
    given = [name for name in BODIES if name in arguments and (name == "json" or arguments[name] is not None)]
    if len(given) > 1:
        raise PrepareError(f"a request has one body, not {' and '.join(given)}", pointer=(given[1],))
    if not given:
        return None

    def read(name: str, pointer: Pointer) -> bytes:
        return read_file(name, pointer, call, settings)

    return made(given[0], arguments[given[0]], Given(read, written))


def made(kind: str, value: Value, given: Given) -> Content:
    """The body of a kind; raises `PrepareError`."""
    content = BODIES[kind](value, given)
    if given.written is None or kind == "multipart":
        return content
    return replace(content, media_type=given.written.value)


def codec_for(written: Header | None) -> str:
    """The codec of a text whose `Content-Type` is written by hand; raises `PrepareError` for an unknown charset."""
    charset = charset_of(written.value) if written else None
    if written is None or charset is None:
        return DEFAULT
    codec = codec_of(charset)
    if codec is None:
        raise PrepareError(f"the charset {cut(charset, 40)} is unknown", pointer=written.pointer)
    return codec


def boundary_for(written: Header | None) -> str | None:
    """The boundary that is written by hand; raises `PrepareError` for one that cannot be."""
    boundary = boundary_of(written.value) if written else None
    if written is not None and boundary is not None and not _GOOD_BOUNDARY.match(boundary):
        message = f"`{cut(boundary, 80)}` cannot be a boundary"
        hint = "leave it out: itest adds one. It has 1 to 70 letters, digits and ' ( ) + _ , - . / : = ?"
        raise PrepareError(message, pointer=written.pointer, hint=hint)
    return boundary


def _in_charset(text: str, written: Header | None, what: str, pointer: Pointer) -> bytes:
    """The text in the charset that its type declares, in UTF-8 where it declares none."""
    codec = codec_for(written)
    if written is None or codec == DEFAULT:
        return encoded(text, what, pointer)
    try:
        return text.encode(codec)
    except UnicodeEncodeError as error:
        told = f"{what} holds {text[error.start]!a} (character {error.start + 1}), which"
        message = f"{told} {charset_of(written.value)} does not have"
        hint = f"`{written.name}` declares that charset"
        raise PrepareError(message, pointer=pointer, hint=hint) from None


def _json(value: Value, given: Given) -> Content:
    try:
        text = json_text.dump(value)
    except (TypeError, ValueError) as error:
        raise PrepareError(f"this is not JSON: {error}", pointer=("json",)) from None
    data = _in_charset(text, given.written, "the body", ("json",))
    return Content(kind="json", data=data, media_type="application/json", value=value)


def _form(value: Value, given: Given) -> Content:
    fields = mapping_of(value, ("form",), "a form")
    data = urlencode(
        [
            (_in_charset(name, given.written, "the form", place), _in_charset(text, given.written, "the form", place))
            for name, text, place in pairs(fields, ("form",), "a form field")
        ]
    )
    return Content(
        kind="form", data=data.encode(), media_type="application/x-www-form-urlencoded", value=_texts(fields)
    )


def _text(value: Value, given: Given) -> Content:
    if isinstance(value, bytes):
        return Content(kind="text", data=value, media_type="application/octet-stream", value=value)
    text = scalar_text(value, ("text",), "a text body")
    data = _in_charset(text, given.written, "the body", ("text",))
    return Content(kind="text", data=data, media_type="text/plain; charset=utf-8", value=text)


def _base64(value: Value, given: Given) -> Content:
    text = scalar_text(value, ("base64",), "`base64`")
    try:
        data = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise PrepareError(f"this is not base64: {error}", pointer=("base64",)) from None
    return Content(kind="base64", data=data, media_type="application/octet-stream", value=text)


def _file(value: Value, given: Given) -> Content:
    name = scalar_text(value, ("file",), "`file`")
    return Content(kind="file", data=given.read(name, ("file",)), media_type=media_type_of(name), value=name)


def _multipart(value: Value, given: Given) -> Content:
    parts = tuple(part_of(name, item, pointer, given.read) for name, item, pointer in parts_of(value))
    blocks = [_head(part) + part.data for part in parts]
    theirs = boundary_for(given.written)
    import hashlib  # start-up cost: few bodies have parts

    # Named by what it encloses: the same request is the same to the byte, and the content cannot hold it by chance.
    boundary = theirs or "itest-" + hashlib.sha256(b"\0".join(blocks)).hexdigest()[:32]
    mark = boundary.encode()
    if theirs and given.written and any(b"--" + mark in block for block in blocks):
        raise PrepareError(f"the boundary {theirs} stands in a part", pointer=given.written.pointer)
    data = b"".join(b"--" + mark + b"\r\n" + block + b"\r\n" for block in blocks) + b"--" + mark + b"--\r\n"
    return Content(
        kind="multipart",
        data=data,
        media_type=_multipart_type(given.written, boundary),
        value=value,
        parts=parts,
    )


def _multipart_type(written: Header | None, boundary: str) -> str:
    """The type that is written by hand, with our boundary where it has none; what is no `multipart/…` has no say."""
    if written is None or not is_multipart(written.value):
        return f"multipart/form-data; boundary={boundary}"
    if boundary_of(written.value) is not None:
        return written.value
    return f"{written.value.rstrip('; ')}; boundary={boundary}"


BODIES: Mapping[str, Callable[[Value, Given], Content]] = {
    "json": _json,
    "form": _form,
    "multipart": _multipart,
    "text": _text,
    "base64": _base64,
    "file": _file,
}


def _texts(fields: Mapping[str, Value]) -> dict[str, str | list[str]]:
    """The fields as they were sent: text, or a list of texts where a name is repeated."""
    found: dict[str, list[str]] = {}
    for name, text, _ in pairs(fields, (), ""):
        found.setdefault(name, []).append(text)
    return {name: texts[0] if len(texts) == 1 else texts for name, texts in found.items()}


def parts_of(value: Value) -> Iterator[tuple[Value, Value, Pointer]]:
    """Name, value and pointer of each part as written, from either way to write `multipart`."""
    if isinstance(value, (list, tuple)):
        for number, item in enumerate(value):
            yield item.get("name") if isinstance(item, Mapping) else None, item, ("multipart", number)
        return
    for name, item in mapping_of(value, ("multipart",), "a multipart body").items():
        for one in item if isinstance(item, (list, tuple)) else [item]:
            if one is not None:
                yield name, one, ("multipart", name)


def part_of(name: Value, item: Value, pointer: Pointer, read: Reader) -> Part:
    """A part as it is sent; raises `PrepareError`."""
    if name is None:
        raise PrepareError("a part is {name, value | file, filename, type}", pointer=pointer)
    name = scalar_text(name, pointer, "a name")
    if not isinstance(item, Mapping):
        return Part(name=name, data=_bytes(item, pointer))
    unknown = sorted(set(item) - {"name", "value", "file", "filename", "type"})
    path = item.get("file")
    if unknown or (path is None) == (item.get("value") is None):
        raise PrepareError(f"the part {name} is {{value | file, filename, type}}, with value or file", pointer=pointer)
    media_type = header_value(_optional(item, "type", pointer), "Content-Type", (*pointer, "type"))
    filename = _optional(item, "filename", pointer)
    if path is None:
        # What is sent as a file has a type, as from a browser; without one, readers guess.
        media_type = media_type or (media_type_of(filename) if filename else "")
        data = _bytes(item["value"], pointer, Header("type", media_type, (*pointer, "type")))
        return Part(name=name, data=data, filename=filename, media_type=media_type)
    written = scalar_text(path, (*pointer, "file"), "`file`")
    return Part(
        name=name,
        data=read(written, (*pointer, "file")),
        filename=filename or PurePath(written).name,
        media_type=media_type or media_type_of(written),
        path=written,
    )


def _bytes(value: Value, pointer: Pointer, written: Header | None = None) -> bytes:
    if isinstance(value, bytes):
        return value
    if isinstance(value, (Mapping, list, tuple)):
        raise PrepareError(
            f"a part takes text, not {kind(value)}", pointer=pointer, hint="`{{ value | json }}` makes it text"
        )
    return _in_charset(scalar_text(value, pointer, "a part"), written, "the part", pointer)


def _optional(item: Mapping[str, Value], key: str, pointer: Pointer) -> str:
    value = item.get(key)
    return "" if value is None else scalar_text(value, (*pointer, key), f"`{key}`")


def _head(part: Part) -> bytes:
    lines = [f'Content-Disposition: form-data; name="{_escaped(part.name)}"']
    if part.filename:
        lines[0] += f'; filename="{_escaped(part.filename)}"'
    if part.media_type:
        lines.append(f"Content-Type: {part.media_type}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode(errors="surrogatepass")


def _escaped(text: str) -> str:
    """As browsers do it (the HTML standard, multipart form data)."""
    return text.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")
