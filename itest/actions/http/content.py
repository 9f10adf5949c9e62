"""Bodies: the one of `json`, `form`, `multipart`, `text`, `file` that a step gives, as bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePath
from urllib.parse import urlencode

from itest.actions.http.files import media_type_of, read_file
from itest.actions.http.request import Content, Part
from itest.actions.http.text import encoded, header_value, mapping_of, pairs, scalar_text
from itest.evaluate.data import json_text
from itest.evaluate.expressions.access import kind
from itest.model.action import Call, SessionSettings
from itest.model.exchange import PrepareError
from itest.model.values import Pointer, Value

Reader = Callable[[str, Pointer], bytes]


def content_of(call: Call, settings: SessionSettings) -> Content | None:
    """The body of the step, or None; `json: null` is a body, null elsewhere is none."""
    given = [name for name in BODIES if name in call.arguments and (name == "json" or call.arguments[name] is not None)]
    if len(given) > 1:
        raise PrepareError(f"a request has one body, not {' and '.join(given)}", pointer=(given[1],))
    if not given:
        return None

    def read(name: str, pointer: Pointer) -> bytes:
        return read_file(name, pointer, call, settings)

    return BODIES[given[0]](call.arguments[given[0]], read)


def _json(value: Value, read: Reader) -> Content:
    try:
        text = json_text.dump(value)
    except (TypeError, ValueError) as error:
        raise PrepareError(f"this is not JSON: {error}", pointer=("json",)) from None
    return Content(kind="json", data=encoded(text, "the body", ("json",)), media_type="application/json", value=value)


def _form(value: Value, read: Reader) -> Content:
    fields = mapping_of(value, ("form",), "a form")
    data = urlencode(
        [
            (encoded(name, "the form", place), encoded(text, "the form", place))
            for name, text, place in pairs(fields, ("form",), "a form field")
        ]
    )
    return Content(
        kind="form", data=data.encode(), media_type="application/x-www-form-urlencoded", value=_texts(fields)
    )


def _text(value: Value, read: Reader) -> Content:
    if isinstance(value, bytes):
        return Content(kind="text", data=value, media_type="application/octet-stream", value=value)
    text = scalar_text(value, ("text",), "a text body")
    return Content(
        kind="text", data=encoded(text, "the body", ("text",)), media_type="text/plain; charset=utf-8", value=text
    )


def _file(value: Value, read: Reader) -> Content:
    name = scalar_text(value, ("file",), "`file`")
    return Content(kind="file", data=read(name, ("file",)), media_type=media_type_of(name), value=name)


def _multipart(value: Value, read: Reader) -> Content:
    parts = tuple(part_of(name, item, pointer, read) for name, item, pointer in parts_of(value))
    blocks = [_head(part) + part.data for part in parts]
    # Named by what it encloses: the same request is the same to the byte, and the content cannot hold it by chance.
    boundary = "itest-" + hashlib.sha256(b"\0".join(blocks)).hexdigest()[:32]
    mark = boundary.encode()
    data = b"".join(b"--" + mark + b"\r\n" + block + b"\r\n" for block in blocks) + b"--" + mark + b"--\r\n"
    return Content(
        kind="multipart",
        data=data,
        media_type=f"multipart/form-data; boundary={boundary}",
        value=value,
        parts=parts,
    )


BODIES: Mapping[str, Callable[[Value, Reader], Content]] = {
    "json": _json,
    "form": _form,
    "multipart": _multipart,
    "text": _text,
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
        return Part(name=name, data=_bytes(item["value"], pointer), filename=filename, media_type=media_type)
    written = scalar_text(path, (*pointer, "file"), "`file`")
    return Part(
        name=name,
        data=read(written, (*pointer, "file")),
        filename=filename or PurePath(written).name,
        media_type=media_type or media_type_of(written),
        path=written,
    )


def _bytes(value: Value, pointer: Pointer) -> bytes:
    if isinstance(value, bytes):
        return value
    if isinstance(value, (Mapping, list, tuple)):
        raise PrepareError(
            f"a part takes text, not {kind(value)}", pointer=pointer, hint="`{{ value | json }}` makes it text"
        )
    return encoded(scalar_text(value, pointer, "a part"), "the part", pointer)


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
