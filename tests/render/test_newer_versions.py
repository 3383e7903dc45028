"""Pages of states that newer versions of Kratos have and no recording holds: flows made by hand, from Kratos' source.

Source, of Kratos: `text/message_*.go`, `selfservice/flow/login/extension_identifier_label.go`,
`selfservice/strategy/oidc/strategy.go`, and in
`selfservice/strategy/code` the files `strategy.go`, `strategy_login.go`, `strategy_recovery.go` (v2).
"""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.kratos import payload
from app.kratos.flow import parse_flow
from tests.support.forms import form_data
from tests.support.soup import Page, page_from

TEXTS = {
    1060004: "A recovery code has been sent to an****@example.com.",
    1060005: "Recover access to your account by providing your recovery address in full.",
    1060006: "How do you want to recover your account?",
    1010016: "You tried to sign in, but that email is already used by another account.",
    1010025: "A code was sent to your address.",
    1080004: "A text message containing a verification code has been sent to the phone number you provided.",
    1080005: "You successfully verified your phone number.",
    5000002: "No authentication methods are available. Please contact the system administrator.",
}
PHONE = "+4917667111638"


def field(
    name: str, input_type: str = "text", value: str = "", *, group: str = "code", **more: Any
) -> dict[str, Any]:
    label, messages = more.pop("label", None), more.pop("messages", [])
    attributes = {
        "name": name,
        "type": input_type,
        "value": value,
        "node_type": "input",
        "disabled": False,
        **more,
    }
    meta = {"label": {"id": label[0], "text": label[1], "type": "info"}} if label else {}
    return {"type": "input", "group": group, "attributes": attributes, "messages": messages, "meta": meta}


def said(number: int, kind: str = "info", **context: str) -> dict[str, Any]:
    return {"id": number, "type": kind, "text": TEXTS[number], "context": context}


def missing(name: str) -> list[dict[str, Any]]:
    text = f"Property {name} is missing."
    return [{"id": 4000002, "type": "error", "text": text, "context": {"property": name}}]


def shown(
    app: Flask, kind: str, nodes: list[dict[str, Any]], *messages: dict[str, Any], **fields: Any
) -> Page:
    token = field("csrf_token", "hidden", "token", group="default")
    ui = {
        "action": "http://localhost:4433/x?flow=f",
        "method": "POST",
        "nodes": [token, *nodes],
        "messages": messages,
    }
    return page_from(app, parse_flow(kind, {"id": "f", "state": "choose_method", "ui": ui} | fields))  # type: ignore[arg-type]


def lead(page: Page) -> str:
    (found,) = page.soup.select(".subtitle")
    return found.get_text(" ", strip=True)


def posted(page: Page, button: str, **typed: str) -> dict[str, str]:
    (pressed,) = page.soup.select(button)
    form = pressed.find_parent("form")
    assert form
    sent = dict(form_data(form, pressed, typed))
    assert sent.pop(payload.NAME) == '{"lang": "en"}'
    return sent


METHOD = field("method", "submit", "code", label=(1070009, "Continue"))
HIDDEN = [field("method", "hidden", "code"), field("recovery_address", "hidden", "ann@example.com")]
BACK = field("screen", "submit", "previous", label=(1060007, "Back"))
START = [field("recovery_address", label=(1070016, "Recovery address"), required=True), METHOD]
CHOICE = [
    field("recovery_select_address", "submit", "aGFzaA==", label=(1070000, "+49****38")),
    field("recovery_select_address", "submit", "b3RoZXI=", label=(1070000, "an****@example.com")),
    *HIDDEN,
]
CONFIRM = [
    field("recovery_confirm_address", "tel", label=(1070017, "Phone number"), required=True), METHOD, *HIDDEN, BACK,
]  # fmt: skip
CODE = [
    field("code", label=(1070010, "Recovery code"), required=True, pattern="[0-9]+", maxlength=6), METHOD, *HIDDEN,
    field("recovery_confirm_address", "submit", PHONE, label=(1070008, "Resend code")), BACK,
]  # fmt: skip
WHERE, WHOLE = "Choose where we send your code.", "Enter the whole address to show that it is yours."


