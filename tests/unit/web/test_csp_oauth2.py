"""Where the forms of a sign-in for an OAuth2 client may lead."""

from typing import Any

import pytest

from app.config import Config
from app.kratos.flow import parse_flow
from app.kratos.oauth2 import targets_of
from app.web.csp import policy_for

CONFIG = Config(kratos_public_url="https://id.example.org", csp_form_action=("https://accounts.example.org",))
REQUEST = {
    "request_url": "https://hydra.example.org/oauth2/auth?redirect_uri=com.example.app%3A%2Fcb",
    "client": {"redirect_uris": ["com.example.app:/cb", "http://127.0.0.1/cb"]},
}


def form_action(request: object) -> tuple[str, ...]:
    body: dict[str, Any] = {
        "id": "f",
        "ui": {"action": "https://id.example.org/x"},
        "oauth2_login_request": request,
    }
    flow = parse_flow("login", body)
    return policy_for(CONFIG, flow, "n")["form-action"]


def test_a_sign_in_for_a_client_may_end_at_the_client() -> None:
    assert form_action(REQUEST) == (
        "'self'", "https://id.example.org", "https://accounts.example.org", "https://hydra.example.org",
        "com.example.app:", "http://127.0.0.1",
    )  # fmt: skip


def test_a_client_with_many_addresses_makes_no_giant_head() -> None:
    many = [f"http://app{number}.example/" for number in range(1000)]
    asked = "https://hydra.example.org/oauth2/auth?redirect_uri=http%3A%2F%2Fapp999.example%2F"
    sources = form_action({"request_url": asked, "client": {"redirect_uris": many}})
    assert "http://app999.example" in sources
    assert len(sources) < 60
    giant = "a" * 100_000
    assert not any(
        giant in each
        for each in form_action({"client": {"redirect_uris": [f"http://{giant}/", f"{giant}:/"]}})
    )


@pytest.mark.parametrize(
    "request_",
    [
        None,
        [],
        {"request_url": "http://["},
        {"request_url": "javascript:alert(1)?redirect_uri=javascript:alert(1)"},
        {"client": {"redirect_uris": ["https://a;script-src *", "data:x", 7, None, "http://["]}},
        {"client": "x"},
    ],
)
def test_nothing_else_gets_in(request_: object) -> None:
    assert form_action(request_) == ("'self'", "https://id.example.org", "https://accounts.example.org")


def test_a_logout_names_its_own_address() -> None:
    asked = {"request_url": "/oauth2/sessions/logout?post_logout_redirect_uri=http%3A%2F%2F127.0.0.1%3A9%2F"}
    assert "http://127.0.0.1:9/" in targets_of(asked, "post_logout_redirect_uri")
