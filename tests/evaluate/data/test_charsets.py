"""Charsets: which are known, and which of several stands first."""

import pytest

from itest.evaluate.data.charsets import codec_of, encoding


@pytest.mark.parametrize(
    ("charset", "codec"),
    [
        ("UTF-8", "utf-8"),
        ("latin1", "iso8859-1"),
        ("windows-1252", "cp1252"),
        ("utf-16le", "utf-16-le"),
        ("no-such", None),
        ("hex", None),
        ("zlib_codec", None),
        ("punycode", None),
        ("undefined", None),
        ("unicode_escape", None),
        ("utf\0", None),
        ("", None),
    ],
)
def test_a_charset_is_one_of_texts(charset, codec):
    """Python's own codecs are none."""
    assert codec == codec_of(charset)


@pytest.mark.parametrize(
    ("data", "declared", "kind", "codec"),
    [
        (b"\xef\xbb\xbf<meta charset=latin1>", "ascii", "html", "utf-8-sig"),
        (b"<meta charset=latin1>", "ascii", "html", "ascii"),
        (b"<meta charset=latin1>", "no-such", "html", "iso8859-1"),
        (b"<meta charset=latin1>", None, "text", "utf-8"),
        (b"<?xml version='1.0' encoding='latin1'?>", None, "xml", "iso8859-1"),
        (b"", None, "", "utf-8"),
    ],
)
def test_the_nearest_to_the_text_decides(data, declared, kind, codec):
    """Its mark, what is declared, what it says of itself."""
    assert codec == encoding(data, declared, kind)
