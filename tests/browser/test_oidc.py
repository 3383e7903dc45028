"""Social sign-in with a provider of our own: sign-up, sign-in, missing details, conflicts, errors, linking."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest

from tests.support.expected import expect
from tests.support.oidc_provider import OidcProvider
from tests.support.pages import PASSWORD, Person, without_checks
from tests.support.real_kratos import new_address
from tests.support.second_factors import protected
from tests.support.servers import Elsewhere

NewPerson = Callable[..., Person]


def at_provider(person: Person, path: str = "/login") -> None:
    """Presses the provider's button."""
    person.open(path)
    person.button("provider", "corp").click()


@pytest.mark.in_chromium
def test_sign_up_and_sign_in(new_person: NewPerson, oidc_provider: OidcProvider, scripts: bool) -> None:
    person, address = new_person("oidc", scripts=scripts), new_address()
    oidc_provider.person(address, asks=True, email=address, email_verified=True)
    at_provider(person, "/registration")
    person.page.get_by_role("button", name="Allow").click()
    person.is_at("/welcome")
    person.is_signed_in(address)

    person.sign_out()
    oidc_provider.asks = False  # signed in there: one chain of redirects after our form
    at_provider(person)
    person.is_at("/welcome")
    person.is_signed_in(address)


def test_sign_in_without_an_account_makes_one(
    new_person: NewPerson, oidc_provider: OidcProvider, scripts: bool
) -> None:
    person, address = new_person("oidc", scripts=scripts), new_address()
    oidc_provider.person(address, email=address, email_verified=True)
    at_provider(person)
    person.is_at("/welcome")
    person.is_signed_in(address)


def test_sign_up_with_missing_details(
    new_person: NewPerson, oidc_provider: OidcProvider, scripts: bool
) -> None:
    person, address = new_person("oidc", scripts=scripts), new_address()
    oidc_provider.person(address)  # tells no address
    at_provider(person, "/registration")
    person.is_at("/registration")
    expect(person.message(4000002)).to_be_visible()
    expect(person.page.locator('input[name="password"]')).to_have_count(0)
    person.field("traits.email").fill("not an address")
    person.field("traits.name.first").fill("Mara")
    without_checks(person.page.locator("form"))  # as a browser that checks nothing
    person.button("provider", "corp").click()
    expect(person.field("traits.email")).to_have_value("not an address")
    expect(person.field("traits.email")).to_have_attribute("aria-invalid", "true")
    expect(person.field("traits.name.first")).to_have_value("Mara")
    person.field("traits.email").fill(address)
    person.button("provider", "corp").click()
    person.is_at("/welcome")
    person.is_signed_in(address)


def test_address_of_another_account_is_linked_with_its_password(
    new_person: NewPerson, oidc_provider: OidcProvider, scripts: bool
) -> None:
    person, address = new_person("oidc", scripts=scripts), new_address()
    person.real.create_identity(address, PASSWORD)
    oidc_provider.person(address, email=address, email_verified=True)
    at_provider(person)
    person.is_at("/login")
    expect(person.message(1010016)).to_contain_text(address)
    expect(person.page.locator("h1")).to_have_text("Link Corp to your account")
    expect(person.page.get_by_test_id("forgot-password-link")).to_be_visible()
    person.field("password").fill("not this one 11")
    person.button("method", "password").click()
    expect(person.message(4000006)).to_be_visible()
    person.field("password").fill(PASSWORD)
    person.button("method", "password").click()
    person.is_at("/welcome")
    person.is_signed_in(address)

    person.sign_out()
    at_provider(person)
    person.is_at("/welcome")
    person.is_signed_in(address)


def test_linked_with_a_code_from_sign_up(
    new_person: NewPerson, oidc_provider: OidcProvider, scripts: bool
) -> None:
    person, address = new_person("oidc", scripts=scripts), new_address()
    person.real.create_identity(address)
    oidc_provider.person(address, email=address, email_verified=True)
    at_provider(person, "/registration")
    person.is_at("/login")
    expect(person.message(1010016)).to_contain_text(address)
    person.button("method", "code").click()
    expect(person.message(1010014)).to_contain_text(address)
    person.enter_code(address)
    person.is_at("/welcome")
    person.is_signed_in(address)
    expect(person.page.locator("main")).to_contain_text("Email code · Social sign-in")


