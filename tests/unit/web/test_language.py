"""The language of a page: chosen by link, cookie, client, browser; told in headers; kept in a cookie."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.config import Config, ConfigError
from tests.support.recorded_kratos import BASE_URL, Given, RecordedKratos
from tests.support.recordings import recording
from tests.support.soup import one, soup

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
    assert spoken(client, **{"Accept-Language": "pt-BR;q=0"}) == "en"
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
    assert spoken(client, "/logout") == "pt-BR"  # as all pages in its midst
    cookie = client.get_cookie("kratos_ui_client_lang")
    assert cookie
    assert cookie.max_age == 3600
    assert spoken(client, "/logout?lang=en") == spoken(client, f"/{kind}?flow=f") == "en"


@pytest.mark.parametrize("https", [True, False])
def test_the_cookie_is_as_secure_as_the_others(client: FlaskClient, config: Config, https: bool) -> None:
    """Behind a proxy we see plain http; that browsers reach Kratos by https tells."""
    object.__setattr__(
        config, "kratos_browser_url", "https://id.example.org" if https else "http://localhost:4433"
    )
    (cookie,) = client.get("/logout?lang=pt-BR").headers.getlist("Set-Cookie")
    assert cookie.startswith("kratos_ui_lang=pt-BR;")
    assert {"HttpOnly", "SameSite=Lax", "Max-Age=31536000", "Path=/"} <= set(cookie.split("; "))
    assert ("Secure" in cookie.split("; ")) == https


@pytest.mark.parametrize(
    ("method", "path", "kept"),
    [
        ("GET", "/languages", True), ("GET", "/login", True), ("GET", "/nope", True), ("GET", "/health/alive", False),
        ("OPTIONS", "/login", False), ("POST", "/login", False),
    ],
)  # fmt: skip
def test_a_language_is_kept_where_pages_let_pick_one(
    client: FlaskClient, method: str, path: str, kept: bool
) -> None:
    """The page of an error has the picker, too: what leads on from it is in the language picked."""
    cookies = client.open(f"{path}?lang=pt-BR", method=method).headers.getlist("Set-Cookie")
    assert any(each.startswith("kratos_ui_lang=pt-BR;") for each in cookies) == kept


@pytest.mark.parametrize(
    ("name", "value"), [("DEFAULT_LOCALE", "xx"), ("LOCALES", "en, klingon"), ("DEFAULT_LOCALE", "../x")]
)
def test_a_language_that_is_none_is_refused_at_the_start(name: str, value: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Config.from_env({"KRATOS_PUBLIC_URL": BASE_URL, name: value})
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].startswith(f"{name} ")


@pytest.fixture
def many(config: Config) -> FlaskClient:
    """A browser at an application with all our languages, below a path."""
    return create_app(replace(config, theme_dir=None, locales=(), base_path="/auth")).test_client()


def choices(client: FlaskClient, **query: str) -> dict[str, str]:
    page = soup(client.get("/auth/languages", query_string=query).text)
    return {str(each["lang"]): str(each["href"]) for each in page.select(".langs a")}


def test_each_page_of_many_languages_links_to_all_of_them(many: FlaskClient) -> None:
    page = soup(many.get("/auth/logout?x=1&lang=de&restart=1").text)
    (link,) = page.select(".foot a.lang")
    assert link["href"] == "/auth/languages?back=%2Fauth%2Flogout%3Fx%3D1"
    assert not page.select(".foot li")
    found = choices(many, back="/auth/logout?x=1")
    assert len(found) >= 49
    assert found["ar"] == "/auth/logout?x=1&lang=ar"
    assert not soup(many.get("/auth/languages").text).select(".foot a.lang")  # it would lead here


@pytest.mark.parametrize(
    "back",
    ["", "/", "//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/auth",
     "/other/page", "/auth/\nx", "auth/login"],
)  # fmt: skip
def test_the_way_back_stays_here(many: FlaskClient, back: str) -> None:
    assert choices(many, back=back)["de"] == "/auth/?lang=de"


@pytest.mark.parametrize("back", ["//evil.example", "/\\evil.example", "/\t/evil.example"])
def test_the_way_back_stays_here_without_a_path(config: Config, back: str) -> None:
    client = create_app(replace(config, theme_dir=None, locales=())).test_client()
    page = soup(client.get("/languages", query_string={"back": back}).text)
    assert {str(each["href"]).partition("lang=")[0] for each in page.select(".langs a")} == {"/?"}


@pytest.mark.parametrize(
    ("query", "found"),
    [("germ", "de"), ("DEUT", "de"), ("de", "de"), (" Deutsch ", "de"), ("turkce", "tr"), ("Portugues", "pt-BR"),
     ("tiếng", "vi"), ("Tieng Viet", "vi"), ("Ελληνικά", "el"), ("ελληνικα", "el"), ("zh-TW", "zh-Hant"),
     ("iw", "he"), ("pt_br", "pt-BR"), ("Farsi", "fa"), ("castellano", "es"), ("México", "es-419"),
     ("flämisch", "nl"), ("英文", "en"),
     ("mandarin", "zh-Hans"), ("繁体", "zh-Hant"), ("norsk nynorsk", "nb"), ("Vlaams", "nl"), ("Moldovan", "ro"),
     ("bosanski", "sr-Latn"), ("Simplified Chinese", "zh-Hans"), ("中文（繁體）", "zh-Hant"),
     ("srpski latinica", "sr-Latn"),
     ("Brazilian Portuguese", "pt-BR"), ("European Portuguese", "pt"), ("Bahasa Indonesia", "id"), ("bahasa", "ms"),
     ("Bengali", "bn"), ("Slovene", "sl"), ("हिंदी", "hi"), ("فارسي", "fa"), ("ภาษาไทย", "th")],
)  # fmt: skip
def test_a_language_is_found_by_its_names(many: FlaskClient, query: str, found: str) -> None:
    assert found in choices(many, q=query)
    assert "fr" not in choices(many, q=query)


@pytest.mark.parametrize(
    ("language", "query", "found"),
    [("pl", "lotewski", "lv"), ("tr", "hirvatca", "hr"), ("da", "graesk", "el")],
)
def test_letters_that_a_keyboard_lacks_are_not_needed(
    many: FlaskClient, language: str, query: str, found: str
) -> None:
    assert list(choices(many, q=query, lang=language)) == [found]


def test_what_is_searched_is_shown_and_nothing_more(many: FlaskClient) -> None:
    page = soup(many.get("/auth/languages", query_string={"q": '"><b>xyzzy'}).text)
    assert one(page, "input[name=q]")["value"] == '"><b>xyzzy'
    assert "No language matches." in page.text


@pytest.mark.parametrize(
    "back", ["/auth/logout?x=1&lang=fr", "/auth/logout?lang=fr&x=1&restart=1", "/auth/logout?x=1#top"]
)
def test_a_language_chosen_before_gives_way(many: FlaskClient, back: str) -> None:
    assert choices(many, back=back)["de"] == "/auth/logout?x=1&lang=de"
