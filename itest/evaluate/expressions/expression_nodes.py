"""Expression nodes: what each node of Jinja's tree does, as a table from node to closure.

No code is generated and no attribute of a Python object is reached: what is not in the table cannot be done, so the
sandbox is the table. An absent value survives dots, indexes and `default`; wherever else it is used the expression as a
whole is absent, which `Absent` carries out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from itest.evaluate.data.equality import integral
from itest.evaluate.data.limits import allow_text
from itest.evaluate.data.suggest import did_you_mean
from itest.evaluate.expressions import text_methods
from itest.evaluate.expressions.access import ABSENT, Absent, kind, member, path_text, reason
from itest.evaluate.expressions.arithmetic import BINARY, COMPARISONS, negative, positive
from itest.evaluate.expressions.functions import FUNCTION_SPACES, Function
from itest.evaluate.expressions.jinja import nodes
from itest.evaluate.expressions.labels import label
from itest.evaluate.expressions.paths import Run, path_run
from itest.evaluate.expressions.references import COVERED_TESTS, COVERING_FILTERS, fixed_key, offset_of, static_path
from itest.evaluate.expressions.scope import Scope
from itest.evaluate.expressions.text_form import to_text
from itest.evaluate.expressions.tokens import ExpressionSyntax
from itest.model.problem import EvaluationError
from itest.model.values import Missing, Nothing

INSTEAD = {
    "get": "`x['key'] | default(…)`",
    "keys": "`x | list`",
    "values": "`x | items`",
    "items": "`x | items`",
    "len": "`x | length`",
    "str": "`x | string`",
    "int": "`x | int`",
    "float": "`x | float`",
    "format": "`~`, which joins text with anything",
}
"""What is written here for some calls that other languages have."""


def compile_node(node: nodes.Node) -> Run:
    """The closure of a node; what it answers may be `Missing`."""
    compiler = COMPILERS.get(type(node))
    if compiler is None:
        raise ExpressionSyntax("this cannot be used in an expression", node.lineno)
    return compiler(node)


def _strict(node: nodes.Node) -> Run:
    """The closure of a node whose value is needed."""
    run = compile_node(node)
    if isinstance(node, nodes.Const):
        return run

    def checked(scope: Scope) -> Any:
        value = run(scope)
        if type(value) is Missing:
            raise Absent(value)
        return value

    return checked


def _lenient(node: nodes.Node) -> Run:
    """The closure of a node whose absence, wherever within it, is an answer."""
    run = compile_node(node)

    def caught(scope: Scope) -> Any:
        try:
            return run(scope)
        except Absent as absent:
            return absent.missing

    return caught


def _constant(node: nodes.Const) -> Run:
    value = node.value
    return lambda _scope: value


def _path(node: nodes.Name | nodes.Getattr | nodes.Getitem) -> Run:
    path = static_path(node)
    if path == ("null",):
        return lambda _scope: None
    if path is not None:
        return path_run(path)
    return _attribute(node) if isinstance(node, nodes.Getattr) else _item(node)  # type: ignore[arg-type]  # a bare name is a path


def _attribute(node: nodes.Getattr) -> Run:
    owner, key = compile_node(node.node), node.attr
    whole, part = label(node), label(node.node)
    return lambda scope: _under(owner(scope), key, whole, part)


def _item(node: nodes.Getitem) -> Run:
    if isinstance(node.arg, nodes.Slice):
        return _slice(node)
    owner, argument = compile_node(node.node), _strict(node.arg)
    fixed = fixed_key(node.arg) is not None
    whole, part = label(node), label(node.node)

    def run(scope: Scope) -> Any:
        written = argument(scope)
        key = written if isinstance(written, str) else integral(written)
        if key is None:
            raise EvaluationError(f"a key is text or a whole number, not {kind(written)}")
        return _under(owner(scope), key, whole if fixed else path_text(part, [key]), part)

    return run


def _slice(node: nodes.Getitem) -> Run:
    owner, part = compile_node(node.node), label(node.node)
    ends = [getattr(node.arg, end) for end in ("start", "stop", "step")]
    bounds = [_strict(end) if end is not None else _nothing for end in ends]

    def run(scope: Scope) -> Any:
        value = owner(scope)
        if type(value) is Missing:
            return value
        if not isinstance(value, (str, list)):
            raise EvaluationError(f"`{part}` is {kind(value)}; only lists and text have parts")
        given = [bound(scope) for bound in bounds]
        limits = [integral(end) for end in given]
        if any(one is not None and end is None for one, end in zip(given, limits, strict=True)) or limits[2] == 0:
            raise EvaluationError("the ends of a slice are whole numbers, and its step is not 0")
        return value[slice(*limits)]

    return run


def _nothing(_scope: Scope) -> None:
    """A bound that is not written."""


def _under(value: Any, key: str | int, whole: str, part: str) -> Any:
    if type(value) is Missing:
        return Missing(whole, value.reason)
    found = member(value, key)
    if found is ABSENT:
        return Missing(whole, reason(value, part, key))
    return Missing(whole, found.reason) if type(found) is Missing else found


def _call(node: nodes.Call) -> Run:
    arguments = _arguments(node)
    target = node.node
    if isinstance(target, nodes.Getattr):
        return _method_call(target, arguments)
    if isinstance(target, nodes.Name):
        # Start-up cost: few expressions call a function.
        from itest.evaluate.expressions.argument_check import check_function

        check_function(target.name, node)
    function, written = _strict(target), label(target)
    return lambda scope: _called(function(scope), written, arguments(scope))


def _method_call(target: nodes.Getattr, arguments: Callable[[Scope], tuple[list[Any], dict[str, Any]]]) -> Run:
    owner, name, written = _strict(target.node), target.attr, label(target)
    if name not in text_methods.TEXT_METHODS and label(target.node) not in FUNCTION_SPACES:
        hint = did_you_mean(name, text_methods.TEXT_METHODS) or _instead(name)
        message = f"text has no method `{name}()`, and nothing else has any"
        raise ExpressionSyntax(message, offset_of(target), hint)

    def run(scope: Scope) -> Any:
        value = owner(scope)
        if isinstance(value, str):
            return text_methods.call(value, name, *arguments(scope))
        found = _under(value, name, written, label(target.node))
        if not isinstance(found, Function):
            message = f"`{written}` cannot be called: `{label(target.node)}` is {kind(value)}"
            raise EvaluationError(message, hint=f"`{name}()` is a method of text")
        return _called(found, written, arguments(scope))

    return run


def _instead(name: str) -> str:
    return f"write {INSTEAD[name]}" if name in INSTEAD else ""


def _called(function: Any, written: str, arguments: tuple[list[Any], dict[str, Any]]) -> Any:
    if not isinstance(function, Function):
        raise EvaluationError(f"`{written}` is {kind(function)} and cannot be called", hint=_instead(written))
    try:
        return function.call(*arguments[0], **arguments[1])
    except TypeError as error:
        raise EvaluationError(f"`{written}()` does not take these arguments") from error


def _arguments(node: nodes.Call | nodes.Filter | nodes.Test) -> Callable[[Scope], tuple[list[Any], dict[str, Any]]]:
    if node.dyn_args or node.dyn_kwargs:
        raise ExpressionSyntax("`*` and `**` cannot be used for arguments", node.lineno)
    placed = [_strict(argument) for argument in node.args]
    named = {keyword.key: _strict(keyword.value) for keyword in node.kwargs if isinstance(keyword, nodes.Keyword)}
    return lambda scope: ([run(scope) for run in placed], {key: run(scope) for key, run in named.items()})


def _filter(node: nodes.Filter) -> Run:
    # Start-up cost: many runs have no filter in them.
    from itest.evaluate.expressions.argument_check import check_filter
    from itest.evaluate.expressions.filters import FILTERS, apply_filter

    name = node.name
    if name not in FILTERS:
        raise ExpressionSyntax(f"there is no filter `{name}`", node.lineno, did_you_mean(name, FILTERS))
    if node.node is None:
        raise ExpressionSyntax("a filter needs something before it", node.lineno)
    arguments = _arguments(node)
    check_filter(node)
    if name in COVERING_FILTERS:
        return _default(node, node.node)
    subject = _strict(node.node)
    whole, part = label(node), label(node.node)

    def run(scope: Scope) -> Any:
        placed, named = arguments(scope)
        value = subject(scope)
        try:
            result = apply_filter(name, value, placed, named, scope)
        except Absent as absent:
            raise Absent(Missing(f"{part}[…]{absent.missing.path}", absent.missing.reason)) from None
        return Missing(whole, result.reason) if type(result) is Missing else result

    return run


def _default(node: nodes.Filter, covered: nodes.Expr) -> Run:
    """`default(…)`: what it falls back to is evaluated only where it is needed."""
    from itest.evaluate.expressions.filters import apply_filter  # start-up cost

    arguments, subject = _arguments(node), _lenient(covered)
    falsy_too = len(node.args) > 1 or bool(node.kwargs)

    def run(scope: Scope) -> Any:
        value = subject(scope)
        value = value.missing() if type(value) is Nothing else value
        if type(value) is Missing or (falsy_too and not value):
            return apply_filter(node.name, value, *arguments(scope))
        return value

    return run


def _test(node: nodes.Test) -> Run:
    # Start-up cost: many runs have no test in them.
    from itest.evaluate.expressions.argument_check import check_test
    from itest.evaluate.expressions.filters import TESTS, apply_test

    name = node.name
    if name not in TESTS:
        raise ExpressionSyntax(f"there is no test `{name}`", node.lineno, did_you_mean(name, TESTS))
    arguments = _arguments(node)
    check_test(node)
    subject = _lenient(node.node) if name in COVERED_TESTS else _strict(node.node)

    def run(scope: Scope) -> Any:
        placed, named = arguments(scope)
        value = subject(scope)
        return apply_test(name, _tested(value, name) if type(value) is Nothing else value, placed, named)

    return run


def _tested(found: Nothing, name: str) -> Missing:
    """What a query for several places that found nothing is to a test: absent, so that no `is not …` holds of it."""
    if name in COVERED_TESTS:
        return found.missing()
    raise Absent(found.missing())


def _condition(node: nodes.CondExpr) -> Run:
    test, then = _strict(node.test), compile_node(node.expr1)
    if node.expr2 is not None:
        otherwise = compile_node(node.expr2)
        return lambda scope: then(scope) if test(scope) else otherwise(scope)
    missing = Missing(f"{label(node.expr1)} if …", "the condition does not hold and there is no `else`")
    return lambda scope: then(scope) if test(scope) else missing


def _and(node: nodes.And) -> Run:
    left, right = _strict(node.left), compile_node(node.right)
    return lambda scope: left(scope) and right(scope)


def _or(node: nodes.Or) -> Run:
    left, right = _strict(node.left), compile_node(node.right)
    return lambda scope: left(scope) or right(scope)


def _not(node: nodes.Not) -> Run:
    inner = _strict(node.node)
    return lambda scope: not inner(scope)


def _binary(node: nodes.BinExpr) -> Run:
    operator = BINARY[type(node).__name__]
    left, right = _strict(node.left), _strict(node.right)
    return lambda scope: operator(left(scope), right(scope))


def _unary(node: nodes.UnaryExpr) -> Run:
    operator = negative if isinstance(node, nodes.Neg) else positive
    inner = _strict(node.node)
    return lambda scope: operator(inner(scope))


def _compare(node: nodes.Compare) -> Run:
    first = _strict(node.expr)
    others = [(COMPARISONS[operand.op], _strict(operand.expr)) for operand in node.ops]

    def run(scope: Scope) -> bool:
        left = first(scope)
        for holds, other in others:
            right = other(scope)
            _see_that_something_is_there(left, right)
            if not holds(left, right):
                return False
            left = right
        return True

    return run


def _see_that_something_is_there(left: Any, right: Any) -> None:
    """Raises `Absent` where a query for several places that found nothing is compared with anything but an empty list,
    so that none of `==`, `!=` and `not in` holds of a misspelt path."""
    for one, other in ((left, right), (right, left)):
        if type(one) is Nothing and other != []:
            raise Absent(one.missing())


def _concat(node: nodes.Concat) -> Run:
    parts = [_strict(part) for part in node.nodes]

    def run(scope: Scope) -> str:
        texts = [to_text(part(scope)) for part in parts]
        allow_text(sum(map(len, texts)))
        return "".join(texts)

    return run


def _list(node: nodes.List | nodes.Tuple) -> Run:
    items = [_strict(item) for item in node.items]
    return lambda scope: [item(scope) for item in items]


def _dict(node: nodes.Dict) -> Run:
    pairs = [(_strict(pair.key), _strict(pair.value)) for pair in node.items]
    return lambda scope: {to_text(key(scope)): value(scope) for key, value in pairs}


COMPILERS: dict[type[nodes.Node], Callable[[Any], Run]] = {
    nodes.Name: _path,
    nodes.Getattr: _path,
    nodes.Getitem: _path,
    nodes.Const: _constant,
    nodes.Call: _call,
    nodes.Filter: _filter,
    nodes.Test: _test,
    nodes.CondExpr: _condition,
    nodes.And: _and,
    nodes.Or: _or,
    nodes.Not: _not,
    nodes.Neg: _unary,
    nodes.Pos: _unary,
    nodes.Compare: _compare,
    nodes.Concat: _concat,
    nodes.List: _list,
    nodes.Tuple: _list,
    nodes.Dict: _dict,
    **dict.fromkeys(
        (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow),
        _binary,
    ),
}
