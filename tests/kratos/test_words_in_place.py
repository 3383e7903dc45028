"""Words that depend on where they stand, as a real Kratos has them: taken names, providers, times."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.forms import Visitor
from tests.support.later import time_for_a_new_password_is_over
from tests.support.pages import PASSWORD
from tests.support.real_kratos import RealKratos, new_address
from tests.support.trials import settings, trial

UiServer = Callable[..., RealKratos]


def signed_in(real: RealKratos, **traits: Any) -> tuple[Visitor, str]:
    """Somebody with a new account, in Settings."""
    address = new_address()
    real.create_identity(address, PASSWORD, **traits)
    visitor = Visitor(real.ui_url).open("/login")
    visitor.submit("method=password", {"identifier": address, "password": PASSWORD})
    return visitor.open("/settings"), address


def at_field(visitor: Visitor, name: str) -> list[str]:
    tags = visitor.soup.select(f'[data-node="traits.{name}"] [data-testid^="ui/message/"]')
    return [tag.get_text() for tag in tags]


def provider(provider_id: str, label: str = "") -> dict[str, Any]:
    """A provider of which only its button is needed."""
    made = {
        "id": provider_id, "provider": "generic", "client_id": "x", "client_secret": "x",
        "issuer_url": "http://localhost:4461", "mapper_url": "file://schemas/oidc.jsonnet",
    }  # fmt: skip
    return {**made, "label": label} if label else made


TAKEN = "settings-taken-name-says-sign-in-instead"


@pytest.mark.parametrize("hints", [False, True])
@pytest.mark.parametrize("name", ["username", "email"])
def test_taken_by_somebody_else(ui_server: UiServer, name: str, hints: bool) -> None:
    config = {"selfservice.flows.registration.login_hints": hints}
    real = ui_server(extra=settings(trial(TAKEN)["schema"], config))
    other, username = new_address(), f"u{time.time_ns()}"
    real.create_identity(other, PASSWORD, username=username)
    visitor, _ = signed_in(real)
    taken = username if name == "username" else other
    visitor.submit("method=profile", {f"traits.{name}": taken})
    assert visitor.path == "/settings"
    assert at_field(visitor, name) == ["Somebody else already uses this. Choose another."]
    assert visitor.messages == {4000007}  # with hints as well: those are for sign-up alone
    assert visitor.value(f"traits.{name}") == taken
    assert "Sign in instead" not in visitor.text
    visitor.submit("method=profile", {f"traits.{name}": f"x{taken}"})
    assert visitor.messages == {1050001}


def test_taken_but_not_known_which(ui_server: UiServer) -> None:
    real = ui_server(extra=settings(trial(TAKEN)["schema"]))
    other, username = new_address(), f"u{time.time_ns()}"
    real.create_identity(other, PASSWORD, username=username)
    visitor, _ = signed_in(real)
    visitor.submit("method=profile", {"traits.username": username, "traits.email": new_address()})
    assert "Somebody else already uses a name or an address that you entered. Choose another." in visitor.text
    assert "Sign in instead" not in visitor.text


HINT = "duplicate-hint-names-the-provider-by-its-id"


@pytest.mark.parametrize(
    ("provider_id", "label", "words"),
    [
        ("ms-contoso", "Contoso staff", "Contoso staff"), ("github", "", "GitHub"),
        ("google", "Acme Google", "Acme Google"), ("acme-corp", "", "acme-corp"),
    ],
)  # fmt: skip
def test_a_hint_names_the_provider_as_its_button_does(
    ui_server: UiServer, provider_id: str, label: str, words: str
) -> None:
    found = trial(HINT)
    oidc = {"enabled": True, "config": {"providers": [provider(provider_id, label)]}}
    real = ui_server(extra=settings(found["schema"], {**found["config"], "selfservice.methods.oidc": oidc}))
    address = new_address()
    linked = {"oidc": {"config": {"providers": [{"subject": address, "provider": provider_id}]}}}
    real.admin(
        "POST", "/identities", {"schema_id": "default", "traits": {"email": address}, "credentials": linked}
    )
    visitor = Visitor(real.ui_url).open("/registration")
    button = visitor.button(f"provider={provider_id}").get_text()
    assert words in button
    visitor.submit("method=profile", {"traits.email": address})
    visitor.submit("method=password", {"password": PASSWORD})
    assert f"with a code or {words}." in visitor.text
    assert visitor.messages >= {4000028}


OVER = "recovery-time-over-shows-kratos-minutes"


def recovered(real: RealKratos) -> Visitor:
    address = new_address()
    real.create_identity(address, PASSWORD)
    visitor = Visitor(real.ui_url).open("/recovery")
    visitor.submit("method=code", {"email": address})
    visitor.submit("method=code", {"code": real.mailbox.wait_for(address).code})
    assert visitor.path == "/settings"
    return visitor


@pytest.mark.parametrize(
    ("age", "words"),
    [
        ("50s", "within 1 minute."), ("10m", "within 10 minutes."),
        ("150m", "within 2 hours."), ("72h", "within 3 days."),
    ],
)  # fmt: skip
def test_the_time_for_a_new_password(ui_server: UiServer, age: str, words: str) -> None:
    config = {"selfservice.flows.settings.privileged_session_max_age": age}
    visitor = recovered(ui_server(extra=settings(trial(OVER)["schema"], config)))
    lead = visitor.one('[data-testid="ui/message/1060001"]').get_text()
    assert lead == f"You’re back in. Choose a new password {words}"


def test_the_time_for_a_new_password_is_over(ui_server: UiServer) -> None:
    found = trial(OVER)
    real = ui_server(extra=settings(found["schema"], found["config"]))
    visitor = recovered(real)
    assert visitor.one('[data-testid="ui/message/1060001"]').get_text().endswith("within 1 minute.")
    time_for_a_new_password_is_over(real)
    visitor.open(visitor.url)
    said = visitor.one('[data-testid="ui/message/1060001"]').get_text()
    assert said.startswith("You’re back in.")
    assert "minute" not in said
    visitor.submit("method=password", {"password": "a new 77 password!"})
    assert visitor.path == "/login"
    assert 1010003 in visitor.messages


def test_an_empty_code_does_not_rename_the_field(ui_server: UiServer) -> None:
    real = ui_server(extra=settings(trial(HINT)["schema"]))
    visitor = Visitor(real.ui_url).open("/login")
    assert visitor.one('[data-node="identifier"] label').get_text(strip=True) == "E-Mail"
    visitor.submit("method=code", check=False)
    assert visitor.path == "/login"
    assert visitor.one('[data-node="identifier"] label').get_text(strip=True) == "E-Mail"


def test_the_address_of_a_code_after_sign_up(ui_server: UiServer) -> None:
    """Kratos 1.3.1 does not tell it in the flow; who has signed up is signed in."""
    visitor, address = Visitor(ui_server().ui_url).open("/registration"), new_address()
    visitor.submit("method=profile", {"traits.email": address})
    visitor.submit("method=password", {"password": PASSWORD})
    assert visitor.path == "/verification"
    words = f"We sent a 6-digit code to {address}."
    assert visitor.one('[data-testid="ui/message/1080003"]').get_text() == words
    visitor.submit("method=code", {"code": "000000"})
    assert words in re.sub(r"\s+([.,])", r"\1", visitor.text)


def test_the_address_of_a_code_that_signs_up(ui_server: UiServer) -> None:
    """It goes to the trait that signs in by code, whatever that is called, not to any address."""
    schema = trial(HINT)["schema"]
    email = schema["properties"]["traits"]["properties"].pop("email")
    contact = {"type": "string", "format": "email", "title": "Contact"}
    schema["properties"]["traits"] = {"type": "object", "properties": {"login_mail": email, "email": contact}}
    config = {"selfservice.methods.code.passwordless_enabled": True}
    visitor, address = (
        Visitor(ui_server(extra=settings(schema, config)).ui_url).open("/registration"),
        new_address(),
    )
    visitor.submit("method=profile", {"traits.login_mail": address, "traits.email": "other@example.org"})
    visitor.submit("method=code")
    assert (
        visitor.one('[data-testid="ui/message/1040005"]').get_text()
        == f"We sent a 6-digit code to {address}."
    )
