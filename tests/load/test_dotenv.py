"""`.env` files."""

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


def test_other_lines_are_problems(tmp_path):
    """Each with its line; the rest is read."""
    (tmp_path / ".env").write_text("A=1\nwhat is this\n2B=x\nC='open\n")
    values, problems = read_dotenv(tmp_path / ".env", ".env")
    assert ({"A": "1"}, [".env:2:1", ".env:3:1", ".env:4:1"]) == (values, [problem.place for problem in problems])
