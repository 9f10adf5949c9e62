"""Fragments: what a cut leaves of a secret."""

import base64
import html
import json
import re
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itest.evaluate.telling.fragments import LEAST, Fragments
from itest.evaluate.telling.redact import Redactor

SECRET = "correct-horse-battery"
ODD = 'Lq"7&é\'x\\n😀/ k%2<Zw\\\\uzed\\"R'
"""Whatever an encoder writes in its own way, and what looks like an escape and is none."""
WIDTHS = (17, 40, 60)
"""Characters between two cuts; the windows of a diff and of a syntax error have 60."""


def each_character(form):
    """The encoder that writes every character in this way."""
    return lambda text: "".join(map(form, text))


def percent_all(text):
    return "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "surrogatepass"))


def json_inner(text):
    return json.dumps(text)[1:-1]


def json_all(text):
    units = text.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[index : index + 2].hex()}" for index in range(0, len(units), 2))


def wrapped(encode, width, joint):
    def broken(text):
        dressed = encode(text)
        return joint.join(dressed[start : start + width] for start in range(0, len(dressed), width))

    return broken


def on_top(*encoders):
    """The first one's text in the second one's, and so on."""

    def dressed(text):
        for encode in encoders:
            text = encode(text)
        return text

    return dressed


decimal = each_character(lambda character: f"&#{ord(character)};")
padded = each_character(lambda character: f"&#{ord(character):07d};")
hexadecimal = each_character(lambda character: f"&#x{ord(character):x};")
DRESSES = {
    "as it is": str,
    "percent": lambda text: quote(text, safe=""),
    "percent, everything": percent_all,
    "percent, small letters": lambda text: percent_all(text).lower(),
    "percent twice": on_top(percent_all, lambda text: quote(text, safe="")),
    "form": quote_plus,
    "json": json_inner,
    "json, not ascii": lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    "json, everything": json_all,
    "json in json": on_top(json_inner, json_inner),
    "json in json, everything": on_top(json_all, json_inner),
    "json in json in json": on_top(json_inner, json_inner, json_inner),
    "percent of json": on_top(json_inner, percent_all),
    "percent of json, everything": on_top(json_all, quote),
    "json of percent": on_top(percent_all, json_all),
    "javascript": each_character(lambda c: f"\\x{ord(c):02x}" if ord(c) < 256 else json_all(c)),
    "html": html.escape,
    "html twice": on_top(html.escape, html.escape),
    "decimal references": decimal,
    "padded references": padded,
    "hexadecimal references": hexadecimal,
    "HEXADECIMAL references": each_character(lambda character: f"&#X{ord(character):X};"),
    "references twice": on_top(decimal, html.escape),
    "references of references": on_top(html.escape, hexadecimal),
    "references of percent": on_top(percent_all, hexadecimal),
    "percent of references": on_top(hexadecimal, percent_all),
    "percent twice of references": on_top(decimal, percent_all, lambda text: quote(text, safe="")),
    "references of json": on_top(json_inner, html.escape),
    "json of references": on_top(decimal, json_all),
    "shell": lambda text: text.replace("'", "'\\''"),
    "shell with double quotes": lambda text: text.replace("'", "'\"'\"'"),
    "shell in json": on_top(lambda text: text.replace("'", "'\\''"), json_inner),
    "sql": lambda text: text.replace("'", "''"),
    "wrapped": wrapped(str, 7, "\n"),
    "wrapped and indented": wrapped(str, 5, "\r\n" + " " * 12),
    "wrapped json": wrapped(json_inner, 9, "\n"),
    "wrapped references": wrapped(decimal, 10, "\r\n\t"),
    "json of wrapped": on_top(wrapped(str, 5, "\r\n"), json_inner),
    "hex": lambda text: text.encode().hex(),
    "HEX": lambda text: text.encode().hex().upper(),
    "hex in percent": on_top(lambda text: text.encode().hex(), percent_all),
}
DEEP = {
    "json, references, percent": on_top(json_all, hexadecimal, lambda text: quote(text, safe="")),
    "percent, json, references": on_top(percent_all, json_all, hexadecimal),
    "references, percent, json": on_top(decimal, percent_all, json_all),
}
BASE64 = {
    f"{name} after {before}": (lambda text, encode=encode, dress=dress, before=before: dress(
        encode(b"xy"[:before] + text.encode()).decode()
    ), dress)
    for name, encode, dress in [
        ("base64", base64.b64encode, str),
        ("base64url", base64.urlsafe_b64encode, str),
        ("base64 in percent", base64.b64encode, lambda text: quote(text, safe="")),
        ("base64 in references", base64.b64encode, hexadecimal),
        ("base64 wrapped", base64.b64encode, wrapped(str, 7, "\n  ")),
    ]
    for before in range(3)
}  # fmt: skip


def runs(secret, encode):
    """All that may not be left of a secret in this dress: each of its runs, as they are and dressed."""
    found = [secret[start : start + LEAST] for start in range(len(secret) - LEAST + 1)]
    return {plain(text) for run in found for text in (run, encode(run))}


