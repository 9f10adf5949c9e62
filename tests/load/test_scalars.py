"""Plain scalars."""

from decimal import Decimal

import pytest

from itest.load.scalars import NumberTooLarge, plain_scalar


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0), ("-0", 0), ("12", 12), ("-7", -7), ("1.0", Decimal("1.0")), ("1e3", Decimal("1e3")),
        ("1E-2", Decimal("0.01")), ("1e400", Decimal("1e400")),
        ("true", True), ("false", False), ("null", None), ("~", None), ("", None),
    ],
)  # fmt: skip
def test_numbers_and_words_as_in_json(text, value):
    """Numbers are exact, and five words are no text."""
    assert (value, type(value)) == (plain_scalar(text), type(plain_scalar(text)))


@pytest.mark.parametrize(
    "text",
    [
        "NO",
        "no",
        "on",
        "off",
        "yes",
        "True",
        "NULL",
        "None",
        "12:30",
        "01234",
        "+49",
        "0x1F",
        "0o7",
        ".5",
        "5.",
        "1_000",
        "1e",
        "2024-13-45",
        "2024-01-01",
        ".inf",
        ".nan",
        "-",
        "-a",
        "١",
    ],
)
def test_everything_else_is_text(text):
    """What YAML 1.1 takes for booleans, octals, sexagesimals or dates is text."""
    assert text == plain_scalar(text)


@pytest.mark.parametrize("text", ["9" * 5000, "1e99999999", "-1E-99999999"])
def test_a_number_nobody_means_is_refused(text):
    """Thousands of digits or a huge exponent would cost time and memory later."""
    with pytest.raises(NumberTooLarge):
        plain_scalar(text)
