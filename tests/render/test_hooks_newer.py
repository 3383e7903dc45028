"""What the end-to-end suite of Kratos v26.2.0 asks beyond v1.3.1, on its recordings under the suite's theme."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.support.recordings import recording
from tests.support.soup import Page, page_of

VERSION = "v26.2.0"
CODE = ('input[name="code"]:not([type="hidden"])', 1)
CONTINUE = ('button[type="submit"][name="method"][value="code"]', 1)
PASSWORD_BUTTON = '[type="submit"][name="method"][value="password"]'
SENT = '[data-testid="ui/message/1010014"]'
IDENTIFIER = ('input[name="identifier"]:not([type="hidden"])', 1)

ROWS = {
    "login.aal2.code_via_email": (CODE, CONTINUE, (SENT, 1)),
    "login.aal2.code_sent": (CODE, CONTINUE, ('[name="address"]', 0)),
    "login.aal2.code_sent_address_only": (CODE, CONTINUE),
    "login.aal2.code_choose_address": (('button[type="submit"][name="address"]', 2), ('input[name="code"]', 0)),
    "login.aal2.all_methods": (
        ('[name="method"][value="lookup_secret"]', 1),
        ('input[name="totp_code"]', 1),
    ),
    "login.identifier_first.code_sent": (CODE, CONTINUE, (SENT, 1), (PASSWORD_BUTTON, 0)),
    "login.identifier_first.step2": ((PASSWORD_BUTTON, 1), CONTINUE),
    "login.identifier_first.step2.mitigated": ((PASSWORD_BUTTON, 1), CONTINUE),
    "login.refresh.all_methods": (IDENTIFIER, CONTINUE, (PASSWORD_BUTTON, 1)),
    "login.sent_email.empty_code": (('[data-testid="node/input/code"] [data-testid="ui/message/4000002"]', 1),),
    "registration.sent_email.code": (CODE, CONTINUE, ('[data-testid="ui/message/1040005"]', 1)),
    "registration.profile.all_methods": (('[name="traits.email"]', 1), ('[type="submit"][value="profile"]', 1)),
    "registration.profile.identity_schema_two": (('[name="traits.email"]', 1), ('[type="submit"][value="profile"]', 1)),
    "registration.choose_credentials.back_from_code": (CONTINUE, ('[name="screen"]', 1)),
    "settings.show_form.all_methods": (
        ('[data-testid="node/text/totp_secret_key/text"] code', 1),
        ('input[name="traits.email"]', 1),
    ),
}  # fmt: skip


def shown(app: Flask, name: str) -> Page:
    return page_of(app, recording(VERSION, name))


@pytest.mark.parametrize("name", ROWS)
def test_selectors(verbatim: Flask, name: str) -> None:
    page = shown(verbatim, name)
    assert {row: len(page.soup.select(row)) for row, _ in ROWS[name]} == dict(ROWS[name])
    if CONTINUE in ROWS[name] and CODE in ROWS[name]:
        assert "Continue" in page.soup.select(CONTINUE[0])[0].get_text()


@pytest.mark.parametrize("name", [name for name in ROWS if ".aal2." in name])
def test_the_second_step_is_named(verbatim: Flask, name: str) -> None:
    headings = "".join(heading.get_text() for heading in shown(verbatim, name).soup.select("h2"))
    assert re.search("Two-Factor Authentication|Second factor authentication", headings)


@pytest.mark.parametrize("name", ROWS)
def test_each_form_has_a_token_of_its_own(verbatim: Flask, name: str) -> None:
    page = shown(verbatim, name)
    tokens = page.soup.select('form input[name="csrf_token"]')
    assert len(tokens) == len(page.soup.select("form")) > 0
    assert all(token["value"] for token in tokens)
