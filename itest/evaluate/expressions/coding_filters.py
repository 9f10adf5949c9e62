"""Coding filters: bytes and text in other alphabets and back, their hashes, and bytes as text of a charset."""

from __future__ import annotations

import base64
import binascii
import codecs
import hashlib
import hmac
from collections.abc import Callable
from typing import Any

from itest.evaluate.data.limits import allow_text
from itest.evaluate.expressions.text_filters import on_text
from itest.evaluate.expressions.text_form import to_text
from itest.model.problem import EvaluationError
from itest.model.values import Document, Value

ALGORITHMS = ("sha256", "sha1", "sha384", "sha512", "md5")
ALPHABETS = ("standard", "url")
_URL_SAFE = str.maketrans("+/", "-_")


def to_base64(value: Value, alphabet: str = "standard") -> str:
    """Bytes, or text as UTF-8, in base64; `url`: in the URL-safe alphabet and without padding (RFC 4648, 5)."""
    if alphabet not in ALPHABETS:
        raise EvaluationError(f"`base64` knows the alphabets {' and '.join(f'`{name}`' for name in ALPHABETS)}")
    encoded = base64.b64encode(bytes_of(value)).decode()
    return encoded if alphabet == "standard" else encoded.translate(_URL_SAFE).rstrip("=")


def from_base64(text: str) -> Value:
    """What base64 (of either alphabet, padded or not) stands for: text, or bytes where it is no UTF-8."""
    plain = "".join(text.split()).replace("-", "+").replace("_", "/").rstrip("=")
    try:
        data = base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise EvaluationError("the text is not base64") from error
    return _text_or_bytes(data)


def to_hex(value: Value) -> str:
    """Bytes, or text as UTF-8, in hexadecimal; a whole number in base 16."""
    if type(value) is int:
        return format(value, "x")
    return bytes_of(value).hex()


def from_hex(text: str) -> Value:
    """What hexadecimal stands for, blanks aside: text, or bytes where it is no UTF-8."""
    try:
        return _text_or_bytes(bytes.fromhex(text))
    except ValueError as error:
        raise EvaluationError("the text is not hexadecimal") from error


def digest(algorithm: str) -> Callable[[Value], str]:
    """A filter that gives the hash of bytes, or of text as UTF-8, in hexadecimal."""
    return lambda value: hashlib.new(algorithm, bytes_of(value), usedforsecurity=False).hexdigest()


def hmac_hex(value: Value, key: Value, algorithm: str = "sha256") -> str:
    """The HMAC of bytes, or of text as UTF-8, in hexadecimal."""
    if algorithm not in ALGORITHMS:
        raise EvaluationError(f"`hmac` knows {', '.join(ALGORITHMS)}")
    return hmac.new(bytes_of(key), bytes_of(value), algorithm).hexdigest()


def decode(value: Value, charset: str = "utf-8") -> str:
    """Bytes (of text: its UTF-8) as the text that they are in a charset."""
    if not is_charset(charset):
        raise EvaluationError(f"`{charset}` is no charset that is known here")
    data = bytes_of(value)
    allow_text(len(data))
    try:
        return data.decode(charset)
    except UnicodeError as error:
        raise EvaluationError(f"the bytes are not text in {charset}: {error}") from error


def is_charset(name: str) -> bool:
    """Whether text can be in it; Python's other codecs (`zip`, `rot13`) are none."""
    try:
        return codecs.lookup(name)._is_text_encoding
    except (LookupError, ValueError):
        return False


def bytes_of(value: Value) -> bytes:
    """The bytes of a value: of a body as it came, of text in UTF-8; raises `EvaluationError`."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, Document):
        return value.data
    text = to_text(value)
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise EvaluationError("the text has half of a surrogate pair, which UTF-8 cannot write") from error


def _text_or_bytes(data: bytes) -> Value:
    allow_text(len(data))
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data


CODING_FILTERS: dict[str, Callable[..., Any]] = {
    "base64": to_base64,
    "unbase64": on_text(from_base64),
    "hex": to_hex,
    "unhex": on_text(from_hex),
    "decode": decode,
    "sha256": digest("sha256"),
    "md5": digest("md5"),
    "hmac": hmac_hex,
}
