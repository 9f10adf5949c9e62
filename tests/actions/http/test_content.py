"""Bodies as bytes, and what a Content-Type that is written by hand says of them."""

import pytest

from itest.actions.http.check import check
from itest.actions.http.files import media_type_of
from itest.evaluate.data.documents import read
from itest.model.exchange import PrepareError


def sent(client, headers=None, **arguments):
    """The body and its `Content-Type` as they are sent."""
    request = client.prepare("http://h.test/", headers=headers, **arguments)
    return request.content.data, next(h.value for h in request.headers if h.name.lower() == "content-type")


@pytest.mark.parametrize(
    ("written", "body", "data"),
    [
        ("text/plain; charset=ISO-8859-15", {"text": "5 € für Zoë"}, "5 € für Zoë".encode("iso-8859-15")),
        ('text/xml;Charset="utf-16le"', {"text": "ë"}, "ë".encode("utf-16-le")),
        ("text/plain; charset=windows-1252", {"text": "€"}, b"\x80"),
        ("text/plain; charset=UTF-8", {"text": "ë"}, "ë".encode()),
        ("application/xml", {"text": "ë"}, "ë".encode()),
        ("application/json; charset=latin1", {"json": {"a": "ë"}}, b'{"a":"\xeb"}'),
        ("application/x-www-form-urlencoded; charset=latin1", {"form": {"ë": "ë"}}, b"%EB=%EB"),
    ],
)
def test_a_body_is_sent_in_the_charset_that_its_type_declares(client, written, body, data):
    """UTF-8 where it declares none; the type is sent as it was written, and the result's `request` shows the text."""
    assert (data, written) == sent(client, {"content-type": written}, **body)
    shown = client.prepare("http://h.test/", headers={"Content-Type": written}, **body).shown["body"]
    assert shown.encode("latin-1" if "latin1" in written else "utf-8") == (
        data if "latin1" in written else shown.encode()
    )


def test_a_service_declares_a_charset_too(client):
    """What is inherited holds."""
    client.service("shop", "http://h.test", headers={"Content-Type": "text/plain; charset=latin-1"})
    assert b"\xeb" == client.prepare("/", "shop", text="ë").content.data
    assert "ë".encode() == client.prepare("/", "shop", text="ë", headers={"Content-Type": None}).content.data


def test_a_part_is_sent_in_the_charset_of_its_type(client):
    """Each its own."""
    data, _ = sent(client, multipart=[{"name": "a", "value": "ë", "type": "text/plain; charset=latin-1"}])
    assert b"Content-Type: text/plain; charset=latin-1\r\n\r\n\xeb\r\n" in data


@pytest.mark.parametrize(
    ("headers", "arguments", "pointer", "message"),
    [
        (
            {"Content-Type": "text/plain; charset=klingon"},
            {"text": "a"},
            ("headers", "Content-Type"),
            "the charset klingon is unknown",
        ),
        (
            {"content-type": "text/plain; charset=hex"},
            {"form": {"a": 1}},
            ("headers", "content-type"),
            "the charset hex is unknown",
        ),
        (
            {"Content-Type": "text/plain; charset=latin-1"},
            {"text": "5 €"},
            ("text",),
            r"the body holds '\u20ac' (character 3), which latin-1 does not have",
        ),
        (
            {"Content-Type": "application/json; charset=ascii"},
            {"json": ["ë"]},
            ("json",),
            r"the body holds '\xeb' (character 3), which ascii does not have",
        ),
        (
            {"Content-Type": "multipart/form-data; boundary="},
            {"multipart": {"a": "1"}},
            ("headers", "Content-Type"),
            "`` cannot be a boundary",
        ),
        (
            {"Content-Type": f"multipart/mixed; boundary={'x' * 71}"},
            {"multipart": {"a": "1"}},
            ("headers", "Content-Type"),
            f"`{'x' * 71}` cannot be a boundary",
        ),
        (
            {"Content-Type": 'multipart/mixed; boundary="a%b"'},
            {"multipart": {"a": "1"}},
            ("headers", "Content-Type"),
            "`a%b` cannot be a boundary",
        ),
        (None, {"base64": "a"}, ("base64",), "this is not base64: "),
        (None, {"base64": "a%=="}, ("base64",), "this is not base64: "),
    ],
)
def test_what_cannot_be_said_is_known_before_the_run(client, headers, arguments, pointer, message):
    """The loader and `prepare` agree on it."""
    with pytest.raises(PrepareError) as caught:
        client.prepare("http://h.test/", headers=headers, **arguments)
    assert (pointer, True) == (caught.value.pointer, caught.value.message.startswith(message))
    foreseen = [error.message for error in check({"url": "http://h.test/", "headers": headers or {}, **arguments})]
    assert [caught.value.message] == foreseen


