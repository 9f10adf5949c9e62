"""Fuzz targets: what reads text from outside, as functions of bytes that raise nothing but a finding.

Each knows the errors that its room may raise; anything else, and any promise that does not hold, is a finding.
Hypothesis feeds them in CI (`tests/reliability/test_fuzz.py`), `long` for as long as one likes.
"""

from __future__ import annotations

import contextlib
import json
import math
import socket
import tempfile
import threading
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from itest.actions.http import HttpAction
from itest.cli.loading import all_specs
from itest.evaluate.data.json_text import JsonError, dump, parse, short
from itest.evaluate.data.jsonpath import PathSyntax, compile_path
from itest.evaluate.expressions.expression import evaluate
from itest.evaluate.expressions.syntax import ExpressionSyntax
from itest.evaluate.expressions.template import compile_template, render
from itest.evaluate.matching.schema import compile_schema
from itest.evaluate.telling.redact import Redactor
from itest.load.loading import load
from itest.model.action import Call, SessionSettings
from itest.model.deadline import Deadline, Stop
from itest.model.problem import EvaluationError, LoadError
from itest.model.values import Expression, Missing, Template
from tests.evaluate.evaluating import scope_of
from tests.evaluate.expecting import mismatches

Target = Callable[[bytes], None]
WITHIN = 2.0
"""Seconds that an HTTP answer may take until its deadline."""


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _json(data: bytes) -> Any:
    """The value of a text, or the text itself: any bytes are an input."""
    try:
        return parse(data)
    except JsonError:
        return _text(data)


def loader(data: bytes) -> None:
    """A scenario file: loaded, or refused with a place."""
    folder = _folder()
    (folder / "fuzz.yaml").write_bytes(data)
    try:
        load([Path("fuzz.yaml")], actions=all_specs(), cwd=folder)
    except LoadError as error:
        assert all(problem.code.startswith("IT") and problem.place for problem in error.problems)


def templates(data: bytes) -> None:
    """A text with live parts: compiled and rendered, or refused; what comes out is a value."""
    text = _text(data)
    try:
        compile_template(text)
        value = render(Template(text), scope_of())
        _printed(value)
    except (ExpressionSyntax, EvaluationError):
        return


def expressions(data: bytes) -> None:
    """One expression."""
    try:
        _printed(evaluate(Expression(_text(data)), scope_of()))
    except (ExpressionSyntax, EvaluationError):
        return


def matchers(data: bytes) -> None:
    """An expectation and a value, parted by a line of its own: compared without an exception; a value equals itself."""
    expected, _, actual = data.partition(b"\n---\n")
    tree, value = _json(expected), _json(actual)
    found = mismatches(tree, value)
    assert all(one.message and one.code for one in found)
    assert not mismatches({"$eq": "{{ it }}"}, value, it=value)


def paths(data: bytes) -> None:
    """A JSONPath and a value, parted by a line of its own: a location that is found leads to the value found there."""
    path, _, value = data.partition(b"\n---\n")
    document = _json(value)
    try:
        compiled = compile_path(_text(path))
        for location, node in compiled.located(document):
            there = document
            for part in location:
                there = there[part]
            assert there is node
    except (PathSyntax, EvaluationError):
        return


def bodies(data: bytes) -> None:
    """A JSON body: read as the standard library reads it wherever that is strict, and written again as it was."""
    try:
        value = parse(data)
    except JsonError as error:
        assert 0 <= error.offset <= len(data)
        return
    assert parse(dump(value)) == value
    assert _plain(json.loads(data)) == _plain(value)
    assert len(short(value, 50)) <= 50


def schemas(data: bytes) -> None:
    """A JSON Schema and a value, parted by a line of its own."""
    schema, _, value = data.partition(b"\n---\n")
    try:
        compile_schema(_json(schema), _no_file).errors(_json(value))
    except EvaluationError:
        return


def secrets(data: bytes) -> None:
    """A secret and a text around it, parted by a line of its own: it is not in what is shown."""
    secret, _, around = (_text(part) for part in data.partition(b"\n---\n"))
    if len(secret.strip()) < 4 or not secret.strip().strip("*") or "*" in secret:
        return
    redactor = Redactor()
    redactor.add(secret)
    for text in (around + secret + around, json.dumps({around: secret})):
        assert secret not in redactor.redact_text(text)


def answers(data: bytes) -> None:
    """What an HTTP server sends: an exchange with a status, or an error that says what was wrong, in its time."""
    server, action, settings = _http()
    server.answer = data
    session = action.open(settings)
    try:
        request = action.prepare(Call(arguments={"url": server.url}), settings)
        exchange = session.send(request, Deadline.after(WITHIN, Stop()))
        assert (exchange.error is None) == ("status" in exchange.fields)
        assert exchange.error is None or exchange.error.code.startswith("IT2")
        assert exchange.transcript is not None and exchange.transcript().title
    finally:
        session.close()


TARGETS: dict[str, Target] = {
    "loader": loader,
    "templates": templates,
    "expressions": expressions,
    "matchers": matchers,
    "paths": paths,
    "bodies": bodies,
    "schemas": schemas,
    "secrets": secrets,
    "answers": answers,
}


def _printed(value: Any) -> None:
    if not isinstance(value, Missing):
        assert isinstance(short(value), str)


def _no_file(path: Path) -> Any:
    raise EvaluationError(f"{path} is not there", code="IT322")


def _plain(value: Any) -> Any:
    """Numbers as floats, so that two readers can be compared."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        with contextlib.suppress(OverflowError):
            number = float(value)
            return None if math.isinf(number) or number == 0 else number
        return None
    return value


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="itest-fuzz-"))


class _Server:
    """Answers every request with the same bytes and closes the connection."""

    def __init__(self) -> None:
        self.answer = b""
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            connection, _ = self._socket.accept()
            with connection, contextlib.suppress(OSError):
                connection.recv(65_536)
                connection.sendall(self.answer)
                connection.shutdown(socket.SHUT_WR)
                connection.settimeout(1)
                while connection.recv(65_536):
                    pass


@cache
def _http() -> tuple[_Server, HttpAction, SessionSettings]:
    folder = _folder()
    return _Server(), HttpAction(), SessionSettings(services={}, base_dir=folder, root=folder, max_body=100_000)
