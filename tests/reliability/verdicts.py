"""What the command line has to say of every hostile answer: how its scenario ends, the code, the phase, the cause.

A scenario is one step that asks and follows redirects. Where the answer itself is well-formed and only what it holds
is wrong, the step expects something of the body, so that the body is read.
"""

from __future__ import annotations

from dataclasses import dataclass

USE_BODY = "{body: {a: 1}}"
USE_XML = "{body: {'//a': x}}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`outcome` is passed, failed or error; `says` stands in the report; `expect` is what the scenario expects."""

    outcome: str
    code: str = ""
    phase: str = ""
    says: str = ""
    expect: str = ""
    timeout: bool = False


def error(code: str, phase: str, says: str) -> Verdict:
    return Verdict("error", code, phase, says)


def unread(says: str, expect: str = USE_BODY) -> Verdict:
    """The body says it is something and is not."""
    return Verdict("error", "IT207", "", says, expect)


def late(phase: str) -> Verdict:
    return Verdict("error", "IT203", phase, "no answer after", timeout=True)


PASSED = Verdict("passed")
DIFFERS = Verdict("failed", "IT104", says="expected", expect=USE_BODY)
NOT_HTTP = error("IT204", "wait", "this is not an HTTP/1.1 answer: it begins with")
BAD_HEADER = error("IT204", "wait", "a header is not valid")
HUGE_HEAD = error("IT204", "wait", "the headers are larger than 100 KB")
BAD_LENGTH = error("IT204", "wait", "Content-Length is not a length")
SWITCHED = error("IT204", "wait", "101 Switching Protocols, although the request did not ask to switch")
HUGE = error("IT205", "receive", "the body is larger than 10 MB")
CUT_CHUNKS = error("IT204", "receive", "closed in the middle of a chunked body")
MANY_VALUES = unread("it holds more than 300,000 values")

