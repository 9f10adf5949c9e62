"""The lowest versions: every requirement has one, and it is what pip is told."""

import pytest
from packaging.requirements import Requirement

from tests.build.declared import requirements
from tests.build.lowest import constraints, lowest


def test_every_requirement_names_its_lowest_version():
    """So that all that is allowed can be tried."""
    assert sorted({f"{each.name}=={lowest(each)}" for each in requirements()}) == constraints().split()


@pytest.mark.parametrize("text", ["httpx", "httpx<1", "httpx>0.28"])
def test_what_names_none_is_refused(text):
    """With its own words."""
    with pytest.raises(ValueError, match=text):
        lowest(Requirement(text))
