"""Documents are read by their media type, once."""

import gc

import pytest

from itest.evaluate.data import documents
from itest.evaluate.data.documents import kind_of, markup, read, text_of
from itest.model.problem import EvaluationError
from itest.model.values import Document


@pytest.mark.parametrize(
    ("media_type", "kind"),
    [
        ("application/json", "json"),
        ("Application/JSON; charset=utf-8", "json"),
        ("text/json", "json"),
        ("text/x-json", "json"),
        ("application/problem+json", "json"),
        ("application/json-patch+json", "json"),
        ("application/x-amz-json-1.0", "json"),
        ("application/x-amz-json-1.1", "json"),
        ("application/vnd.api+json;v=1", "json"),
        ("application/json-seq", "text"),
        ("application/geo+json-seq", "text"),
        ("application/x-ndjson", "text"),
        ("application/json5", "text"),
        ("json/plain", "text"),
        ("application/xml", "xml"),
        ("text/xml; charset=x", "xml"),
        ("application/xhtml+xml", "xml"),
        ("image/svg+xml", "xml"),
        ("text/html", "html"),
        ("text/plain", "text"),
        ("application/jsonp", "text"),
        ("", "json"),
    ],
)
def test_the_media_type_decides(media_type, kind):
    """Parameters and case do not count."""
    document = Document(b"[1]", media_type)
    assert (kind, kind if kind in ("xml", "html") else None) == (kind_of(document), markup(document))
    assert ([1] if kind == "json" else "[1]") == read(document)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"{}", "json"),
        (b" \r\n\t[", "json"),
        (b"\xef\xbb\xbf {", "json"),
        (b"1", "text"),
        (b'"a"', "text"),
        (b"<a/>", "text"),
        (b"", "text"),
    ],
)
def test_without_a_media_type_the_beginning_decides(data, kind):
    """JSON is an object or a list then; nothing else is guessed."""
    assert kind == kind_of(Document(data))


@pytest.mark.parametrize(
    ("read_as", "value"), [("json", [1]), ("text", "[1]"), ("xml", "[1]"), ("html", "[1]"), ("bytes", b"[1]")]
)
@pytest.mark.parametrize("media_type", ["application/json", "text/html", ""])
def test_what_a_step_says_stands_before_the_media_type(read_as, value, media_type):
    """`read_as` decides."""
    document = Document(b"[1]", media_type, read_as=read_as)
    assert (read_as, value) == (kind_of(document), read(document))


@pytest.mark.parametrize(
    ("document", "claim"),
    [
        (Document(b"[", "application/json"), "the body says it is JSON and is not: "),
        (Document(b"[", ""), "the body has no media type, begins as JSON and is not: "),
        (Document(b"[", "text/plain", read_as="json"), "the body is to be read as JSON and is not: "),
    ],
)
def test_an_error_says_why_it_was_read_as_json(document, claim):
    """So that one sees where to say otherwise."""
    with pytest.raises(EvaluationError, match=claim):
        read(document)


def test_a_body_that_cannot_be_read_says_why():
    """However it is to be read."""
    for read_as in ("", "json", "text", "bytes"):
        with pytest.raises(EvaluationError, match="no key"):
            read(Document(b"x", "application/json", read_as=read_as, unreadable="no key"))


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        (b"\xc3\xa9", None, "é"),
        (b"\xe9", "latin-1", "é"),
        (b"\xe9", None, "\ufffd"),
        (b"\xc3\xa9", "no-such-charset", "é"),
        (b"\xc3\xa9", "hex", "é"),
        (b"\xc3\xa9", "utf\0", "é"),
        (b"a", "idna", "a"),
        (b"\xc3\xa9", "punycode", "é"),
        (b"\xef\xbb\xbfa", None, "a"),
        (b"\xef\xbb\xbfa", "latin-1", "a"),
        ("a".encode("utf-16"), None, "a"),
        (b"\xfe\xff\0a", "utf-8", "a"),
        ("a".encode("utf-16-le"), "utf-16-le", "a"),
    ],
)
def test_text_is_decoded_by_its_charset_and_never_fails(data, charset, text):
    """What cannot be decoded becomes a replacement character; an unknown charset is UTF-8. A byte order
    mark goes before all and away."""
    assert text == text_of(Document(data, "text/plain", charset))


