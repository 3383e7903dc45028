"""What goes to Kratos and what comes back, byte for byte."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.support.recorded_kratos import Given, RecordedKratos
from tests.unit.gateway.conftest import ORIGIN, MakeApp

ID = "7e0b8d7e-6a3c-4f0c-9d55-7d3f0a5a2c11"
CSRF = "csrf_token_" + "a" * 64
TOKEN = "ory_st_" + "T" * 32
PAGES = "MTcwMDAwMDAwMHxzZWN1cmU="
COOKIES = (
    f'ory_kratos_session={TOKEN}; ory_kratos_session={PAGES}; {CSRF}=x+y/z=; kratos_ui=secret; theme="a b"'
)
SET = (
    f"{CSRF}=1; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax",
    "ory_kratos_continuity=a,b; Path=/; Secure; Partitioned",
)
NEW_SESSION = "ory_kratos_session=MTc=; Path=/; Expires=Wed, 21 Oct 2099 07:28:00 GMT; HttpOnly"


def flow(kind: str = "login", mode: str = "api", *nodes: dict[str, Any], **more: Any) -> dict[str, Any]:
    action = f"http://kratos.test:4433/self-service/{kind}?flow={ID}"
    ui = {"action": action, "method": "POST", "nodes": list(nodes), "messages": more.pop("messages", [])}
    return {"id": ID, "type": mode, "state": "choose_method", "ui": ui, **more}


def node(name: str, type_: str = "text", value: Any = None, messages: Any = ()) -> dict[str, Any]:
    attributes = {"name": name, "type": type_, "value": value, "node_type": "input"}
    return {
        "type": "input",
        "group": "default",
        "attributes": attributes,
        "messages": list(messages),
        "meta": {},
    }


def error(number: int, text: str = "no") -> dict[str, Any]:
    return {"id": number, "text": text, "type": "error", "context": {"reason": text}}


def prepare(kratos: RecordedKratos, kind: str, fetched: dict[str, Any], answer: Given) -> None:
    kratos.on("GET", f"/self-service/{kind}/flows", Given(200, fetched, SET))
    kratos.on("POST", f"/self-service/{kind}", answer)


def submit(
    client: FlaskClient, kind: str = "login", mode: str = "api", headers: Any = None, **fields: Any
) -> Any:
    query = {"type": mode} if mode != "api" else {}
    return client.post(
        f"/api/auth/flows/{kind}", json={"flow_id": ID, **fields}, query_string=query, headers=headers
    )


@pytest.fixture
def client(make_app: MakeApp) -> FlaskClient:
    return make_app().test_client(use_cookies=False)


def test_an_api_flow_gets_neither_cookie_nor_origin_nor_token(
    client: FlaskClient, kratos: RecordedKratos
) -> None:
    prepare(kratos, "login", flow(), Given(200, {"session": {"id": "s"}, "session_token": TOKEN}))
    kratos.on("GET", "/self-service/login/api", Given(200, flow()))
    headers = {
        "Cookie": COOKIES, "Origin": ORIGIN, "Referer": ORIGIN, "Authorization": f"Bearer {TOKEN}",
        "X-Forwarded-For": "203.0.113.9", "X-Real-IP": "203.0.113.9", "True-Client-IP": "203.0.113.9",
        "User-Agent": "Shop/1.0 \x01" + "x" * 500, "Accept-Language": "de", "X-Anything": "x",
    }  # fmt: skip
    assert client.get("/api/auth/flows/login", headers=headers).status_code == 200
    assert submit(client, headers=headers, identifier="ada", password="x").status_code == 200
    assert len(kratos.sent) == 3
    for sent in kratos.sent:
        own = {"Content-Type", "Content-Length", "X-Request-ID", "Accept", "Accept-Encoding", "Connection"}
        assert set(sent.headers) - own == {"X-Forwarded-For", "User-Agent"}
        assert sent.headers["X-Forwarded-For"] == "127.0.0.1"
        assert sent.headers["User-Agent"] == "Shop/1.0 " + "x" * 391, "Kratos' column has room for 512"
    assert kratos.sent[-1].query == {"flow": ID}
    assert kratos.sent[-1].json == {"method": "password", "identifier": "ada", "password": "x"}


def test_the_address_is_the_one_that_a_trusted_proxy_names(make_app: MakeApp, kratos: RecordedKratos) -> None:
    kratos.on("GET", "/self-service/login/api", Given(200, flow()))
    client = make_app(trusted_proxies=1).test_client()
    client.get("/api/auth/flows/login", headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.9"})
    assert kratos.sent[-1].headers["X-Forwarded-For"] == "203.0.113.9"


@pytest.mark.parametrize(
    ("kind", "query", "sent"),
    [
        ("login", {"aal": "aal2"}, True),
        ("login", {"refresh": "true"}, True),
        ("login", {"return_to": "/x", "aal": "aal1", "refresh": "false"}, False),
        ("registration", {}, False),
        ("recovery", {}, False),
        ("verification", {}, False),
        ("settings", {}, True),
    ],
)
def test_the_token_goes_where_who_is_signed_in_matters(
    client: FlaskClient, kratos: RecordedKratos, kind: str, query: dict[str, str], sent: bool
) -> None:
    kratos.on("GET", f"/self-service/{kind}/api", Given(200, flow(kind)))
    path = f"/api/auth/flows/{kind}"
    assert (
        client.get(path, query_string={**query, "evil": "1"}, headers={"Cookie": COOKIES}).status_code == 200
    )
    assert kratos.sent[0].headers.get("X-Session-Token", "") == (TOKEN if sent else "")
    assert kratos.sent[0].query == query
    assert kratos.sent[0].cookies == ""
    without = client.get(path, query_string=query)
    assert without.status_code == (401 if kind == "settings" else 200), (
        "Kratos says what it thinks of the others"
    )


@pytest.mark.parametrize(
    ("more", "sent"), [({"requested_aal": "aal2"}, True), ({"refresh": True}, True), ({}, False)]
)
def test_a_second_step_is_submitted_with_the_token(
    client: FlaskClient, kratos: RecordedKratos, more: dict[str, Any], sent: bool
) -> None:
    prepare(kratos, "login", flow(**more), Given(200, {"session": {"id": "s"}}))
    submit(client, headers={"Cookie": COOKIES}, totp_code="123456")
    assert kratos.sent[-1].headers.get("X-Session-Token", "") == (TOKEN if sent else "")
    assert kratos.sent[-1].json == {"method": "totp", "totp_code": "123456"}


def test_a_browser_flow_gets_kratos_own_cookies_and_nothing_else(
    client: FlaskClient, kratos: RecordedKratos
) -> None:
    prepare(kratos, "login", flow(mode="browser"), Given(200, {"session": {"id": "s"}}))
    submit(client, mode="browser", headers={"Cookie": COOKIES, "X-Session-Token": TOKEN}, csrf_token="x")
    assert [sent.cookies for sent in kratos.sent] == [f"ory_kratos_session={PAGES}; {CSRF}=x+y/z="] * 2
    assert not any("X-Session-Token" in sent.headers or "Origin" in sent.headers for sent in kratos.sent)


def test_every_cookie_of_a_browser_flow_is_relayed_unchanged(
    client: FlaskClient, kratos: RecordedKratos
) -> None:
    for status in (200, 400, 401, 403, 404, 410, 422):
        kratos.on(
            "GET",
            "/self-service/login/browser",
            Given(status, flow() if status == 200 else {"error": {}}, SET),
        )
        answer = client.get("/api/auth/flows/login?type=browser")
        assert answer.status_code == status
        assert answer.headers.getlist("Set-Cookie") == list(SET), status


def test_but_none_of_a_csrf_refusal(client: FlaskClient, kratos: RecordedKratos) -> None:
    refusal = {"error": {"id": "security_csrf_violation", "code": 403, "reason": "no"}}
    prepare(kratos, "login", flow(mode="browser"), Given(403, refusal, SET))
    kratos.on("GET", "/self-service/login/flows", Given(200, flow(mode="browser")))
    answer = submit(client, mode="browser", headers={"Cookie": COOKIES})
    assert (answer.status_code, answer.json["details"]["id"]) == (403, "security_csrf_violation")
    assert answer.headers.getlist("Set-Cookie") == []


def test_an_api_flow_relays_no_csrf_cookie_but_all_others(
    client: FlaskClient, kratos: RecordedKratos
) -> None:
    prepare(kratos, "login", flow(), Given(200, {"session": {"id": "s"}}, (*SET, NEW_SESSION)))
    answer = submit(client, identifier="x", password="y")
    assert answer.headers.getlist("Set-Cookie") == [SET[1], SET[1], NEW_SESSION]


def test_a_new_kratos_session_ends_the_token_cookie_first(
    client: FlaskClient, kratos: RecordedKratos
) -> None:
    prepare(kratos, "login", flow(mode="browser"), Given(200, {"session": {"id": "s"}}, (NEW_SESSION,)))
    kratos.on("GET", "/self-service/login/flows", Given(200, flow(mode="browser")))
    ended, kept = submit(client, mode="browser", headers={"Cookie": COOKIES}).headers.getlist("Set-Cookie")
    assert ended.startswith("ory_kratos_session=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0;")
    assert {"HttpOnly", "Path=/api", "SameSite=Lax"} <= set(ended.split("; "))
    assert kept == NEW_SESSION
    assert submit(client, mode="browser").headers.getlist("Set-Cookie") == [NEW_SESSION]


def test_the_token_is_taken_out_of_every_body(client: FlaskClient, kratos: RecordedKratos) -> None:
    handed = {"action": "set_ory_session_token", "ory_session_token": TOKEN}
    shown = {"action": "show_settings_ui", "flow": {"id": ID}}
    body = {"session_token": TOKEN, "session": {"id": "s"}, "continue_with": [handed, shown]}
    prepare(kratos, "login", flow(), Given(200, body))
    answer = submit(client, identifier="x", password="y")
    assert answer.json == {"success": True, "data": {"session": {"id": "s"}, "continue_with": [shown]}}
    assert f"ory_kratos_session={TOKEN}; HttpOnly; Path=/api; SameSite=Lax" in answer.headers.getlist(
        "Set-Cookie"
    )
    prepare(kratos, "recovery", flow("recovery"), Given(200, flow("recovery", continue_with=[handed])))
    recovered = submit(client, "recovery", code="123456")
    assert TOKEN not in recovered.text
    assert f"ory_kratos_session={TOKEN}; HttpOnly; Path=/api; SameSite=Lax" in recovered.headers.getlist(
        "Set-Cookie"
    )
    kratos.on("GET", "/self-service/recovery/flows", Given(200, flow("recovery", continue_with=[handed])))
    assert TOKEN not in client.get(f"/api/auth/flows/recovery?id={ID}").text


@pytest.mark.parametrize(
    ("settings", "https", "cookie"),
    [
        ({}, False, "HttpOnly; Path=/api; SameSite=Lax"),
        ({}, True, "Secure; HttpOnly; Path=/api; SameSite=Lax"),
        (
            {"kratos_browser_url": "https://id.example.org"},
            False,
            "Secure; HttpOnly; Path=/api; SameSite=Lax",
        ),
        ({"gateway_cookie_path": "/"}, False, "HttpOnly; Path=/; SameSite=Lax"),
        ({"base_path": "/auth"}, False, "HttpOnly; Path=/auth/api; SameSite=Lax"),
    ],
)
def test_the_cookies_attributes(
    make_app: MakeApp, kratos: RecordedKratos, settings: dict[str, Any], https: bool, cookie: str
) -> None:
    prepare(kratos, "login", flow(), Given(200, {"session": {"id": "s"}, "session_token": TOKEN}))
    kratos.on("GET", "/self-service/login/flows", Given(200, flow()))
    client = make_app(**settings).test_client()
    path = f"{settings.get('base_path', '')}/api/auth/flows/login"
    base = "https://localhost" if https else "http://localhost"
    answer = client.post(path, base_url=base, json={"flow_id": ID, "password": "x"})
    [found] = answer.headers.getlist("Set-Cookie")
    assert found == f"ory_kratos_session={TOKEN}; {cookie}"


def test_only_error_messages_make_an_error(client: FlaskClient, kratos: RecordedKratos) -> None:
    info = {"id": 1010014, "text": "sent", "type": "info"}
    for status in (200, 400):
        prepare(kratos, "login", flow(), Given(status, flow(messages=[info])))
        answer = submit(client, identifier="x", method="code")
        assert (answer.status_code, answer.json["data"]["ui"]["messages"]) == (200, [info])
        wrong = flow("login", "api", node("code", messages=[error(4010008, "wrong")]), messages=[info])
        prepare(kratos, "login", flow(), Given(status, wrong))
        answer = submit(client, identifier="x", code="1")
        assert (answer.status_code, answer.json["error"]) == (400, "wrong")
        assert answer.json["details"]["messages"] == [
            {**info, "context": {}, "field": None},
            {**error(4010008, "wrong"), "field": "code"},
        ]


@pytest.mark.parametrize("number", [4000001, 4000002, 4000006, 4000007, 4000010, 4999999])
def test_each_message_keeps_its_id_and_field(
    client: FlaskClient, kratos: RecordedKratos, number: int
) -> None:
    wrong = flow("registration", "api", node("traits.name.first", messages=[error(number)]))
    prepare(kratos, "registration", flow("registration", "api", node("traits.name.first")), Given(400, wrong))
    answer = submit(client, "registration", **{"name.first": "x"})
    [message] = answer.json["details"]["messages"]
    assert (message["id"], message["field"]) == (number, "name.first")


def test_a_failure_behind_kratos_is_a_503_that_tells_nothing(
    client: FlaskClient, kratos: RecordedKratos
) -> None:
    """Kratos 1.3.1 answers 400 with `error.code` 500, and the web hook's address, when a hook gave up."""
    body = {"error": {"code": 500, "message": "POST http://10.0.0.7/internal giving up after 3 attempt(s)"}}
    prepare(kratos, "registration", flow("registration"), Given(400, body))
    answer = submit(client, "registration", password="x")
    assert answer.status_code == 503
    assert "10.0.0.7" not in answer.text


