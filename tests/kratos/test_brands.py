"""A real Kratos keeps what brand a flow began with: through all its redirects, and for the link of a mail elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from app.brands.mails import write_all
from app.config import Config
from tests.support.brands import themes_for
from tests.support.forms import Visitor
from tests.support.real_kratos import RealKratos, new_address

UiServer = Callable[..., RealKratos]
PASSWORD = "correct horse 42 battery"


@pytest.fixture
def real(ui_server: UiServer, tmp_path: Path) -> RealKratos:
    path = themes_for(tmp_path, acme='clients = ["acme-web"]', initech='clients = ["initech-web"]')
    settings = {"kratos_public_url": "http://localhost:4433", "locales": ("en",), "themes": path}
    write_all(tmp_path / "mails", Config(**settings))  # type: ignore[arg-type]
    extra = {"courier": {"template_override_path": str(tmp_path / "mails")}}
    return ui_server("link", extra=extra, themes=path)


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
    mail = real.mailbox.wait_for(address)
    assert brands(mail.html) == brands(mail.text) == {"acme"}
    elsewhere = requests.get(mail.link, timeout=20)
    assert elsewhere.url.startswith(real.ui_url)
    assert brands(elsewhere.text) == {"acme"}, elsewhere.url
    assert brands(visitor.open("/settings").response.text) == {"acme"}
    assert brands(requests.get(f"{real.ui_url}/login", timeout=20).text) == {"main"}


@pytest.mark.parametrize("brand", ["initech", "main"])
def test_a_recovery_by_link_keeps_its_brand(real: RealKratos, brand: str) -> None:
    address = real.create_identity()["traits"]["email"]
    visitor = Visitor(real.ui_url)
    visitor.open(f"/recovery?brand={brand}").submit("method=link", {"email": address})
    assert brands(visitor.response.text) == {brand}
    mail = real.mailbox.wait_for(address)
    assert brands(mail.html) == {brand}


def test_an_error_at_kratos_comes_back_to_its_brand(real: RealKratos) -> None:
    visitor = Visitor(real.ui_url)
    visitor.open("/login?brand=initech")
    assert brands(visitor.response.text) == {"initech"}
    visitor.open(f"{real.public_url}/self-service/login/browser?return_to=https://evil.test/")
    assert "/error" in visitor.url
    assert brands(visitor.response.text) == {"initech"}
