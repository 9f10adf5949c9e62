"""`evaluate.telling.identity`: what says which case is meant stays; what was rendered into it is hidden."""

import pytest

from itest.evaluate.telling.identity import OF_RUNS, literals, stretches
from itest.evaluate.telling.redact import Redactor
from itest.model.record import names_of
from itest.model.result import Case, FlowResult, Handover, Outcome, ScenarioResult, StepResult
from itest.model.source import Excerpt, Span


@pytest.fixture
def redactor():
    made = Redactor()
    made.add("orders")
    return made


def test_the_table_names_fields_that_there_are():
    """A field that was renamed would be looked through unseen."""
    for record, identity in OF_RUNS.items():
        named = {*identity.kept, *identity.keyed, *identity.ours, *identity.named, *identity.partly}
        assert set() == named - set(names_of(record)), record


def test_names_as_written_stay(redactor):
    """Paths, names, ids and codes of a case and its steps; what was captured is hidden under its name."""
    case = Case(id="orders/a.yaml", file="orders/a.yaml", title="Take orders", written="Take orders", tags=("orders",))
    step = StepResult(
        number=1,
        label="orders",
        written="orders",
        id="orders",
        service="orders",
        endpoint="GET /orders",
        outcome=Outcome.PASSED,
        captured=(("orders", '"orders"'),),
        handovers=(Handover(name="orders", target="json.a", origin="step 1 orders"),),
        excerpt=Excerpt(Span("orders/a.yaml", 1, 1, 1, 2), ((1, "a: orders"),)),
    )
    flow = FlowResult(label="orders.a -> b", origin="orders.a", target="b", outcome=Outcome.PASSED)
    result = ScenarioResult(case=case, outcome=Outcome.PASSED, steps=(step,), flows=(flow,), reason="no orders")
    clean = redactor.redact(result)
    assert (case, flow, "no ***") == (clean.case, clean.flows[0], clean.reason)
    (told,) = clean.steps
    assert ("orders", "orders", "orders") == (told.label, told.id, told.service)
    assert (("orders", '"***"'),) == told.captured
    assert step.handovers == told.handovers
    assert ("GET /***", "orders/a.yaml", ((1, "a: ***"),)) == (
        told.endpoint,
        told.excerpt.span.file,
        told.excerpt.lines,
    )


@pytest.mark.parametrize(
    ("written", "title", "shown"),
    [
        ("Take orders", "Take orders", "Take orders"),
        ("Take {{ stage }}", "Take orders", "Take ***"),
        ("orders of {{ stage }}", "orders of orders", "orders of ***"),
        ("{{ a }} of orders", "ada of orders", "ada of orders"),
        ("ord{{ a }}", "orders", "***"),
        ("Rows of orders", 'Rows of orders [a="orders", b=1]', 'Rows of orders [a="***", b=1]'),
        ("{{ stage", "orders", "***"),
        ("", "orders", "***"),
    ],
)
def test_what_was_rendered_into_a_name_is_hidden(redactor, written, title, shown):
    """Also where a secret begins in what is written and ends in what is not; the row's number tells cases apart."""
    case = Case(id="a.yaml[1]", file="a.yaml", title=title, written=written, row=1)
    step = StepResult(number=1, label=title, written=written, outcome=Outcome.PASSED)
    assert (shown, shown) == (redactor.redact(case).title, redactor.redact(step).label)


def test_a_rerun_line_keeps_its_path(redactor):
    """And not the variables that it repeats."""
    case = Case(id="orders/a.yaml", file="orders/a.yaml", title="A")
    result = ScenarioResult(
        case=case, outcome=Outcome.FAILED, rerun_command="itest run orders/a.yaml:4 --var STAGE=orders"
    )
    assert "itest run orders/a.yaml:4 --var STAGE=***" == redactor.redact(result).rerun_command


def test_written_texts_are_found_in_order():
    """Each behind the one before; none where one is lacking."""
    assert ("a ", " b ") == literals("a {{ x }} b {{ y }}")
    assert [(0, 2), (5, 8)] == stretches("a 123 b 4", ("a ", " b "))
    assert [] == stretches("something else", ("a ", " b "))
