"""A real Kratos keeps what brand a flow began with: through all its redirects, and for the link of a mail elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from tests.support.brands import themes
from tests.support.forms import Visitor
from tests.support.real_kratos import RealKratos, new_address

UiServer = Callable[..., RealKratos]
PASSWORD = "correct horse 42 battery"
FILE = """\
default = "main"
[brands.main]
theme = "main"
[brands.acme]
theme = "acme"
clients = ["acme-web"]
[brands.initech]
theme = "initech"
clients = ["initech-web"]
"""


@pytest.fixture
def real(ui_server: UiServer, tmp_path: Path) -> RealKratos:
    return ui_server("link", themes=themes(tmp_path, FILE, ("main", "acme", "initech")))


def brands(html: str) -> set[str]:
    return set(re.findall(r"Brand (\w+)", html))


def test_from_sign_up_to_the_mail_in_another_browser(real: RealKratos) -> None:
    address = new_address()
    visitor = Visitor(real.ui_url)
    visitor.open("/registration?brand=acme")
    assert brands(visitor.response.text) == {"acme"}
    visitor.submit("method=profile", {"traits.email": address})
    assert brands(visitor.response.text) == {"acme"}
    visitor.submit("method=password", {"password": PASSWORD})
    assert brands(visitor.response.text) == {"acme"}
    link = real.mailbox.wait_for(address).link
    elsewhere = requests.get(link, timeout=20)
    assert elsewhere.url.startswith(real.ui_url)
    assert brands(elsewhere.text) == {"acme"}, elsewhere.url
    assert brands(visitor.open("/settings").response.text) == {"acme"}
    assert brands(requests.get(f"{real.ui_url}/login", timeout=20).text) == {"main"}


def test_an_error_at_kratos_comes_back_to_its_brand(real: RealKratos) -> None:
    visitor = Visitor(real.ui_url)
    visitor.open("/login?brand=initech")
    assert brands(visitor.response.text) == {"initech"}
    visitor.open(f"{real.public_url}/self-service/login/browser?return_to=https://evil.test/")
    assert "/error" in visitor.url
    assert brands(visitor.response.text) == {"initech"}
