"""What is answered in front of Flask is answered as Flask would, and nothing is asked of Kratos twice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from werkzeug.test import TestResponse

from app import create_app
from app.current import ui
from app.web import front, presence
from app.web.kept import Circumstances
from tests.support.kept import SIGNED_IN, Twins
from tests.support.recorded_kratos import Given, RecordedKratos
from tests.support.recordings import recording

LOGIN = recording("v1.3.1", "login.choose_method.all_methods").body
SETTINGS = recording("v1.3.1", "settings.show_form.password_only").body
BODIES = {"login": LOGIN, "settings": SETTINGS}
OWN = ("X-Request-ID", "Content-Security-Policy", "Content-Length")
"""Headers that differ from answer to answer."""


@pytest.fixture
def twins() -> Twins:
    twins = Twins()
    for kind, body in BODIES.items():
        for _ in range(3):
            twins.kept(kind, body)
    assert twins.hits == 2
    return twins


def get(twins: Twins, kind: str, kept: bool = True, **headers: str) -> TestResponse:
    app = twins.keeping if kept else twins.making
    cookie = {"Cookie": SIGNED_IN} if kind == "settings" else {}
    client = app.test_client(use_cookies=False)
    return client.get(f"/{kind}?flow={BODIES[kind]['id']}", headers={**cookie, **headers})


def paths(kratos: RecordedKratos) -> list[str]:
    return [each.path for each in kratos.sent]


@pytest.mark.parametrize("kind", BODIES)
@pytest.mark.parametrize("headers", [{}, {"Accept-Encoding": "gzip"}])
def test_it_has_the_headers_that_flask_gives(twins: Twins, kind: str, headers: dict[str, str]) -> None:
    body = Given(200, BODIES[kind], ("csrf_token_x=1; Path=/", "csrf_token_y=2"))
    for kratos in (twins._kept, twins._made):
        kratos.on("GET", f"/self-service/{kind}/flows", body)
        kratos.on("GET", "/self-service/logout/browser", Given(200, {"logout_url": "http://k.test/?token=t"}))
    found = [get(twins, kind, kept, **headers) for kept in (True, False)]
    assert twins.hits == 3
    first, second = (sorted(pair for pair in each.headers if pair[0] not in OWN) for each in found)
    assert first == second
    assert found[0].headers.getlist("Set-Cookie") == ["csrf_token_x=1; Path=/", "csrf_token_y=2"]
    assert all(found[0].headers[name] for name in OWN)


@pytest.mark.parametrize(("kind", "calls"), [("login", 1), ("settings", 2)])
def test_kratos_is_asked_once_whoever_answers(kind: str, calls: int) -> None:
    twins = Twins()
    for _ in range(4):
        twins.kept(kind, BODIES[kind])
        assert len(twins._kept.sent) == calls, paths(twins._kept)
    assert twins.hits == 2


@pytest.mark.parametrize(
    ("reply", "status"),
    [
        (Given(410, {"error": {"code": 410}}), 303),
        (Given(404, {}), 303),
        (Given(500, {}), 503),
        (Given(200, []), 502),
    ],
)
def test_what_kratos_refuses_is_flasks(twins: Twins, reply: Given, status: int) -> None:
    twins._kept.on("GET", "/self-service/login/flows", reply)
    twins._kept.sent.clear()
    assert get(twins, "login").status_code == status
    assert paths(twins._kept).count("/self-service/login/flows") == 1


def test_who_is_greeted_for_the_first_time_gets_the_mark(twins: Twins) -> None:
    twins.made("settings", SETTINGS)
    found = [get(twins, "settings", kept, Cookie="ory_kratos_session=s") for kept in (True, False)]
    assert twins.hits == 3
    assert found[0].headers["Set-Cookie"] == found[1].headers["Set-Cookie"]
    assert found[0].headers["Set-Cookie"].startswith(f"{presence.COOKIE}=")


@pytest.mark.parametrize(
    "cookie",
    ["kratos_ui_lang=ar", "a=b;kratos_ui_lang=ar", "a=b;  \tkratos_ui_lang = ar ; c", 'kratos_ui_lang="ar"',
     "kratos_ui_lang=ar; kratos_ui_lang=en", "xkratos_ui_lang=ar", "kratos_ui_lang=", "kratos_ui_lang=xx",
     "=; kratos_ui_lang=AR", "kratos_ui_lang; kratos_ui_lang=ar", 'x="a;kratos_ui_lang=ar;b"; kratos_ui_lang=en',
     'x="a;kratos_ui_lang=ar;b"'],
)  # fmt: skip
def test_the_language_is_the_one_that_flask_finds(cookie: str) -> None:
    twins = Twins(locales=("en", "ar"))
    for language in ("en", "ar") * 3:
        twins.kept("login", LOGIN, Cookie=f"kratos_ui_lang={language}")
    for _ in range(3):
        assert twins.kept("login", LOGIN, Cookie=cookie) == twins.made("login", LOGIN, Cookie=cookie)
        assert twins.kept("login", LOGIN) == twins.made("login", LOGIN)
    assert twins.hits


def test_what_flask_sees_otherwise_is_not_kept(twins: Twins, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "_circumstances", lambda *_: Circumstances("ar", "http", "localhost", ""))
    for _ in range(4):
        twins.kept("login", LOGIN)
    assert twins.hits == 2


def test_what_goes_wrong_here_is_no_bare_500(twins: Twins, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "_filled", lambda *_: 1 / 0)
    assert get(twins, "login").status_code == 200
    monkeypatch.setattr(front, "_asked", lambda *_: 1 / 0)
    assert get(twins, "login").status_code == 200


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "POST", "PUT"])
def test_other_methods_are_flasks(twins: Twins, method: str) -> None:
    client = twins.keeping.test_client()
    answer = client.open(f"/login?flow={LOGIN['id']}", method=method)
    assert answer.status_code == {"HEAD": 200, "OPTIONS": 200}.get(method, 405)
    assert not (answer.data and method == "HEAD")
    assert twins.hits == 2


def test_who_wants_another_protocol_is_flasks(twins: Twins) -> None:
    headers = {"Connection": "Upgrade", "Upgrade": "websocket"}
    assert [get(twins, "login", kept, **headers).status_code for kept in (True, False)] == [400, 400]


@pytest.mark.parametrize(
    "query", ["flow=", "flow=x", "flow={}x", "flow={}&flow={}", "flow=%00", "FLOW={}", "", "flow={}#"]
)
def test_other_addresses_are_flasks(twins: Twins, query: str) -> None:
    answer = twins.keeping.test_client().get("/login?" + query.replace("{}", LOGIN["id"]))
    assert answer.status_code in (200, 303, 503)
    assert twins.hits == (3 if query == "flow={}#" else 2)  # the client keeps the last part for itself


def test_the_id_of_a_trusted_proxy_goes_along() -> None:
    twins = Twins()
    app = create_app(replace(twins.settings, trusted_proxies=1))
    ui(app).kratos = ui(twins.keeping).kratos
    twins._kept.on("GET", "/self-service/login/flows", Given(200, LOGIN))
    for _ in range(3):
        headers = {"X-Request-ID": "given-by-a-proxy", "X-Forwarded-Proto": "https"}
        answer = app.test_client().get(f"/login?flow={LOGIN['id']}", headers=headers)
        assert answer.headers["X-Request-ID"] == "given-by-a-proxy"
        assert answer.headers["Strict-Transport-Security"]
        assert twins._kept.sent[-1].headers["X-Request-ID"] == "given-by-a-proxy"
    assert ui(app).pages.counts.hits == 1


def test_hsts_is_what_the_setting_says() -> None:
    twins = Twins()
    for said in ("max-age=60; preload", ""):
        app = create_app(replace(twins.settings, trusted_proxies=1, hsts=said))
        ui(app).kratos = ui(twins.keeping).kratos
        twins._kept.on("GET", "/self-service/login/flows", Given(200, LOGIN))
        for scheme, told in (("https", said or None), ("http", None)):
            for _ in range(3):
                answer = app.test_client().get(
                    f"/login?flow={LOGIN['id']}", headers={"X-Forwarded-Proto": scheme}
                )
                assert answer.headers.get("Strict-Transport-Security") == told
        assert ui(app).pages.counts.hits == 2
