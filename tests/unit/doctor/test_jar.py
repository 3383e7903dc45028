"""The jar keeps and sends what browsers do."""

from __future__ import annotations

import pytest

from app.doctor import hosts
from app.doctor.jar import Jar, parse, refusal


@pytest.mark.parametrize(
    ("header", "url", "reason"),
    [
        ("a=1", "http://localhost:4433/", ""),
        ("a=1; Domain=example.org", "https://id.example.org/", ""),
        ("a=1; Domain=.example.org", "https://id.example.org/", ""),
        ("a=1; Domain=example.org", "https://example.net/", "domain"),
        ("a=1; Domain=id.example.org", "https://example.org/", "domain"),
        ("a=1; Domain=ample.org", "https://example.org/", "domain"),
        ("a=1; Domain=co.uk", "https://id.example.co.uk/", "public-suffix"),
        ("a=1; Domain=github.io", "https://id.github.io/", "public-suffix"),
        ("a=1; Domain=0.0.1", "http://127.0.0.1/", "domain"),
        ("a=1; Secure", "http://localhost/", "secure"),
        ("a=1; Secure", "https://localhost/", ""),
        ("a=1; SameSite=None", "https://localhost/", "same-site-none"),
        ("a=1; SameSite=None; Secure", "https://localhost/", ""),
    ],
)
def test_what_is_refused(header: str, url: str, reason: str) -> None:
    assert refusal(parse(header), url) == reason


def test_what_is_sent_where() -> None:
    jar = Jar()
    jar.keep(
        ("host=1; Path=/", "wide=2; Domain=example.org; Path=/", "deep=3; Path=/self-service"),
        "https://id.example.org/x",
    )
    assert jar.header("https://id.example.org/self-service/login") == "deep=3; host=1; wide=2"
    assert jar.header("https://id.example.org/self-services") == "host=1; wide=2"
    assert jar.header("https://accounts.example.org/") == "wide=2"
    assert jar.header("https://example.net/") == ""


def test_a_cookie_is_replaced_and_taken_back() -> None:
    jar = Jar()
    jar.keep(("a=1; Path=/", "a=2; Path=/"), "http://localhost/")
    assert jar.header("http://localhost/") == "a=2"
    jar.keep(("a=; Path=/; Max-Age=0",), "http://localhost/")
    assert jar.header("http://localhost/") == ""


@pytest.mark.parametrize(
    ("one", "other", "domain"),
    [
        ("accounts.example.org", "id.example.org", "example.org"),
        ("a.b.example.co.uk", "c.b.example.co.uk", "b.example.co.uk"),
        ("a.co.uk", "b.co.uk", ""),
        ("localhost", "localhost", ""),
        ("127.0.0.1", "127.0.0.2", ""),
    ],
)
def test_the_domain_of_two_hosts(one: str, other: str, domain: str) -> None:
    assert hosts.common_domain(one, other) == domain