def test_second_step_after_linking_and_after_the_provider(
    new_person: NewPerson, oidc_provider: OidcProvider, scripts: bool
) -> None:
    person = new_person("oidc", scripts=scripts)
    account = protected(person.real)
    oidc_provider.person(account.address, email=account.address, email_verified=True)
    at_provider(person)
    expect(person.message(1010016)).to_be_visible()
    person.field("password").fill(PASSWORD)
    person.button("method", "password").click()
    person.type_code(account.totp, "totp_code", "totp")
    person.is_at("/welcome")

    person.sign_out()
    at_provider(person)
    person.type_code(account.totp, "totp_code", "totp")
    person.is_at("/welcome")
    expect(person.page.locator("main")).to_contain_text("Two steps")


def test_cancelled_and_failed_at_the_provider(
    new_person: NewPerson, oidc_provider: OidcProvider, scripts: bool
) -> None:
    person, address = new_person("oidc", scripts=scripts), new_address()
    oidc_provider.person(address, asks=True, email=address, email_verified=True)
    for path in ("/login", "/registration"):
        at_provider(person, path)
        person.page.get_by_role("button", name="Deny").click()
        person.is_at(path)
        expect(person.message(4000001)).to_be_visible()
        expect(person.button("provider", "corp")).to_be_visible()
    person.page.get_by_role(
        "link", name="Choose another way"
    ).click()  # Kratos leaves nothing but the provider
    expect(person.field("traits.email")).to_be_visible()
    expect(person.page.get_by_role("link", name="Choose another way")).to_have_count(0)
    oidc_provider.person(address, error="server_error", email=address, email_verified=True)
    person.button("provider", "corp").click()
    expect(person.message(4000001)).to_be_visible()

    oidc_provider.person(address, email=address, email_verified=True)
    person.button("provider", "corp").click()
    person.is_at("/welcome")
    person.is_signed_in(address)


@pytest.mark.in_chromium
def test_provider_that_is_none(new_person: NewPerson, oidc_provider: OidcProvider, scripts: bool) -> None:
    person = new_person("oidc", scripts=scripts)
    person.open("/login")
    person.button("provider", "corp").evaluate("button => button.value = 'nobody'")
    person.button("provider", "nobody").click()
    person.is_at("/error")
    expect(person.page.get_by_test_id("code-box")).to_contain_text("nobody")
    person.page.locator("main").get_by_role("link", name="Start again").click()
    person.is_at("/login")


def test_linked_and_unlinked_in_settings(
    new_person: NewPerson, oidc_provider: OidcProvider, scripts: bool
) -> None:
    person, address = new_person("oidc", scripts=scripts), new_address()
    person.real.create_identity(address, PASSWORD)
    oidc_provider.person(address, asks=True, email=address, email_verified=True)
    person.sign_in(address)
    person.is_at("/welcome")
    person.open("/settings")
    person.button("link", "corp").click()
    person.page.get_by_role("button", name="Deny").click()
    person.is_at("/settings")
    expect(person.message(4000001)).to_be_visible()
    person.button("link", "corp").click()
    person.page.get_by_role("button", name="Allow").click()
    person.is_at("/settings")
    expect(person.message(1050001)).to_be_visible()

    person.sign_out()
    oidc_provider.asks = False
    at_provider(person)
    person.is_at("/welcome")
    person.open("/settings")
    person.button("unlink", "corp").click()
    expect(person.message(1050001)).to_be_visible()
    expect(person.button("link", "corp")).to_be_visible()

    person.sign_out()
    at_provider(person)
    expect(person.message(1010016)).to_be_visible()


def test_the_last_way_in_cannot_be_unlinked(
    new_person: NewPerson, oidc_provider: OidcProvider, scripts: bool
) -> None:
    """Without codes to sign in with; a password makes it one way of two."""
    person, address = new_person("oidc", "code-mfa", "aal1", scripts=scripts), new_address()
    oidc_provider.person(address)
    at_provider(person, "/registration")
    person.field("traits.email").fill(address)
    person.button("provider", "corp").click()
    person.open("/settings")
    expect(person.field("password")).to_be_visible()
    expect(person.page.locator("button[name=unlink]")).to_have_count(0)
    person.field("password").fill(PASSWORD)
    person.button("method", "password").click()
    expect(person.message(1050001)).to_be_visible()
    expect(person.button("unlink", "corp")).to_be_visible()


