"""What a client posts → what Kratos takes."""

from __future__ import annotations

from typing import Any

import pytest

from app.gateway.envelope import Refused
from app.gateway.fields import asked, payload
from app.kratos.flow import Flow, parse_flow
from app.kratos.types import FLOW_KINDS
from tests.support.recordings import flow_recordings, recording
from tests.unit.gateway.test_flows import flow, node

EMAIL = node("traits.email", "email")
FIRST = node("traits.name.first")
SCREEN = node("screen", "submit", "previous")


def made(kind: str, *nodes: Any, **more: Any) -> Flow:
    return parse_flow(kind, flow(kind, "api", *nodes, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "given",
    [
        {"email": "a", "name.first": "b"},
        {"email": "a", "name": {"first": "b"}},
        {"traits": {"email": "a", "name": {"first": "b"}}},
        {"traits.email": "a", "traits.name.first": "b"},
        {"traits": {"email": "a", "name.first": "b"}},
        {"traits.email": "a", "traits.name": {"first": "b"}},
    ],
)
def test_traits_may_be_spelled_in_any_of_these_ways(given: dict[str, Any]) -> None:
    body = payload(made("registration", EMAIL, FIRST), {**given, "password": "x"})
    assert body == {"method": "password", "password": "x", "traits": {"email": "a", "name": {"first": "b"}}}


def test_unknown_names_are_told_all_at_once() -> None:
    with pytest.raises(Refused) as refused:
        payload(
            made("registration", EMAIL, FIRST),
            {"e-mail": "a", "name": {"first": "b", "last": "c"}, "admin": True},
        )
    assert refused.value.status == 400
    assert refused.value.details["unknown_fields"] == ["e-mail", "name.last", "admin"]
    assert refused.value.details["known_traits"] == ["email", "name.first"]


@pytest.mark.parametrize("name", ["traits." + "a." * 2000 + "a", "traits"])
def test_a_name_may_not_be_deeper_than_json(name: str) -> None:
    given = {name: 1 if name != "traits" else {"a." * 2000 + "a": 1}}
    with pytest.raises(Refused, match="too many parts"):
        payload(made("registration", EMAIL), given)


def test_inside_traits_kratos_judges() -> None:
    """Lists and objects have no node, yet may be in the schema."""
    body = payload(made("registration", EMAIL), {"traits": {"email": "a", "tags": ["x"], "admin": True}})
    assert body["traits"] == {"email": "a", "tags": ["x"], "admin": True}


def test_a_field_of_the_method_is_no_trait() -> None:
    body = payload(
        made("registration", EMAIL, node("traits.code")), {"email": "a", "code": "1", "traits.code": "2"}
    )
    assert body == {"method": "code", "code": "1", "traits": {"email": "a", "code": "2"}}
    body = payload(made("settings", node("traits.link")), {"traits.link": "a", "method": "profile"})
    assert body == {"method": "profile", "traits": {"link": "a"}}


def test_what_an_earlier_step_asked_is_kept() -> None:
    hidden = [node("traits.email", "hidden", "a"), node("traits.name.first", "hidden", "b"), SCREEN]
    step = made("registration", *hidden)
    assert payload(step, {"password": "x"})["traits"] == {"email": "a", "name": {"first": "b"}}
    changed = payload(step, {"password": "x", "email": "c", "name.last": "d"})
    assert changed["traits"] == {"email": "c", "name": {"first": "b", "last": "d"}}
    shown = made("registration", node("traits.email", "email", "typed before"))
    assert payload(shown, {"password": "x"})["traits"] == {}


def test_settings_keep_what_is_not_named() -> None:
    traits = {"email": "a", "name": {"first": "b", "last": "c"}, "tags": ["x"]}
    settings = made("settings", EMAIL, FIRST, node("traits.name.last"), node("method", "submit", "profile"),
                    node("method", "submit", "password"), identity={"id": "i", "traits": traits})  # fmt: skip
    body = payload(settings, {"name.first": "d", "name.last": ""})
    assert body == {"method": "profile", "traits": {"email": "a", "name": {"first": "d"}, "tags": ["x"]}}
    assert traits == {"email": "a", "name": {"first": "b", "last": "c"}, "tags": ["x"]}, (
        "the flow was changed"
    )
    assert payload(settings, {"password": "x"}) == {"method": "password", "password": "x"}
    assert payload(settings, {"totp_unlink": True}) == {"method": "totp", "totp_unlink": True}


@pytest.mark.parametrize("empty", ["", None])
def test_empty_traits_are_left_out(empty: Any) -> None:
    body = payload(made("registration", EMAIL, FIRST), {"email": "a", "name.first": empty, "password": "x"})
    assert body["traits"] == {"email": "a"}


@pytest.mark.parametrize("value", [0, False, [], {}])
def test_but_false_and_zero_are_values(value: Any) -> None:
    assert payload(made("registration", EMAIL), {"email": value, "password": "x"})["traits"] == {
        "email": value
    }


@pytest.mark.parametrize(
    ("kind", "given", "method"),
    [
        ("login", {"identifier": "a", "password": "b"}, "password"),
        ("login", {"identifier": "a", "code": "1"}, "code"),
        ("login", {"totp_code": "1"}, "totp"),
        ("login", {"lookup_secret": "1"}, "lookup_secret"),
        ("login", {"passkey_login": "{}"}, None),
        ("login", {"webauthn_login": "{}", "identifier": "a"}, None),
        ("login", {"provider": "corp"}, None),
        ("login", {"address": "a@example.org"}, None),
        ("login", {"method": "code", "identifier": "a"}, "code"),
        ("registration", {"passkey_register": "{}"}, None),
        ("registration", {"screen": "previous"}, None),
        ("settings", {"link": "corp"}, None),
        ("settings", {"lookup_secret_confirm": True}, "lookup_secret"),
    ],
)
def test_the_method_that_goes_without_saying(kind: str, given: dict[str, Any], method: str | None) -> None:
    nodes = [node("method", "submit", name) for name in ("code", "password")]
    assert payload(made(kind, *nodes), given).get("method") == method


def test_the_only_method_on_offer_is_meant() -> None:
    offered = [node("method", "hidden", "code"), node("method", "submit", "code")]
    for kind in ("recovery", "verification"):
        assert payload(made(kind, *offered), {"email": "a"}) == {"method": "code", "email": "a"}
    first = made("login", node("method", "submit", "identifier_first"))
    assert payload(first, {"identifier": "a"})["method"] == "identifier_first"
    profile = made(
        "registration", EMAIL, node("method", "submit", "profile"), node("method", "submit", "password")
    )
    assert payload(profile, {"email": "a"})["method"] == "profile"


def test_every_field_that_a_recorded_flow_shows_is_taken() -> None:
    for each in flow_recordings():
        if each.kind not in FLOW_KINDS:
            continue
        shown = parse_flow(each.flow_kind, each.body)
        names = {n.name for n in shown.nodes if n.type == "input"}
        body = payload(shown, {name: "x" for name in names})
        assert names - set(asked(shown)) - {f"traits.{name}" for name in asked(shown)} <= set(body), each.id


def test_every_trait_of_a_recorded_flow_goes_by_its_flat_name() -> None:
    each = recording("v1.3.1", "registration.one_step.all_methods")
    shown = parse_flow("registration", each.body)
    assert len(asked(shown)) > 1
    payload(shown, {name: "x" for name in asked(shown)})
