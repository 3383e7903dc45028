"""The policy: what a page may load, and where its forms may lead."""

from dataclasses import replace

import pytest

from app.config import Config
from app.kratos.flow import Flow
from app.web.csp import policy_for, serialize, target

CONFIG = Config(kratos_public_url="http://kratos:4433", kratos_browser_url="https://id.example.org/kratos")
FLOW = Flow(
    kind="login", id="f", action="https://id.example.org/self-service/login?flow=f", method="POST", nodes=()
)


def form_action(
    config: Config = CONFIG, flow: Flow | None = FLOW, *, plain_http: bool = False
) -> tuple[str, ...]:
    return policy_for(config, flow, "n", plain_http=plain_http)["form-action"]


def test_nothing_is_allowed_by_default() -> None:
    policy = policy_for(CONFIG, None, "abc")
    assert policy["default-src"] == ("'none'",)
    assert policy["script-src"] == ("'self'", "'nonce-abc'")
    assert policy["frame-ancestors"] == ("'none'",)
    assert "unsafe" not in serialize(policy)


def test_forms_may_lead_to_kratos_and_providers() -> None:
    assert form_action() == ("'self'", "https://id.example.org", "https:")


def test_forms_may_follow_the_action_that_kratos_gives() -> None:
    """KRATOS_BROWSER_URL left out: Kratos' own base_url still stands in the flow."""
    flow = replace(FLOW, action="http://localhost:4433/self-service/login?flow=f")
    assert "http://localhost:4433" in form_action(flow=flow)


def test_plain_http_may_lead_to_plain_http() -> None:
    assert "http:" in form_action(plain_http=True)
    assert "http:" not in form_action()


def test_a_list_of_the_operator_replaces_https() -> None:
    config = replace(CONFIG, csp_form_action=("https://accounts.google.com",))
    assert form_action(config, plain_http=True) == (
        "'self'", "https://id.example.org", "https://accounts.google.com",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("return_to", "source"),
    [
        ("https://app.example.net/after?x=1", "https://app.example.net"),
        ("http://localhost:3000/", "http://localhost:3000"),
        ("com.example.app://done", "com.example.app:"),
        ("/welcome", ""),
        ("javascript:alert(1)", ""),
        ("https://a;script-src *", ""),
        ("x;y://z", ""),
        ("https://*/", ""),
        ("https://bücher.example/x", "https://xn--bcher-kva.example"),
        ("https://a\ud800b/", ""),
        ("http://[", ""),
    ],
)
def test_return_to_is_allowed_and_can_not_break_out(return_to: str, source: str) -> None:
    assert target(return_to) == source
    header = serialize(policy_for(CONFIG, replace(FLOW, return_to=return_to), "n"))
    assert header.count(";") == 8, "one separator between each two of nine directives"


def test_extra_sources_are_added() -> None:
    config = replace(
        CONFIG, csp_extra="img-src https://cdn.example.org; media-src 'self'; default-src 'self'"
    )
    policy = policy_for(config, None, "n")
    assert policy["img-src"] == ("'self'", "data:", "https://cdn.example.org")
    assert policy["media-src"] == ("'self'",)
    assert policy["default-src"] == ("'self'",)
