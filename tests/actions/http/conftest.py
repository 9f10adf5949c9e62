"""What the tests of the `request` action share: a hostile server, certificates, and a way to send one request."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from itest.actions.http import HttpAction
from itest.model.action import Call, ServiceSettings, SessionSettings
from itest.model.deadline import Deadline, Stop
from itest.model.exchange import Exchange
from tests.servers import certificates
from tests.servers.hostile import Hostile, hostile


class Client:
    """One session of an action, with services that a test may add."""

    def __init__(self, action: HttpAction, folder: Path, actor: str = "") -> None:
        self.action = action
        self.actor = actor
        self.services: dict[str, ServiceSettings] = {}
        self.folder = folder
        self.stop = Stop()
        self.max_body = 1_000_000
        self.follow_redirects = False
        self.session = action.open(self.settings)

    @property
    def settings(self) -> SessionSettings:
        return SessionSettings(
            services=self.services,
            base_dir=self.folder,
            root=self.folder,
            actor=self.actor,
            max_body=self.max_body,
            follow_redirects=self.follow_redirects,
        )

    def service(self, name: str, url: str, **more: Any) -> None:
        self.services[name] = ServiceSettings(name=name, url=url, **more)

    def prepare(self, url: str, service: str = "", **arguments: Any) -> Any:
        written = self.action.spec.as_written({"url": url, **arguments})
        harmless = {"holds_secret": lambda text: False, "made_of_secret": lambda name: False}
        call = Call(arguments=written, service=service, base_dir=self.folder, **harmless)
        return self.action.prepare(call, self.settings)

    def send(self, url: str, service: str = "", within: float = 5.0, **arguments: Any) -> Exchange:
        request = self.prepare(url, service, **arguments)
        return self.session.send(request, Deadline.after(within, self.stop))


@pytest.fixture(scope="session", params=[True, False], ids=["plainly", "by-httpx"])
def action(request: pytest.FixtureRequest) -> Iterator[HttpAction]:
    """Whatever a test sends goes both ways."""
    made = HttpAction(plainly=request.param)
    yield made
    made.close()


@pytest.fixture
def client(action: HttpAction, tmp_path: Path) -> Client:
    return Client(action, tmp_path)


@pytest.fixture(scope="session")
def server() -> Iterator[Hostile]:
    with hostile() as running:
        yield running


@pytest.fixture(scope="session")
def certificate_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificates.make(tmp_path_factory.mktemp("certificates"))
