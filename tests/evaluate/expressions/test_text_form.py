"""Text form."""

from types import MappingProxyType

import pytest

from itest.evaluate.expressions.text_form import json_form, settled, to_text
from itest.model.problem import EvaluationError
from itest.model.values import Document, Missing

MESSAGE = Document(b'{"a": 1}', "application/json")


def test_plain_data_is_handed_on_as_it_is():
    """Nothing is copied where there is nothing to read."""
    data = {"a": [1, {"b": "c"}]}
    assert data is settled(data)


def test_documents_and_frozen_mappings_become_plain_data():
    """At any depth."""
    assert settled((MappingProxyType({"value": MESSAGE}), (2,))) == [{"value": {"a": 1}}, [2]]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (b"a", "bytes cannot be put into text"),
        (Missing("a.b", "`a` is null"), "`a.b` is not there: `a` is null"),
        (set(), "nothing of JSON cannot be put into text"),
    ],
)
def test_what_is_no_text_is_refused(value, message):
    """Bytes, absent values and foreign objects do not print."""
    with pytest.raises(EvaluationError) as caught:
        to_text(value)
    assert message == caught.value.message


def test_a_document_prints_as_what_it_reads_as():
    """JSON that was read is written again, text is text."""
    assert (to_text(MESSAGE), to_text(Document(b"hi", "text/plain"))) == ('{"a":1}', "hi")


def test_json_that_would_be_too_large_is_stopped():
    """The bound counts what would be written."""
    with pytest.raises(EvaluationError) as caught:
        json_form([["x" * 1000] * 1000] * 1000)
    assert caught.value.code == "IT216"
