"""Accounts with second factors, set up through Kratos' API: quicker than through pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyotp

from tests.support.pages import PASSWORD
from tests.support.real_kratos import RealKratos, http, new_address


@dataclass(frozen=True)
class Protected:
    """An account with a password (`PASSWORD`) and second factors."""

    address: str
    secret: str = ""  # of the authenticator app, "" without one
    codes: tuple[str, ...] = ()  # recovery codes

    @property
    def totp(self) -> str:
        """What the authenticator app shows now."""
        return pyotp.TOTP(self.secret).now()


def protected(real: RealKratos, *, totp: bool = True, lookup: bool = False) -> Protected:
    """A new account with these second factors."""
    address, secret, codes = new_address(), "", ()
    real.create_identity(address, PASSWORD)
    with http() as session:
        session.headers["Accept"] = "application/json"

        def call(kind: str, submit: dict[str, Any] | None = None) -> dict[str, Any]:
            if submit is None:
                return dict(session.get(f"{real.public_url}/self-service/{kind}/api", timeout=10).json())
            response = session.post(submit.pop("action"), json=submit, timeout=10)
            assert response.ok, response.text
            return dict(response.json())

        action = call("login")["ui"]["action"]
        signed_in = call(
            "login", {"action": action, "method": "password", "identifier": address, "password": PASSWORD}
        )
        session.headers["X-Session-Token"] = signed_in["session_token"]
        if totp:
            flow = call("settings")
            secret = _text(flow, "totp_secret_key")["context"]["secret"]
            code = pyotp.TOTP(secret).now()
            call("settings", {"action": flow["ui"]["action"], "method": "totp", "totp_code": code})
        if lookup:
            action = call("settings")["ui"]["action"]
            flow = call(
                "settings", {"action": action, "method": "lookup_secret", "lookup_secret_regenerate": True}
            )
            secrets = _text(flow, "lookup_secret_codes")["context"]["secrets"]
            codes = tuple(each["context"]["secret"] for each in secrets)
            action = flow["ui"]["action"]
            call("settings", {"action": action, "method": "lookup_secret", "lookup_secret_confirm": True})
    return Protected(address, secret, codes)


def _text(flow: dict[str, Any], name: str) -> dict[str, Any]:
    nodes = (node["attributes"] for node in flow["ui"]["nodes"])
    return next(dict(each["text"]) for each in nodes if each.get("id") == name)
