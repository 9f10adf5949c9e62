"""Formats accept what their RFCs say and nothing that only looks like it."""

import pytest

from itest.evaluate.matching.formats import FORMATS, conforms

GOOD = {
    "uuid": ["2eb8aa08-aa98-11ea-b4aa-73b441d16380", "2EB8AA08-AA98-11EA-B4AA-73B441D16380"],
    "date": ["2024-02-29"],
    "date-time": ["1963-06-19T08:30:06.283185Z", "1990-12-31T15:59:50.1-08:00", "1998-12-31T23:59:60Z"],
    "time": ["08:30:06Z", "23:59:60+00:00"],
    "duration": ["P4DT12H30M5S"],
    "email": ["joe.bloggs@example.com", '"joe bloggs"@example.com', "a@[127.0.0.1]", "a@[IPv6:::1]", "te~st@localhost"],
    "idn-email": ["실례@실례.테스트"],
    "hostname": ["www.example.com"],
    "idn-hostname": ["例え.jp"],
    "ipv4": ["192.168.0.1"],
    "ipv6": ["::1", "1:2:3:4:5:6:7:8", "::ffff:192.168.0.1"],
    "uri": ["http://foo.bar/?baz=qux#quux", "urn:x:y"],
    "uri-reference": ["/abc", "#frag"],
    "uri-template": ["http://e.com/{term}"],
    "iri": ["http://ƒøø.ßår/", "http://a/?\ue000", "http://a/\U0001f600#é"],
    "iri-reference": ["/âππ"],
    "json-pointer": ["/foo/0", ""],
    "relative-json-pointer": ["0/foo"],
    "regex": ["^a+$", "(?<name>a)"],
}
BAD = {
    "uuid": ["2eb8aa08aa9811eab4aa73b441d16380", "2eb8aa08-aa98-11ea-b4aa-73b441d1638", "{2eb8aa08-aa98-11ea-b4aa}"],
    "date": ["2023-02-29", "2024-2-1", "20240201", "2024-02-29\n"],
    "date-time": ["2024-01-01T00:00:00", "2024-01-01 00:00:00Z", "2024-13-01T00:00:00Z", "1998-12-31T22:59:60Z"],
    "time": ["08:30:06", "25:00:00Z", "08:30:06+00:60"],
    "duration": ["PT1D", "P"],
    "email": ["2962", ".a@b.c", "a.@b.c", "a..b@c.d", "a@b=c.d", "a@[300.0.0.1]", "a@", "a b@c.d"],
    "idn-email": ["2962"],
    "hostname": ["-bad-", "a_b.example"],
    "idn-hostname": ["〮한국"],
    "ipv4": ["256.1.1.1", "1.2.3", "1.2.3.4\n", "01.2.3.4"],
    "ipv6": ["12345::", "::1%eth0", "1.2.3.4"],
    "uri": ["/relative", "http://a b", "\\\\WINDOWS"],
    "uri-reference": ["\\\\WINDOWS"],
    "uri-template": ["http://e.com/{term"],
    "iri": [
        "relative",
        "http://a/\ue000",
        "http://a/#\ue000?\ue000",
        "http://a/ é",
        "é://a",
        "http://a:é/",
        "http://a/\ufdd0",
    ],
    "iri-reference": ["\\\\WINDOWS"],
    "json-pointer": ["foo", "/~2"],
    "relative-json-pointer": ["/foo"],
    "regex": ["^(abc]"],
}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in GOOD.items() for text in texts])
def test_a_text_of_the_format_conforms(name, text):
    """Every format is really checked by something installed."""
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