VERDICTS: dict[str, Verdict] = {
    "empty": error("IT204", "wait", "the connection was closed before an answer came"),
    "cut-head": error("IT204", "wait", "closed in the middle of the headers"),
    "cut-length": error("IT204", "receive", "closed after 12 of 100 bytes of the body"),
    "cut-chunks": CUT_CHUNKS,
    "cut-last-chunk": CUT_CHUNKS,
    "reset": error("IT204", "wait", "reset before an answer came"),
    "reset-in-body": error("IT204", "receive", "reset in the middle of the body"),
    "bad-length": BAD_LENGTH,
    "negative-length": BAD_LENGTH,
    "endless-length": BAD_LENGTH,
    "huge-length": HUGE,
    "two-lengths": error("IT204", "wait", "several Content-Length headers that differ"),
    "length-and-chunks": error("IT204", "wait", "both Content-Length and Transfer-Encoding"),
    "unknown-transfer-coding": error("IT204", "wait", "a Transfer-Encoding other than chunked"),
    "two-transfer-codings": error("IT204", "wait", "a Transfer-Encoding other than chunked"),
    "bad-chunk": error("IT204", "receive", "a chunk does not begin with its length"),
    "bad-chunk-end": error("IT204", "receive", "a chunk does not end where its length says"),
    "banner": NOT_HTTP,
    "ssh": NOT_HTTP,
    "http09": NOT_HTTP,
    "garbage": NOT_HTTP,
    "tls-alert": NOT_HTTP,
    "http2-frame": NOT_HTTP,
    "bad-status-line": error("IT204", "wait", "the status line is not valid: `HTTP/1.1 OK`"),
    "bad-status-code": error("IT204", "wait", "the status line is not valid: `HTTP/1.1 9999 Huge`"),
    "status-099": error("IT204", "wait", "the status code is below 100"),
    "status-999": Verdict("failed", "IT101", says="success was expected"),
    "bad-version": error("IT204", "wait", "the answer claims to be HTTP/9.9"),
    "switch": SWITCHED,
    "switch-asked-for-nothing": SWITCHED,
    "nul-header": BAD_HEADER,
    "no-colon": BAD_HEADER,
    "nameless-header": BAD_HEADER,
    "space-in-name": BAD_HEADER,
    "space-before-colon": BAD_HEADER,
    "redirect-with-cr": BAD_HEADER,
    "big-header": HUGE_HEAD,
    "endless-headers": HUGE_HEAD,
    "long-chunk-line": error("IT204", "receive", "the headers are larger than 100 KB"),
    "endless-trailers": error("IT204", "receive", "the headers are larger than 100 KB"),
    "silence": late("wait"),
    "interim-drip": late("wait"),
    "header-drip": late("wait"),
    "body-drip": late("receive"),
    "chunk-drip": late("receive"),
    "gzip-drip": late("receive"),
    "tiny-chunks": late("receive"),
    "stalled-body": late("receive"),
    "interim-flood": error("IT204", "wait", "more than 100 interim (1xx) answers and no final one"),
    "endless-body": HUGE,
    "gzip-bomb": HUGE,
    "deflate-bomb": HUGE,
    "nested-bomb": error("IT204", "decode", "2 content codings on top of each other"),
    "many-codings": error("IT204", "decode", "200 content codings on top of each other"),
    "unknown-coding": unread("the content coding rot13, which is unknown"),
    "corrupt-gzip": error("IT204", "decode", "the gzip body is corrupt"),
    "not-gzip": error("IT204", "decode", "the gzip body is corrupt"),
    "truncated-gzip": error("IT204", "decode", "the gzip body is cut off"),
    "trailing-gzip": error("IT204", "decode", "bytes follow the end of the gzip body"),
    "trailing-byte-gzip": error("IT204", "decode", "bytes follow the end of the gzip body"),
    "truncated-deflate": error("IT204", "decode", "the deflate body is cut off"),
    "corrupt-deflate": error("IT204", "decode", "the deflate body is corrupt"),
    "redirect-loop": error("IT204", "receive", "more than 20 redirects"),
    "redirect-chain": error("IT204", "receive", "more than 20 redirects"),
    "redirect-to-file": error("IT204", "receive", "the scheme file:// is not http or https"),
    "redirect-to-nowhere": error("IT204", "receive", "cannot be followed: not a host: [::bad"),
    "redirect-to-port": error("IT204", "receive", "not a port: 99999"),
    "retry-late": Verdict("failed", "IT101", says="success was expected"),
    "early-refusal": Verdict("failed", "IT101", says="success was expected"),
    "json-nan": unread("NaN is no JSON number, at line 1, column 7"),
    "json-deep": unread("it nests deeper than 200 levels"),
    "json-bad-utf8": unread("it is not UTF-8, at line 1, column 8"),
    "json-bom": DIFFERS,
    "json-surrogate": unread("half of a surrogate pair"),
    "json-trailing": unread("text follows after the value, at line 1, column 14"),
    "json-control": unread("a control character stands in a text"),
    "json-utf16": unread("it is not UTF-8"),
    "json-exponent": unread("exponent beyond all bounds"),
    "json-values": MANY_VALUES,
    "json-numbers": MANY_VALUES,
    "json-nothing": DIFFERS,
    "json-1e400": DIFFERS,
    "json-huge-power": DIFFERS,
    "json-digits": DIFFERS,
    "json-twice": DIFFERS,
    "json-long-text": DIFFERS,
    "template": DIFFERS,
    "ansi": DIFFERS,
    "ansi-text": DIFFERS,
    "ci-commands": DIFFERS,
    "xml-entity": unread("declares something of its own (an internal subset)", USE_XML),
    "xml-bomb": unread("", USE_XML),
    "xml-many": unread("", USE_XML),
    "xml-deep": unread("", USE_XML),
    "html-deep": Verdict("failed", "IT1", says="//a", expect=USE_XML),
    **{
        f"charset-{name}": DIFFERS
        for name in ("undefined", "idna", "punycode", "unicode_escape", "zlib_codec", "utf-7", "no-such", "utf-16")
    },
}
"""Whatever is not here is a right answer, and passes."""