def test_where_to_go_on_is_in_the_details(client: FlaskClient, kratos: RecordedKratos) -> None:
    moved = {
        "error": {"id": "browser_location_change_required", "code": 422},
        "redirect_browser_to": "https://idp.example/x",
    }
    prepare(kratos, "login", flow(mode="browser"), Given(422, moved, (NEW_SESSION,)))
    answer = submit(client, mode="browser", provider="corp")
    assert answer.json["details"]["redirect_browser_to"] == "https://idp.example/x"
    assert NEW_SESSION in answer.headers.getlist("Set-Cookie")
    assert kratos.sent[-1].json == {"provider": "corp"}


def test_an_expired_flow_is_submitted_all_the_same_to_learn_its_successor(
    client: FlaskClient, kratos: RecordedKratos
) -> None:
    gone = {"error": {"id": "self_service_flow_expired", "code": 410}}
    kratos.on("GET", "/self-service/registration/flows", Given(410, gone))
    kratos.on("POST", "/self-service/registration", Given(410, {**gone, "use_flow_id": "next"}))
    answer = submit(client, "registration", email="x")
    assert (answer.status_code, answer.json["details"]["use_flow_id"]) == (410, "next")
    location = {"Location": "http://kratos/self-service/recovery/flows?id=new"}
    kratos.on("GET", "/self-service/recovery/flows", Given(410, gone))
    kratos.on("POST", "/self-service/recovery", Given(303, b"", headers=location))
    replaced = submit(client, "recovery", email="x")
    assert (replaced.status_code, replaced.json["details"]["use_flow_id"]) == (410, "new")
    assert "Location" not in replaced.headers
    kratos.on("POST", "/self-service/recovery", Given(303, b"", SET, location))
    assert "details" not in submit(client, "recovery", email="x").json
    kratos.on("POST", "/self-service/recovery", Given(303, b"", headers={"Location": "http://["}))
    unreadable = submit(client, "recovery", email="x")
    assert (unreadable.status_code, "details" in unreadable.json) == (410, False)


