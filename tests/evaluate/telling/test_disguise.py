"""`evaluate.disguise`: what a secret is searched as, and the ways a text is read."""

import pytest

from itest.evaluate.telling.disguise import forms, readings


def test_a_secret_is_searched_as_it_is_and_encoded():
    """Raw, hexadecimal in both cases, base64 whole and in the part that is certain at each alignment."""
    whole = {"k~~1", "6b7e7e31", "6B7E7E31", "a35+MQ==", "a35+MQ", "a35-MQ==", "a35-MQ"}
    aligned = {"a35+M", "a35-M", "t+fj", "t-fj", "rfn4x"}
    assert set(forms("k~~1")) == whole | aligned


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("plain", {"plain"}),
        ("a%20%C3%A9", {"a%20%C3%A9", "a é"}),
        (r"\u00e9\ud83d\ude00\"", {r"\u00e9\ud83d\ude00\"", 'é😀"'}),
        ("a&amp;&#98;&#x63;&nosuch;", {"a&amp;&#98;&#x63;&nosuch;", "a&bc&nosuch;"}),
        ("a\r\n   b", {"a\r\n   b", "ab"}),
        ("%5Cn", {"%5Cn", "\\n", "\n", ""}),
    ],
)
def test_a_text_is_read_in_each_way_it_may_be_meant(text, read):
    """Each encoding by itself and on top of others."""
    assert {each for each, _ in readings(text)} == read


@pytest.mark.parametrize("text", ["x &#x41;B%43 y", "x %26%23x41;BC y", "x A\n  BC y"])
def test_a_stretch_leads_back_to_where_it_came_from(text):
    """What is found in a reading is hidden in the text itself, no more and no less."""
    found = {origin(read.index("ABC"), read.index("ABC") + 3) for read, origin in readings(text) if "ABC" in read}
    assert found == {(2, len(text) - 2)}


def test_large_texts_are_read_less_deeply():
    """A hostile text of every encoding would else take seconds."""
    text = "%2526lt;"
    small = {read.strip() for read, _ in readings(text)}
    large = {read.strip() for read, _ in readings(text + " " * 100_000)}
    assert ("<" in small, "<" in large) == (True, False)


@pytest.mark.parametrize("escapes", ["%c0%80", "%ed%a0%80", "%f7%bf%bf%bf", "%e0%80%80"])
def test_percent_escapes_that_are_no_utf_8_are_read_as_latin_1(escapes):
    """They look like it; what stands beside them is read all the same."""
    read = {each for each, _ in readings(f"{escapes} %2D")}
    assert f"{bytes.fromhex(escapes.replace('%', '')).decode('latin-1')} -" in read
