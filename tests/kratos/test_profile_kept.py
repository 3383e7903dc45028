"""Saving one trait changes no other: each of some fifty saved alone, then all together, on a real Kratos."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.forms import Visitor
from tests.support.later import sessions_are_old
from tests.support.pages import PASSWORD
from tests.support.profile import SCHEMA, TYPED, put, somebody, stored
from tests.support.real_kratos import RealKratos, new_address
from tests.support.trials import settings

UiServer = Callable[..., RealKratos]


@pytest.fixture
def real(ui_server: UiServer) -> RealKratos:
    """A Kratos with a schema of every kind of trait, and our UI."""
    return ui_server(extra=settings(SCHEMA))


def signed_in(real: RealKratos, address: str) -> Visitor:
    visitor = Visitor(real.ui_url)
    visitor.open("/login")
    return visitor.submit("method=password", {"identifier": address, "password": PASSWORD})


def change(visitor: Visitor, typed: dict[str, str]) -> None:
    """Opens the settings, types, saves."""
    boxes = {"tick": True, "untick": False}
    visitor.open("/settings").submit(
        "method=profile", {name: boxes.get(text, text) for name, text in typed.items()}
    )
    assert visitor.messages == {1050001}, visitor.text


def test_nothing_touched_nothing_changed(real: RealKratos) -> None:
    identity, made = somebody(real, PASSWORD)
    visitor = signed_in(real, made["email"])
    visitor.open("/settings").submit("method=profile")
    assert visitor.messages == {1050001}
    assert stored(real, identity) == made


def test_each_alone_and_then_all(real: RealKratos) -> None:
    identity, made = somebody(real, PASSWORD)
    visitor = signed_in(real, made["email"])
    assert len(TYPED) >= 40
    before = made
    for name in TYPED:
        change(visitor, {name: TYPED[name]})
        wanted = put(before, name)
        assert wanted != before, name
        assert stored(real, identity) == wanted, name
        before = wanted
    real.admin("PUT", f"/identities/{identity}", {"schema_id": "default", "traits": made, "state": "active"})
    change(visitor, TYPED)
    assert stored(real, identity) == before


def test_another_address_waits_until_the_person_has_confirmed(ui_server: UiServer) -> None:
    """Kratos keeps what we sent, as it keeps a form of its own."""
    real = ui_server(extra=settings(SCHEMA))
    identity, made = somebody(real, PASSWORD)
    visitor = signed_in(real, made["email"])
    sessions_are_old(real)
    changed = {"traits.email": new_address(), "traits.nick": "anna", "traits.tags": "green"}
    visitor.open("/settings").submit("method=profile", changed)
    assert visitor.path == "/login"
    visitor.submit("method=password", {"password": PASSWORD})
    assert (visitor.path, visitor.messages) == ("/settings", {1050001}), visitor.text
    wanted = {**made, "email": changed["traits.email"], "nick": "anna", "tags": ["green", *made["tags"][1:]]}
    assert stored(real, identity) == wanted


def test_an_address_of_somebody_else_is_refused_and_nothing_lost(real: RealKratos) -> None:
    _, other = somebody(real, PASSWORD)
    identity, made = somebody(real, PASSWORD)
    visitor = signed_in(real, made["email"])
    visitor.open("/settings").submit(
        "method=profile", {"traits.email": other["email"], "traits.nick": "anna"}
    )
    assert visitor.path == "/settings"
    assert 1050001 not in visitor.messages
    assert visitor.value("traits.nick") == "anna"
    assert stored(real, identity) == made
    visitor.submit("method=profile", {"traits.email": made["email"]})
    assert visitor.messages == {1050001}
    assert stored(real, identity) == {**made, "nick": "anna"}
