"""Kratos' messages in the visitor's words."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextvars import Context
from typing import Any

import pytest
from babel.messages.pofile import read_po
from flask import Flask
from markupsafe import Markup

from app import paths
from app.current import ui
from app.i18n import domains
from app.i18n.messages import translate
from app.kratos.flow import Message
from app.limits import LISTED_VALUES


@pytest.fixture(autouse=True)
def _request(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


def said(number: int, label: str = "", text: str = "Kratos' own.", **context: Any) -> str:
    return translate(Message(number, text, "error", context), label)


def test_an_unknown_message_is_kratos_own() -> None:
    assert said(99) == "Kratos' own."
    assert said(0) == "Kratos' own."
    assert said(-1) == "Kratos' own."


def test_a_known_one_is_ours() -> None:
    assert said(4000012) == "That recovery code was already used."


def test_context_is_filled_in() -> None:
    assert said(4000032, min_length=8, actual_length=3) == "Use at least 8 characters. You entered 3."


@pytest.mark.parametrize(
    "context", [{}, {"min_length": 8}, {"min_length": 8, "actual_length": ""}, {"min_length": None}]
)
def test_missing_or_empty_context_is_kratos_own(context: dict[str, Any]) -> None:
    assert said(4000032, **context) == "Kratos' own."


@pytest.mark.parametrize(
    ("label", "inline"),
    [
        ("Password", "password"), ("E-Mail", "e-mail"), ("Your E-Mail", "e-mail"), ("First Name", "first name"),
        ("Tax ID", "tax ID"), ("Your", "your"), ("GitHub handle", "GitHub handle"),
    ],
)  # fmt: skip
def test_a_missing_field_is_called_by_its_label(label: str, inline: str) -> None:
    assert said(4000002, label, property="identifier") == f"Enter your {inline}."


def test_a_missing_field_without_a_label_is_kratos_own() -> None:
    assert said(4000002, property="identifier") == "Kratos' own."


def test_a_sentence_lists_what_a_person_can_read() -> None:
    many = [f"a provider of that number {number}" for number in range(40_000)]
    started = time.monotonic()
    assert said(4000012, reason=many) == "That recovery code was already used."
    told = said(4000028, available_oidc_providers=many, credential_identifier_hint="x")
    assert told.count("Provider") == LISTED_VALUES
    assert time.monotonic() - started < 1, "its time grows with the square of the list"


def test_a_trait_label_is_its_title() -> None:
    assert said(1070002, text="E-Mail", title="E-Mail") == "E-Mail"
    assert said(1070002, text="") == ""


def test_minutes_until_a_time() -> None:
    soon = time.time() + 14 * 60 + 30
    text = said(1060001, privileged_session_expires_at_unix=soon)
    assert text == "You’re back in. Choose a new password within 15 minutes."
    assert said(1060001, privileged_session_expires_at_unix=time.time() - 5) == "Kratos' own."


def test_hints_are_named() -> None:
    text = said(
        4000028, credential_identifier_hint="a@b.org", available_credential_types=["password", "oidc", "code"],
        available_oidc_providers=["github", "corp"],
    )  # fmt: skip
    assert (
        text
        == "You may already have an account for a@b.org. Sign in instead, with your password, a code, GitHub, or Corp."
    )
    without = said(4000028, credential_identifier_hint="a@b.org", available_credential_types=["oidc"])
    assert without.endswith("with social sign-in.")


def test_providers_write_themselves_so() -> None:
    assert said(1010002, provider="github") == "Continue with GitHub"
    assert said(1010002, provider="Our GitHub") == "Continue with Our GitHub"


@pytest.mark.parametrize(
    "context",
    [
        {"min_length": {"a": 1}, "actual_length": [1, None, "x"]},
        {"privileged_session_expires_at_unix": 10**400},
        {"privileged_session_expires_at_unix": float("nan")},
        {"privileged_session_expires_at_unix": float("inf")},
        {"privileged_session_expires_at_unix": True},
        {
            "available_credential_types": 7,
            "available_oidc_providers": "x",
            "credential_identifier_hint": "%s",
        },
        {"property": ["x"]},
    ],
)
def test_it_never_raises(context: dict[str, Any]) -> None:
    for number in (4000002, 4000028, 4000032, 1060001):
        assert said(number, "Label %(x)s %", **context)


def test_a_value_with_a_percent_sign_is_only_a_value() -> None:
    assert said(4000002, "%(property)s", property="x") == "Enter your %(property)s."


def test_more_values_make_markup() -> None:
    text = translate(Message(1060003, "Sent."), more={"address": Markup("<b>x</b>")})
    assert text == "If <b>x</b> has an account, a 6-digit code is on its way."
    assert "&lt;b&gt;" in translate(Message(1060003, "Sent."), more={"address": "<b>"})


def test_verbatim_is_verbatim(app: Flask) -> None:
    ui(app).messages.verbatim = True
    assert said(4000012) == "Kratos' own."


def test_outside_of_an_application_it_is_kratos_own() -> None:
    assert Context().run(said, 4000012) == "Kratos' own."


def test_the_english_catalog_is_sound() -> None:
    path = paths.TRANSLATIONS / "en" / "LC_MESSAGES" / "kratos.po"
    with path.open("rb") as source:
        catalog = read_po(source, locale="en", abort_invalid=True)
    for message in catalog:
        if message.id:
            assert str(message.id).isdigit()
            assert message.string
            assert not list(message.check(catalog))


def test_catalogs_are_read_once_for_all_applications_with_fallbacks_of_their_own() -> None:
    ours = paths.TRANSLATIONS / "de" / "LC_MESSAGES" / "ui"
    first, second = (domains._read(ours, "de") for _ in range(2))
    assert first is not None
    assert second is not None
    assert first is not second
    assert first._catalog is second._catalog  # type: ignore[attr-defined]
    first.add_fallback(second)
    assert second._fallback is None  # type: ignore[attr-defined]
