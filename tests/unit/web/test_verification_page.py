"""Which address the page to confirm one fills in: only ever one of who is signed in."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from tests.support.recorded_kratos import Given, RecordedKratos
from tests.support.recordings import recording

VERSIONS = pytest.mark.parametrize("version", ["v1.3.1", "v26.2.0"])
OPEN = {"value": "sam@example.com", "via": "email", "verified": False, "id": "1"}
WORK = {"value": "a@work.example", "via": "email", "verified": False, "id": "2"}
DONE = {"value": "done@example.com", "via": "email", "verified": True, "id": "3"}
PHONE = {"value": "+4915112345678", "via": "sms", "verified": False, "id": "4"}


def shown(client: FlaskClient, kratos: RecordedKratos, version: str, query: str, *addresses: Any) -> str:
    flow = copy.deepcopy(recording(version, "verification.choose_method.code").body)
    flow["request_url"] = f"http://localhost:4433/self-service/verification/browser{query}"
    session = copy.deepcopy(recording(version, "whoami.200.aal2").body)
    session["identity"]["verifiable_addresses"] = list(addresses)
    kratos.on("GET", "/self-service/verification/flows", Given(200, flow))
    kratos.on("GET", "/sessions/whoami", Given(200, session))
    client.set_cookie("ory_kratos_session", "abc")
    page = BeautifulSoup(client.get("/verification?flow=f").data, "html.parser")
    (field,) = page.select('input[name="email"]')
    return str(field.get("value", ""))


@VERSIONS
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?address=2", "a@work.example"),
        ("?return_to=x&address=1", "sam@example.com"),
        ("", "sam@example.com"),  # the one that the account is called by
        ("?address=3", "sam@example.com"),
        ("?address=4", "sam@example.com"),
        ("?address=evil@example.org", "sam@example.com"),
        ("?address=", "sam@example.com"),
        ("[", "sam@example.com"),
    ],
)
def test_the_address_that_was_named(
    client: FlaskClient, kratos: RecordedKratos, version: str, query: str, expected: str
) -> None:
    assert shown(client, kratos, version, query, PHONE, DONE, WORK, OPEN) == expected


@VERSIONS
@pytest.mark.parametrize("addresses", [(), (DONE,), (PHONE,)])
def test_nothing_to_confirm(
    client: FlaskClient, kratos: RecordedKratos, version: str, addresses: tuple[Any, ...]
) -> None:
    assert shown(client, kratos, version, "?address=3", *addresses) == ""


def test_kratos_keeps_what_home_names(client: FlaskClient) -> None:
    response = client.get("/verification?address=2&email=x@example.org")
    assert response.location == "http://localhost:4433/self-service/verification/browser?address=2"


def test_a_visitor_is_not_asked_about(client: FlaskClient, kratos: RecordedKratos) -> None:
    kratos.plays(recording("v1.3.1", "verification.choose_method.code"))
    page = BeautifulSoup(client.get("/verification?flow=f").data, "html.parser")
    assert not page.select_one('input[name="email"]').get("value")  # type: ignore[union-attr]
    assert [sent.path for sent in kratos.sent] == ["/self-service/verification/flows"]
