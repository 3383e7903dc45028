"""What a real Kratos says about fields, in our words: `tests/trials`, and others of their kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.forms import Visitor
from tests.support.hooks import THEME
from tests.support.real_kratos import RealKratos, new_address
from tests.support.trials import settings, trial

UiServer = Callable[..., RealKratos]
CONSENT = "consent-missing-says-enter-your"
PATTERN = "pattern-shown-as-a-regular-expression"


def schema_of(traits: dict[str, Any], required: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    """The schema of a trial with other traits beside the address."""
    schema: dict[str, Any] = trial(PATTERN)["schema"]
    email = schema["properties"]["traits"]["properties"]["email"]
    schema["properties"]["traits"] = {
        "type": "object", "properties": {"email": email, **traits}, "required": ["email", *required], **more,
    }  # fmt: skip
    return schema


def said(visitor: Visitor) -> dict[str, list[str]]:
    """What stands at each field, by the trait's name; "" for what stands above them."""
    found: dict[str, list[str]] = {}
    for tag in visitor.soup.select('[data-testid^="ui/message/"]'):
        field = tag.find_parent(attrs={"data-node": True})
        name = str(field["data-node"]).removeprefix("traits.") if field else ""
        found.setdefault(name if name != "traits" else "", []).append(tag.get_text())
    return found


def sign_up(real: RealKratos, **typed: str) -> Visitor:
    """Sends the first step of a sign-up with only that filled in, as a browser that checks nothing."""
    traits = {f"traits.{name.replace('__', '.')}": value for name, value in typed.items()}
    visitor = Visitor(real.ui_url).open("/registration")
    return visitor.submit("method=profile", {"traits.email": new_address(), **traits}, check=False)


def test_a_consent_and_a_question_that_are_missing(ui_server: UiServer) -> None:
    found = trial(CONSENT)
    visitor = sign_up(ui_server(extra=settings(found["schema"], found["config"])))
    assert visitor.path == "/registration"
    assert said(visitor) == {"tos": ["Tick this to go on."], "how": ["Fill this in."]}
    assert "Enter your" not in visitor.text


def test_a_consent_that_is_refused(ui_server: UiServer) -> None:
    """Another browser than ours may send a "no": 4000029 instead of 4000002."""
    found = trial(CONSENT)
    real = ui_server(extra=settings(found["schema"], found["config"]))
    visitor = Visitor(real.ui_url).open("/registration")
    form = visitor.button("method=profile").find_parent("form")
    assert form
    data = {str(tag["name"]): str(tag.get("value", "")) for tag in form.select("input[type=hidden]")}
    data |= {"traits.email": new_address(), "traits.tos": "false", "traits.how": "x", "method": "profile"}
    visitor.browser.post(str(form["action"]), data=data, timeout=15)
    visitor.open(visitor.url)
    assert said(visitor) == {"tos": ["Tick this to go on."]}
    assert visitor.messages == {4000029}


def test_a_pattern_and_a_whole_number(ui_server: UiServer) -> None:
    visitor = sign_up(ui_server(extra=settings(trial(PATTERN)["schema"])), vat="x", age="17.5")
    assert said(visitor) == {
        "vat": ["Enter 2 capital letters, then 9 digits."],
        "age": ["Enter a whole number."],
    }
    assert "[A-Z]{2}" not in visitor.text
    assert visitor.messages == {4000004, 4000026}


TRAITS: dict[str, tuple[dict[str, Any], str, str]] = {
    "code": ({"pattern": "^[a-z0-9_]{3,20}$"}, "X", "Use 3 to 20 characters: small letters, digits and “_”."),
    "odd": ({"pattern": "^(?:[a-c]|x+)*$"}, "Z", "This doesn’t have the right form. Check what you typed."),
    "short": ({"minLength": 3}, "x", "Use at least 3 characters. You entered 1."),
    "initial": ({"maxLength": 1}, "xy", "Use one character only. You entered 2."),
    "word": ({"const": "yes"}, "no", "Enter exactly “yes”."),
    "not_bad": ({"not": {"const": "bad"}}, "bad", "This can’t be used here. Enter something else."),
    "server": ({"format": "hostname"}, "-x", "Enter the name of a server, like www.example.com."),
    "ip": ({"format": "ipv4"}, "x", "Enter an IP address, like 192.0.2.1."),
    "site": ({"format": "uri"}, "::", "Enter a whole web address, like https://example.com."),
    "born": ({"format": "date"}, "x", "Enter a date as year, month and day, like 2001-12-31."),
    "phone": ({"format": "tel"}, "x", "Enter a phone number with its country code, like +49 30 123456."),
    "least": ({"type": "number", "minimum": 18.5}, "3", "Enter 18.5 or more."),
    "most": ({"type": "integer", "exclusiveMaximum": 1000000}, "2000000", "Enter less than 1,000,000."),
    "dozen": ({"type": "integer", "multipleOf": 12}, "7", "Enter a multiple of 12."),
    "word_as_number": ({"type": "number"}, "x", "Enter a number."),
}  # fmt: skip


def test_each_kind_of_message(ui_server: UiServer) -> None:
    traits = {
        name: {"type": "string", "title": name.title(), **more} for name, (more, _, _) in TRAITS.items()
    }
    real = ui_server(extra=settings(schema_of(traits)))
    visitor = sign_up(real, **{name: value for name, (_, value, _) in TRAITS.items()})
    assert said(visitor) == {name: [words] for name, (_, _, words) in TRAITS.items()}


def test_traits_without_a_title_are_called_by_their_name(ui_server: UiServer) -> None:
    parts = {"first": {"type": "string"}, "last": {"type": "string"}}
    name = {"type": "object", "properties": parts, "required": ["first", "last"]}
    traits = {"name": name, "tax_id": {"type": "string"}}
    real = ui_server(extra=settings(schema_of(traits, required=("name", "tax_id"))))
    visitor = sign_up(real, name__first="x")
    assert said(visitor) == {"name.last": ["Enter your last name."], "tax_id": ["Enter your tax ID."]}


def test_a_trait_that_another_one_needs(ui_server: UiServer) -> None:
    traits = {"vat": {"type": "string", "title": "VAT"}, "vat_address": {"type": "string"}}
    real = ui_server(extra=settings(schema_of(traits, dependencies={"vat": ["vat_address"]})))
    assert said(sign_up(real, vat="1")) == {"": ["Fill in “VAT address” too, as “VAT” is filled in."]}


@pytest.mark.parametrize("hint", ["", "Starts with DE"])
def test_a_theme_with_kratos_words_shows_those(ui_server: UiServer, hint: str) -> None:
    trait = {"type": "string", "title": "VAT", "pattern": "^D", "description": hint}
    visitor = sign_up(ui_server(extra=settings(schema_of({"vat": trait})), theme_dir=THEME), vat="x")
    assert said(visitor) == {"vat": ['does not match pattern "^D"']}
