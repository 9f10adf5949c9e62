"""Documents are read by their media type, once."""

import gc

import pytest

from itest.evaluate.data import documents
from itest.evaluate.data.documents import is_json, markup, read, text_of
from itest.model.problem import EvaluationError
from itest.model.values import Document


@pytest.mark.parametrize(
    ("media_type", "json", "kind"),
    [
        ("application/json", True, None),
        ("Application/JSON; charset=utf-8", True, None),
        ("text/json", True, None),
        ("application/problem+json", True, None),
        ("application/vnd.api+json;v=1", True, None),
        ("application/xml", False, "xml"),
        ("text/xml; charset=x", False, "xml"),
        ("application/xhtml+xml", False, "xml"),
        ("image/svg+xml", False, "xml"),
        ("text/html", False, "html"),
        ("text/plain", False, None),
        ("application/jsonp", False, None),
        ("", False, None),
    ],
)
def test_the_media_type_decides(media_type, json, kind):
    """Parameters and case do not count."""
    document = Document(b"[1]", media_type)
    assert (json, kind, [1] if json else "[1]") == (is_json(document), markup(document), read(document))


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
    ],
)
def test_text_is_decoded_by_its_charset_and_never_fails(data, charset, text):
    """What cannot be decoded becomes a replacement character; an unknown charset is UTF-8."""
    assert text == text_of(Document(data, "text/plain", charset))


def test_json_is_utf_8_whatever_the_charset_says():
    """RFC 8259 knows no other encoding."""
    assert ["é"] == read(Document('["é"]'.encode(), "application/json", "latin-1"))


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
