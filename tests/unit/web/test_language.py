"""The language of a page: chosen by link, cookie, client, browser; told in headers; kept in a cookie."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.config import Config, ConfigError
from tests.support.recorded_kratos import BASE_URL, Given, RecordedKratos
from tests.support.recordings import recording

WORDS = Path(__file__).parents[2] / "themes/words"
"""A theme with Brazilian Portuguese."""


@pytest.fixture
def config() -> Config:
    return Config(
        kratos_public_url=BASE_URL, kratos_browser_url="http://localhost:4433", cookie_secret="t" * 32,
        theme_dir=WORDS, locales=("en", "pt-BR"),
    )  # fmt: skip


def spoken(client: FlaskClient, path: str = "/logout", **headers: str) -> str:
    response = client.get(path, headers=headers)
    assert f'<html lang="{response.headers["Content-Language"]}"' in response.text
    assert "Cookie" in response.vary
    assert "Accept-Language" in response.vary
    return response.headers["Content-Language"]


def test_the_link_wins_then_the_cookie_then_the_browser(client: FlaskClient) -> None:
    assert spoken(client) == "en"
    assert spoken(client, **{"Accept-Language": "pt-BR,en;q=0.5"}) == "pt-BR"
    assert spoken(client, **{"Accept-Language": "pt"}) == "pt-BR"
    assert spoken(client, **{"Accept-Language": "xx,de"}) == "en"
    assert spoken(client, "/logout?lang=pt-br") == "pt-BR"
    assert spoken(client, **{"Accept-Language": "en"}) == "pt-BR"  # by the cookie of the link
    assert spoken(client, "/logout?lang=xx", **{"Accept-Language": "en"}) == "pt-BR"
    assert spoken(client, "/logout?lang=en") == "en"


@pytest.mark.parametrize("kind", ["login", "registration"])
def test_the_language_that_an_oauth2_client_asks_for(
    client: FlaskClient, kratos: RecordedKratos, kind: str
) -> None:
    name = {"login": "login.choose_method.all_methods", "registration": "registration.profile.all_methods"}[
        kind
    ]
    body: dict[str, Any] = copy.deepcopy(recording("v1.3.1", name).body)
    body["oauth2_login_request"] = {"oidc_context": {"ui_locales": ["xx", "pt"]}}
    kratos.on("GET", f"/self-service/{kind}/flows", Given(200, body))
    assert spoken(client, f"/{kind}?flow=f") == "pt-BR"


@pytest.mark.parametrize("https", [True, False])
def test_the_cookie_is_as_secure_as_the_others(client: FlaskClient, config: Config, https: bool) -> None:
    """Behind a proxy we see plain http; that browsers reach Kratos by https tells."""
    object.__setattr__(
        config, "kratos_browser_url", "https://id.example.org" if https else "http://localhost:4433"
    )
    (cookie,) = client.get("/logout?lang=pt-BR").headers.getlist("Set-Cookie")
    assert cookie.startswith("kratos_ui_lang=pt-BR;")
    assert {"HttpOnly", "SameSite=Lax", "Max-Age=31536000"} <= set(cookie.split("; "))
    assert ("Secure" in cookie.split("; ")) == https


@pytest.mark.parametrize(
    ("name", "value"), [("DEFAULT_LOCALE", "xx"), ("LOCALES", "en, klingon"), ("DEFAULT_LOCALE", "../x")]
)
def test_a_language_that_is_none_is_refused_at_the_start(name: str, value: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Config.from_env({"KRATOS_PUBLIC_URL": BASE_URL, name: value})
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].startswith(f"{name} ")
