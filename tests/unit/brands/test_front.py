"""The front: each request reaches its own brand, and nothing of another one."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.brands import front
from app.current import ui
from app.kratos.client import KratosClient
from tests.support.brands import HOSTS, Branded, themes
from tests.support.recorded_kratos import Given
from tests.support.recordings import recording

LOGIN = recording("v1.3.1", "login.choose_method.password_only").body
FLOW = LOGIN["id"]
BRAND = re.compile(r"Brand (\w+)|Umbrella &amp; Co")
HYDRA = "http://hydra.test:4445"


@pytest.fixture(scope="module")
def branded(tmp_path_factory: pytest.TempPathFactory) -> Branded:
    return Branded(themes(tmp_path_factory.mktemp("themes")), hydra_admin_url=HYDRA)


@pytest.fixture
def client(branded: Branded) -> FlaskClient:
    branded.kratos.sent.clear()
    branded.kratos.on("GET", "/sessions/whoami", Given(401, {"error": {"code": 401}}))
    flows(branded)
    return branded.app.test_client()


def flows(branded: Branded, **more: Any) -> None:
    branded.kratos.on("GET", "/self-service/login/flows", Given(200, {**LOGIN, "return_to": "", **more}))


def of_client(name: str) -> dict[str, Any]:
    return {
        "oauth2_login_challenge": "c",
        "oauth2_login_request": {"client": {"client_id": name, "client_name": "acme-web"}, "challenge": "c"},
    }


def shown(answer: TestResponse) -> str:
    """The one brand of a page, by its name and by its files."""
    names = {found[1] or "umbrella" for found in BRAND.finditer(answer.text)}
    assert len(names) == 1, names
    return names.pop()


def kept(answer: TestResponse) -> str:
    """The brand that an answer lets the browser keep."""
    found = [each for each in answer.headers.get_all("Set-Cookie") if each.startswith("kratos_ui_brand=")]
    return found[0].split("=")[1].split(";")[0] if found else ""


def asked(branded: Branded) -> int:
    return sum(sent.path.endswith("/flows") for sent in branded.kratos.sent)


@pytest.mark.parametrize("path", [f"/login?flow={FLOW}", "/nowhere", "/error", "/languages"])
@pytest.mark.parametrize("name", [*HOSTS, "main"])
def test_a_host_has_its_brand_on_every_page(client: FlaskClient, path: str, name: str) -> None:
    host = {"acme": "login.acme.example", "globex": "login.globex.example:8443", "main": "who.knows.example"}[
        name
    ]
    answer = client.get(path, headers={"Host": host})
    assert shown(answer) == name
    assert kept(answer) == ""


@pytest.mark.parametrize(
    ("more", "name"),
    [
        (of_client("globex-web"), "globex"),
        (of_client("initech-web"), "initech"),
        (of_client("a-stranger"), "main"),
        (of_client("acme"), "main"),  # a brand's name is no client id
        ({"organization_id": "5e3ad4a9-0c8e-4a53-a3c9-2b5ad4a90c8e"}, "umbrella"),
        ({"return_to": "https://app.initech.example/deep"}, "initech"),
        ({"return_to": "https://app.initech.example.evil.test/"}, "main"),
        ({"request_url": "http://k/self-service/login/browser?brand=umbrella"}, "umbrella"),
        ({"request_url": "http://k/self-service/login/browser?brand=../acme"}, "main"),
    ],
)
@pytest.mark.parametrize("times", [1, 4])
def test_a_flow_has_its_brand_kept_or_made(
    branded: Branded, client: FlaskClient, more: dict[str, Any], name: str, times: int
) -> None:
    flows(branded, **more)
    for _ in range(times):
        answer = client.get(f"/login?flow={FLOW}", headers={"Host": "id.example"})
        assert shown(answer) == name
    assert asked(branded) == times
    known = "main" if times == 1 or name == "main" else name
    assert (kept(client.get("/nowhere")) or known) == known


def test_a_flow_at_anothers_host_has_the_hosts_brand(branded: Branded, client: FlaskClient) -> None:
    flows(branded, **of_client("initech-web"))
    answer = client.get(f"/login?flow={FLOW}", headers={"Host": HOSTS["acme"]})
    assert (shown(answer), kept(answer), asked(branded)) == ("acme", "", 1)


def test_pages_without_a_flow_keep_the_brand(branded: Branded, client: FlaskClient) -> None:
    flows(branded, **of_client("initech-web"))
    answer = client.get(f"/login?flow={FLOW}")
    assert kept(answer) == "initech"
    assert set(answer.headers["Set-Cookie"].split("; ")[1:]) == {"HttpOnly", "SameSite=Lax", "Path=/"}
    for path in ("/nowhere", "/error", "/logout", "/languages"):
        again = client.get(path)
        assert (shown(again), kept(again)) == ("initech", "")
    flows(branded)
    assert (
        shown(client.get(f"/login?flow={FLOW}")) == "initech"
    )  # a flow that tells nothing: recovery, verification
    flows(branded, organization_id="5e3ad4a9-0c8e-4a53-a3c9-2b5ad4a90c8e")
    assert kept(client.get(f"/login?flow={FLOW}")) == "umbrella"
    assert shown(client.get("/error")) == "umbrella"
    assert shown(client.get("/error", headers={"Host": HOSTS["acme"]})) == "acme"


def with_cookie(branded: Branded, header: str) -> str:
    return shown(branded.app.test_client(use_cookies=False).get("/nowhere", headers={"Cookie": header}))


@pytest.mark.parametrize(
    "value", ["gone", "../acme", "", '"acme"', "a" * 5000, "\xff", "INITECH", "init ech"]
)
def test_a_cookie_that_names_no_brand(branded: Branded, client: FlaskClient, value: str) -> None:
    assert with_cookie(branded, f"kratos_ui_brand={value}") == "main"


@pytest.mark.parametrize(
    "header",
    [
        "kratos_ui_brand=initech",
        "x=kratos_ui_brand=acme; kratos_ui_brand=initech; kratos_ui_brand=umbrella",
        "kratos_ui_brand2=acme;kratos_ui_brand = initech ;",
    ],
)
def test_the_first_cookie_of_the_name_counts(branded: Branded, client: FlaskClient, header: str) -> None:
    assert with_cookie(branded, header) == "initech"


def test_a_flow_says_what_brand_it_begins_with(branded: Branded, client: FlaskClient) -> None:
    def begun(address: str, **headers: str) -> list[str]:
        answer = client.get(address, headers=headers)
        assert answer.status_code == 303
        return parse_qs(urlsplit(answer.headers["Location"]).query).get("brand", [])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(KratosClient, "reachable", lambda self: None)
        assert begun("/login") == ["main"]
        assert begun("/login?brand=evil") == ["main"]
        assert begun("/login?return_to=https://app.initech.example/") == ["initech"]
        assert begun("/registration") == ["initech"]  # from the cookie
        assert begun("/registration?brand=umbrella") == ["umbrella"]
        assert begun("/login", Host=HOSTS["acme"]) == ["acme"]


def test_a_flow_that_is_gone_is_started_again_for_its_brand(branded: Branded, client: FlaskClient) -> None:
    gone = {"error": {"code": 410, "id": "self_service_flow_expired",
                      "details": {"return_to": "https://app.initech.example/"}}}  # fmt: skip
    branded.kratos.on("GET", "/self-service/login/flows", Given(410, gone))
    answer = client.get(f"/login?flow={FLOW}")
    assert (answer.status_code, kept(answer), asked(branded)) == (303, "initech", 1)


@pytest.mark.parametrize(("status", "expected"), [(500, 503), (404, 303)])
def test_an_error_is_found_out_once_and_shown_by_its_brand(
    branded: Branded, client: FlaskClient, status: int, expected: int
) -> None:
    branded.kratos.on("GET", "/self-service/login/flows", Given(status, {"error": {"code": status}}))
    client.set_cookie("kratos_ui_brand", "umbrella")
    answer = client.get(f"/login?flow={FLOW}")
    assert (answer.status_code, asked(branded)) == (expected, 1)
    assert expected == 303 or shown(answer) == "umbrella"


def test_a_page_that_fails_is_its_brands(
    branded: Branded, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise RuntimeError

    monkeypatch.setitem(branded.apps["acme"].view_functions, "languages.page", fail)
    answer = client.get("/languages", headers={"Host": HOSTS["acme"]})
    assert (answer.status_code, shown(answer)) == (500, "acme")
    assert client.get("/languages").status_code == 200


def test_languages_of_one_brand_alone(client: FlaskClient) -> None:
    german = {"Accept-Language": "de"}
    french = {"Accept-Language": "fr"}
    acme = {"Host": HOSTS["acme"]}
    for headers, language in (
        (french, "fr"),
        ({**french, **acme}, "de"),
        ({**german, **acme}, "de"),
        (acme, "de"),
    ):
        answer = client.get(f"/login?flow={FLOW}", headers=headers)
        assert answer.headers["Content-Language"] == language
    picked = client.get("/languages?lang=fr", headers=acme)
    assert picked.headers["Content-Language"] == "de"
    assert "kratos_ui_lang" not in str(picked.headers)


@pytest.mark.parametrize(("host", "name"), [(HOSTS["acme"], "acme"), ("id.example", "main")])
def test_forms_say_the_brand_for_mails(client: FlaskClient, host: str, name: str) -> None:
    text = html.unescape(client.get(f"/login?flow={FLOW}", headers={"Host": host}).text)
    assert f'"brand": "{name}"' in text


def test_policies_are_the_brands_own(client: FlaskClient) -> None:
    policies = [
        client.get("/nowhere", headers={"Host": host}).headers["Content-Security-Policy"]
        for host in (HOSTS["acme"], "other.example")
    ]
    assert ["cdn.acme.example" in policy for policy in policies] == [True, False]


def test_what_the_file_says_over_the_theme(branded: Branded, client: FlaskClient) -> None:
    client.set_cookie("kratos_ui_brand", "umbrella")
    text = client.get("/nowhere").text
    assert "/other.svg" in text
    assert "https://umbrella.example/privacy" in text
    assert ui(branded.apps["umbrella"]).brand.app == "Umbrella & Co"


@pytest.mark.parametrize("path", ["/health/alive", "/static/css/ui.css"])
def test_what_is_no_page_is_served_once(client: FlaskClient, path: str) -> None:
    answers = [client.get(path, headers={"Host": host}) for host in (HOSTS["acme"], "other.example")]
    assert {each.status_code for each in answers} == {200}
    assert answers[0].data == answers[1].data
    for each in answers:
        each.close()


def test_the_gateway_and_endpoints_of_ones_own_are_served_once(tmp_path: Path) -> None:
    branded = Branded(
        themes(tmp_path), gateway_enabled=True, gateway_webhook_secret="s" * 32,
        gateway_webhook_state=tmp_path / "state", forward_auth_enabled=True, forward_auth_hosts=("a.test",),
    )  # fmt: skip
    branded.app.add_url_rule("/own/endpoint", "own", lambda: "mine")
    client = branded.app.test_client()
    for headers in ({"Host": HOSTS["acme"]}, {"Host": "other.example"}):
        assert client.get("/own/endpoint", headers=headers).text == "mine"
        assert client.get("/api/nothing", headers=headers).json["success"] is False  # type: ignore[index]
        assert client.get("/session/check", headers=headers).status_code == 401
        assert client.post("/internal/auth/user-created", json={}, headers=headers).status_code == 401
        assert "Brand" in client.get("/nowhere", headers=headers).text
        assert "Brand" in client.get("/static/nowhere", headers=headers).text
        assert "Brand" in client.get("/health/nowhere", headers=headers).text
    assert not {"api", "internal"} & {
        rule.rule.split("/")[1] for rule in branded.apps["acme"].url_map.iter_rules()
    }


def test_the_pages_of_a_brand_link_to_stock_files_that_are_there(client: FlaskClient) -> None:
    text = client.get("/nowhere", headers={"Host": HOSTS["acme"]}).text
    found = set(re.findall(r'"(/(?:static|theme)/[^"#?]+)"', text))
    assert {each.split("/")[1] for each in found} == {"static", "theme"}
    for each in found:
        with client.get(each, headers={"Host": "other.example"}) as answer:
            assert answer.status_code == 200, each


def test_no_page_of_the_application_itself_is_left(branded: Branded, client: FlaskClient) -> None:
    assert shown(client.get("/login?flow=x", headers={"Host": "%"})) == "main"
    assert branded.shelf.home.test_client().application is branded.app


def hydra(branded: Branded, path: str, name: str) -> None:
    branded.kratos.on(
        "GET", path, Given(200, {"subject": "s", "client": {"client_id": name}, "challenge": "c"})
    )


@pytest.mark.parametrize("name", ["globex", "initech"])
def test_what_hydra_asks_is_asked_in_its_clients_brand(
    branded: Branded, client: FlaskClient, name: str
) -> None:
    client.set_cookie("kratos_ui_brand", "umbrella")
    hydra(branded, "/admin/oauth2/auth/requests/logout", f"{name}-web")
    answer = client.get("/logout/oauth2?logout_challenge=c")
    assert (answer.status_code, shown(answer), kept(answer)) == (200, name, name)
    hydra(branded, "/admin/oauth2/auth/requests/consent", f"{name}-web")
    client.set_cookie("kratos_ui_brand", "umbrella")
    assert kept(client.get("/consent?consent_challenge=c")) == name


def test_hydra_that_does_not_answer_leaves_the_brand(
    branded: Branded, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    branded.kratos.on("GET", "/admin/oauth2/auth/requests/logout", Given(404, {}))
    client.set_cookie("kratos_ui_brand", "umbrella")
    assert shown(client.get("/logout/oauth2?logout_challenge=c")) == "umbrella"
    assert "can't be told" not in caplog.text  # it is no fault


def test_a_fault_in_the_choice_costs_no_page(
    branded: Branded, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(front, "facts_of", lambda *_: 1 / 0)
    client.set_cookie("kratos_ui_brand", "umbrella")
    assert shown(client.get("/nowhere")) == "umbrella"
    assert "can't be told" in caplog.text


def test_a_post_tells_no_brand(branded: Branded, client: FlaskClient) -> None:
    """The page that it comes from has left the cookie; Kratos is not asked, and no address changes it."""
    flows(branded, **of_client("initech-web"))
    for path in (f"/login?flow={FLOW}", "/nowhere?brand=umbrella"):
        assert kept(client.post(path)) == ""
    assert asked(branded) == 0