def base64_runs(secret, dress):
    """The part of each run that is certain, at each alignment, in both alphabets."""
    found = [secret[start : start + LEAST].encode() for start in range(len(secret) - LEAST + 1)]
    return {
        plain(dress(encode(b"\0" * before + run).decode()[(before * 8 + 5) // 6 : (before + len(run)) * 8 // 6]))
        for run in found
        for before in range(3)
        for encode in (base64.b64encode, base64.urlsafe_b64encode)
    }


def plain(text):
    """A text without line breaks, real or written."""
    return re.sub(r"\r?\n[ \t]*|\\r\\n", "", text)


def previews(dressed):
    """The text cut at its end, at its start and on both sides, at every position."""
    for cut in range(len(dressed) + 1):
        yield f"is {dressed[:cut]}…"
        yield f"…{dressed[cut:]} it is"
        for width in WIDTHS:
            yield f"…{dressed[cut : cut + width]}…"


def shown(secret, dressed, forbidden):
    """The previews that show a run of the secret, with what they come to."""
    redactor = Redactor()
    redactor.add(secret)
    return [
        (preview, left, run)
        for preview in previews(dressed)
        for left in [redactor.redact_text(preview)]
        for run in forbidden
        if run in plain(left)
    ]


@pytest.mark.parametrize("secret", ["TokenWithout7Oddities", ODD], ids=["word", "odd"])
@pytest.mark.parametrize("dress", DRESSES)
def test_a_cut_shows_no_part_of_a_dressed_secret(dress, secret):
    """Wherever a preview is cut, no four characters can be read from what is left."""
    encode = DRESSES[dress]
    redactor = Redactor()
    redactor.add(secret)
    assert "[***]" == redactor.redact_text(f"[{encode(secret)}]")
    assert [] == shown(secret, encode(secret), runs(secret, encode))


@pytest.mark.parametrize("dress", BASE64)
def test_a_cut_shows_no_part_of_a_secret_in_base64(dress):
    """Nor from base64, at whichever of its three alignments."""
    encode, dressed = BASE64[dress]
    assert [] == shown(ODD, encode(ODD), base64_runs(ODD, dressed) | runs(ODD, str))


@pytest.mark.parametrize("dress", DEEP)
def test_a_cut_shows_no_part_of_a_secret_in_three_dresses(dress):
    """A cut may divide an escape of each of them at once."""
    encode = DEEP[dress]
    assert [] == shown("t0k3ns", encode("t0k3ns"), runs("t0k3ns", encode))


@settings(derandomize=True, max_examples=300)
@given(
    st.text(alphabet=st.sampled_from("ab01%&#;\\u'\" \nxé😀"), min_size=LEAST, max_size=14),
    st.sampled_from(sorted(set(DRESSES) - {dress for dress in DRESSES if "wrapped" in dress})),
    st.data(),
)
def test_a_cut_shows_no_part_of_any_secret(secret, dress, data):
    """Secrets that look like escapes themselves are none."""
    secret = secret.strip()
    if len(secret) < LEAST:
        return
    dressed = DRESSES[dress](secret)
    start = data.draw(st.integers(0, len(dressed)))
    preview = f"…{dressed[start : start + data.draw(st.integers(0, len(dressed)))]}…"
    redactor = Redactor()
    redactor.add(secret)
    left = redactor.redact_text(preview)
    for index in range(len(secret) - LEAST + 1):
        run = secret[index : index + LEAST]
        assert run not in left
        assert DRESSES[dress](run) not in left


@pytest.mark.parametrize("size", [*range(14, 18), *range(30, 36)])
def test_bytes_that_are_cut_before_they_are_shown(size):
    """Their base64 ends in a character of its own and in padding; a character that the cut divided is replaced."""
    secret = "Pässwörter-sünd-geheim"
    redactor = Redactor()
    redactor.add(secret)
    data = f"before {secret} behind".encode()
    forbidden = base64_runs(secret, str)
    for start in range(len(data)):
        piece = data[start : start + size]
        left = redactor.redact_text(f'"{base64.b64encode(data[:size]).decode()}…"')
        assert [] == [run for run in forbidden if run in left]
        left = redactor.redact_text(f"…{piece.decode(errors='replace')}…")
        assert [] == [run for run in runs(secret, str) if run in plain(left)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("is correct-hor…", "is ***…"),
        ("…se-battery it is", "…*** it is"),
        ("…horse-bat…", "…***…"),
        ("is correct%2Dh%6…", "is ***…"),
        ("is corr… and …tery", "is ***… and …***"),
        ("is &#99;&#111;&#114;&#114;&#1…", "is ***…"),
        ("is correct\\u002dhor\\…", "is ***…"),
        ("is cor… not", "is cor… not"),
        ("correct… horse", "***… horse"),
        ("correctly… hidden", "correctly… hidden"),
        ("… one battery", "… one battery"),
        ("other… things …entirely", "other… things …entirely"),
        ("no cut: correct-hor", "no cut: correct-hor"),
    ],
)
def test_what_stands_beside_a_cut_is_hidden(text, expected):
    """A beginning before it, an end behind it, an inside between two; half an escape goes with it."""
    redactor = Redactor()
    redactor.add(SECRET)
    assert expected == redactor.redact_text(text)


def test_the_longest_fragment_is_found():
    """A secret that begins like a longer one does not leave the rest of that to be seen."""
    fragments = Fragments()
    for needle in ("abcd", "abcdefgh"):
        fragments.learn(needle)
    assert [(0, 6)] == list(fragments.found("abcdef…"))
