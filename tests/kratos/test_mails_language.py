"""Our pages tell a real Kratos their language, and its mails speak it: each form that makes Kratos send one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.config import Config
from app.mails.brand import write_mails
from tests.support.forms import Visitor
from tests.support.real_kratos import RealKratos, new_address

UiServer = Callable[..., RealKratos]
PASSWORD = "correct horse 42 battery"


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("mails")
    write_mails(out, Config(kratos_public_url="http://localhost:4433", cookie_secret="t" * 32))
    return out


@pytest.fixture
def start(ui_server: UiServer, templates: Path) -> Callable[..., RealKratos]:
    return lambda *overlays: ui_server(
        *overlays, extra={"courier": {"template_override_path": str(templates)}}
    )


def speaks(real: RealKratos, address: str, tag: str) -> bool:
    return f'<html lang="{tag}"' in real.mailbox.wait_for(address).html


def test_to_sign_in_and_again(start: Callable[..., RealKratos]) -> None:
    real = start()
    address = real.create_identity()["traits"]["email"]
    visitor = Visitor(real.ui_url, "de-AT")
    visitor.open("/login").submit("method=code", {"identifier": address})
    assert speaks(real, address, "de")
    visitor.submit("resend=code")
    assert speaks(real, address, "de")
    visitor.open(visitor.url + "&lang=ar").submit("resend=code")
    assert speaks(real, address, "ar"), "who changes the language on the way gets it"


def test_to_sign_up_and_confirm(start: Callable[..., RealKratos]) -> None:
    real, address = start(), new_address()
    visitor = Visitor(real.ui_url, "ar")
    visitor.open("/registration").submit("method=profile", {"traits.email": address})
    visitor.submit("method=code")
    assert speaks(real, address, "ar")
    other = new_address()
    visitor = Visitor(real.ui_url, "zh-TW")
    visitor.open("/registration").submit("method=profile", {"traits.email": other})
    visitor.submit("method=password", {"password": PASSWORD})
    assert speaks(real, other, "zh-Hant"), (
        "the mail to confirm the address, which the hook after sign-up sends"
    )
    changed = new_address()
    visitor.open("/settings").submit("method=profile", {"traits.email": changed})
    assert speaks(real, changed, "zh-Hant"), "a new address, through /settings/profile"


@pytest.mark.parametrize("overlay", ["", "link"])
def test_to_recover_and_to_confirm(start: Callable[..., RealKratos], overlay: str) -> None:
    real = start(*filter(None, [overlay]))
    address = real.create_identity(verified=False)["traits"]["email"]
    for kind in ("recovery", "verification"):
        visitor = Visitor(real.ui_url, "de")
        visitor.open(f"/{kind}").submit(f"method={overlay or 'code'}", {"email": address})
        assert speaks(real, address, "de"), kind
