from __future__ import annotations

import pytest

from app.kratos.oauth2 import OAuth2Request, locales_of, parse_oauth2, targets_of
from tests.support.recordings import recording


def test_the_request_behind_a_recorded_sign_in() -> None:
    asked = recording("v1.3.1", "login.choose_method.oauth2").body["oauth2_login_request"]
    found = parse_oauth2(asked)
    assert found.client == asked["client"]["client_name"]
    assert found.targets == (asked["request_url"],)
    assert found.locales == ("de",)


@pytest.mark.parametrize("value", [None, [], "x", {}, 7])
def test_of_no_request_everything_is_empty(value: object) -> None:
    assert parse_oauth2(value) == OAuth2Request()  # type: ignore[arg-type]


def test_what_does_not_fit_is_left_out() -> None:
    assert locales_of({"oidc_context": {"ui_locales": ["pt", 7, "", None, "de"]}}) == ("pt", "de")
    assert locales_of({"oidc_context": {"ui_locales": "pt"}}) == ()
    assert parse_oauth2({"client": {"client_name": "At\u202elas\nNotes"}}).client == "Atlas Notes"
    assert targets_of({"request_url": "javascript:alert(1)"}) == ("",)
