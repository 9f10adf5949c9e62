"""`.env` files."""

import pytest

from itest.load.dotenv import read_dotenv


def test_names_and_values(tmp_path):
    """Quotes, comments, export, blanks and equal signs."""
    lines = [
        "# a comment", "", "A=1", "export B = two words ", "C='a #b \\n'", 'D="x\\n\\"y\\"" # c', "E=a#b", "F=a #b",
        "G=", "H=a=b",
    ]  # fmt: skip
    (tmp_path / ".env").write_text("\n".join(lines))
    values, problems = read_dotenv(tmp_path / ".env", ".env")
    expected = {
        "A": "1", "B": "two words", "C": "a #b \\n", "D": 'x\n"y"', "E": "a#b", "F": "a", "G": "", "H": "a=b",
    }  # fmt: skip
    assert (expected, []) == (values, problems)


def read(folder, text):
    (folder / ".env").write_bytes(text.encode())
    return read_dotenv(folder / ".env", ".env")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_quoted_values_go_over_lines(tmp_path, end):
    """Line breaks are those of a text; what stands in the value is no line of its own."""
    lines = [
        'KEY="-----BEGIN-----',
        "A==",
        "",
        '# B \\"c\\"',
        '-----END-----" # why',
        "export S='a",
        "X=1'",
        "L=1",
        "E=''",
    ]
    values, problems = read(tmp_path, end.join(lines))
    key = '-----BEGIN-----\nA==\n\n# B "c"\n-----END-----'
    assert ({"KEY": key, "S": "a\nX=1", "L": "1", "E": ""}, []) == (values, problems)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("A=1\nwhat is this\n2B=x\nC='open\n", [".env:2:1", ".env:3:1", ".env:4:1"]),
        ("A=1\nC='open\nD=2\n", [".env:2:1"]),
        ("C='it's'\nA=1", [".env:1:1"]),
        ('C="a\nb" c\nA=1', [".env:1:1"]),
        ('A=1\nC="a\\"', [".env:2:1"]),
    ],
)
def test_other_lines_are_problems(tmp_path, text, places):
    """Each with its line; the rest is read, but behind a quote that is not closed."""
    values, problems = read(tmp_path, text)
    assert ({"A": "1"}, places) == (values, [problem.place for problem in problems])


def test_problems_show_no_value(tmp_path):
    """Whatever looks like a name in a value of several lines."""
    text = "K='MIIsecret\nQUJDc2VjcmV0==\n' x\nwhat\nC=\"secret\nD=secret\n"
    shown = str([problem.excerpt for problem in read(tmp_path, text)[1]])
    assert ("secret" in shown, "QUJD" in shown, "D=" in shown, "K=***" in shown) == (False, False, False, True)
