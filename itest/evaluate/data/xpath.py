"""XPath 1.0 over XML and HTML: the one place that knows lxml. Loaded lazily.

XML has no entities, no network, and no sizes beyond libxml2's bounds; what a DOCTYPE names is never fetched, and one
that declares something itself is an error. Prefixes are those the document declares,
wherever it does; `_` stands for its default namespace (XPath 1.0 has none, so a bare name means an element without
namespace). HTML has no namespaces; its element names are lower case.
"""

from __future__ import annotations

import codecs
import re
import threading
from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from lxml import etree, html

from itest.evaluate.data.charsets import codec_of
from itest.evaluate.data.documents import encoding_of, markup, text_of, unreadable
from itest.evaluate.data.suggest import did_you_mean
from itest.evaluate.data.xpath_cost import DEEPEST, LIMIT, cost
from itest.evaluate.data.xpath_text_cost import text_cost
from itest.model.lazy_pattern import lazy_pattern
from itest.model.problem import EvaluationError
from itest.model.values import EMPTY, Document, Value

DEFAULT_PREFIX = "_"
MAX_TAGS = 300_000
"""Tags and attributes of one document."""
MAX_TEXT = 10_000_000
"""Characters of the texts that one XPath selects, where the document itself is no longer."""


_DOCTYPE = lazy_pattern(
    r"""\ufeff?(?:\s|<\?.*?\?>|<!--.*?-->)*<!DOCTYPE(?:[^\[>"']|"[^"]*"|'[^']*')*(?P<subset>\[(?!\s*\]\s*>))?""",
    re.DOTALL,
)
"""The beginning of a document up to its internal subset, where that is not empty."""
_QUOTED = lazy_pattern(r"""'[^']*'|"[^"]*\"""")
_BARE = lazy_pattern(r"(?<![\w:@$.-])[A-Za-z_][\w.-]*(?![\w.-]|\s*[:(])")
"""Names without a prefix that are no functions, axes or attributes."""
_MANY = 200
"""Names of elements among which a similar one is looked for; in more, nobody would find it useful."""
_LEANER = (
    "name the way (`/a/b/c`) instead of using `//` twice, `//` in brackets, `ancestor::` or `following::`, and "
    "compare elements without others in them"
)


class _Parsed:
    """A document's tree with the namespaces it declares; used by one scenario, so by one thread at a time."""

    def __init__(self, root: Any, namespaces: Mapping[str, str], length: int) -> None:
        self.root = root
        self.namespaces = namespaces
        self.length = length
        self.nodes = sum(1 for _ in root.iter(etree.Element))

    @cached_property
    def extent(self) -> tuple[int, int]:
        """Levels of elements, the root's the first, and the characters of the texts of all elements together."""
        deepest = level = characters = 0
        for event, node in etree.iterwalk(self.root, events=("start", "end")):
            level += 1 if event == "start" else -1
            deepest = max(deepest, level)
            characters += len((node.text if event == "start" else node.tail) or "") * level
        return deepest, characters

    def is_too_much_work(self, expression: str) -> bool:
        """Whether evaluating the expression would take too long, or too much memory."""
        levels, characters = DEEPEST, self.length * DEEPEST
        if self._work(expression, levels, characters) <= LIMIT:
            return False
        # Both take a walk, and are asked only where the deepest of documents would be too much.
        return self._work(expression, *self.extent) > LIMIT

    def _work(self, expression: str, levels: int, characters: int) -> float:
        return cost(expression, self.nodes, levels) + text_cost(expression, self.nodes, levels, self.length, characters)


_parsed: WeakKeyDictionary[Document, _Parsed] = WeakKeyDictionary()
_lock = threading.Lock()


def select(
    source: Document | str, expression: str, kind: str | None = None, namespaces: Mapping[str, str] = EMPTY
) -> Value:
    """What the expression selects: the texts of nodes as a list, or the text, number or boolean of a function.

    `kind` is `xml` or `html` where the media type does not say (text counts as XML then). `namespaces` are prefixes
    beside those of the document, before which they come. Raises `EvaluationError`:
    IT207 where the document cannot be read, IT323 where the expression cannot be evaluated, IT216 where that would take
    too long.
    """
    parsed = _tree(source, kind)
    if parsed.is_too_much_work(expression):
        message = f"the XPath `{expression}` would take too long on a document of {parsed.nodes:,} elements"
        raise EvaluationError(message, code="IT216", hint=_LEANER)
    known = {**parsed.namespaces, **namespaces}
    try:
        result = _compiled(expression, tuple(known.items()))(parsed.root)
    except etree.XPathError as error:
        message = f"the XPath `{expression}` cannot be evaluated: {error}"
        raise EvaluationError(message, code="IT323", hint=_hint(error, known)) from None
    return _value(result, max(MAX_TEXT, parsed.length))


def absence_hint(source: Document, expression: str, namespaces: Mapping[str, str] = EMPTY) -> str:
    """How to write an XPath that selects nothing: with the namespace or the name that an element has in the document,
    or from another place; `""` where nobody knows."""
    parsed = _tree(source, None)
    prefixes = {uri: prefix for prefix, uri in {**parsed.namespaces, **namespaces}.items()}
    bare = set(_BARE.findall(_QUOTED.sub("''", expression)))
    there: set[str] = set()
    for element in parsed.root.iter(etree.Element):
        name = etree.QName(element)
        if len(there) <= _MANY:
            there.add(name.localname)
        if name.localname in bare and name.namespace in prefixes:
            written = f"{prefixes[name.namespace]}:{name.localname}"
            return f"`{name.localname}` is in the namespace `{name.namespace}`: write `{written}`"
    if bare == {expression} and expression in there:
        return f"`{expression}` looks below the root element only, `//{expression}` everywhere"
    for name in sorted(bare) if len(there) <= _MANY else ():
        if name not in there and (question := did_you_mean(name, sorted(there))):
            return f"there is no element `{name}`; {question}"
    return ""


