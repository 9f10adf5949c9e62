"""`report.workflow_commands`: lines for the runner that no text can break out of."""

from itest.report.workflow_commands import (
    Annotation,
    Place,
    annotation_line,
    mask_lines,
    resume_line,
    stop_line,
    stop_word,
)


def test_properties_and_message_are_escaped_each_in_its_way():
    """`%`, line breaks everywhere; colons and commas in properties only."""
    line = annotation_line(
        Annotation(
            level="error",
            title="50%: a,b\r\nc",
            message="100%: a,b\nc::set-env name=x::y",
            place=Place(file="a,b:c.yaml", line=3, column=5, end_column=9),
        )
    )
    assert (
        "::error file=a%2Cb%3Ac.yaml,line=3,col=5,endLine=3,endColumn=9,title=50%25%3A a%2Cb%0D%0Ac"
        "::100%25: a,b%0Ac::set-env name=x::y"
    ) == line


def test_an_annotation_without_a_place_has_a_title():
    """What concerns the whole run stands nowhere."""
    assert "::warning title=itest::x" == annotation_line(Annotation(level="warning", title="itest", message="x"))


def test_what_is_too_long_is_cut():
    """The runner drops what is too long; five megabytes are not needed to say what is wrong."""
    line = annotation_line(Annotation(level="error", title="t" * 300, message="m" * 5_000_000))
    assert 4500 > len(line)


def test_each_line_of_a_secret_is_masked():
    """A log is masked line by line; a short one would blot out the log."""
    assert ["::add-mask::first%25", "::add-mask::second"] == mask_lines(["first%\n  second\r\nabc", "", "second"])


def test_the_word_of_silence_is_never_the_same():
    """Nobody can end it who has not been told."""
    word = stop_word()
    assert word != stop_word()
    assert (f"::stop-commands::{word}", f"::{word}::") == (stop_line(word), resume_line(word))
