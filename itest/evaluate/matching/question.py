"""Questions: what an operator is asked, its argument, the value at hand, and how to match further down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from itest.evaluate.data.documents import read
from itest.evaluate.data.json_text import short
from itest.evaluate.expressions.text_form import to_text
from itest.evaluate.matching.context import MatchContext
from itest.evaluate.matching.difference import Difference
from itest.evaluate.matching.place import Place
from itest.model.problem import EvaluationError
from itest.model.record import Record, replace
from itest.model.values import Template, Tree, Value


class Matching(Protocol):
    """How everything is matched; operators call it for the matchers they hold."""

    def __call__(self, expected: Tree, actual: Value, at: Place, context: MatchContext) -> list[Difference]: ...


class Question(Record):
    """`argument` stands at `at.pointer`; `actual` is read (a document only where the operator asks for one) and may be
    `Missing` only where the operator says that it takes what is absent."""

    argument: Tree
    actual: Value
    at: Place
    context: MatchContext
    matching: Matching

    def value(self) -> Value:
        """The argument as a value, its templates rendered."""
        return rendered(self.argument, self.at, self.context)

    def text(self) -> str:
        """The argument as text; a number or a boolean as it is written. Raises `EvaluationError` for anything else."""
        argument = self.value()
        if isinstance(argument, str):
            return argument
        if argument is None or isinstance(argument, (list, dict, bytes)):
            raise self.unusable(argument, "text")
        return as_written(argument, self.at, self.context)

    def items(self) -> list[tuple[Tree, Place]]:
        """The items of a list argument, each a matcher at its place."""
        argument, at = settled(self.argument, self.at, self.context)
        if not isinstance(argument, (list, tuple)):
            raise self.unusable(argument, "a list")
        return [(item, at.under(index)) for index, item in enumerate(argument)]

    def unusable(self, argument: Value, wanted: str) -> EvaluationError:
        """The error for an argument that only a template could have let through."""
        return EvaluationError(f"the operator takes {wanted}, not {short(argument, 60)}", pointer=self.at.pointer)

    def ask(self, matcher: Tree, actual: Value, at: Place) -> list[Difference]:
        """Match further down."""
        return self.matching(matcher, actual, at, self.context)

    def holds(self, matcher: Tree, actual: Value, at: Place) -> bool:
        """Whether the value matches; raises `EvaluationError` where that cannot be told, so no `$not` can turn it."""
        return not self.answer(matcher, actual, at)

    def answer(self, matcher: Tree, actual: Value, at: Place) -> list[Difference]:
        """What does not match; raises `EvaluationError` where that cannot be told."""
        found = self.ask(matcher, actual, at)
        for one in found:
            if one.unsure or not one.code.startswith("IT1"):
                raise EvaluationError(
                    one.message, code="IT201" if one.unsure else one.code, hint=one.hint, pointer=one.at.pointer
                )
        return found

    def briefly(self, matcher: Tree) -> Question:
        """The same question for asking many values whether the matcher holds. One that has templates is asked in full,
        so that none is passed over that cannot be rendered."""
        if self.context.brief or has_template(matcher):
            return self
        return replace(self, context=replace(self.context, brief=True))

    def wrong(self, wanted: str, *, hint: str = "", code: str = "IT104") -> list[Difference]:
        """The value at hand is not what was wanted."""
        return [Difference(at=self.at, wanted=wanted, actual=read(self.actual), hint=hint, code=code)]

    def described(self, tree: Tree | None = None) -> str:
        """A matcher (by default the argument) on one line, with its templates rendered where that is possible."""
        return described(self.argument if tree is None else tree, self.at, self.context)


def has_template(tree: Tree) -> bool:
    """Whether anything in a tree is live."""
    if isinstance(tree, Mapping):
        return any("{{" in key or has_template(item) for key, item in tree.items())
    return isinstance(tree, Template) or (isinstance(tree, tuple) and any(map(has_template, tree)))


def settled(tree: Tree, at: Place, context: MatchContext) -> tuple[Tree, Place]:
    """A template as the data it renders to; any other tree unchanged."""
    if isinstance(tree, Template) and not at.data:
        return rendered(tree, at, context), replace(at, data=True)
    return tree, at


def rendered(tree: Tree, at: Place, context: MatchContext) -> Value:
    """The tree as a value."""
    if at.data or tree is None or isinstance(tree, (str, int)):
        return tree
    # Start-up cost: most expectations hold plain values, which need no renderer.
    from itest.evaluate.expressions.template import render

    return render(tree, context.scope, at.pointer)


def described(tree: Tree, at: Place, context: MatchContext) -> str:
    if context.brief:
        return ""
    try:
        return short(rendered(tree, at, context), 80)
    except EvaluationError:
        return short(tree, 80)


def as_written(scalar: Value, at: Place, context: MatchContext) -> str:
    """A scalar as text: as the file has it (`1.0`, `~`), or as it prints where it came out of a template."""
    if isinstance(scalar, str):
        return scalar
    written = None if at.data else context.sources.written(at.pointer)
    return to_text(scalar) if written is None else written
