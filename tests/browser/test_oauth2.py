"""OAuth2 in Chromium: Hydra, Kratos, our pages and a client's web site, each an origin of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.support.accessible import violations
from tests.support.hydra import OAuth2Client, RealHydra, real_hydra, serve_client  # noqa: F401
from tests.support.pages import PASSWORD, Person
from tests.support.processes import serve_ui
from tests.support.real_kratos import new_address

NewPage = Callable[..., Page]
STRICT = {"csp_form_action": ("https://accounts.example.org",)}
"""An operator's own list: everything else that a form may lead to has to come from the request."""


@pytest.fixture(params=[{}, STRICT], ids=["any-https", "listed"])
def hydra(real_hydra: RealHydra, request: pytest.FixtureRequest) -> Iterator[RealHydra]:  # noqa: F811
    with serve_ui(real_hydra.real, hydra_admin_url=real_hydra.admin_url, **request.param):
        yield real_hydra


@pytest.fixture
def client(hydra: RealHydra) -> Iterator[OAuth2Client]:
    with serve_client(hydra) as running:
        yield running


def begin(
    new_page: NewPage, client: OAuth2Client, *, scripts: bool = True, **authorize: str
) -> tuple[Person, str]:
    """Somebody with a new account, signed in on the way from the client."""
    real = client.hydra.real
    person = Person(new_page(java_script_enabled=scripts), real, scripts)
    address = real.create_identity(new_address(), PASSWORD, name={"first": "Mara"})["traits"]["email"]
    person.page.goto(client.authorize_url(**authorize))
    person.is_at("/login")
    sign_in(person, address)
    return person, address


def sign_in(person: Person, address: str) -> None:
    person.field("identifier").fill(address)
    person.field("password").fill(PASSWORD)
    person.button("method", "password").click()


def is_at_client(page: Page, client: OAuth2Client, path: str) -> None:
    expect(page).to_have_url(re.compile(rf"^{re.escape(client.url + path)}([?#].*)?$"))


def test_from_authorize_to_userinfo(new_page: NewPage, client: OAuth2Client, scripts: bool) -> None:
    person, address = begin(new_page, client, scripts=scripts)
    page = person.page
    person.is_at("/consent")
    expect(page.get_by_role("heading", level=1)).to_have_text("Atlas Notes wants to access your account")
    email = page.get_by_role("checkbox", name="See your email address")
    expect(email).to_be_checked()
    expect(email).to_have_accessible_description(f"{address}, and whether it is verified")
    page.get_by_label("See your profile").uncheck()
    page.get_by_label("Stay connected").check()
    page.get_by_role("button", name="Allow").click()
    is_at_client(page, client, "/callback")
    result = client.results[-1]
    assert "token" in result, result
    assert result["token"]["scope"].split() == ["openid", "email", "offline_access", "photos.read"]
    assert result["token"]["refresh_token"]
    assert result["userinfo"]["email"] == address
    assert "given_name" not in result["userinfo"]


def test_signing_out_at_the_client(new_page: NewPage, real_hydra: RealHydra, scripts: bool) -> None:  # noqa: F811
    """Where Hydra is, its logout request does not tell: an operator's own list has to."""
    settings = {"hydra_admin_url": real_hydra.admin_url, "csp_form_action": (real_hydra.public_url,)}
    with serve_ui(real_hydra.real, **settings), serve_client(real_hydra) as client:
        person, _ = begin(new_page, client, scripts=scripts)
        person.page.get_by_role("button", name="Allow").click()
        is_at_client(person.page, client, "/callback")
        person.page.goto(f"{client.url}/logout")
        person.is_at("/logout/oauth2")
        person.page.get_by_role("button", name="Sign out").click()
        is_at_client(person.page, client, "/bye")
        person.open("/welcome")
        expect(person.page.locator("body")).to_have_attribute("data-state", "signed_out")


def test_denying(new_page: NewPage, client: OAuth2Client, scripts: bool) -> None:
    person, _ = begin(new_page, client, scripts=scripts)
    person.page.get_by_role("button", name="Deny").click()
    is_at_client(person.page, client, "/callback")
    assert client.results[-1]["error"] == "access_denied"


def test_a_second_user_of_the_browser(new_page: NewPage, client: OAuth2Client) -> None:
    person, first = begin(new_page, client)
    person.page.get_by_label("Don’t ask me again").check()
    person.page.get_by_role("button", name="Allow").click()
    is_at_client(person.page, client, "/callback")
    person.sign_out()
    second = person.real.create_identity(new_address(), PASSWORD)["traits"]["email"]
    person.page.goto(client.authorize_url())
    sign_in(person, second)
    expect(person.page).to_have_url(re.compile("/(login|consent)[?]"))
    if "/login" in person.page.url:  # Hydra, which had expected the first one, asks once more
        sign_in(person, second)
    person.is_at("/consent")
    expect(person.page.locator("main")).to_contain_text(second)
    person.page.get_by_role("button", name="Allow").click()
    is_at_client(person.page, client, "/callback")
    assert [result["claims"]["email"] for result in client.results] == [first, second]


def test_back_and_allow_again(new_page: NewPage, client: OAuth2Client) -> None:
    """A used consent page, by the browser's back button."""
    person, _ = begin(new_page, client)
    person.page.get_by_role("button", name="Allow").click()
    is_at_client(person.page, client, "/callback")
    person.back()
    person.is_at("/consent")
    person.page.get_by_role("button", name="Allow").click()
    is_at_client(person.page, client, "/callback")
    assert "already been used" in client.results[-1]["error_description"]
    assert len([result for result in client.results if "token" in result]) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(new_page: NewPage, client: OAuth2Client, scheme: str, width: int) -> None:
    person, _ = begin(new_page, client)
    page = person.page
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 900})
    person.is_at("/consent")
    assert violations(page) == []
    page.get_by_role("button", name="Allow").click()
    is_at_client(page, client, "/callback")
    for address in (f"{client.url}/logout", f"{person.real.ui_url}/consent?consent_challenge=x"):
        page.goto(address)
        assert violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
