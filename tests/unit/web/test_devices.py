"""User agent and address → words."""

import time

import pytest
from flask import Flask

from app.web.devices import device_name, is_mobile, without_port

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
AGENTS = [
    (f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/131.0.0.0 Safari/537.36", "Chrome on Windows"),
    (f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0", "Edge on Windows"),
    (f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} Chrome/131.0.0.0 Safari/537.36 OPR/116.0.0.0", "Opera on Linux"),
    (f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {WEBKIT} Chrome/131.0.0.0 Safari/537.36", "Chrome on Chromebook"),
    (f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} HeadlessChrome/156.0.0.0 Safari/537.36", "Chrome on Linux"),
    ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox on Linux"),
    ("Mozilla/5.0 (Android 14; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0", "Firefox on Android"),
    (f"Mozilla/5.0 (Linux; Android 10; K) {WEBKIT} SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36",
     "Samsung Internet on Android"),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1"
     " Mobile/15E148 Safari/604.1", "Safari on iPhone"),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
     " CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1", "Chrome on iPhone"),
    ("Mozilla/5.0 (iPad; CPU OS 17_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/133.0"
     " Mobile/15E148 Safari/605.1.15", "Firefox on iPad"),
    ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1"
     " Safari/605.1.15", "Safari on Mac"),
    ("curl/8.11.0", "curl"),
    ("okhttp/4.12.0", "okhttp"),
    ("Mozilla/5.0 facts", "Unknown device"),
    ("", "Unknown device"),
    ("<script>alert(1)</script>/x", "Unknown device"),
]  # fmt: skip


@pytest.mark.parametrize(("agent", "name"), AGENTS)
def test_a_device_has_a_name(app: Flask, agent: str, name: str) -> None:
    with app.test_request_context():
        assert device_name(agent) == name


@pytest.mark.parametrize("agent", ["Version/" * 100_000, "a" * 100_000, "Mac OS X " * 100_000])
def test_a_long_one_costs_nothing(app: Flask, agent: str) -> None:
    started = time.monotonic()
    with app.test_request_context():
        device_name(agent)
    is_mobile(agent)
    assert time.monotonic() - started < 1


def test_phones_and_tablets_are_mobile() -> None:
    mobile = [name for agent, name in AGENTS if is_mobile(agent)]
    assert {name.split()[-1] for name in mobile} == {"iPhone", "iPad", "Android"}


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("203.0.113.7:60952", "203.0.113.7"),
        ("203.0.113.7", "203.0.113.7"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
        ("localhost:80", ""),
        ("", ""),
    ],
)
def test_an_address_has_no_port(given: str, shown: str) -> None:
    assert without_port(given) == shown
