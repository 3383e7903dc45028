"""`parse_session`: sessions and identities as Kratos sends them, and as it might."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from typing import Any

import pytest

from app.kratos.errors import NotSignedIn
from app.kratos.session import Address, Identity, Session, parse_identity, parse_session, parse_whoami
from app.upstream.errors import ProtocolError
from tests.support.recordings import recording, recordings


def recorded_sessions() -> list[Any]:
    whoami = [(r.id, r.body) for r in recordings() if r.kind == "whoami" and r.status == 200]
    lists = [r for r in recordings() if r.kind == "sessions" and isinstance(r.body, list)]
    return [*whoami, *((f"{r.id}-{i}", body) for r in lists for i, body in enumerate(r.body))]


@pytest.mark.parametrize(
    "body", [each.body for each in recordings() if each.kind == "whoami" and each.status == 200]
)
def test_who_is_signed_in_is_somebody(body: dict[str, Any]) -> None:
    assert parse_whoami(body) == parse_session(body)
    for active in (False, None, "true", 1):
        with pytest.raises(NotSignedIn):
            parse_whoami({**body, "active": active})
    wrong: tuple[Any, ...] = (None, {}, [], {"id": ""}, {"id": 7})
    for identity in wrong:
        with pytest.raises(ProtocolError):
            parse_whoami({**body, "identity": identity})


def test_there_are_sessions_to_look_at() -> None:
    assert len(recorded_sessions()) > 20


@pytest.mark.parametrize("body", [pytest.param(body, id=name) for name, body in recorded_sessions()])
def test_recorded_session(body: dict[str, Any]) -> None:
    before = copy.deepcopy(body)
    session = parse_session(body)
    assert body == before
    assert session.raw is body
    assert (session.id, session.active, session.aal) == (
        body["id"],
        True,
        body["authenticator_assurance_level"],
    )
    assert session.identity.id == body["identity"]["id"]
    assert session.identity.name == body["identity"]["traits"]["email"]
    for time in (session.authenticated_at, session.issued_at, session.expires_at):
        assert time is not None
        assert time.tzinfo is UTC
    assert [m.method for m in session.methods] == [m["method"] for m in body["authentication_methods"]]
    assert all(method.completed_at and method.aal for method in session.methods)
    assert [d.user_agent for d in session.devices] == [d["user_agent"] for d in body["devices"]]
    assert [d.ip_address for d in session.devices] == [d["ip_address"] for d in body["devices"]]


def test_a_session_in_full() -> None:
    session = parse_session(recording("v26.2.0", "whoami.200.aal2").body)
    assert session.aal == "aal2"
    assert [(m.method, m.aal) for m in session.methods] == [("password", "aal1"), ("totp", "aal2")]
    assert session.authenticated_at == datetime(2026, 11, 21, 0, 42, 53, 880815, UTC)
    (address,) = session.identity.verifiable_addresses
    assert address == Address(
        "sam@example.com", "email", False, "sent", "5f01ff5f-38e5-48f3-899f-e53fd17aa661"
    )
    assert session.identity.recovery_addresses == ("sam@example.com",)
    assert session.identity.schema_id == "default"


def test_the_provider_of_a_social_sign_in() -> None:
    (method,) = parse_session(recording("v1.3.1", "whoami.200.oidc").body).methods
    assert (method.method, method.provider) == ("oidc", "corp")


@pytest.mark.parametrize("body", [None, [], "x", {}, {"id": ""}, {"id": 7, "active": True}])
def test_without_id_it_is_no_session(body: Any) -> None:
    with pytest.raises(ProtocolError):
        parse_session(body)


@pytest.mark.parametrize("nonsense", [None, 1, "x", [], {}, [None, 3, "x", []], {"a": 1}])
def test_nonsense_becomes_empty(nonsense: Any) -> None:
    fields = (
        "identity authentication_methods devices expires_at issued_at authenticator_assurance_level active"
    )
    session = parse_session({"id": "an-id", **dict.fromkeys(fields.split(), nonsense)})
    assert (session.active, session.methods, session.devices, session.expires_at) == (False, (), (), None)
    assert session.identity == Identity(id="")
    assert session.identity.name == ""


def test_unknown_values_stay() -> None:
    session = parse_session(
        {"id": "an-id", "active": True, "authenticator_assurance_level": "aal3", "new": 1}
    )
    assert (session.active, session.aal) == (True, "aal3")
    assert isinstance(session, Session)
    assert session.raw["new"] == 1


@pytest.mark.parametrize(
    ("identity", "name"),
    [
        ({"verifiable_addresses": [{"value": "v"}], "recovery_addresses": [{"value": "r"}]}, "v"),
        ({"verifiable_addresses": [{"value": "backup"}], "traits": {"email": "main"}}, "main"),
        ({"verifiable_addresses": [{"value": "v"}], "traits": {"nick": "ann"}}, "v"),
        ({"recovery_addresses": [{"value": ""}, None, {"value": "r@example.com"}]}, "r@example.com"),
        ({"traits": {"color": "red", "email": "t@example.com"}}, "t@example.com"),
        ({"traits": {"age": 7, "name": {"first": "Ann"}, "nick": "ann"}}, "ann"),
        ({"traits": {"username": "ann", "name": "Ann"}}, "ann"),
        ({"traits": {"age": 7}}, "an-id"),
        ({"traits": None}, "an-id"),
        ({}, "an-id"),
    ],
)  # fmt: skip
def test_name(identity: dict[str, Any], name: str) -> None:
    assert parse_identity({"id": "an-id", **identity}).name == name


def test_empty_addresses_are_left_out() -> None:
    assert parse_identity(
        {"recovery_addresses": [{"value": ""}, None, {}, {"value": "r"}]}
    ).recovery_addresses == ("r",)


def test_identity_of_a_settings_flow() -> None:
    body = recording("v26.2.0", "settings.show_form.password_only").body
    assert parse_identity(body["identity"]).name == body["identity"]["traits"]["email"]


def test_methods_each_once_and_the_last_step_by_each() -> None:
    steps = [{"method": "password"}, {"method": "totp", "aal": "aal1"}, {"method": "totp", "aal": "aal2"}]
    session = parse_session({"id": "s", "authentication_methods": steps})
    assert session.used == ("password", "totp")
    assert [(step.method, step.aal) for step in session.latest] == [("totp", "aal2"), ("password", "")]
