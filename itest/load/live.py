"""Live text: expressions and templates of a file, compiled to see that they are some, with errors at their place."""

from __future__ import annotations

from itest.evaluate.expressions.expression import ExpressionSyntax, compile_expression
from itest.evaluate.expressions.template import compile_template, sole_expression
from itest.load.findings import Findings
from itest.load.stretch import quoted, stretch
from itest.model.source import Mark, SourceMap
from itest.model.values import Expression, Pointer


def unwrapped(text: str) -> str:
    """An expression without the optional braces around the whole; raises `ExpressionSyntax` for braces unclosed."""
    sole = sole_expression(text)
    return (sole[0] if sole else text).strip()


def checked_expression(findings: Findings, text: str, pointer: Pointer, *, prefix: str = "") -> Expression | None:
    """The expression that a text is, or None with the reason reported; `prefix` is compiled in front of it."""
    start = 0
    try:
        bare = unwrapped(text)
        start = max(0, text.find(bare)) - len(prefix)
        compile_expression(prefix + bare)
    except ExpressionSyntax as error:
        if not _report_cut(findings, pointer):
            _report_syntax(findings, error.moved(start), text, pointer)
        return None
    return Expression(bare)


def check_template(findings: Findings, text: str, pointer: Pointer) -> bool:
    """Whether a live text compiles; where not, that is reported."""
    try:
        compile_template(text)
    except ExpressionSyntax as error:
        _report_syntax(findings, error, text, pointer)
        return False
    return True


def report_inside(
    findings: Findings, code: str, message: str, pointer: Pointer, *, inside: tuple[str, int, int], hint: str = ""
) -> None:
    """Report a problem at a stretch of a node's text: `inside` is the text, the offset and the length."""
    text, offset, length = inside
    mark = mark_inside(findings.sources, pointer, text, offset, length)
    if mark is None:
        findings.report(code, message, pointer, hint=hint)
    else:
        findings.report_mark(code, message, mark, hint)


def mark_inside(sources: SourceMap, pointer: Pointer, text: str, offset: int, length: int) -> Mark | None:
    """Where a stretch of a node's text stands in the file; None where escapes or folding hide it."""
    node = sources.values.get(pointer) or sources.keys.get(pointer)
    if node is None:
        return None
    before = text[:offset]
    row, column = before.count("\n"), len(before) - (before.rfind("\n") + 1)
    wanted = text.split("\n")[row]
    lines = sources.source.lines
    # A quoted or plain scalar starts on the node's line, a block scalar on the one below.
    first, start = (node[0], node[1]) if "\n" not in text else (node[0] + 1, 0)
    for number, begin in ((first + row, start if row == 0 else 0), (node[0] + 1 + row, 0)):
        found = lines[number].find(wanted, begin) if wanted and number <= node[2] and number < len(lines) else -1
        if found >= 0:
            place = found + column
            return (number, place, number, place + max(1, length))
    return None


def _report_cut(findings: Findings, pointer: Pointer) -> bool:
    """Report an expression that YAML ended at a `,` of its own, as `f(a, b)` in brackets; whether it is one."""
    mark = findings.sources.values.get(pointer)
    if mark is None or mark[0] != mark[2]:
        return False
    line = findings.sources.source.lines[mark[0]]
    end = stretch(line, mark[1], ",]}")
    if line[mark[1] : mark[1] + 1] in "'\"" or end <= mark[3] or not line[mark[3] :].lstrip().startswith(","):
        return False
    whole = (mark[0], mark[1], mark[0], end)
    hint = f"quote this: `{quoted(line[mark[1] : end])}`"
    findings.report_mark("IT309", "inside `{ }` and `[ ]`, YAML ends a text at `,`", whole, hint)
    findings.blame(whole)
    return True


def _report_syntax(findings: Findings, error: ExpressionSyntax, text: str, pointer: Pointer) -> None:
    inside = (text, max(0, error.offset), 1)
    report_inside(findings, error.code, error.message, pointer, inside=inside, hint=error.hint)
