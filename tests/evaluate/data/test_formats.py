"""Formats accept what their RFCs say and nothing that only looks like it."""

import pytest

from itest.evaluate.data.formats import FORMATS, conforms

GOOD = {
    "uuid": ["2eb8aa08-aa98-11ea-b4aa-73b441d16380", "2EB8AA08-AA98-11EA-B4AA-73B441D16380"],
    "date": ["2024-02-29"],
    "date-time": ["1963-06-19T08:30:06.283185Z", "1990-12-31T15:59:50.1-08:00", "1998-12-31T23:59:60Z"],
    "time": ["08:30:06Z", "23:59:60+00:00"],
    "duration": ["P4DT12H30M5S", "P1Y2M", "PT1M2S", "P2W", "P01D"],
    "email": ["joe.bloggs@example.com", '"joe bloggs"@example.com', "a@[127.0.0.1]", "a@[IPv6:::1]", "te~st@localhost"],
    "idn-email": ["실례@실례.테스트", '"δοκιμή"@example.com', "joe.bloggs@example.com", "a" * 64 + "@example.com"],
    "hostname": ["www.example.com", "1host", "a--b.com", "xn--9n2bp8q.xn--9t4b11yi5a", "XN--LL-0EA", "a" * 63 + ".com"],
    "idn-hostname": ["例え.jp", "a\u3002b", "l·l", "xn--ihqwcrb4cv8a8dqg056pqjye", "h0st-name", "الأردن.example"],
    "ipv4": ["192.168.0.1"],
    "ipv6": ["::1", "1:2:3:4:5:6:7:8", "::ffff:192.168.0.1"],
    "uri": [
        "http://foo.bar/?baz=qux#quux",
        "urn:x:y",
        "http://[::1]:80/a;b",
        "http://[V1.fe]",
        "mailto:a@b.c",
        "a:",
        "http:",
    ],
    "uri-reference": ["/abc", "#frag", "", "//host/a", "a/b:c", "?q", "a%20b"],
    "uri-template": ["http://e.com/{term}", "", "{a:1000,b*}", "{%41}", "{?a.b}", "it's", "a%41é{+v}"],
    "iri": ["http://ƒøø.ßår/", "http://a/?\ue000", "http://a/\U0001f600#é"],
    "iri-reference": ["/âππ", "é"],
    "json-pointer": ["/foo/0", "", "/", "/a~0~1", "/é"],
    "relative-json-pointer": ["0/foo", "1", "100", "0#", "0//"],
    "regex": ["^a+$", "(?<name>a)", r"\p{Letter}\cA[^]", r"(?<=a+)b"],
}
BAD = {
    "uuid": ["2eb8aa08aa9811eab4aa73b441d16380", "2eb8aa08-aa98-11ea-b4aa-73b441d1638", "{2eb8aa08-aa98-11ea-b4aa}"],
    "date": ["2023-02-29", "2024-2-1", "20240201", "2024-02-29\n"],
    "date-time": ["2024-01-01T00:00:00", "2024-01-01 00:00:00Z", "2024-13-01T00:00:00Z", "1998-12-31T22:59:60Z"],
    "time": ["08:30:06", "25:00:00Z", "08:30:06+00:60"],
    "duration": ["PT1D", "P", "PT", "P1Y2D", "PT1H2S", "P1WT1H", "PT0.5S", "PT0,5S", "-P1D", "P1e2D", "P1D\n", "P२Y"],
    "email": [
        "2962",
        ".a@b.c",
        "a.@b.c",
        "a..b@c.d",
        "a@b=c.d",
        "a@[300.0.0.1]",
        "a@",
        "a b@c.d",
        "a" * 65 + "@b.c",
        "é@b.c",
    ],
    "idn-email": ["2962", "실례@", "user＠example.com", "실" * 22 + "@example.com"],
    "hostname": [
        "-bad-",
        "a_b.example",
        "example.",
        "",
        "a..b",
        "example.com\n",
        "\u212aelvin.com",
        "xn--X",
        "xn--la-0ea",
        "a" * 64,
    ],
    "idn-hostname": [
        "〮한국",
        "example.",
        "a\u3002",
        "",
        "a..b",
        "-hello",
        "a·l",
        "0a.א",
        "xn--X",
        "xn--example-",
        "xn---9uc",
        "ü" * 63,
    ],
    "ipv4": ["256.1.1.1", "1.2.3", "1.2.3.4\n", "01.2.3.4"],
    "ipv6": ["12345::", "::1%eth0", "1.2.3.4"],
    "uri": [
        "/relative",
        "http://a b",
        "\\\\WINDOWS",
        "http://[::ffff:1.2.3.04]/",
        "http://a/%zz",
        "http://a/\n",
        "1a:b",
        "a:[",
        "",
    ],
    "uri-reference": ["\\\\WINDOWS", "//[::01.2.3.4]/", "a b", "é", "a#b#c"],
    "uri-template": [
        "http://e.com/{term",
        "{}",
        "{a,,b}",
        "{v:0}",
        "{v:10000}",
        "{v:01}",
        "a b",
        "{a..b}",
        "{a=b}",
        "}",
        "\x7f",
    ],
    "iri": [
        "relative",
        "http://a/\ue000",
        "http://a/#\ue000?\ue000",
        "http://a/ é",
        "é://a",
        "http://a:é/",
        "http://a/\ufdd0",
        "http://ƒ/\n",
    ],
    "iri-reference": ["\\\\WINDOWS"],
    "json-pointer": ["foo", "/~2", "/a~", "#/a"],
    "relative-json-pointer": ["/foo", "", "01/a", "1#/a", "0##", "-1", "١/foo", "1\n", "0/~2"],
    "regex": ["^(abc]", r"a\Z", r"\a", "(?i)a", "(?P<n>a)", "a++"],
}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in GOOD.items() for text in texts])
def test_a_text_of_the_format_conforms(name, text):
    """As the grammar of its RFC has it."""
    assert conforms(text, name)


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in BAD.items() for text in texts])
def test_a_text_that_is_not_of_the_format_does_not_conform(name, text):
    """Near misses are misses."""
    assert not conforms(text, name)


def test_every_format_has_its_examples():
    """No name is offered that nothing stands behind."""
    assert (set(FORMATS), set(FORMATS)) == (set(GOOD), set(BAD))


def test_endless_text_is_of_no_format():
    """The checkers are not run on it."""
    assert not conforms("a" * 100_000 + "@example.com", "email")
