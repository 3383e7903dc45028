"""Who may call, with what, and that every refusal comes in the envelope."""

from __future__ import annotations

import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from app import gateway
from app.current import ui
from app.limits import GATEWAY_BODY_BYTES
from tests.support.gateway import SECRET
from tests.support.recorded_kratos import Given, RecordedKratos
from tests.unit.gateway.conftest import ORIGIN, MakeApp
from tests.unit.test_imports import MODULES, imported

LOGIN = "/api/auth/flows/login"
EVIL = "https://evil.example"
FOREIGN = [
    {"Origin": EVIL},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "http://["},
    {"Origin": "https://[x]"},
    {"Origin": f"{ORIGIN}.evil.example"},
    {"Origin": f"{ORIGIN}:444"},
    {"Origin": "http://app.example.org"},
    {"Origin": "http://localhost.evil.example"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
]
WELCOME = [
    {},
    {"Origin": ORIGIN},
    {"Origin": ORIGIN, "Sec-Fetch-Site": "same-site"},
    {"Origin": "http://localhost"},
    {"Sec-Fetch-Site": "same-origin"},
    {"Origin": "https://localhost", "Sec-Fetch-Site": "same-origin"},
]


def envelope(answer: Any, status: int) -> str:
    """The error of a refusal that has the right form."""
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/json"
    assert answer.json["success"] is False
    assert set(answer.json) <= {"success", "error", "details"}
    error: str = answer.json["error"]
    assert error
    return error


@pytest.mark.parametrize("headers", FOREIGN)
def test_foreign_callers_are_refused_before_kratos_is_asked(
    client: FlaskClient, kratos: RecordedKratos, headers: dict[str, str]
) -> None:
    for method, path in (
        ("POST", LOGIN),
        ("GET", LOGIN),
        ("GET", "/api/auth/whoami"),
        ("GET", "/api/nothing"),
    ):
        answer = client.open(path, method=method, headers=headers, json={} if method == "POST" else None)
        envelope(answer, 403)
        assert "Access-Control" not in str(answer.headers)
    assert kratos.sent == []


@pytest.mark.parametrize("headers", WELCOME)
def test_own_scripts_listed_origins_and_programs_may_call(
    client: FlaskClient, headers: dict[str, str]
) -> None:
    assert client.get("/api/auth/whoami", headers=headers).status_code == 401
    assert client.post(LOGIN, headers=headers, json={}).status_code == 400
    named = client.get("/api/auth/whoami", headers=headers).headers.get("Access-Control-Allow-Origin")
    assert named == (ORIGIN if headers.get("Origin") == ORIGIN else None)


def test_a_link_from_elsewhere_may_be_followed_but_not_posted(client: FlaskClient) -> None:
    followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert client.get("/api/openapi.json", headers=followed).status_code == 200
    assert client.post(LOGIN, headers=followed, json={}).status_code == 403


def test_preflight_of_a_listed_origin(client: FlaskClient) -> None:
    asked = {
        "Origin": ORIGIN,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    for path in (LOGIN, "/api/auth/whoami", "/api/nothing"):
        answer = client.options(path, headers=asked)
        assert answer.status_code == 204
        assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
        assert answer.headers["Access-Control-Allow-Credentials"] == "true"
        assert "POST" in answer.headers["Access-Control-Allow-Methods"]
        assert "Content-Type" in answer.headers["Access-Control-Allow-Headers"]
        assert "Origin" in answer.vary


@pytest.mark.parametrize("origin", [EVIL, "null", f"{ORIGIN}.evil.example"])
def test_preflight_of_another_origin_allows_nothing(client: FlaskClient, origin: str) -> None:
    answer = client.options(LOGIN, headers={"Origin": origin, "Access-Control-Request-Method": "POST"})
    envelope(answer, 403)
    assert "Access-Control" not in str(answer.headers)
    assert "Origin" in answer.vary, "a shared cache could give this answer to the listed origin"


def test_without_listed_origins_there_is_no_cors(make_app: MakeApp) -> None:
    client = make_app(gateway_origins=()).test_client()
    answer = client.options(LOGIN, headers={"Origin": ORIGIN, "Access-Control-Request-Method": "POST"})
    envelope(answer, 403)
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize(
    "path",
    ["/api", "/api/", "/api/nothing", "/api/auth/flows/logout/x", "/api/auth/flows/oidc", "/internal/auth/x"],
)
def test_unknown_paths(client: FlaskClient, path: str) -> None:
    envelope(client.get(path), 404)
    envelope(client.post(path, json={}), 404)


def test_wrong_methods(client: FlaskClient) -> None:
    answer = client.delete(LOGIN)
    envelope(answer, 405)
    assert {"GET", "POST"} <= set(answer.allow)
    envelope(client.post("/api/auth/whoami", json={}), 405)
    envelope(client.get("/internal/auth/user-created"), 405)


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "",
        "application/jsonp",
    ],
)
def test_only_json_is_taken(client: FlaskClient, content_type: str) -> None:
    for path in (LOGIN, "/internal/auth/user-created"):
        envelope(client.post(path, data=b'{"flow_id": "x"}', content_type=content_type), 415)
    assert client.post(LOGIN, data=b"{}", content_type="application/json; charset=utf-8").status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b'"x"', b"null", b"7", b"\xff\xfe", b'{"a": NaN}', b'{"a": -Infinity}', b'{"a": 1e999}',
        b"[" * 5000, b'{"a":' * 5000, b'{"a": ' + b"9" * 5000 + b"}", b'{"flow_id": "x"} {}', b"\x00",
    ],
)  # fmt: skip
def test_malformed_json_is_a_400(client: FlaskClient, kratos: RecordedKratos, body: bytes) -> None:
    error = envelope(client.post(LOGIN, data=body, content_type="application/json"), 400)
    assert error in ("The body is not valid JSON.", "The body must be a JSON object.")
    assert kratos.sent == []


