"""yaml-language-server in a test: asked over its protocol (LSP, JSON-RPC on standard streams), as an editor asks it."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
SERVER = HERE / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
SCHEMAS = HERE.parents[1] / "schemas"
LIMIT = 120.0
SETTINGS = {
    "yaml": {"completion": True, "hover": True, "validate": True, "schemaStore": {"enable": False}},
    "http": {},
    "[yaml]": {"editor.tabSize": 2},
    "editor": {"detectIndentation": False},
}


class LanguageServer:
    """A running server and the documents that are open in it."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._numbers = itertools.count(1)
        self._problems: dict[str, list[dict[str, Any]]] = {}
        self.request("initialize", processId=os.getpid(), rootUri=None, capabilities=_CAPABILITIES)
        self.notify("initialized")
        self.notify("workspace/didChangeConfiguration", settings=SETTINGS)

    def open(self, schema: str, text: str) -> str:
        """Open a document that names its schema as the docs tell; its address."""
        uri = f"file:///project/{next(self._numbers)}.yaml"
        modeline = f"# yaml-language-server: $schema={(SCHEMAS / f'{schema}.schema.json').as_uri()}\n"
        item = {"uri": uri, "languageId": "yaml", "version": 1, "text": modeline + text}
        self.notify("textDocument/didOpen", textDocument=item)
        return uri

    def completions(self, schema: str, text: str) -> dict[str, str]:
        """What may stand at `|` in the text: labels with their documentation."""
        uri, position = self._opened_at_mark(schema, text)
        answer = self.request("textDocument/completion", textDocument={"uri": uri}, position=position)
        return {item["label"]: _text(item.get("documentation", "")) for item in answer["items"]}

    def hover(self, schema: str, text: str) -> str:
        """What the word at `|` means."""
        uri, position = self._opened_at_mark(schema, text)
        answer = self.request("textDocument/hover", textDocument={"uri": uri}, position=position)
        return _text(answer["contents"]) if answer else ""

    def problems(self, schema: str, text: str) -> list[str]:
        """What is wrong with the text, as the editor underlines it."""
        uri = self.open(schema, text)
        while uri not in self._problems:
            self._take(self._read())
        return [problem["message"] for problem in self._problems[uri]]

    def request(self, method: str, **params: Any) -> Any:
        number = next(self._numbers)
        self._write({"id": number, "method": method, "params": params})
        while True:
            message = self._read()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message["error"]
                return message["result"]
            self._take(message)

    def notify(self, method: str, **params: Any) -> None:
        self._write({"method": method, "params": params})

    def _opened_at_mark(self, schema: str, text: str) -> tuple[str, dict[str, int]]:
        before, _, after = text.partition("|")
        lines = before.split("\n")
        # The modeline stands above.
        return self.open(schema, before + after), {"line": len(lines), "character": len(lines[-1])}

    def _take(self, message: dict[str, Any]) -> None:
        """What the server tells or asks by itself: problems of a document, its settings."""
        if message.get("method") == "textDocument/publishDiagnostics":
            self._problems[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "id" in message and "method" in message:
            asked = message.get("params", {}).get("items", []) if message["method"] == "workspace/configuration" else []
            result = [SETTINGS.get(item.get("section")) for item in asked] or None
            self._write({"id": message["id"], "result": result})

    def _write(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout
        length = 0
        while (line := self._process.stdout.readline().strip()) or not length:
            assert line, "the language server ended"
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        message: dict[str, Any] = json.loads(self._process.stdout.read(length))
        return message


@contextmanager
def language_server() -> Iterator[LanguageServer]:
    """A server, skipped where it is not installed, unless services are required."""
    missing = "node is not installed" if not shutil.which("node") else "" if SERVER.exists() else "npm packages"
    if missing:
        complaint = f"{missing}: tests/editor/install.sh installs yaml-language-server"
        if os.environ.get("ITEST_REQUIRE_SERVICES"):
            pytest.fail(complaint)
        pytest.skip(complaint)
    command = ["node", str(SERVER), "--stdio"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        # A server that says nothing must not keep the tests waiting.
        watchdog = threading.Timer(LIMIT, process.kill)
        watchdog.start()
        try:
            yield LanguageServer(process)
        finally:
            watchdog.cancel()
            process.kill()


_CAPABILITIES = {
    "textDocument": {
        "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}},
        "hover": {"contentFormat": ["markdown"]},
        "publishDiagnostics": {},
    },
    "workspace": {"configuration": True, "didChangeConfiguration": {"dynamicRegistration": False}},
}


def _text(contents: Any) -> str:
    return contents if isinstance(contents, str) else contents.get("value", "")
