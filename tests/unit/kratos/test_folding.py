"""Which sections of settings start closed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.kratos.arrange import arrange
from app.kratos.flow import Flow, Message, parse_flow
from app.kratos.folding import folded
from tests.support.recordings import recording

VERSIONS = ("v1.3.1", "v26.2.0")
ALL = {"passkey", "webauthn", "totp", "lookup_secret", "oidc"}


def of(version: str, name: str) -> Flow:
    found = recording(version, name)
    return parse_flow(found.kind, found.body)  # type: ignore[arg-type]


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
