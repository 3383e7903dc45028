"""States that lead nowhere by themselves, in the recorded shapes of both versions of Kratos."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from app.kratos.flow import parse_flow
from tests.support.recordings import recording
from tests.support.soup import page_from, page_of

VERSIONS = pytest.mark.parametrize("version", ["v1.3.1", "v26.2.0"])


@VERSIONS
@pytest.mark.parametrize("state", ["link_click.flow", "link_click.other_browser_flow"])
def test_one_press_is_left_after_the_link_of_a_mail(
    stock: Flask, verbatim: Flask, version: str, state: str
) -> None:
    told = recording(version, f"verification.{state}")
    page = page_of(stock, told)
    assert page.messages == {(1080003, "Your code is already filled in. One press is left: “Continue”."): 1}
    assert page.soup.h1.get_text(strip=True) == "Confirm your email"  # type: ignore[union-attr]
    assert page_of(verbatim, told).messages == {(1080003, told.body["ui"]["messages"][0]["text"]): 1}


@VERSIONS
@pytest.mark.parametrize("state", ["code", "wrong_code", "wrong_code2", "resent"])
def test_no_press_is_left_where_a_code_is_asked_for(stock: Flask, version: str, state: str) -> None:
    page = page_of(stock, recording(version, f"verification.sent_email.{state}"))
    assert "One press is left" not in page.html


@VERSIONS
@pytest.mark.parametrize("state", ["unknown_account", "step1_missing"])
def test_a_way_back_to_providers_where_kratos_drops_them(stock: Flask, version: str, state: str) -> None:
    """Only 1.3.1 does."""
    page = page_of(stock, recording(version, f"login.identifier_first.{state}")).soup
    again = [link["href"] for link in page.select(".card__foot a") if link.get_text() == "Start over"]
    assert again == (["/login"] if version == "v1.3.1" else [])
    assert bool(page.select('button[name="provider"]')) == (version != "v1.3.1")


@VERSIONS
def test_nothing_to_confirm_with(stock: Flask, version: str) -> None:
    flow = parse_flow("login", recording(version, "login.refresh.all_methods").body)
    nothing = replace(flow, nodes=tuple(node for node in flow.nodes if node.name == "csrf_token"))
    page = page_from(stock, nothing).soup
    assert "Your account has nothing yet to confirm it’s you with." in page.get_text()
    (button,) = page.select("main .btns a")
    assert "/recovery" in str(button["href"])
    assert page.select("form, .empty") == []


@VERSIONS
@pytest.mark.parametrize("state", ["all_methods", "passkey_only", "oidc_only_user", "webauthn_passwordless"])
def test_each_confirmation_leads_to_recovery(stock: Flask, version: str, state: str) -> None:
    """Once: beside the password, or below where there is none."""
    page = page_of(stock, recording(version, f"login.refresh.{state}")).soup
    assert len(page.select('main a[href^="/recovery"]')) == 1
