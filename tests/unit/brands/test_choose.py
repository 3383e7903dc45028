"""Rules and facts → brand: hosts first, then what the flow tells, then what the browser keeps."""

from __future__ import annotations

from typing import Any

import pytest

from app.brands.asked import told_by
from app.brands.choose import Facts, Rules, origin

RULES = Rules(
    hosts={"login.acme.example": "acme", "*.acme.example": "wide", "localhost:4455": "port", "127.0.0.1": "ip"},
    clients={"web": "acme"}, organizations={"org": "globex"}, origins={"https://app.example": "initech"},
    names=frozenset(("acme", "wide", "port", "ip", "globex", "initech")), default="main",
)  # fmt: skip


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("login.acme.example", "acme"),
        ("LOGIN.Acme.Example:8080", "acme"),
        ("login.acme.example.", "acme"),
        ("other.acme.example", "wide"),
        ("a.b.acme.example", "wide"),
        ("acme.example", ""),  # the domain itself is not below it
        ("evilacme.example", ""),
        ("login.acme.example.evil.test", ""),
        ("localhost:4455", "port"),
        ("localhost", ""),
        ("localhost:4456", ""),
        ("127.0.0.1:9", "ip"),
        ("[::1]:4455", ""),
        ("[::1]", ""),
        ("", ""),
        (":", ""),
        ("login.acme.example@evil.test", ""),
        ("evil.test#.acme.example", "wide"),  # a look is no secret; Flask refuses such a host by itself
        ("a" * 5000 + ".acme.example", ""),
        (".".join("a" * 400) + ".acme.example", ""),
        ("../../etc/passwd", ""),
        ("login.acme.example\x00", ""),
    ],
)
def test_a_host(host: str, name: str) -> None:
    assert RULES.at_host(host) == name


@pytest.mark.parametrize(
    ("facts", "kept", "name"),
    [
        (Facts(), "", ""),
        (Facts(client="web"), "globex", "acme"),
        (Facts(client="web", organization="org", return_to="https://app.example/"), "", "acme"),
        (Facts(client="stranger", organization="org"), "", "globex"),
        (Facts(return_to="https://app.example:443/deep?x=1"), "acme", "initech"),
        (Facts(return_to="https://app.example@evil.test/"), "", ""),
        (Facts(return_to="https://app.example.evil.test/"), "", ""),
        (Facts(return_to="http://app.example/"), "", ""),
        (Facts(return_to="javascript://app.example/"), "", ""),
        (Facts(client="stranger", begun="initech"), "acme", "initech"),
        (Facts(begun="../acme"), "", ""),
        (Facts(begun="gone"), "acme", "acme"),
        (Facts(), "gone", ""),
        (Facts(), "main", ""),  # only because these rules do not list it
    ],
)
def test_what_a_flow_tells(facts: Facts, kept: str, name: str) -> None:
    assert RULES.told(facts, kept) == name


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://App.Example/x", "https://app.example"),
        ("https://app.example:443", "https://app.example"),
        ("http://app.example:8080/", "http://app.example:8080"),
        ("https://user@app.example/", "https://app.example"),
        ("http://[::1]:3000/", "http://[::1]:3000"),
        ("myapp://done", ""),
        ("//app.example/", ""),
        ("https://", ""),
        ("http://[", ""),
        ("https://app.example:x/", ""),
        ("", ""),
    ],
)
def test_an_origin(address: str, expected: str) -> None:
    assert origin(address) == expected


def test_a_flow_in_kratos_own_words() -> None:
    flow: dict[str, Any] = {
        "oauth2_login_request": {"client": {"client_id": "web", "client_name": "initech-web"}},
        "identity": {"organization_id": "of-who-is-signed-in"},
        "request_url": "http://k/self-service/login/browser?return_to=https://b.example/&organization=o&brand=acme&x=1",
    }
    assert told_by(flow) == Facts("web", "of-who-is-signed-in", "https://b.example/", "acme")
    assert told_by({**flow, "organization_id": "org", "return_to": "https://a.example/"}) == Facts(
        "web", "org", "https://a.example/", "acme"
    )


@pytest.mark.parametrize(
    "odd",
    [
        {}, {"oauth2_login_request": []}, {"oauth2_login_request": {"client": 1}}, {"request_url": "http://["},
        {"request_url": 7, "return_to": {}, "organization_id": None, "identity": "x"},
    ],
)  # fmt: skip
def test_a_flow_that_tells_nothing(odd: dict[str, object]) -> None:
    assert told_by(odd) == Facts()  # type: ignore[arg-type]