def syntax_problem(expression: str) -> str:
    """Why the text is no XPath 1.0, `""` where it is one; prefixes are the document's to declare."""
    try:
        _compiled(expression, ())
    except etree.XPathSyntaxError as error:
        return str(error)
    except etree.XPathError:
        return ""
    return ""


@lru_cache(maxsize=1024)
def _compiled(expression: str, namespaces: tuple[tuple[str, str], ...]) -> Any:
    # Without EXSLT's regular expressions: they would run unlimited.
    return etree.XPath(expression, namespaces=dict(namespaces), regexp=False, smart_strings=False)


def _hint(error: etree.XPathError, known: Mapping[str, str]) -> str:
    if "namespace" not in str(error).lower():
        return ""
    there = ", ".join(f"`{prefix}`" for prefix in known if prefix != DEFAULT_PREFIX)
    default = f"`{DEFAULT_PREFIX}` for the default namespace" if DEFAULT_PREFIX in known else ""
    listed = " and ".join(part for part in (there, default) if part) or "none"
    others = "`namespaces: {o: 'urn:orders'}` of the file or project declares others"
    return f"prefixes that are known here: {listed}; {others}"


def _tree(source: Document | str, kind: str | None) -> _Parsed:
    if isinstance(source, str):
        return _parse(Document(source.encode("utf-8", "replace"), charset="utf-8"), kind or "xml")
    with _lock:
        known = _parsed.get(source)
    if known is None:
        known = _parse(source, kind or markup(source) or "xml")
        with _lock:
            _parsed[source] = known
    return known


def _parse(document: Document, kind: str) -> _Parsed:
    if document.unreadable:
        raise unreadable(document)
    # Judged before anything is made of it: ten megabytes of tags would take half a gigabyte.
    if document.data.count(b"<") + document.data.count(b"=") > MAX_TAGS:
        message = f"the body has more than {MAX_TAGS:,} tags and attributes, which is more than is read"
        raise EvaluationError(message, code="IT207")
    try:
        root = _html(document) if kind == "html" else _xml(document)
    except (etree.LxmlError, ValueError, LookupError) as error:
        raise EvaluationError(f"the body says it is {kind.upper()} and cannot be read: {error}", code="IT207") from None
    if root is None:
        raise EvaluationError(f"the body says it is {kind.upper()} and is empty", code="IT207")
    return _Parsed(root, {} if kind == "html" else _namespaces(root), len(document.data))


def _xml(document: Document) -> Any:
    data, encoding = _transcoded(document)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        encoding=encoding,
    )
    root = etree.fromstring(data, parser)
    about = root.getroottree().docinfo
    if about.internalDTD is not None and _declares(data, about.encoding):
        message = "the document type of the XML declares something of its own (an internal subset), which is not read"
        raise EvaluationError(message, code="IT207", hint="a DOCTYPE that only names a DTD is passed over")
    return root


def _declares(data: bytes, encoding: str | None) -> bool:
    """Whether the DOCTYPE of a document has an internal subset with anything in it."""
    encoding = "utf-16" if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else encoding
    found = _DOCTYPE.match(data.decode(encoding or "utf-8", "replace"))
    return found is None or bool(found["subset"])


def _html(document: Document) -> Any:
    if not document.data.strip():
        return None
    text = text_of(document).replace("\0", "\ufffd")
    # Declared as UTF-8 after decoding, so that no `<meta charset>` decides anew.
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)


def _transcoded(document: Document) -> tuple[bytes, str | None]:
    """The bytes and their encoding: a declared charset wins over the XML declaration, and a byte order mark over both
    (RFC 7303, 3). An unknown charset leaves it to the document."""
    if document.charset and codec_of(document.charset):
        return document.data.decode(encoding_of(document)).encode("utf-8"), "utf-8"
    return document.data, None


def _namespaces(root: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    default = ""
    for element in root.iter(tag=etree.Element):
        for prefix, uri in element.nsmap.items():
            if prefix is None:
                default = default or uri
            else:
                found.setdefault(prefix, uri)
    if default:
        found.setdefault(DEFAULT_PREFIX, default)
    return found


def _value(result: Any, most: int) -> Value:
    if isinstance(result, list):
        return _texts(result, most)
    if isinstance(result, float):
        return _number(result)
    return result if isinstance(result, bool) else str(result)


def _number(value: float) -> Value:
    number = Decimal(repr(value))
    if not number.is_finite():
        return str(value)  # XPath's NaN and infinities are no numbers of JSON
    return int(number) if number == number.to_integral_value() and abs(number) < 2**53 else number


def _texts(nodes: list[Any], most: int) -> list[Value]:
    """The text of each; elements inside of one another have the same text many times."""
    texts: list[Value] = []
    for node in nodes:
        texts.append(text := _node_text(node))
        most -= len(text)
        if most < 0:
            message = "the XPath selects elements inside of one another whose texts are too long together"
            raise EvaluationError(message, code="IT216", hint="select the innermost of them, or their `text()`")
    return texts


def _node_text(node: Any) -> str:
    if isinstance(node, str):
        return str(node)
    if isinstance(node, tuple):  # a namespace node: (prefix, uri)
        return str(node[1])
    return "".join(node.itertext()) if isinstance(node.tag, str) else (node.text or "")
