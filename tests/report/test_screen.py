"""`report.screen`: lines reach a stream as they are meant, or in plainer characters."""

import io

from itest.report.screen import STYLES, Screen, text_width


def encoded(text, encoding):
    """The bytes that arrive on a stream of this encoding."""
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, newline="\n")
    Screen(stream, "never", {}).show([(("text", text),)])
    stream.detach()
    return raw.getvalue()


def test_known_characters_have_plainer_ones():
    """Arrows and marks stay readable, everything else is written out."""
    assert encoded("→ ← › · … ━ │ ✓ é 日 \ud800", "ascii") == rb"-> <- > | ... = | + \xe9 \u65e5 \ud800" + b"\n"


def test_a_lone_surrogate_does_not_break_a_utf8_stream():
    """It has no bytes in UTF-8, so it is written out."""
    assert encoded("\udc80→", "utf-8") == "\\udc80→\n".encode()


def test_each_role_has_a_look_that_can_be_painted():
    """A style that rich does not know would break only where colour is on."""
    stream = io.StringIO()
    Screen(stream, "always", {}).show([tuple((role, role) for role in STYLES)])
    assert all(f"m{role}\x1b[0m" in stream.getvalue() for role in STYLES)


def test_wide_characters_take_two_columns():
    """Columns stay aligned with Chinese titles."""
    assert [text_width(text) for text in ("abc", "日本", "é")] == [3, 4, 1]