@pytest.mark.parametrize(
    ("nodes", "message", "words"),
    [
        (START, None, "Enter the email or phone number you signed up with."),
        (CHOICE, 1060006, WHERE),
        (CHOICE, None, WHERE),
        (CONFIRM, 1060005, WHOLE),
        (CONFIRM, None, WHOLE),
        (CODE, None, f"If {PHONE} has an account, a 6-digit code is on its way."),
    ],
)
def test_each_step_of_recovery_says_what_to_do_after_an_error_too(
    stock: Flask, nodes: list[dict[str, Any]], message: int | None, words: str
) -> None:
    page = shown(stock, "recovery", nodes, *([said(message)] if message else []))
    assert lead(page).startswith(words)
    assert set(page.messages.values()) <= {1}


def test_a_recovery_address_is_chosen(stock: Flask) -> None:
    page = shown(stock, "recovery", CHOICE, said(1060006))
    icons = [str(button.svg) for button in page.soup.select('button[name="recovery_select_address"]')]
    assert len(set(icons)) == 2  # a phone, a letter
    sent = {"csrf_token": "token", "method": "code", "recovery_address": "ann@example.com"}
    assert posted(page, 'button[value="b3RoZXI="]') == sent | {"recovery_select_address": "b3RoZXI="}
    assert [link.get_text() for link in page.soup.select(".card__foot a")] == ["Use another address"]


def test_a_recovery_address_is_confirmed_or_not(stock: Flask) -> None:
    (confirm, *rest) = CONFIRM
    page = shown(stock, "recovery", [confirm | {"messages": missing("recovery_confirm_address")}, *rest])
    assert list(page.messages) == [(4000002, "Enter your phone number.")]
    sent = {"csrf_token": "token", "method": "code", "recovery_address": "ann@example.com"}
    pressed = posted(page, 'button[name="method"]', recovery_confirm_address=PHONE)
    assert pressed == sent | {"recovery_confirm_address": PHONE}
    assert posted(page, 'button[name="screen"]') == sent | {"screen": "previous"}
    assert not [link for link in page.soup.select("a") if link.get_text() == "Use another address"]


def test_a_recovery_code_comes_by_phone(stock: Flask) -> None:
    page = shown(
        stock, "recovery", CODE, said(1060004, masked_address="+49****38"), state="recovery_awaiting_code"
    )
    assert page.soup.select("h1")[0].get_text(strip=True) == "Check your phone"
    sent = {"csrf_token": "token", "method": "code", "recovery_address": "ann@example.com"}
    assert posted(page, 'button[name="method"]', code="123456") == sent | {"code": "123456"}
    again = posted(page, 'button[name="recovery_confirm_address"]')
    assert again == sent | {"recovery_confirm_address": PHONE}


SENT = [
    field("identifier", "hidden", "ann@example.com"), field("method", "hidden", "code"), METHOD,
    field("code", label=(1070013, "Login code")), field("resend", "submit", "code", label=(1070008, "Resend code")),
]  # fmt: skip


@pytest.mark.parametrize("fields", [{"requested_aal": "aal2"}, {"refresh": True}])
def test_a_code_for_who_is_signed_in_was_sent_for_sure(stock: Flask, fields: dict[str, Any]) -> None:
    page = shown(stock, "login", SENT, said(1010025), state="sent_email", **fields)
    assert lead(page) == "We sent a 6-digit code to ann@example.com ."
    assert [number for number, _ in page.messages.elements()] == [1010025]


