"""Which script a flow page loads."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from tests.support.recorded_kratos import Given, RecordedKratos
from tests.support.recordings import recording

PASSKEY = recording("v1.3.1", "login.choose_method.passkey_only").body
PASSWORD = recording("v1.3.1", "login.choose_method.password_only").body
CAPTCHA = {
    "type": "script", "group": "captcha", "messages": [], "meta": {},
    "attributes": {"src": "https://captcha.example/api.js", "id": "captcha_script", "node_type": "script"},
}  # fmt: skip


def scripts(client: FlaskClient, kratos: RecordedKratos, body: Any) -> list[tuple[str, str]]:
    """Name of the file and test id of each script, and that CSP's nonce is theirs."""
    kratos.on("GET", "/self-service/login/flows", Given(200, body))
    response = client.get("/login?flow=f")
    policy = response.headers["Content-Security-Policy"]
    tags = BeautifulSoup(response.data, "html.parser").find_all("script")
    for tag in tags:
        assert str(tag["src"]).startswith("/static/") or f"'nonce-{tag['nonce']}'" in policy
    return [(str(tag["src"]).rpartition("/")[2], str(tag.get("data-testid", ""))) for tag in tags]


def with_trigger(name: str) -> Any:
    body = copy.deepcopy(PASSKEY)
    for node in body["ui"]["nodes"]:
        if "onclickTrigger" in node["attributes"]:
            node["attributes"]["onclickTrigger"] = name
    return body


def test_known_triggers_get_our_script_alone(client: FlaskClient, kratos: RecordedKratos) -> None:
    found = scripts(client, kratos, PASSKEY)
    assert found == [("enhance.js", ""), ("triggers.js", "node/script/webauthn_script")]


def test_an_unknown_trigger_gets_kratos_script_too(client: FlaskClient, kratos: RecordedKratos) -> None:
    found = scripts(client, kratos, with_trigger("oryNewCeremony"))
    assert found == [("enhance.js", ""), ("triggers.js", ""), ("webauthn.js", "node/script/webauthn_script")]


@pytest.mark.parametrize("base", [PASSWORD, PASSKEY])
def test_other_scripts_stand_for_themselves(client: FlaskClient, kratos: RecordedKratos, base: Any) -> None:
    body = copy.deepcopy(base)
    before = scripts(client, kratos, body)
    body["ui"]["nodes"].append(CAPTCHA)
    assert scripts(client, kratos, body) == [*before, ("api.js", "node/script/captcha_script")]