def test_a_large_body_is_refused(client: FlaskClient) -> None:
    body = b'{"flow_id": "' + b"x" * GATEWAY_BODY_BYTES + b'"}'
    for path in (LOGIN, "/internal/auth/user-created"):
        headers = {"X-Webhook-Secret": ui(client.application).config.gateway_webhook_secret}
        envelope(client.post(path, data=body, content_type="application/json", headers=headers), 413)


def test_a_fault_of_ours_is_an_envelope_too(client: FlaskClient, kratos: RecordedKratos) -> None:
    kratos.on("GET", "/sessions/whoami", RuntimeError("secret inside"))
    answer = client.get("/api/auth/whoami", headers={"X-Session-Token": "ory_st_x"})
    assert "inside" not in answer.text
    envelope(answer, 500)


def test_pages_are_none_of_its_business(client: FlaskClient) -> None:
    answer = client.get("/apis", headers={"Origin": EVIL})
    assert answer.status_code == 404
    assert answer.mimetype == "text/html"


def test_switched_off_it_is_not_there(make_app: MakeApp) -> None:
    client = make_app(gateway_enabled=False, gateway_webhook_secret="").test_client()
    for answer in (client.get("/api/auth/whoami"), client.get("/internal/auth/user-created")):
        assert (answer.status_code, answer.mimetype) == (404, "text/html")


def test_the_web_hooks_secret_alone_serves_it_and_no_more(make_app: MakeApp) -> None:
    client = make_app(gateway_enabled=False).test_client()
    headers = {"X-Webhook-Secret": SECRET}
    identity = {"id": str(uuid.uuid4()), "traits": {}}
    answer = client.post("/internal/auth/user-created", json={"identity": identity}, headers=headers)
    assert (answer.status_code, answer.json) == (200, {"success": True})
    envelope(client.post("/internal/auth/user-created", json={}), 401)
    for path in ("/api/auth/whoami", "/api/documents", "/api/openapi.json"):
        answer = client.get(path, headers={"Origin": EVIL})
        assert (answer.status_code, answer.mimetype) == (404, "text/html")


def test_what_is_not_asked_for_is_not_served(make_app: MakeApp) -> None:
    client = make_app(gateway_documents_example=False, gateway_webhook_secret="").test_client()
    envelope(client.get("/api/documents"), 404)
    envelope(client.post("/internal/auth/user-created", json={}), 404)


def test_kratos_limits_are_passed_on(client: FlaskClient, kratos: RecordedKratos) -> None:
    limits = {"Retry-After": "17", "X-RateLimit-Remaining": "0", "RateLimit": "limit=1"}
    kratos.on("GET", "/self-service/login/api", Given(429, b"slow down", headers=limits))
    answer = client.get(LOGIN, headers={"Origin": ORIGIN})
    envelope(answer, 429)
    assert limits.items() <= dict(answer.headers).items()
    assert all(name in answer.headers["Access-Control-Expose-Headers"] for name in limits)
    kratos.on("GET", "/self-service/login/api", Given(503, b"", headers={"Retry-After": "60"}))
    answer = client.get(LOGIN)
    envelope(answer, 503)
    assert answer.headers["Retry-After"] == "60"
    kratos.on("GET", "/self-service/login/api", Given(500, {"error": {"code": 500}}))
    assert client.get(LOGIN).headers["Retry-After"] == "5"


def test_it_knows_nothing_of_pages_and_themes_and_costs_nothing_when_off() -> None:
    ours = [module for module in MODULES if module.startswith("app.gateway")]
    imports = {".".join(name.split(".")[:2]) for module in ours for name in imported(module)}
    assert imports == {
        "app.config",
        "app.current",
        "app.gateway",
        "app.kratos",
        "app.limits",
        "app.upstream",
        "app.web",
    }
    program = (
        "import sys; from app import create_app; from app.config import Config;"
        "create_app(Config(kratos_public_url='http://localhost:1', cookie_secret='x'));"
        "sys.exit([name for name in sys.modules if name.startswith('app.gateway') or name == 'sqlite3'] != [])"
    )
    root = Path(gateway.__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", program], cwd=root, check=False).returncode == 0
