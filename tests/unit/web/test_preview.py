"""A page of the gallery is the page that visitors get, and has the links that themers read of."""

from dataclasses import replace

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient

from app.config import Config
from app.preview.exhibits import exhibits
from app.theme.contract import LINKS, PAGES, FlowPageContext
from tests.support.recorded_kratos import Given, RecordedKratos
from tests.support.recordings import recording


@pytest.fixture
def config(config: Config) -> Config:
    return replace(config, preview_enabled=True, locales=("en",))


@pytest.mark.parametrize(
    "name",
    [
        "login.choose_method.all_methods",
        "login.aal2.all_methods",
        "login.refresh.all_methods",
        "registration.profile.all_methods",
        "recovery.sent_email.link",
        "verification.sent_email.code",
        "settings.show_form.all_methods",
    ],
)
def test_the_same_to_the_byte(client: FlaskClient, kratos: RecordedKratos, name: str) -> None:
    kind, recorded = name.partition(".")[0], recording("v1.3.1", name)
    kratos.on("GET", f"/self-service/{kind}/flows", Given.of(recorded))
    kratos.on("GET", "/self-service/logout/browser", requests.ConnectionError())
    live = client.get(f"/{kind}?flow={recorded.body['id']}")
    kratos.sent.clear()
    gallery = client.get(f"/preview/v1.3.1/{name}")
    assert live.status_code == gallery.status_code == 200
    assert live.text == gallery.text
    assert kratos.sent == []


def test_links_are_those_of_the_reference(app: Flask) -> None:
    found: dict[str, set[str]] = {page: set() for page in LINKS}
    with app.test_request_context():
        for exhibit in exhibits().values():
            found[exhibit.template.removeprefix("pages/")] |= exhibit.context().links.keys()
    for page, names in found.items():
        if PAGES[page] is FlowPageContext:
            assert names == set(LINKS[page].split()), page
        assert names <= set(LINKS[page].split()), page


@pytest.mark.parametrize(
    ("name", "path", "session"),
    [
        ("welcome.password", "/welcome", "whoami.200.password"),
        ("welcome.aal2", "/welcome", "whoami.200.aal2"),
        ("welcome.signed_out", "/welcome", ""),
        ("logout.signed_out", "/logout", ""),
    ],
)
def test_so_is_an_account_page(
    client: FlaskClient, kratos: RecordedKratos, name: str, path: str, session: str
) -> None:
    if session:
        kratos.plays(recording("v1.3.1", session))
        kratos.on("GET", "/self-service/logout/browser", requests.ConnectionError())
        client.set_cookie("ory_kratos_session", "s", domain="localhost")
    live = client.get(path)
    assert live.status_code == 200
    assert live.text == client.get(f"/preview/pages/{name}").text