def test_link_of_somebody_else_is_refused(
    new_person: NewPerson, oidc_provider: OidcProvider, scripts: bool
) -> None:
    person, address, other = new_person("oidc", scripts=scripts), new_address(), new_address()
    oidc_provider.person(other, email=other, email_verified=True)
    at_provider(person)
    person.is_at("/welcome")
    person.sign_out()

    person.real.create_identity(address, PASSWORD)
    person.sign_in(address)
    person.is_at("/welcome")
    person.open("/settings")
    person.button("link", "corp").click()
    person.is_at("/settings")
    expect(person.page.locator("main [data-testid^='ui/message/4']")).to_be_visible()
    person.is_signed_in(address)


@pytest.fixture(params=["default", "strict"])
def policy(request: pytest.FixtureRequest, oidc_provider: OidcProvider) -> dict[str, object]:
    """Settings of the UI: none, and `form-action` with the provider alone instead of every host."""
    return {"csp_form_action": (oidc_provider.url,)} if request.param == "strict" else {}


def test_leads_to_another_application(
    new_person: NewPerson,
    oidc_provider: OidcProvider,
    elsewhere: Elsewhere,
    policy: dict[str, object],
    scripts: bool,
) -> None:
    """Chromium applies `form-action` to each redirect after our form: provider, Kratos, another origin."""
    person, address = new_person("oidc", "elsewhere", scripts=scripts, ui=policy), new_address()
    target = f"{elsewhere.url}/app/inbox"
    oidc_provider.person(address, email=address, email_verified=True)
    for path in ("/registration", "/login"):
        at_provider(person, f"{path}?return_to={target}")
        expect(person.page).to_have_url(target)
        person.sign_out()


def test_password_leads_to_another_application(
    new_person: NewPerson, elsewhere: Elsewhere, policy: dict[str, object], scripts: bool
) -> None:
    person, address = new_person("oidc", "elsewhere", scripts=scripts, ui=policy), new_address()
    person.real.create_identity(address, PASSWORD)
    target = f"{elsewhere.url}/app/inbox"
    person.open(f"/registration?return_to={target}")
    person.page.get_by_test_id("cta-link").click()
    person.is_at("/login")
    person.field("identifier").fill(address)
    person.field("password").fill(PASSWORD)
    person.button("method", "password").click()
    expect(person.page).to_have_url(target)


def test_return_to_that_is_not_allowed(
    new_person: NewPerson, oidc_provider: OidcProvider, elsewhere: Elsewhere, scripts: bool
) -> None:
    person = new_person("oidc", "elsewhere", scripts=scripts)
    person.open(f"/login?return_to={elsewhere.url}/private")
    person.is_at("/error")
    expect(person.page.get_by_test_id("code-box")).to_contain_text("not allowed")
    person.page.locator("main").get_by_role("link", name="Start again").click()
    person.is_at("/login")
    expect(person.field("identifier")).to_be_visible()


def test_refresh_with_the_provider(new_person: NewPerson, oidc_provider: OidcProvider, scripts: bool) -> None:
    person, address = new_person("oidc", scripts=scripts), new_address()
    oidc_provider.person(address, email=address, email_verified=True)
    at_provider(person)
    person.is_at("/welcome")
    at_provider(person, "/login?refresh=true")
    person.is_at("/welcome")
    assert oidc_provider.requests[-1]["login_hint"] == address
    person.is_signed_in(address)


def test_organization_leaves_the_provider(
    new_person: NewPerson, oidc_provider: OidcProvider, scripts: bool
) -> None:
    """Kratos then offers nothing else: the links between both pages keep it."""
    person, address = new_person("oidc", scripts=scripts), new_address()
    oidc_provider.person(address, email=address, email_verified=True)
    person.open(f"/login?organization={uuid.uuid4()}")
    expect(person.page.locator("main form")).to_have_count(1)
    person.page.get_by_test_id("signup-link").click()
    person.is_at("/registration")
    expect(person.page.locator("main form")).to_have_count(1)
    person.button("provider", "corp").click()
    person.is_at("/welcome")
    person.is_signed_in(address)
