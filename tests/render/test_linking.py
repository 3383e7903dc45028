"""Signing in to link an account of social sign-in: still so after a wrong password, when Kratos says it no more."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.support.recordings import recording
from tests.support.soup import page_of

VERSIONS = ("v1.3.1", "v26.2.0")


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("name", "title"), [("choose_method", "Link Corp SSO to your account"), ("wrong_password", "Link your accounts")]
)  # fmt: skip
def test_says_so_and_leads_nowhere_else(stock: Flask, version: str, name: str, title: str) -> None:
    page = page_of(stock, recording(version, f"login.account_link.{name}"))
    assert page.soup.select("h1")[0].get_text(strip=True) == title
    assert "conf@example.com" in page.soup.select(".card__head")[0].get_text()
    assert [tag.get_text() for tag in page.soup.select("main a[href]") if tag.get("class") != ["logo"]] == [
        "Forgot password?"
    ]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    "name", ["login.oidc.provider_denied", "login.identifier_first.step2", "login.choose_method.webauthn_challenge"]
)  # fmt: skip
def test_only_then(stock: Flask, version: str, name: str) -> None:
    assert "Link" not in page_of(stock, recording(version, name)).soup.select("h1")[0].get_text()
