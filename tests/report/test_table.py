"""`report.table`: reporters are found by their names."""

import pytest

from itest.model.problem import UsageError
from itest.report.junit import JUnitReporter
from itest.report.table import REPORTERS, factory


def test_a_reporter_is_found_by_its_name():
    """The name leads to what makes it."""
    assert factory("junit") is JUnitReporter


@pytest.mark.parametrize("name", REPORTERS)
def test_every_name_leads_somewhere(name):
    """A line of the table that leads nowhere would be found by a user."""
    assert callable(factory(name))


def test_an_unknown_name_gets_a_suggestion():
    """A misspelt name is a usage error that names the right one."""
    with pytest.raises(UsageError, match="IT404 No reporter is called `junti`") as raised:
        factory("junti")
    assert raised.value.problems[0].hint == "did you mean `junit`?"
