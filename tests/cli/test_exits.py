"""Exit codes: the numbers that scripts rely on."""

from itest.cli.exits import INTERRUPTED, Exit


def test_the_numbers_are_those_of_the_documentation():
    """They never change."""
    assert {
        "PASSED": 0,
        "FAILED": 1,
        "USAGE": 2,
        "DEFECT": 3,
        "REPORT": 4,
        "NOTHING_SELECTED": 5,
        "SIGHUP": 129,
        "SIGINT": 130,
        "SIGTERM": 143,
    } == {code.name: code.value for code in Exit}


def test_a_signal_ends_with_128_and_its_number():
    """As shells say it."""
    assert {"SIGHUP": 129, "SIGINT": 130, "SIGTERM": 143} == {name: int(code) for name, code in INTERRUPTED.items()}
