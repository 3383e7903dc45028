"""Flows put together by hand: they are flows, they have what was ticked and nothing else, and they are shown."""

from __future__ import annotations

from copy import deepcopy

import pytest
from flask import Flask

from app.kratos.flow import parse_flow
from app.kratos.schema import parse_schema
from app.kratos.types import FLOW_KINDS, FlowKind
from app.preview.compose import BASES, Base, Catalogue, Wish, composed
from app.preview.exhibits import flow_page_context
from app.preview.facts import facts_of
from app.preview.pieces import NoFlow, bases, catalogue, read_flow, versions
from app.theme.render import render
from app.upstream.values import JSON

EVERYWHERE = [
    (kind, version, base) for kind in FLOW_KINDS for version in versions() for base in bases(kind, version)
]
SCHEMA: dict[str, JSON] = {
    "properties": {
        "traits": {
            "properties": {
                "nick": {"type": "string", "title": "Nick", "ory.sh/kratos": {}},
                "phone": {"type": "string", "format": "tel", "title": "Phone"},
                "fine": {"type": "boolean", "title": "All fine"},
            },
            "required": ["nick"],
        }
    }
}


def of(kind: FlowKind, place: int = 0) -> Catalogue:
    return catalogue(kind, "v1.3.1", BASES[kind][place])


def test_every_place_was_recorded() -> None:
    assert {name for kind in FLOW_KINDS for name in BASES[kind]} == {
        base for kind in FLOW_KINDS for base in bases(kind, "v1.3.1")
    }


@pytest.mark.parametrize(("kind", "version", "base"), EVERYWHERE)
def test_every_method_alone_all_of_them_and_every_message_is_a_page(
    app: Flask, kind: FlowKind, version: str, base: Base
) -> None:
    there = catalogue(kind, version, base)
    wishes = [Wish(frozenset({each})) for each in there.methods]
    wishes += [Wish(), Wish(frozenset()), Wish(frozenset(there.methods), messages=tuple(there.messages))]
    with app.test_request_context():
        for wish in wishes:
            body = composed(there, wish)
            methods = facts_of(body).methods
            assert set(methods) <= (wish.methods if wish.methods is not None else set(there.methods)) | {
                "webauthn"
            }
            assert "<h1" in render(f"pages/{kind}.html", flow_page_context(parse_flow(kind, body)))


def test_what_is_not_ticked_is_not_there() -> None:
    body = composed(of("login"), Wish(frozenset({"password"})))
    assert facts_of(body).methods == ("password",)
    body = composed(of("recovery"), Wish(frozenset({"link"})))
    assert facts_of(body).methods == ("link",)  # from another recording


def test_the_script_of_passkeys_stays_with_them() -> None:
    names = [node["type"] for node in composed(of("login"), Wish(frozenset({"passkey"})))["ui"]["nodes"]]
    assert "script" in names


def test_providers_stand_where_the_recorded_ones_stood() -> None:
    body = composed(of("login"), Wish(providers={"acme": "Acme ID", "google": "Google"}))
    found = [node for node in body["ui"]["nodes"] if node["group"] == "oidc"]
    assert [node["attributes"]["value"] for node in found] == ["acme", "google"]
    assert found[0]["meta"]["label"]["text"] == "Sign in with Acme ID"
    assert body["ui"]["nodes"][:2] == found
    none = composed(of("login"), Wish(providers={}))
    assert "oidc" not in facts_of(none).methods


def test_traits_follow_the_schema() -> None:
    schema = parse_schema("own", SCHEMA)
    body = composed(of("registration"), Wish(schema=schema))
    found = [
        node["attributes"] for node in body["ui"]["nodes"] if "traits." in node["attributes"].get("name", "")
    ]
    assert [(each["name"], each["type"]) for each in found] == [
        ("traits.nick", "text"), ("traits.phone", "tel"), ("traits.fine", "checkbox"),
    ]  # fmt: skip
    assert [each.get("required", False) for each in found] == [True, False, False]


def test_a_message_stands_where_kratos_puts_it() -> None:
    body = composed(of("login"), Wish(messages=("4000006", "4000002@password", "nonsense")))
    assert [each["id"] for each in body["ui"]["messages"]] == [4000006]
    assert [node["attributes"]["name"] for node in body["ui"]["nodes"] if node["messages"]] == ["password"]


def test_recordings_stay_as_they_are() -> None:
    there = catalogue("login", "v1.3.1", BASES["login"][0])
    before = deepcopy(there)
    composed(
        there, Wish(providers={"a": "A"}, messages=tuple(there.messages), schema=parse_schema("o", SCHEMA))
    )
    assert there == before


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "no JSON"),
        ("[]", "no flow"),
        ('{"ui": 1}', "no flow"),
        ('{"ui": {"action": "http://x/y"}}', "which flow"),
    ],
)
def test_what_is_no_flow_is_said(text: str, says: str) -> None:
    with pytest.raises(NoFlow, match=says):
        read_flow(text)


def test_a_flow_is_read_as_an_answer_of_kratos_is() -> None:
    """Half a surrogate pair could stand in no address."""
    _, body = read_flow(r'{"id": "\udfff", "ui": {"action": "http://k/self-service/settings?flow=1"}}')
    assert body["id"] == "?"


def test_the_kind_is_read_from_the_flow_itself() -> None:
    kind, body = read_flow(
        '{"body": {"id": "1", "ui": {"action": "http://k/self-service/recovery?flow=1", "nodes": []}}}'
    )
    assert (kind, body["id"]) == ("recovery", "1")
