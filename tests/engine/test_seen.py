"""What is seen of an attempt."""

from tests.engine.canned import carry_out, scenario


def test_fields_request_time_and_error_are_seen(tmp_path):
    """In every expression of the step."""
    looks = "[status == 200, body.v == 1, request.name == 'n', time >= 0, error is not defined]"
    assert (
        "passed"
        == carry_out(tmp_path, scenario(f"- call: {{name: n, says: {{v: 1}}}}\n  assert: {looks}")).result.outcome
    )


def test_a_field_that_the_result_lacks_is_absent(tmp_path):
    """And not a name that nobody knows."""
    ran = carry_out(tmp_path, scenario("- call: {error: timeout}\n  assert: [error.kind == 'timeout', body == 1]"))
    (step,) = ran.result.steps
    assert ["`body` is not in this result"] == [mismatch.message for mismatch in step.mismatches]
