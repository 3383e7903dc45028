"""Inputs below `tests/trials` that have no better place; the others stand with what they are about."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from app import create_app
from app.config import Config
from tests.support.expected import expect
from tests.support.later import time_for_a_new_password_is_over
from tests.support.pages import PASSWORD, Person
from tests.support.ports import free_port
from tests.support.real_kratos import new_address
from tests.support.recordings import Recording
from tests.support.replayed_kratos import ReplayedKratos
from tests.support.servers import serving
from tests.support.trials import settings, trial

NewPerson = Callable[..., Person]


def test_trait_without_a_title(new_person: NewPerson, scripts: bool) -> None:
    schema = trial("untitled-trait-shows-its-raw-name")["schema"]
    person = new_person(scripts=scripts, extra=settings(schema))
    address = new_address()
    person.open("/registration")
    for label, name in (("First name", "first"), ("Last name", "last_name")):
        field = person.page.get_by_label(label)
        expect(field).to_have_attribute("name", f"traits.name.{name}")
        field.fill(name)
    expect(person.page.locator("main")).not_to_contain_text("traits.")
    expect(person.page.locator("main")).not_to_contain_text("last_name")
    person.field("traits.email").fill(address)
    person.button("method", "profile").click()
    person.field("password").fill(PASSWORD)
    person.button("method", "password").click()
    person.is_at("/verification")
    person.open("/settings")
    expect(person.page.get_by_label("Last name")).to_have_value("last_name")


def test_time_to_choose_a_password_is_over(new_person: NewPerson, scripts: bool) -> None:
    given = trial("recovery-time-over-shows-kratos-minutes")
    person = new_person(scripts=scripts, extra=settings(given["schema"], given["config"]))
    address = new_address()
    person.real.create_identity(address, PASSWORD)
    person.open("/recovery")
    person.field("email").fill(address)
    person.button("method", "code").click()
    person.enter_code(address)
    said = person.message(1060001)
    expect(said).to_have_text(re.compile(r"^You’re back in\. Choose a new password within 1 minute\.\s*$"))
    time_for_a_new_password_is_over(person.real)
    person.page.reload()
    expect(said).to_contain_text("confirm first that it’s you")
    expect(person.page.locator("main")).not_to_contain_text("minutes")


@pytest.mark.parametrize("required", [True, False])
def test_nobody_chooses_the_first_option(new_page: Callable[..., Page], required: bool) -> None:
    """For newer versions of Kratos, which name the options; what is sent is what a browser makes of the page."""
    flow = trial("select-required-preselects-first-option.flow")
    (country,) = [n["attributes"] for n in flow["ui"]["nodes"] if n["attributes"]["name"] == "traits.country"]
    country["required"] = required
    port, ui_port = free_port(), free_port()
    url, ui_url = f"http://localhost:{port}", f"http://localhost:{ui_port}"
    flow["ui"]["action"] = f"{url}/self-service/registration?flow={flow['id']}"
    pages = [Recording(Path(), "", "registration.choose_method.trial", 200, flow, {})] * 2
    kratos = ReplayedKratos(url, ui_url, pages)
    app = create_app(Config(kratos_public_url=url, cookie_secret="t" * 32))
    with serving(kratos, port), serving(app, ui_port):
        page = new_page()
        page.goto(f"{ui_url}/registration")
        button = page.locator("button[value=password]")
        if required:  # a browser holds it back
            button.click()
            assert kratos.posted == []
            page.get_by_label("CH").check()
        with page.expect_navigation():
            button.click()
        (sent,) = map(dict, kratos.posted)
        assert sent["traits.country"] == ("CH" if required else "")
