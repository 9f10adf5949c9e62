"""Expectations: what `expect` says of a step's result, field by field, as checks.

`status`, `time` and `schema` read their values in a way of their own; every other field is matched as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from itest.evaluate.data.documents import read
from itest.evaluate.data.duration import exact_duration, parse_duration
from itest.evaluate.data.equality import is_number
from itest.evaluate.matching.context import MatchContext
from itest.evaluate.matching.difference import LIMIT, Difference
from itest.evaluate.matching.matching import differences
from itest.evaluate.matching.place import Place, Reading
from itest.evaluate.matching.plainly import holds_plainly
from itest.evaluate.matching.question import rendered, settled
from itest.evaluate.matching.status import allows, shown
from itest.evaluate.matching.views import as_field
from itest.model.action import silent
from itest.model.problem import EvaluationError
from itest.model.record import Record, replace
from itest.model.result import Check, Mismatch
from itest.model.values import Missing, SchemaFile, Tree, Value

__all__ = ["MatchContext", "Subject", "check_expectations"]

_CHOMPED = frozenset({"stdout", "stderr"})
"""Fields whose last line breaks are taken off, as `$(…)` does."""


class Subject(Record, kw_only=True):
    """A step's result as it is looked at.

    `fields` holds `request`, `time` (seconds, Decimal), `error` and the action's own; what is not there is absent.
    `main` is the field that `schema` looks at; `text_fields` and `request_text` (keys of `request`) can only hold text.
    `remark` tells what the result says of itself, where its status is wrong.
    """

    fields: Mapping[str, Value]
    main: str = ""
    text_fields: frozenset[str] = frozenset()
    request_text: frozenset[str] = frozenset()
    remark: Callable[[Mapping[str, Value]], str] = silent


def check_expectations(expect: Mapping[str, Tree], subject: Subject, context: MatchContext) -> list[Check]:
    """One check per field of `expect`, all carried out, in the order of the file.

    A mismatch whose code is IT2xx or IT322 says that the check could not be carried out.
    """
    names: Iterable[str] = expect
    if len(expect) > 1:
        names = sorted(expect, key=lambda name: context.sources.key_place((*context.pointer, name)))
    return [_check(name, expect[name], subject, context) for name in names]


def _plainly(name: str, tree: Tree, subject: Subject) -> bool:
    """Whether it plainly holds, as most does, so that nothing has to be told; False: look closely."""
    if name == "status":
        return type(tree) is int and tree == subject.fields.get("status")
    if name in _SPECIAL or name in _READINGS or name in subject.text_fields or name == "request":
        return False
    return name in subject.fields and holds_plainly(tree, as_field(name, subject.fields[name]))


def _check(name: str, tree: Tree, subject: Subject, context: MatchContext) -> Check:
    if _plainly(name, tree, subject):
        return Check(kind="expect", label=name)
    place = Place(
        field=name,
        pointer=(*context.pointer, name),
        reading=Reading.TEXT if name in subject.text_fields else _READINGS.get(name, Reading.VALUE),
        text_keys=subject.request_text if name == "request" else frozenset(),
        chomped=name in _CHOMPED & subject.text_fields,
    )
    look = _SPECIAL.get(name, _field)
    try:
        found = look(tree, subject, place, context)
    except EvaluationError as error:
        found = [Difference(at=place, wanted="", actual=None, message=error.message, hint=error.hint, code=error.code)]
    actual = subject.fields.get(subject.main if name == "schema" else name)
    return Check(kind="expect", label=name, mismatches=_mismatches(found, tree, actual, context))


def _mismatches(found: list[Difference], tree: Tree, actual: Value, context: MatchContext) -> tuple[Mismatch, ...]:
    found = sorted(found, key=lambda one: context.sources.span(one.at.pointer))
    told = [difference.mismatch(context.sources) for difference in found[:LIMIT]]
    if told and found[0].code != "IT103":
        from itest.evaluate.matching.diff import diff  # start-up cost: only where something differs

        told[0] = replace(told[0], diff=diff(tree, actual, found[:LIMIT]))
    if len(found) > LIMIT:
        more = len(found) - LIMIT + sum(difference.more for difference in found)
        least = "at least " if any(difference.uncounted for difference in found) else ""
        told.append(replace(found[LIMIT].mismatch(context.sources), message=f"and {least}{more:,} more", hint=""))
    return tuple(told)


def _actual(name: str, subject: Subject) -> Value:
    if name in subject.fields:
        return subject.fields[name]
    return Missing("", _ABSENCES.get(name, ""))


_ABSENCES = {"error": "the action was carried out without one"}


def _field(tree: Tree, subject: Subject, place: Place, context: MatchContext) -> list[Difference]:
    return differences(tree, as_field(place.field, _actual(place.field, subject)), place, context)


def _status(tree: Tree, subject: Subject, place: Place, context: MatchContext) -> list[Difference]:
    """A code, a class (`2xx`), a list of both, or a matcher."""
    actual = _actual("status", subject)
    expected, at = settled(tree, place, context)
    if isinstance(expected, Mapping) or not (is_number(actual) or isinstance(actual, Missing)):
        return _with_remark(_coded("IT102", differences(expected, actual, at, context)), subject)
    allowed = expected if isinstance(expected, (list, tuple)) else [expected]
    values = [rendered(item, at.under(index), context) for index, item in enumerate(allowed)]
    if any(allows(value, actual) for value in values):
        return []
    wanted = " or ".join(map(shown, values)) or "no status at all"
    return _with_remark([Difference(at=at, wanted=wanted, actual=actual, code="IT102")], subject)


def _with_remark(found: list[Difference], subject: Subject) -> list[Difference]:
    """A wrong status with what the answer says of itself."""
    if not found or found[0].hint:
        return found
    return [replace(found[0], hint=subject.remark(subject.fields)), *found[1:]]


def _time(tree: Tree, subject: Subject, place: Place, context: MatchContext) -> list[Difference]:
    """A plain duration means at most; a matcher compares seconds."""
    actual = _actual("time", subject)
    expected, at = settled(tree, place, context)
    if isinstance(expected, (Mapping, list, tuple)) or not is_number(actual):
        return _coded("IT111", differences(expected, actual, at, context))
    try:
        limit = parse_duration(expected)
    except ValueError as error:
        raise EvaluationError(str(error)) from None
    if actual <= limit:
        return []
    wanted = f"at most {exact_duration(limit)}"
    message = f"expected {wanted}, took {exact_duration(actual)}"
    return [Difference(at=at, wanted=wanted, actual=actual, message=message, code="IT111")]


def _schema(tree: Tree, subject: Subject, place: Place, context: MatchContext) -> list[Difference]:
    """A JSON Schema of the main field: inline, or the path of a file."""
    place = replace(place, field=subject.main or place.field)
    actual = read(_actual(subject.main, subject))
    if isinstance(actual, Missing):
        return [Difference(at=place, wanted="a value for the schema", actual=actual, code="IT103")]
    argument = tree if isinstance(tree, SchemaFile) else rendered(tree, place, context)
    # Start-up cost: the operator's module brings jsonschema along only when it is asked.
    from itest.evaluate.matching.kind_operators import violations

    return violations(argument, actual, place, context)


def _coded(code: str, found: list[Difference]) -> list[Difference]:
    return [replace(one, code=code) if one.code == "IT104" else one for one in found]


_READINGS = {"status": Reading.STATUS, "time": Reading.DURATION}
_SPECIAL: dict[str, Callable[[Tree, Subject, Place, MatchContext], list[Difference]]] = {
    "status": _status,
    "time": _time,
    "schema": _schema,
}