def test_a_flow_of_the_other_type_is_not_submitted(client: FlaskClient, kratos: RecordedKratos) -> None:
    prepare(kratos, "login", flow(mode="browser"), Given(200, {}))
    assert submit(client, identifier="x").status_code == 400
    prepare(kratos, "login", flow(mode="api"), Given(200, {}))
    assert submit(client, mode="browser", identifier="x").status_code == 400
    assert {sent.method for sent in kratos.sent} == {"GET"}


def test_saved_settings_go_on_at_the_flow_that_the_action_names(
    client: FlaskClient, kratos: RecordedKratos
) -> None:
    fetched = flow("settings")
    fetched["ui"]["action"] = "http://kratos.test:4433/self-service/settings?flow=another"
    prepare(kratos, "settings", fetched, Given(200, fetched))
    submit(client, "settings", headers={"X-Session-Token": TOKEN}, password="x")
    assert kratos.sent[-1].query == {"flow": "another"}


def test_nothing_is_sent_twice(client: FlaskClient, kratos: RecordedKratos) -> None:
    prepare(kratos, "login", flow(), Given(503, b""))
    assert submit(client, identifier="x", password="y").status_code == 503
    assert [sent.method for sent in kratos.sent] == ["GET", "POST"]


def test_a_client_hears_which_step_it_is_at(client: FlaskClient, kratos: RecordedKratos) -> None:
    kratos.on("GET", "/self-service/login/api", Given(200, flow()))
    assert client.get("/api/auth/flows/login").get_json()["step"]["name"] == "start"
    sent = flow(
        "login", "api", node("identifier", "hidden", "ada@example.org"), node("code"), state="sent_email"
    )
    prepare(kratos, "login", flow(), Given(400, sent))
    answer = submit(client, method="code", identifier="ada@example.org")
    assert answer.json["step"] == {
        "name": "sent", "addresses": ["ada@example.org"], "medium": "email", "again": False, "provider": "",
    }  # fmt: skip
    wrong = {**sent, "ui": {**sent["ui"], "messages": [error(4010008)]}}
    prepare(kratos, "login", sent, Given(400, wrong))
    assert submit(client, code="123456").json["details"]["step"]["name"] == "sent"
    prepare(kratos, "login", sent, Given(200, {"session": {"id": "s"}}))
    assert "step" not in submit(client, code="123456").json