def test_a_boundary_that_stands_in_a_part_is_refused(client):
    """It would end the part there."""
    with pytest.raises(PrepareError, match="the boundary xyz stands in a part"):
        sent(client, {"Content-Type": "multipart/form-data; boundary=xyz"}, multipart={"a": "b--xyz"})


@pytest.mark.parametrize(
    ("written", "shown", "mark"),
    [
        ("multipart/form-data", "multipart/form-data; boundary=itest-", b"--itest-"),
        ("Multipart/Mixed;", "Multipart/Mixed; boundary=itest-", b"--itest-"),
        ("multipart/related; type=text/xml", "multipart/related; type=text/xml; boundary=itest-", b"--itest-"),
        ("multipart/form-data; boundary=xyz", "multipart/form-data; boundary=xyz", b"--xyz\r\n"),
        ('multipart/form-data; Boundary="x y"; a=b', 'multipart/form-data; Boundary="x y"; a=b', b"--x y\r\n"),
        ("text/plain", "text/plain", b"--itest-"),
    ],
)
def test_a_multipart_type_written_by_hand_and_the_body_agree(client, written, shown, mark):
    """Ours is added where it has no boundary, its own is used where it has one; another type is sent as it is."""
    data, media_type = sent(client, {"CONTENT-TYPE": written}, multipart={"a": "1"})
    assert media_type.startswith(shown) and data.startswith(mark) and data.endswith(b"--\r\n")
    if "itest-" in media_type:
        assert data.startswith(b"--" + media_type.partition("boundary=")[2].encode() + b"\r\n")


def test_a_body_of_any_bytes(client, server):
    """As base64, over several lines if one likes."""
    assert (b"\x00\xff\x10", "application/octet-stream") == sent(client, base64="AP8\n Q")
    exchange = client.send(f"{server.url}/seen", base64="AP8Q", headers={"Content-Type": "image/x"})
    seen = read(exchange.fields["body"])
    assert ("\x00\xff\x10", "image/x") == (seen["body"], seen["headers"]["content-type"])
    assert ("AP8Q", b"\x00\xff\x10") == (exchange.request["base64"], exchange.request["body"])
    assert exchange.transcript().title.startswith("POST ")


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.json", "application/json"),
        ("a.json.gz", "application/gzip"),
        ("a.GZ", "application/gzip"),
        ("a.tgz", "application/gzip"),
        ("a.tar.bz2", "application/x-bzip2"),
        ("a.csv.xz", "application/x-xz"),
        ("a.br", "application/x-brotli"),
        ("a.zst", "application/zstd"),
        ("a.svgz", "application/gzip"),
        ("a.tar", "application/x-tar"),
        ("a.yaml", "application/yaml"),
        ("a.XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a.png", "image/png"),
        ("a b#c?.txt", "text/plain"),
        ("data:,x.gz", "application/gzip"),
        ("http://h/a.txt", "text/plain"),
        ("a.nosuch", "application/octet-stream"),
        ("gz", "application/octet-stream"),
    ],
)
def test_a_file_is_of_the_type_that_its_name_says(name, media_type):
    """Of a packed one that of the package, the same on every machine."""
    assert media_type == media_type_of(name)