def test_json_is_utf_8_whatever_the_charset_says():
    """RFC 8259 knows no other encoding, and lets a reader ignore a byte order mark. An error names the charset."""
    assert ["é"] == read(Document('["é"]'.encode(), "application/json", "latin-1"))
    assert ["é"] == read(Document(b"\xef\xbb\xbf" + '["é"]'.encode(), "application/json"))
    for charset, told in (
        ("iso-8859-1", " (it declares the charset iso-8859-1; JSON is UTF-8)"),
        ("UTF8", ""),
        (None, ""),
    ):
        with pytest.raises(EvaluationError) as caught:
            read(Document('["é"]'.encode("latin-1"), "application/json", charset))
        assert f"it is not UTF-8, at line 1, column 3{told}" == caught.value.message.removeprefix(
            "the body says it is JSON and is not: "
        )


@pytest.mark.parametrize(
    ("data", "media_type", "text"),
    [
        (b"<meta charset=latin-1>\xe9", "text/html", "é"),
        (b"<html><META name=x>\n<meta\tcharset = 'windows-1252' ><p>\x80", "text/html", "€"),
        (b"<meta http-equiv=Content-Type content='text/html; charset=iso-8859-1'>\xe9", "text/html", "é"),
        (b"<!-- <meta charset=latin-1> -->\xc3\xa9", "text/html", "é"),
        (b"<meta charset=utf-16>\xc3\xa9", "text/html", "é"),
        (b"<meta charset=no-such>\xc3\xa9", "text/html", "é"),
        (b" " * 1024 + b"<meta charset=latin-1>\xc3\xa9", "text/html", "é"),
        (b"<meta charset=latin-1>\xc3\xa9", "text/plain", "é"),
        (b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>", "application/xml", "é"),
        (b"<a><?xml version='1.0' encoding='ISO-8859-1'?>\xc3\xa9</a>", "application/xml", "é"),
    ],
)
def test_a_page_says_its_own_charset(data, media_type, text):
    """HTML by `<meta charset>`, XML by its declaration, where nothing else does."""
    assert text in text_of(Document(data, media_type))
    assert text in text_of(Document(data, media_type, read_as="text"))
    assert "é" in text_of(
        Document(data.replace(b"\xe9", b"\xc3\xa9").replace(b"\x80", b"\xc3\xa9"), media_type, "utf-8")
    )


@pytest.mark.parametrize("media_type", ["application/json", "text/plain", ""])
def test_an_empty_body_is_empty_text(media_type):
    """Also where the media type is JSON: a 204 often says so."""
    assert "" == read(Document(b"", media_type))


def test_what_is_no_document_is_itself():
    """Only documents are read."""
    assert [1] == read([1])


def test_a_document_is_parsed_once_and_forgotten_with_it():
    """The second read gives the very same object; nothing is kept beyond the document."""
    document = Document(b'{"a":1}', "application/json")
    first = read(document)
    assert first is read(document)
    before = len(documents._readings._known)
    del document, first
    gc.collect()
    assert len(documents._readings._known) < before


def test_malformed_json_names_the_place_and_shows_it():
    """The error says line, column and what stands there."""
    document = Document(b'{"id": 1,\n "name": nope, "rest": "' + b"x" * 100 + b'"}', "application/json")
    with pytest.raises(EvaluationError) as caught:
        read(document)
    error = caught.value
    assert ("IT207", "the body says it is JSON and is not: a value was expected, at line 2, column 10") == (
        error.code,
        error.message,
    )
    assert 'there it reads: {"id": 1,"name": nope, "rest": "xxxxxxxxxxxxxxx…' == error.hint


def test_of_large_documents_only_the_last_readings_are_kept():
    """A reading takes a multiple of its document, and a scenario keeps the answers of all its steps."""
    text = b'["' + b"x" * documents.LARGE + b'"]'
    count = documents.KEPT // len(text) + 2
    first, *others = (Document(text, "application/json") for _ in range(count))
    small = Document(b"[1]", "application/json")
    kept, dropped = read(small), read(first)
    assert dropped is read(first)
    for other in others:
        read(other)
    assert kept is read(small)
    assert read(others[-1]) is read(others[-1])
    assert (dropped, False) == (read(first), dropped is read(first))
