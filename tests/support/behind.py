"""An application behind a real proxy, before a real Kratos and our UI."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.support.forms import Visitor
from tests.support.pages import PASSWORD
from tests.support.ports import free_port
from tests.support.processes import serve_ui
from tests.support.proxies import NAMES, application, proxy
from tests.support.real_kratos import KratosFactory, RealKratos, new_address


@dataclass(frozen=True)
class Scene:
    """What stands before the application, and what has reached that."""

    real: RealKratos
    url: str
    reached: list[list[tuple[str, str]]]

    def visitor(self) -> Visitor:
        return Visitor(self.real.ui_url)

    def account(self, **more: Any) -> tuple[str, str]:
        """Id and address of a new one."""
        made = self.real.create_identity(new_address(), PASSWORD, **more)
        return str(made["id"]), str(made["traits"]["email"])

    def signed_in(self, address: str, path: str = "/orders?id=7") -> Visitor:
        visitor = self.visitor().open(self.url + path)
        assert visitor.path == "/login", visitor.summary()
        return visitor.submit("method=password", {"identifier": address, "password": PASSWORD})


Scenes = Callable[..., Scene]
PORTS: dict[str, int] = {}
"""The same for all tests of a process, so that one Kratos knows them."""


@pytest.fixture
def scenes(real_kratos: KratosFactory, tmp_path: Path) -> Iterator[Scenes]:
    """`scenes("nginx", "aal1", forward_auth_cache=5)`: a proxy, a Kratos with these overlays, and the UI."""
    with ExitStack() as running:

        def make(
            name: str, *overlays: str, extra: dict[str, Any] | None = None,
            changes: dict[str, str] | None = None, **settings: Any,
        ) -> Scene:  # fmt: skip
            ports = {each: PORTS.setdefault(each, free_port()) for each in (*NAMES, "app")}
            back = [f"http://localhost:{ports[each]}" for each in NAMES]
            allowed = {
                "selfservice": {"allowed_return_urls": ["http://localhost:4455", *back]},
                **(extra or {}),
            }
            real = real_kratos(*overlays, extra=allowed)
            hosts = tuple(f"localhost:{ports[each]}" for each in NAMES)
            own = {"forward_auth_enabled": True, "forward_auth_hosts": hosts, **settings}
            ui = urlsplit(running.enter_context(serve_ui(real, **own))).port
            assert ui
            reached = running.enter_context(application(ports["app"]))
            url = running.enter_context(proxy(name, tmp_path, ports[name], ui, ports["app"], changes))
            return Scene(real, url, reached)

        yield make
