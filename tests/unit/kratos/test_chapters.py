"""What the settings page is made of, and which of its chapters start closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from app.kratos.arrange import Form, arrange
from app.kratos.chapters import chapters
from app.kratos.flow import Flow, Message, parse_flow
from app.kratos.step import step_of
from tests.support.recordings import recording

VERSIONS = ("v1.3.1", "v26.2.0")
ALL = {"passkey", "webauthn", "totp", "lookup_secret", "oidc"}


def of(version: str, name: str) -> Flow:
    found = recording(version, name)
    return parse_flow(found.flow_kind, found.body)


def folded(flow: Flow, forms: Sequence[Form]) -> set[str]:
    return {each.group for each in chapters(flow, forms, step_of(flow, forms)) if each.folded}


def by_group(flow: Flow) -> dict[str, Any]:
    forms = arrange(flow)
    return {each.group: each for each in chapters(flow, forms, step_of(flow, forms))}


@pytest.mark.parametrize("version", VERSIONS)
def test_ways_are_on_or_off(version: str) -> None:
    everything = by_group(of(version, "settings.show_form.everything_enabled"))
    assert {group for group, each in everything.items() if each.on} == ALL - {"oidc"}
    none = by_group(of(version, "settings.show_form.all_methods"))
    assert {group for group, each in none.items() if each.on is False} == ALL - {"oidc"}
    assert {group for group, each in none.items() if each.on is None} == {"profile", "password", "oidc"}


def test_keys_are_a_list_and_codes_are_told() -> None:
    everything = by_group(of("v1.3.1", "settings.show_form.everything_enabled"))
    assert [form.role for form in everything["webauthn"].listed] == ["remove"]
    assert {group for group, each in everything.items() if each.lists} == {"webauthn", "passkey"}
    assert not everything["lookup_secret"].codes
    assert by_group(of("v1.3.1", "settings.show_form.lookup_revealed"))["lookup_secret"].codes


def test_a_new_password_stands_first_after_a_recovery() -> None:
    flow = of("v1.3.1", "settings.show_form.everything_enabled")
    assert next(iter(by_group(flow))) == "profile"
    assert next(iter(by_group(replace(flow, messages=(Message(1060001, "Back."),))))) == "password"


@pytest.mark.parametrize("version", VERSIONS)
def test_what_is_set_up(version: str) -> None:
    flow = of(version, "settings.show_form.everything_enabled")
    assert folded(flow, arrange(flow)) == ALL
    assert folded(of(version, "settings.show_form.password_only"), ()) == set()
    nothing = of(version, "settings.show_form.oidc_none_linked")
    assert folded(nothing, arrange(nothing)) == ALL - {"oidc"}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    "name", ["lookup_revealed", "lookup_revealed_unconfirmed", "lookup_revealed_one_used"]
)
def test_not_the_codes_while_they_are_shown(version: str, name: str) -> None:
    flow = of(version, f"settings.show_form.{name}")
    assert "lookup_secret" not in folded(flow, arrange(flow))


def test_not_what_something_is_said_about_or_was_just_used() -> None:
    flow = of("v1.3.1", "settings.show_form.everything_enabled")
    assert folded(replace(flow, active="totp"), arrange(flow)) == ALL - {"totp"}
    said = Message(4000001, "no", "error")
    nodes = tuple(replace(n, messages=(said,)) if n.name == "webauthn_remove" else n for n in flow.nodes)
    assert folded(flow, arrange(replace(flow, nodes=nodes))) == ALL - {"webauthn"}


def test_nothing_but_settings_folds() -> None:
    flow = of("v1.3.1", "settings.show_form.everything_enabled")
    assert folded(replace(flow, kind="login"), arrange(flow)) == set()
