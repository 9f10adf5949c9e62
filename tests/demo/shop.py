"""The shop on free ports of this machine, and a client that speaks JSON to it."""

import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from itest.demo.web import Application, Server


@dataclass(frozen=True)
class Answer:
    """What came back; `body` is parsed where it is JSON."""

    status: int
    headers: dict[str, str]
    body: Any


class Client:
    """One kept-alive connection to a service."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=10)

    def send(
        self, method: str, path: str, json_body: Any = None, *, raw: bytes | None = None, **headers: str
    ) -> Answer:
        content = raw if json_body is None else json.dumps(json_body).encode()
        fields = {"Content-Type": "application/json"} | {k.replace("_", "-"): v for k, v in headers.items()}
        self._connection.request(method, path, content, fields)
        response = self._connection.getresponse()
        data = response.read()
        found = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, found, json.loads(data) if "json" in found.get("content-type", "") else data)

    def close(self) -> None:
        self._connection.close()


@contextmanager
def running(application: Application) -> Iterator[Client]:
    """The service, served until the block ends."""
    with Server(application, 0) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        client = Client(server.url)
        yield client
        client.close()
        server.shutdown()
        thread.join()
