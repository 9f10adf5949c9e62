"""`evaluate.redact`: secrets are hidden in every dress they travel in, and nothing else is touched."""

import base64
import html
import json
import shlex
import threading
from decimal import Decimal
from pathlib import PurePosixPath
from types import MappingProxyType
from urllib.parse import quote, quote_plus
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itest.evaluate.telling.redact import Redactor
from itest.evaluate.telling.weak import is_weak
from itest.model.exchange import Line, Message, Transcript
from itest.model.record import replace
from itest.model.result import Case, Outcome, StepResult
from itest.model.source import Excerpt, Span

SECRET = "p@ss \"w/o&rd'<1>é\\n"


def redactor(*secrets):
    made = Redactor()
    for secret in secrets:
        made.add(secret)
    return made


@pytest.mark.parametrize(
    "dress",
    [
        str,
        quote,
        quote_plus,
        lambda s: quote(s, safe=""),
        lambda s: quote(s, safe="").lower(),
        lambda s: json.dumps(s)[1:-1],
        lambda s: json.dumps(s, ensure_ascii=False)[1:-1],
        lambda s: json.dumps(s)[1:-1].replace("/", "\\/"),
        lambda s: json.dumps(json.dumps(s)[1:-1])[1:-1],
        lambda s: quote(json.dumps(s)[1:-1]),
        html.escape,
        lambda s: quoteattr(s)[1:-1],
        lambda s: "".join(f"&#{ord(c)};" for c in s),
        lambda s: shlex.quote(s)[1:-1],
        lambda s: s.replace("'", "'\\''"),
        lambda s: s.replace("'", "''"),
        lambda s: s.encode().hex(),
        lambda s: s.encode().hex().upper(),
        lambda s: base64.b64encode(s.encode()).decode(),
        lambda s: base64.urlsafe_b64encode(s.encode()).decode().rstrip("="),
        lambda s: quote(base64.b64encode(s.encode()).decode(), safe=""),
    ],
)
def test_every_dress_of_a_secret_is_hidden(dress):
    """Whatever encoder wrote the secret, the mask stands in its place and the rest stays."""
    assert redactor(SECRET).redact_text(f"[{dress(SECRET)}]") == "[***]"


@pytest.mark.parametrize("before", ["", "u", "us", "use", "user:"])
@pytest.mark.parametrize("after", ["", "!", "!!"])
def test_base64_is_found_at_every_alignment(before, after):
    """A secret inside of longer encoded text (basic auth) is hidden wherever it begins."""
    secret = "s3cr3t-t0ken"
    text = base64.b64encode(f"{before}{secret}{after}".encode()).decode()
    hidden = redactor(secret).redact_text(text)
    assert "***" in hidden
    # Two characters on either side carry bits of a neighbour and at most four bits of the secret.
    assert len(hidden) <= len(text) - len(secret) * 8 // 6 + 2 + len("***")


def test_wrapped_base64_is_hidden():
    """Line breaks inside of an encoded secret do not save it, indented or not."""
    text = base64.encodebytes(b"k" * 70 + b"s3cr3t-t0ken" + b"z" * 9).decode().replace("\n", "\n    ")
    hidden = redactor("s3cr3t-t0ken").redact_text(text)
    assert "***" in hidden
    assert b"s3cr3t" not in base64.b64decode(hidden.replace("***", "AAAA").replace("\n", ""), validate=False)


@pytest.mark.parametrize("name", ["Us3rInfoP4ssWq8z", "ÄrGer-und-ÖL", "Us3r with spaces"])
@pytest.mark.parametrize("dress", [str, lambda s: quote(s, safe=""), quote_plus, json.dumps, html.escape])
def test_a_secret_in_small_letters_is_hidden(name, dress):
    """A host name is shown in small letters, whatever the letters of the secret that is in it."""
    text = f"http://{dress(name.lower())}.invalid/"
    assert "***" in redactor(name).redact_text(text)
    assert name.lower()[-4:] not in redactor(name).redact_text(text)
    assert redactor(name).redact_text(f"the name {name.lower()[:8]}… does not resolve") == (
        "the name ***… does not resolve"
    )


