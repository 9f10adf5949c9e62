"""XPath 1.0 over XML and HTML, with nothing reaching out of the document."""

from decimal import Decimal

import pytest

from itest.evaluate.data.xpath import absence_hint, select
from itest.model.problem import EvaluationError
from itest.model.values import Document

ORDER = Document(
    b"""<?xml version="1.0" encoding="iso-8859-1"?>
<order id="7" xmlns:x="urn:x"><item sku="A-1">Caf\xe9 <b>au</b> lait</item><item sku="B-2"/>
<x:note>n</x:note><total>42.50</total><!-- c --><![CDATA[<raw>]]></order>""",
    "application/xml",
)
FEED = Document(
    b'<feed xmlns="urn:atom"><entry xmlns:d="urn:d"><d:id>1</d:id></entry><e xmlns="urn:other"/></feed>', "text/xml"
)
PAGE = Document(b"<!doctype html><title>Shop</title><p class=x>a<br>b<p>c &amp; d", "text/html", "utf-8")


@pytest.mark.parametrize(
    ("document", "expression", "value"),
    [
        (ORDER, "//item", ["Café au lait", ""]),
        (ORDER, "//item/@sku", ["A-1", "B-2"]),
        (ORDER, "/order/total/text()", ["42.50"]),
        (ORDER, "//x:note", ["n"]),
        (ORDER, "//note", []),
        (ORDER, "//comment()", [" c "]),
        (ORDER, "count(//item)", 2),
        (ORDER, "sum(//total) div 4", Decimal("10.625")),
        (ORDER, "number('x')", "nan"),
        (ORDER, "string(/order/@id)", "7"),
        (ORDER, "count(//item) > 1", True),
        (ORDER, "contains(/order, '<raw>')", True),
        (FEED, "//entry", []),
        (FEED, "//_:entry/d:id", ["1"]),
        (FEED, "//*[local-name()='e']", [""]),
        (PAGE, "//title", ["Shop"]),
        (PAGE, "//p[@class='x']", ["ab"]),
        (PAGE, "//p[2]/text()", ["c & d"]),
    ],
)
def test_an_expression_selects_texts_or_computes_a_value(document, expression, value):
    """A node-set is the list of its texts; functions give text, numbers and booleans."""
    assert value == select(document, expression)


def test_text_is_read_as_the_kind_that_is_asked_for():
    """A filter may apply XPath to any text."""
    assert (["1"], ["1"]) == (select("<a>1</a>", "//a"), select("<p>1", "//p", "html"))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no xml",
        b"<a>",
        b"<a><b></a>",
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>',
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd" [<!-- c -->]><a/>',
        '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'.encode("utf-16"),
        b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><a>&b;</a>',
        b"<a>" * 100_000,
        b"<a>\xff</a>",
    ],
)
def test_xml_that_is_malformed_or_declares_something_is_an_error(data):
    """No entity is ever expanded, no file and no network ever asked."""
    with pytest.raises(EvaluationError) as caught:
        select(Document(data, "application/xml"), "//a")
    assert "IT207" == caught.value.code


def test_an_empty_page_is_an_error_and_a_broken_one_is_read():
    """HTML is read as browsers do."""
    with pytest.raises(EvaluationError):
        select(Document(b" ", "text/html"), "//a")
    assert ["x"] == select(Document(b"<div><b>x</i></div></p>", "text/html"), "//b")


@pytest.mark.parametrize("expression", ["//a[", "", "a b", "//x:a", "re:test('a', 'b')", "$v", "nope()"])
def test_an_expression_that_cannot_be_evaluated_is_an_error(expression):
    """Among them prefixes that the document does not declare, and extensions."""
    with pytest.raises(EvaluationError) as caught:
        select(Document(b"<a/>", "text/xml"), expression)
    assert "IT323" == caught.value.code


def test_the_declared_charset_wins_over_the_one_in_the_document():
    """As RFC 7303 says; an unknown one leaves the document's own."""
    data = '<?xml version="1.0" encoding="utf-8"?><a>é</a>'
    assert ["é"] == select(Document(data.encode("latin-1"), "text/xml", "latin-1"), "//a")
    assert ["é"] == select(Document(data.encode(), "text/xml", "no-such"), "//a")
    assert ["é"] == select(Document("<meta charset=utf-8><p>é".encode("latin-1"), "text/html", "latin-1"), "//p")


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a>1</a>',
        b"<!DOCTYPE a><a>1</a>",
        b"<?xml version='1.0'?>\n<!-- [ -->\n<!DOCTYPE a PUBLIC '-//A' 'b[c]'>\n<a>1</a>",
        b"<!DOCTYPE a [ ]><a>1</a>",
        '<!DOCTYPE a SYSTEM "x"><a>1</a>'.encode("utf-16"),
    ],
)
def test_a_document_type_that_declares_nothing_is_passed_over(data):
    """What it names is not fetched: nobody listens there."""
    assert ["1"] == select(Document(data, "application/xml"), "/a")


def test_given_prefixes_come_before_those_of_the_document():
    """And stand beside them."""
    document = Document(b'<a xmlns="urn:a" xmlns:p="urn:p"><p:b>1</p:b><b>2</b></a>', "application/xml")
    assert ["2"] == select(document, "//o:b", namespaces={"o": "urn:a"})
    assert ["1"] == select(document, "//p:b", namespaces={"o": "urn:a"})
    assert ["2"] == select(document, "//p:b", namespaces={"p": "urn:a"})


@pytest.mark.parametrize(
    ("expression", "hint"),
    [
        ("//entry", "`entry` is in the namespace `urn:atom`: write `_:entry`"),
        ("//_:entry[id='1']", "`id` is in the namespace `urn:d`: write `d:id`"),
        ("//_:entry[@entry='entry']/text()", ""),
        ("//d:nope | entry::*", ""),
        ("//nope", ""),
    ],
)
def test_a_name_that_the_document_has_in_a_namespace_is_told(expression, hint):
    """A name without a prefix means an element without a namespace: what most people stumble over."""
    assert hint == absence_hint(FEED, expression)


def test_a_prefix_of_ones_own_is_the_one_to_write():
    """Since it may be the only one that the file knows."""
    assert "write `a:entry`" in absence_hint(FEED, "//entry", {"a": "urn:atom"})


@pytest.mark.parametrize(("document", "known"), [(FEED, "`d` and `_` for the default namespace"), (PAGE, "none")])
def test_an_unknown_prefix_is_answered_with_those_that_are_known(document, known):
    """HTML has no namespaces."""
    with pytest.raises(EvaluationError) as caught:
        select(document, "//zz:a")
    assert f"prefixes that are known here: {known};" in caught.value.hint
