"""Matching: an expected tree against an actual value, all differences, not only the first.

A scalar is equal in type and value; a list matches item by item; an object when everything in it holds: plain keys,
selectors (`$.`, `$[`), operators; against XML and HTML its keys are XPath. What came out of a template is data: in it,
an object has plain keys only.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from functools import lru_cache

from itest.evaluate.data.documents import markup, read
from itest.evaluate.data.duration import parse_duration
from itest.evaluate.data.equality import equal
from itest.evaluate.data.json_text import short
from itest.evaluate.data.jsonpath import PathSyntax, compile_path
from itest.evaluate.data.suggest import did_you_mean
from itest.evaluate.expressions.access import why_nothing
from itest.evaluate.expressions.piping import counts, piped, split_path
from itest.evaluate.expressions.text_form import to_text
from itest.evaluate.matching.context import MatchContext
from itest.evaluate.matching.difference import ABSENCE_HINT, LIMIT, Difference, counted_on, why_absent
from itest.evaluate.matching.operators import OPERATORS, Operator
from itest.evaluate.matching.place import Part, Place, Reading, Suffix
from itest.evaluate.matching.question import Question, as_written, described, settled
from itest.evaluate.matching.status import allows
from itest.evaluate.matching.views import Cookie, FoldedKeys
from itest.model.problem import EvaluationError
from itest.model.record import Record, replace
from itest.model.result import Mismatch
from itest.model.values import Document, Missing, Nothing, Template, Tree, Value, type_name

_ENOUGH = 4 * LIMIT
"""Differences after which a list or an object is not looked at further; reports show fewer."""
UNREADABLE = ("IT207", "IT216")
"""Codes of values that cannot be looked at, which is another thing than their being wrong."""
_UNLIKE = Difference(at=Place(field=""), wanted="something else", actual=None)
"""What a brief comparison says of values that differ."""


def match(expected: Tree, actual: Value, at: Place, context: MatchContext) -> list[Mismatch]:
    """What does not hold, as reports show it; `at.pointer` is where the expected tree stands. Empty: it matches."""
    return [difference.mismatch(context.sources) for difference in differences(expected, actual, at, context)]


def differences(expected: Tree, actual: Value, at: Place, context: MatchContext) -> list[Difference]:
    """What does not hold; what cannot be evaluated (an undefined name, a malformed body) is one, under its own code."""
    try:
        expected, at = settled(expected, at, context)
        if not at.data and isinstance(expected, Mapping):
            return _match_matcher(expected, actual, at, context)
        actual = read(actual)
        if isinstance(expected, (list, tuple)) and not isinstance(actual, Missing):
            return _match_list(expected, actual, at, context)
        actual = _there(actual)
        if isinstance(actual, Missing):
            return [_absent(expected, actual, at, context)]
        if isinstance(expected, Mapping):
            return _match_plain(expected, actual, at, context)
        return _match_scalar(expected, actual, at, context)
    except EvaluationError as error:
        return [_unevaluated(error, actual, at)]
    except RecursionError:
        return [_unevaluated(EvaluationError("the values nest too deep to be compared", code="IT216"), None, at)]


def _there(actual: Value) -> Value:
    """The value as all but a list look at it: a query for several places that found nothing gave nothing."""
    return Missing(actual.path, "selects nothing") if isinstance(actual, Nothing) else actual


def _match_matcher(expected: Mapping[str, Tree], actual: Value, at: Place, context: MatchContext) -> list[Difference]:
    """An object as written: operators, selectors, XPath or plain keys, each kind on its own."""
    kinds = _kinds_of(tuple(expected))
    plain: dict[str, tuple[str, Tree]] = {}
    for key in kinds.plain:
        name = key[1:] if key.startswith("$$") else _rendered_key(key, at, context)
        if name in plain:
            twice = EvaluationError(f"two keys of this object come out as `{name}`")
            return [_unevaluated(twice, actual, at.under(key))]
        plain[name] = (key, expected[key])
    selectors = {key: _rendered_key(key, at, context) for key in kinds.selectors}
    found: list[Difference] = []
    for key in kinds.others:
        if found and context.brief:
            return found
        if key in selectors:
            found.extend(_match_selector(selectors[key], expected[key], actual, at.under(key), context))
        else:
            found.extend(_match_operator(key, expected[key], actual, at.under(key), context))
    if plain or not kinds.others:
        found.extend(_match_keys(plain, actual, at, context, selectors.values()))
    elif selectors and at.exact and not found:
        held = read(actual)
        found.extend(_further_keys(_unspoken((), selectors.values(), held), held, at))
    return found


class _Kinds(Record):
    """The keys of an object as written, by what they are; `others` are selectors and operators in their order."""

    plain: tuple[str, ...]
    selectors: tuple[str, ...]
    others: tuple[str, ...]


@lru_cache(maxsize=4096)
def _kinds_of(keys: tuple[str, ...]) -> _Kinds:
    plain = tuple(key for key in keys if not key.startswith("$") or key.startswith("$$"))
    selectors = tuple(key for key in keys if key.startswith(("$.", "$[")))
    return _Kinds(plain, selectors, tuple(key for key in keys if key not in plain))


def _rendered_key(key: str, at: Place, context: MatchContext) -> str:
    if "{{" not in key:
        return key
    # Start-up cost: templates in keys are rare.
    from itest.evaluate.expressions.template import render

    return to_text(render(Template(key), context.scope, at.under(key).pointer))


def _match_keys(
    expected: Mapping[str, tuple[str, Tree]],
    actual: Value,
    at: Place,
    context: MatchContext,
    selectors: Collection[str] = (),
) -> list[Difference]:
    """The plain keys of an object as written: XPath where the actual value is a document with markup. `selectors` are
    the paths that stand beside them."""
    kind = markup(actual) if isinstance(actual, Document) and expected else None
    if kind is not None:
        return _match_markup(expected, actual, at, context)
    actual = _there(read(actual))
    if isinstance(actual, Missing):
        return [_absent({key: tree for key, (_, tree) in expected.items()}, actual, at, context)]
    if not isinstance(actual, Mapping):
        wanted = "an object" if expected else "an empty object"
        hint = f"its type is {type_name(actual)}"
        return [Difference(at=at, wanted=wanted, actual=actual, hint=hint)]
    folded = isinstance(actual, FoldedKeys)
    enough = 0 if context.brief else _ENOUGH
    found: list[Difference] = []
    for name, (written, tree) in expected.items():
        key = name.lower() if folded else name
        here = at.down(key, written)
        if key in actual:
            found.extend(differences(tree, actual[key], here, context))
        else:
            hint = "" if context.brief else _absence_hint(name, tree, actual, expected)
            nothing = Missing("", "is not there")
            found.extend(_hinted(one, hint) for one in differences(tree, nothing, here, context))
        if len(found) > enough:
            return found
    known = {name.lower() for name in expected} if folded else expected
    if at.exact or not expected:
        found.extend(_further_keys(_unspoken(known, selectors, actual), actual, at))
    return found


def _absence_hint(name: str, tree: Tree, actual: Mapping[str, Value], expected: Collection[str]) -> str:
    from itest.evaluate.matching.near import absence_hint  # start-up cost: only where a key is missing

    return absence_hint(name, tree, actual, expected)


def _unspoken(known: Collection[str], selectors: Collection[str], actual: Value) -> list[str]:
    """The keys of an object that neither are known nor have a path that leads through them."""
    if not isinstance(actual, Mapping):
        return []
    spoken = set(known)
    for path in selectors:
        with suppress(PathSyntax, EvaluationError):  # which is told where the path is followed
            compiled = compile_path(split_path(path)[0])
            spoken |= {str(parts[0]) for parts, _ in compiled.located(actual) if compiled.singular or len(parts) == 1}
    return [key for key in actual if key not in spoken]


def _hinted(difference: Difference, hint: str) -> Difference:
    """With a hint in place of a general one; what could not be evaluated keeps its own."""
    return replace(difference, hint=hint) if hint and difference.wanted else difference


def _further_keys(further: list[str], actual: Mapping[str, Value], at: Place) -> list[Difference]:
    if further and not at.exact:
        return [Difference(at=at, wanted="an empty object", actual=actual)]
    return [_further_key(actual[key], at.at(key)) for key in further[:_ENOUGH]]


def _further_key(value: Value, at: Place) -> Difference:
    message = f"no further key was expected, got {short(value, 60)}"
    return Difference(at=at, wanted="no further key", actual=value, message=message, further=True)


def _match_plain(expected: Mapping[str, Value], actual: Value, at: Place, context: MatchContext) -> list[Difference]:
    """An object that came out of a template: as one with plain keys, whatever they begin with."""
    if isinstance(actual, Mapping) and not expected:
        return _further_keys(list(actual), actual, at)
    return _match_keys({key: (key, item) for key, item in expected.items()}, actual, at, context)


def _match_operator(name: str, argument: Tree, actual: Value, at: Place, context: MatchContext) -> list[Difference]:
    operator = OPERATORS.get(name)
    if operator is None:
        hint = did_you_mean(name, OPERATORS)
        return [_unevaluated(EvaluationError(f"`{name}` is no operator", code="IT201", hint=hint), actual, at)]
    try:
        value = _operand(operator, argument, actual if operator.document else read(actual), at)
        question = Question(argument, value, at, context, differences)
        if isinstance(value, Missing) and not operator.absent:
            return question.wrong(f"`{name}` {question.described()}", hint=why_absent(value, ABSENCE_HINT))
        return operator.match(question)
    except EvaluationError as error:
        return [_unevaluated(error, actual, at)]


def _operand(operator: Operator, argument: Tree, actual: Value, at: Place) -> Value:
    """The value that the operator looks at."""
    if isinstance(actual, Cookie):
        return actual.get("value") if operator.scalar or _is_scalar(argument) else actual
    if operator.scalar and at.reading is Reading.TEXT and isinstance(actual, (list, tuple)) and len(actual) == 1:
        return actual[0]
    return actual if operator.empty else _there(actual)


def _match_selector(selector: str, tree: Tree, actual: Value, at: Place, context: MatchContext) -> list[Difference]:
    path, filters = split_path(selector)
    try:
        compiled = compile_path(path)
        actual = _there(read(actual))
        if isinstance(actual, Missing):
            return [_absent({selector: tree}, actual, at, context)]
        if not isinstance(actual, (Mapping, list, tuple)):
            # No path leads into it: what is said of places that are not there would hold of anything.
            advice = "; `$json` reads the JSON in a text" if isinstance(actual, str) else ""
            hint = f"its type is {type_name(actual)}{advice}"
            return [Difference(at=at, wanted="an object or a list", actual=actual, hint=hint, nowhere=True)]
        nodes = compiled.located(actual)
    except PathSyntax as error:
        problem = EvaluationError(f"`{path}` is no JSONPath: {error.message}", code="IT201")
        return [_unevaluated(problem, actual, at)]
    except EvaluationError as error:
        return [_unevaluated(error, actual, at)]
    found: Value | Missing
    parts: tuple[Part, ...] = (Suffix(path[1:]),) if compiled.parts is None else compiled.parts
    if not compiled.singular:
        found = [node for _, node in nodes] or Nothing(path)
    elif nodes:
        parts, found = nodes[0]
    else:
        found = Missing("", "is not there")
    if not filters:
        told = _of_a_query(tree, found, at.at(*parts), context)
        lost = compiled.parts is not None and not nodes and not context.brief
        hint = why_nothing("$", compiled.parts or (), actual) if lost else ""
        return [_hinted(one, hint) for one in told]
    return _match_piped(path, filters, found, tree, at.at(*parts, Suffix(f" {filters}")), context)


def _match_piped(
    path: str, filters: str, found: Value, tree: Tree, at: Place, context: MatchContext
) -> list[Difference]:
    """What filters make of what a path found. Where they cannot be applied, the value is wrong, whatever was hoped of
    it."""
    if isinstance(found, Nothing) and counts(filters):
        found = []
    elif isinstance(found, (Missing, Nothing)):
        found = Missing(path, "found nothing")
    try:
        value = piped(path, filters, found, context.scope)
    except EvaluationError as error:
        if error.code in UNREADABLE:
            return [_unevaluated(error, found, at)]
        return [replace(_unevaluated(error, found, at), code="IT104", unsure=True)]
    return _of_a_query(tree, value, at, context)


def _of_a_query(tree: Tree, found: Value, at: Place, context: MatchContext) -> list[Difference]:
    told = differences(tree, found, at, context)
    if not isinstance(found, (Missing, Nothing)):
        return told
    return [replace(one, nowhere=True) for one in told]


def _match_markup(
    expected: Mapping[str, tuple[str, Tree]], actual: Document, at: Place, context: MatchContext
) -> list[Difference]:
    # Start-up cost: lxml is needed for XML and HTML bodies only.
    from itest.evaluate.data.xpath import absence_hint, select

    found: list[Difference] = []
    for path, (written, tree) in expected.items():
        here = replace(at.down(Suffix(path), written), reading=Reading.TEXT)
        try:
            value = select(actual, path, namespaces=context.scope.namespaces)
        except EvaluationError as error:
            found.append(replace(_unevaluated(error, Missing("", "is not there"), here), key=True))
            continue
        wrong = _of_a_query(tree, Nothing(path) if value == [] else value, here, context)
        looked = wrong and value == [] and not context.brief
        hint = absence_hint(actual, path, context.scope.namespaces) if looked else ""
        found.extend(_hinted(one, hint) for one in wrong)
    return found


def _match_list(expected: Tree, actual: Value, at: Place, context: MatchContext) -> list[Difference]:
    if not isinstance(actual, (list, tuple)):
        hint = f"its type is {type_name(actual)}"
        return [Difference(at=at, wanted="a list", actual=actual, hint=hint)]
    found: list[Difference] = []
    if len(expected) != len(actual):
        if context.brief:
            return [_UNLIKE]
        message = f"expected a list of {len(expected)}, got {len(actual)}: {short(actual, 60)}"
        wanted = described(expected, at, context)
        found.append(Difference(at=at, wanted=wanted, actual=actual, message=message))
    for index, (tree, item) in enumerate(zip(expected, actual, strict=False)):
        found.extend(differences(tree, item, at.down(index, index), context))
        if len(found) > (0 if context.brief else _ENOUGH):
            brief = replace(context, brief=True)
            both = range(index + 1, min(len(expected), len(actual)))
            rest = (bool(differences(expected[place], actual[place], at.down(place, place), brief)) for place in both)
            return found if context.brief else counted_on(found, rest)
    return found


def _match_scalar(expected: Value, actual: Value, at: Place, context: MatchContext) -> list[Difference]:
    if isinstance(actual, Cookie):
        actual = actual.get("value")
    if at.reading is Reading.TEXT:
        if isinstance(actual, (list, tuple)) and len(actual) == 1:
            actual = actual[0]
        if isinstance(actual, str) and not isinstance(expected, bytes):
            expected = as_written(expected, at, context)
    if at.chomped and isinstance(expected, str):
        expected = expected.rstrip("\r\n")
    if at.reading is Reading.DURATION and isinstance(expected, str):
        expected = _seconds(expected, at)
    if at.reading is Reading.STATUS and isinstance(expected, str) and allows(expected, actual):
        return []
    if equal(expected, actual):
        return []
    if context.brief:
        return [_UNLIKE]
    from itest.evaluate.matching.near import lookalike_hint  # start-up cost: only where something differs

    hint = lookalike_hint(expected, actual)
    return [Difference(at=at, wanted=short(expected), actual=actual, expected=expected, hint=hint)]


def _seconds(text: str, at: Place) -> Value:
    try:
        return parse_duration(text)
    except ValueError as error:
        raise EvaluationError(str(error), pointer=at.pointer) from None


def _absent(expected: Tree, actual: Missing, at: Place, context: MatchContext) -> Difference:
    if context.brief:
        return _UNLIKE
    wanted = described(expected, at, context) if _is_scalar(expected) else short(expected, 80)
    if isinstance(expected, str) and at.data:
        wanted = short(expected, 80)
    hint = why_absent(actual, ABSENCE_HINT if expected is None else "")
    return Difference(at=at, wanted=wanted, actual=actual, hint=hint, key=bool(at.parts))


def _is_scalar(tree: Tree) -> bool:
    return not isinstance(tree, (Mapping, list, tuple))


def _unevaluated(error: EvaluationError, actual: Value, at: Place) -> Difference:
    """What could not be carried out, told in place of a comparison."""
    return Difference(at=at, wanted="", actual=actual, message=error.message, hint=error.hint, code=error.code)