def test_a_short_secret_in_small_letters_is_hidden():
    """As a value of its own."""
    assert redactor("Ab").redact_text("http://x.invalid/?a=ab&b=Ab&c=abc") == "http://x.invalid/?a=***&b=***&c=abc"


def test_a_preview_that_says_beside_it_that_it_was_cut():
    """A message's text has no ellipsis where it was cut, and shows no part of a secret there all the same."""
    made = redactor("correct-horse-battery")
    whole = Message(text="is correct-horse")
    clean = Message(text="is something", cut="cut after 12 characters; the body has 99 bytes")
    assert made.redact(replace(whole, cut=clean.cut)) == Message(text="is ***", cut=clean.cut)
    assert made.redact(replace(whole, text="is correct-\nhorse\r", cut=clean.cut)).text == "is ***"
    assert made.redact(replace(whole, headers=(("X", "correct-horse-battery"),), cut=clean.cut)) == Message(
        text="is ***", headers=(("X", "***"),), cut=clean.cut
    )
    assert made.redact(whole) is whole
    assert made.redact(clean) is clean


def test_a_secret_of_several_lines_is_hidden_line_by_line():
    """A private key is shown line by line in reports, and no line of it is."""
    key = "-----BEGIN KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC\n-----END KEY-----\n"
    made = redactor(key)
    assert made.redact_text("> MIIEvQIBADANBgkq") == "> ***"
    assert made.redact_text(f"key: {key}.") == "key: ***."
    assert made.redact_text(json.dumps({"key": key})) == '{"key": "***"}'
    assert made.redact_text(key.replace("\n", "\r\n")) == "***"


def test_blanks_around_a_secret_do_not_matter():
    """A token read from a file ends with a line feed that the request does not carry."""
    assert redactor("t0ken-value\n").redact_text("Bearer t0ken-value") == "Bearer ***"


def test_overlapping_secrets_leave_no_rest():
    """Where two secrets overlap, neither shows what the other one hid first."""
    assert redactor("abcdef", "defghi").redact_text("x abcdefghi y") == "x *** y"
    assert redactor("token", "token-and-more").redact_text("token-and-more") == "***"


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("ab", "***"),
        ("x=ab; y", "x=***; y"),
        ("cab abbey ab_", "cab abbey ab_"),
        ("here ab stands", "here ab stands"),
    ],
)
def test_a_short_secret_is_hidden_as_a_value_only(text, hidden):
    """Two letters inside of words and sentences are no secret; by themselves they are."""
    assert redactor("ab").redact_text(text) == hidden


@pytest.mark.parametrize("value", ["", "   ", "***"])
def test_nothing_is_no_secret(value):
    """An empty secret would hide everything between all characters."""
    assert redactor(value).redact_text("a b *** c") == "a b *** c"


def test_text_without_secrets_is_the_same_object():
    """Nothing is copied where nothing is hidden."""
    text = "no secret " * 100
    assert redactor("s3cr3t").redact_text(text) is text


def test_what_is_added_later_counts_at_once():
    """A text that was clean before is looked at again."""
    made = redactor("first-one")
    assert made.redact_text("second-one") == "second-one"
    made.add("second-one")
    assert made.redact_text("second-one") == "***"


def test_a_step_that_comes_again_is_not_looked_at_again():
    """It comes by itself and with its scenario, where it is the same one; what became a secret meanwhile counts."""
    made = redactor("first-one")
    step = StepResult(number=1, label="a", outcome=Outcome.FAILED, reason="first-one and second-one")
    hidden = made.redact(step)
    assert hidden.reason == "*** and second-one"
    assert made.redact((step,))[0] is hidden
    made.redact(step)
    made.add("first-one", "TOKEN")
    assert made.redact((step,))[0].reason == hidden.reason
    made.redact(step)
    made.add("second-one")
    assert made.redact((step,))[0].reason == "*** and ***"


