"""The project's configuration as values: variables, secrets, environment, services, each rendered when first used."""

from __future__ import annotations

import threading
from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from itest.engine.fault import StepFault, fault_of
from itest.engine.overrides import typed_like
from itest.evaluate.data.userinfo import parted, user_and_password
from itest.evaluate.expressions.scope import Scope
from itest.evaluate.expressions.template import render
from itest.evaluate.telling.environment import hidden_values
from itest.model.action import ServiceSettings, SessionSettings
from itest.model.problem import EvaluationError
from itest.model.project import Project, Service
from itest.model.result import Fault
from itest.model.values import EMPTY, Missing, Pointer, Tree, Value


class LazyTable(Mapping[str, Any]):
    """A namespace whose members are made when they are first asked for, once, whatever the thread.

    A member that needs itself is an error that names it.
    """

    def __init__(self, namespace: str, names: Mapping[str, Any], make: Callable[[str], Any]) -> None:
        self._namespace = namespace
        self._names = names
        self._make = make
        self._made: dict[str, Any] = {}
        self._making: set[str] = set()
        self._lock = threading.RLock()

    def __getitem__(self, name: str) -> Any:
        if name in self._made:
            return self._made[name]
        if name not in self._names:
            raise KeyError(name)
        with self._lock:
            if name in self._made:
                return self._made[name]
            if name in self._making:
                raise EvaluationError(f"`{self._namespace}.{name}` needs itself.")
            self._making.add(name)
            try:
                self._made[name] = self._make(name)
            finally:
                self._making.discard(name)
            return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class Config:
    """What every scenario sees of the project: `vars`, `env`, `secrets`, `services`.

    `ports` are the free ports of services with `start`; `conceal` takes every secret value, and its name, as it becomes
    known. What setup captured so far is `shared`; headers and `auth` of services may use it.
    """

    def __init__(
        self,
        project: Project,
        *,
        env: Mapping[str, str],
        run: Mapping[str, Value],
        functions: Mapping[str, Any],
        ports: Callable[[str], int],
        conceal: Callable[[str, str], None],
        shared: Mapping[str, Value],
    ) -> None:
        self.project = project
        self.env = {**project.dotenv, **env}
        self._ports = ports
        self._conceal = conceal
        self._shared = shared
        self.vars = LazyTable("vars", project.vars, self._variable)
        self.secrets = LazyTable("secrets", dict.fromkeys(project.secrets), self._secret)
        self._places = LazyTable("services", project.services, self._place)
        self.services = LazyTable("services", project.services, self._service_names)
        self._settings = LazyTable("services", project.services, self._render_service)
        namespaces = {"env": self.env, "secrets": self.secrets, "services": self.services, "run": run}
        self.namespaces: Mapping[str, Any] = {**functions, **namespaces}
        for name in project.secrets:
            if name in self.env:
                conceal(self.env[name], name)
        for secret, name in hidden_values(self.env):
            conceal(secret, name)

    def service(self, name: str) -> ServiceSettings:
        """The service as rendered; raises `StepFault` where a part of it cannot be."""
        settings: ServiceSettings = self._settings[name]
        return settings

    def session_settings(self, base: Path) -> SessionSettings:
        """What the sessions of a scenario in this folder are opened with."""
        defaults = self.project.defaults
        return SessionSettings(
            services=self._settings,
            base_dir=base,
            root=self.project.root,
            env=self.env,
            follow_redirects=self.render(defaults.follow_redirects, ("defaults", "follow_redirects")),
            default_max_body=self.render(defaults.max_body, ("defaults", "max_body")),
        )

    def render(self, tree: Tree, pointer: Pointer, extra: Mapping[str, Any] = EMPTY) -> Value:
        """A tree of the project file over the configuration; raises `StepFault`."""
        try:
            return render(tree, self._scope(extra), pointer)
        except EvaluationError as error:
            raise StepFault(self.fault(error, pointer)) from error

    def _scope(self, extra: Mapping[str, Any] = EMPTY) -> Scope:
        # A chain, not a merged dict: merging would render every variable to look one of them up.
        names = ChainMap(dict(extra), {**self.namespaces, "vars": self.vars}, self.vars)  # type: ignore[arg-type]  # read only
        return Scope(names=names, conceal=lambda text: self._conceal(text, ""))

    def fault(self, error: EvaluationError, pointer: Pointer) -> Fault:
        return fault_of(error, self.project.sources, pointer)

    def _variable(self, name: str) -> Value:
        value: Value
        try:
            value = render(self.project.vars[name], self._scope(), ("vars", name))
        except EvaluationError as error:
            value = Missing(f"vars.{name}", f"cannot be rendered: {error.message}")
        # Replaced here already, so that variables which are made of it see what the command line says.
        text = self.project.overrides.get(name)
        return value if text is None else typed_like(value, text, name)

    def _secret(self, name: str) -> Value:
        value = self.env.get(name)
        if value is None:
            return Missing(f"secrets.{name}", "has no value: neither the environment nor an .env file sets it (IT405)")
        return value

    def _names(self, name: str) -> dict[str, Any]:
        return {"port": self._ports(name)} if self.project.services[name].start else {}

    def _place(self, name: str) -> tuple[Value, str]:
        """The URL of a service without the user in it, and that user, who is known to nobody else."""
        service = self.project.services[name]
        url = self.render(service.url, (*service.pointer, "url"), self._names(name))
        bare, userinfo = parted(url) if isinstance(url, str) else (url, "")
        user, password = user_and_password(userinfo)
        for secret in (userinfo, password or user, userinfo.partition(":")[2]):
            if secret:
                self._conceal(secret, "")
        return bare, userinfo

    def _service_names(self, name: str) -> Value:
        """What `services.<name>` offers to expressions."""
        return {"url": self._places[name][0], **self._names(name)}

    def _render_service(self, name: str) -> ServiceSettings:
        service: Service = self.project.services[name]
        extra = {**self._shared, **self._names(name)}

        def rendered(tree: Tree, key: str) -> Value:
            return self.render(tree, (*service.pointer, key), extra)

        url, userinfo = self._places[name]
        auth = rendered(service.auth, "auth") if service.auth is not None else None
        if auth is None and userinfo:
            auth = {"basic": dict(zip(("username", "password"), user_and_password(userinfo), strict=True))}
        return ServiceSettings(
            name=name,
            url=url or "",
            headers=rendered(service.headers, "headers"),
            auth=auth,
            tls=rendered(service.tls, "tls") or {},
            proxy=rendered(service.proxy, "proxy") or "",
            read_as=rendered(service.read_as, "read_as"),
            max_body=rendered(service.max_body, "max_body"),
        )