@pytest.mark.parametrize(
    ("traits", "title"),
    [
        ({"mobile": PHONE, "name": "Ann"}, "Check your phone"),
        ({"contact.mail": "ann@example.com"}, "Check your email"),
        ({"email": "ann@example.com", "backup": "bob@example.com"}, "Check your email"),
        ({"mail": "ann@example.com", "mobile": PHONE}, "Enter your code"),
    ],
)
def test_where_the_code_for_sign_up_went(stock: Flask, traits: dict[str, str], title: str) -> None:
    nodes = [field(f"traits.{name}", "hidden", value, group="default") for name, value in traits.items()]
    page = shown(stock, "registration", [*nodes, *SENT[1:]], state="sent_email")
    assert page.soup.select("h1")[0].get_text(strip=True) == title
    address = next(iter(traits.values())) if title != "Enter your code" else "your address"
    assert address in lead(page)


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ((1070002, "E-Mail"), "Enter your email and we’ll"),
        ((1070002, "Phone"), "We’ll"),
        ((1070004, "ID"), "We’ll"),
    ],
)
def test_identifier_first_asks_for_what_the_schema_says(
    stock: Flask, label: tuple[int, str], words: str
) -> None:
    group = "identifier_first"
    step = [field("identifier", group=group, label=label), field("method", "submit", group, group=group)]
    page = shown(stock, "login", step, requested_aal="aal1")
    assert lead(page).startswith(f"{words} find the best way" if words == "We’ll" else words)
    shown_label = page.soup.select_one("label")
    assert shown_label
    assert shown_label.get_text(strip=True) == {"ID": "Email, phone or username"}.get(label[1], label[1])


def test_a_phone_number_is_confirmed(stock: Flask) -> None:
    code = [field("code", label=(1070011, "Verification code")), METHOD, field("email", "submit", PHONE)]
    page = shown(stock, "verification", code, said(1080004), state="sent_email")
    assert list(page.messages) == [(1080004, f"If {PHONE} has an account, a 6-digit code is on its way.")]
    done = shown(stock, "verification", [], said(1080005, "success"), state="passed_challenge")
    assert done.soup.select("h1")[0].get_text(strip=True) == "Phone number confirmed"
    assert list(done.messages) == [(1080005, TEXTS[1080005])]


def test_an_identifier_that_kratos_hid_while_it_was_empty_is_asked_for(stock: Flask) -> None:
    lost = field("identifier", "hidden", group="default", messages=missing("identifier"))
    ways = [
        field("password", "password", group="password"),
        field("method", "submit", "password", group="password"),
    ]
    page = shown(stock, "login", [lost, *ways, METHOD], requested_aal="aal1")
    assert list(page.messages) == [(4000002, "Enter your email, phone or username.")]
    assert (
        posted(page, 'button[value="code"]', identifier="ann@example.com")["identifier"] == "ann@example.com"
    )


@pytest.mark.parametrize("kind", ["login", "registration"])
def test_no_way_in_is_said_once(stock: Flask, kind: str) -> None:
    page = shown(stock, kind, [], said(5000002, "error"))
    assert list(page.messages) == [(5000002, TEXTS[5000002])]
    assert not page.soup.select(".empty")


@pytest.mark.parametrize(
    ("provider", "title"),
    [("linkedin_v2", "Link LinkedIn to your account"), ("generic", "Link your accounts")],
)
def test_a_provider_without_a_label_is_called_by_its_name_or_not_at_all(
    stock: Flask, provider: str, title: str
) -> None:
    message = said(1010016, duplicate_identifier="ann@example.com", provider=provider)
    ways = [
        field("identifier", "hidden", "ann@example.com", group="default"),
        field("provider", "submit", "google", group="oidc", label=(1010018, "Confirm with google")),
    ]
    ways[1]["meta"]["label"]["context"] = {"provider": "google"}
    page = shown(stock, "login", ways, message, requested_aal="aal1", active="oidc")
    assert page.soup.select("h1")[0].get_text(strip=True) == title
    assert "Confirm with Google" in page.soup.select('button[name="provider"]')[0].get_text()


def test_single_sign_on_is_linked_like_social_sign_in(stock: Flask) -> None:
    nodes = [
        field(verb, "submit", value, group="saml", label=(number, f"{verb.title()} {value}"))
        for verb, value, number in (("link", "acme", 1050002), ("unlink", "corp", 1050003))
    ]
    page = shown(stock, "settings", nodes, state="show_form")
    (section,) = page.soup.select("#saml")
    assert [row.get_text(strip=True) for row in section.select(".row__meta")] == ["Not linked", "Linked"]
    assert posted(page, 'button[name="unlink"]') == {"csrf_token": "token", "unlink": "corp"}