@pytest.mark.parametrize("between", ["\n", "\n    "])
def test_lines_are_looked_at_again_when_a_secret_is_new(between):
    """Also where it stands in two of them, and where lines were found clean before."""
    made = redactor("first-one")
    lines = Transcript(title="", received=tuple(map(Line, f"a sec{between}ond-one b".split("\n"))))
    assert made.redact(lines) is lines
    assert made.redact(lines) is lines
    made.add("second-one")
    shown = [line.text.strip() for line in made.redact(lines).received]
    assert ["a ***", "*** b"] == shown


def test_what_stands_beside_lines_is_looked_at():
    """The argument that a line came from may have a key that holds a secret."""
    made = redactor("first-one")
    lines = Transcript(title="", sent=(Line("a"), Line("b", ("json", "first-one", 1))))
    assert ("json", "***", 1) == made.redact(lines).sent[1].pointer


def test_results_are_walked_and_kept_where_they_are_clean():
    """Every text of a record is cleaned, clean parts stay the same objects, and numbers of ours stay numbers."""
    excerpt = Excerpt(Span("a-4829.yaml", 4829, 1, 4829, 2), ((4829, "pin: 4829"),))
    clean = Case(id="b.yaml", file="b.yaml", title="B")
    step = StepResult(number=4829, label="code 4829", outcome=Outcome.FAILED, excerpt=excerpt, size=4829)
    made = redactor("4829", "failed")
    hidden = made.redact(step)
    assert hidden.label == "code ***"
    assert hidden.excerpt.span.file == "a-4829.yaml"
    assert hidden.excerpt.lines == ((4829, "pin: ***"),)
    assert (hidden.number, hidden.size, hidden.outcome) == (4829, 4829, Outcome.FAILED)
    assert made.redact(clean) is clean


def test_data_is_cleaned_in_keys_values_and_numbers():
    """A numeric secret is hidden in data whatever number type it has; booleans are never secrets."""
    data = MappingProxyType({"pin": 4829, "t0ken-1": [Decimal("4829.0"), True, None, b"t0ken-1"], "ok": ("a", 1)})
    hidden = redactor("4829", "t0ken-1", "true").redact(data)
    assert hidden == {"pin": "***", "***": ["***", True, None, b"***"], "ok": ("a", 1)}
    assert hidden["ok"] is data["ok"]


def test_two_hidden_keys_stay_two_entries():
    """What is hidden is not lost."""
    assert redactor("key-one", "key-two").redact({"key-one": 1, "key-two": 2}) == {"***": 1, "****": 2}


def test_paths_are_cleaned():
    """A secret in a folder's name is one all the same."""
    assert redactor("t0ken").redact([PurePosixPath("/a/t0ken/b")]) == [PurePosixPath("/a/***/b")]


def test_adding_from_several_threads_loses_nothing():
    """Workers find secrets at the same time."""
    made = Redactor()
    names = [f"token-{number:04d}" for number in range(400)]
    threads = [
        threading.Thread(target=lambda part=part: [made.add(name) for name in names[part::4]]) for part in range(4)
    ]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        made.redact_text("token-0000 and token-0399")
    for thread in threads:
        thread.join()
    assert made.redact_text(" ".join(names)) == " ".join(["***"] * 400)


@given(st.text(min_size=4, max_size=30), st.text(max_size=20), st.text(max_size=20))
def test_no_secret_survives_in_any_text(secret, before, after):
    """Random secrets in random surroundings do not show, raw or in JSON."""
    made = redactor(secret)
    needle = secret.strip()
    if is_weak(needle) or not needle.strip("*") or needle in "***":
        return
    for text in (before + secret + after, json.dumps(before + secret + after)):
        assert needle not in made.redact_text(text)
