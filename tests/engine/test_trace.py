"""`engine.trace`: the W3C trace context of a case, the same for the same seed."""

import re

import pytest

from itest.engine.trace import Trace, ids_of


def test_a_header_is_that_of_the_standard():
    """Version, trace id, span id, sampled."""
    assert re.fullmatch(r"00-[0-9a-f]{32}-[0-9a-f]{16}-01", Trace(1, "a.yaml").traceparent())


def test_attempts_are_spans_of_one_trace():
    """One trace id, another span id each time."""
    trace = Trace(1, "a.yaml")
    (first_trace, first), (second_trace, second) = (ids_of(trace.traceparent()) for _ in range(2))
    assert (trace.trace_id, trace.trace_id) == (first_trace, second_trace)
    assert first != second


@pytest.mark.parametrize(
    ("seed", "identity", "same"), [(1, "a.yaml", True), (2, "a.yaml", False), (1, "b.yaml", False)]
)
def test_ids_come_from_the_seed_and_the_case(seed, identity, same):
    """The same seed and case give the same ids, others do not."""
    assert same == (Trace(1, "a.yaml").traceparent() == Trace(seed, identity).traceparent())


@pytest.mark.parametrize("text", ["", "nonsense", "00-abc-def-01", "00-" + "g" * 32 + "-" + "1" * 16 + "-01"])
def test_what_is_no_header_has_no_ids(text):
    """A scenario may send what it likes."""
    assert ("", "") == ids_of(text)
