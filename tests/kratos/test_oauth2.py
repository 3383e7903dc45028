"""OAuth2 with a real Hydra and a real Kratos; a client of authlib's; a browser without scripts."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest

from tests.support.forms import Visitor
from tests.support.hydra import OAuth2Client, RealHydra, real_hydra, serve_client, start_hydra  # noqa: F401
from tests.support.processes import serve_ui
from tests.support.real_kratos import KratosFactory, http, new_address

PASSWORD = "correct horse 42 battery"


@pytest.fixture
def hydra(real_hydra: RealHydra) -> Iterator[RealHydra]:  # noqa: F811
    with serve_ui(real_hydra.real, hydra_admin_url=real_hydra.admin_url):
        yield real_hydra


@pytest.fixture
def client(hydra: RealHydra) -> Iterator[OAuth2Client]:
    with serve_client(hydra) as running:
        yield running


@pytest.fixture
def visitor(hydra: RealHydra) -> Visitor:
    return Visitor(hydra.real.ui_url)


def person(hydra: RealHydra, **traits: Any) -> str:
    """The address of a new account."""
    return str(hydra.real.create_identity(new_address(), PASSWORD, **traits)["traits"]["email"])


def sign_in(visitor: Visitor, client: OAuth2Client, address: str, **authorize: str) -> Visitor:
    """From the client's sign-in link over Kratos to whatever comes then."""
    visitor.open(client.authorize_url(**authorize))
    return visitor.submit("method=password", {"identifier": address, "password": PASSWORD})


def test_authorize_sign_in_consent_token_userinfo(
    hydra: RealHydra, client: OAuth2Client, visitor: Visitor
) -> None:
    address = person(hydra, name={"first": "Mara", "last": "Lind"})
    sign_in(visitor, client, address)
    assert (visitor.path, visitor.title) == ("/consent", "Atlas Notes wants to access your account")
    assert address in visitor.text
    visitor.submit("consent_action=accept")
    result = client.results[-1]
    assert result["token"]["scope"].split() == ["openid", "email", "profile", "photos.read"], (
        "offline is not ticked"
    )
    told = {name: result["claims"].get(name) for name in ("email", "email_verified", "name", "given_name")}
    assert told == {"email": address, "email_verified": True, "name": "Mara Lind", "given_name": "Mara"}
    assert result["userinfo"]["email"] == address
    assert result["userinfo"]["sub"] == result["claims"]["sub"]


def test_an_unticked_scope_is_not_granted_and_tells_nothing(
    hydra: RealHydra, client: OAuth2Client, visitor: Visitor
) -> None:
    sign_in(visitor, client, person(hydra))
    visitor.submit("consent_action=accept", {"grant_scope": False})  # the first box: email
    result = client.results[-1]
    assert result["token"]["scope"].split() == ["openid", "profile", "photos.read"]
    assert "email" not in result["claims"]


def test_a_refresh_token_needs_the_users_tick(
    hydra: RealHydra, client: OAuth2Client, visitor: Visitor
) -> None:
    sign_in(visitor, client, person(hydra), scope="openid offline_access")
    visitor.submit("consent_action=accept", {"grant_scope": True})
    assert client.results[-1]["token"]["refresh_token"]


def test_denying(hydra: RealHydra, client: OAuth2Client, visitor: Visitor) -> None:
    sign_in(visitor, client, person(hydra)).submit("consent_action=reject")
    assert client.results[-1]["error"] == "access_denied"


def test_remembering_skips_the_page_until_more_is_asked(
    hydra: RealHydra, client: OAuth2Client, visitor: Visitor
) -> None:
    sign_in(visitor, client, person(hydra), scope="openid email")
    visitor.submit("consent_action=accept", {"remember": True})
    visitor.open(client.authorize_url(scope="openid email"))
    assert urlsplit(visitor.url).netloc == urlsplit(client.url).netloc, "neither Kratos nor we asked anything"
    assert client.results[-1]["claims"]["email"]
    visitor.open(client.authorize_url(scope="openid email profile"))
    assert visitor.path == "/consent"


def test_without_remembering_the_page_comes_again(
    hydra: RealHydra, client: OAuth2Client, visitor: Visitor
) -> None:
    sign_in(visitor, client, person(hydra), scope="openid").submit("consent_action=accept")
    visitor.open(client.authorize_url(scope="openid"))
    assert visitor.path == "/consent"


def test_a_client_that_hydra_trusts_is_not_asked_for(hydra: RealHydra, visitor: Visitor) -> None:
    with serve_client(hydra, skip_consent=True) as client:
        sign_in(visitor, client, person(hydra))
        assert client.results[-1]["token"]["refresh_token"], "all that it asked for"


def test_a_client_that_the_operator_trusts(real_hydra: RealHydra) -> None:  # noqa: F811
    with serve_client(real_hydra) as client:
        settings = {"hydra_admin_url": real_hydra.admin_url, "trusted_client_ids": (client.id,)}
        with serve_ui(real_hydra.real, **settings):
            sign_in(Visitor(real_hydra.real.ui_url), client, person(real_hydra))
            assert client.results[-1]["claims"]["email"]


def test_a_second_user_of_the_browser(hydra: RealHydra, client: OAuth2Client, visitor: Visitor) -> None:
    """A signed out of Kratos, not of Hydra, which would still let A's sign-in stand: B gets B's."""
    first, second = person(hydra), person(hydra)
    sign_in(visitor, client, first).submit("consent_action=accept", {"remember": True})
    visitor.open("/welcome").click('[data-testid="logout"] a')
    visitor.open(client.authorize_url())
    for _ in range(2):  # Hydra asks once more, as it had expected A
        if visitor.path == "/login":
            visitor.submit("method=password", {"identifier": second, "password": PASSWORD})
    assert (visitor.path, visitor.title) == ("/consent", "Atlas Notes wants to access your account")
    assert second in visitor.text
    assert first not in visitor.text
    visitor.submit("consent_action=accept")
    assert [result["claims"]["email"] for result in client.results] == [first, second]


def test_a_consent_page_of_another_account_grants_nothing(
    hydra: RealHydra, client: OAuth2Client, visitor: Visitor
) -> None:
    """Two tabs: one waits at A's consent, in the other B signs in."""
    sign_in(visitor, client, person(hydra))
    waiting, form = visitor.url, visitor.one("form")
    field = form.select_one("[name=csrf_token]")
    assert field is not None
    visitor.open("/welcome").click('[data-testid="logout"] a')
    visitor.open("/login").submit("method=password", {"identifier": person(hydra), "password": PASSWORD})
    data = {"csrf_token": field["value"], "consent_action": "accept", "grant_scope": "email"}
    assert visitor.browser.post(waiting, data=data, allow_redirects=False).status_code == 400
    visitor.open(waiting)
    assert (visitor.response.status_code, visitor.title) == (403, "This is for another account")
    visitor.submit("consent_action=reject")
    assert client.results[-1]["error"] == "access_denied"


def test_a_replayed_challenge_gives_the_client_nothing_new(
    hydra: RealHydra, client: OAuth2Client, visitor: Visitor
) -> None:
    """Hydra 2.3 shows a used consent request again, and refuses at the end: its 410 never comes."""
    sign_in(visitor, client, person(hydra))
    consent = visitor.url
    visitor.submit("consent_action=accept")
    assert "claims" in client.results[-1]
    visitor.open(consent)
    assert visitor.path == "/consent"
    visitor.submit("consent_action=accept")
    assert client.results[-1]["error"] == "access_denied"
    assert "already been used" in client.results[-1]["error_description"]


def test_a_made_up_challenge(hydra: RealHydra, visitor: Visitor) -> None:
    visitor.open("/login").submit("method=password", {"identifier": person(hydra), "password": PASSWORD})
    visitor.open("/consent?consent_challenge=made-up")
    assert (visitor.response.status_code, visitor.title) == (404, "This request is no longer valid")


def test_hydra_itself_would_grant_what_nobody_asked_for(
    hydra: RealHydra, client: OAuth2Client, visitor: Visitor
) -> None:
    """Why `HydraClient.accept_consent` cuts the scopes down."""
    sign_in(visitor, client, person(hydra), scope="openid")
    challenge = parse_qs(urlsplit(visitor.url).query)["consent_challenge"][0]
    with http() as session:
        answer = session.put(
            f"{hydra.admin_url}/admin/oauth2/auth/requests/consent/accept",
            params={"consent_challenge": challenge}, json={"grant_scope": ["openid", "admin"]},
        )  # fmt: skip
    visitor.open(answer.json()["redirect_to"])
    assert client.results[-1]["token"]["scope"] == "openid admin"


def test_a_form_that_adds_a_scope_gets_it_not(
    hydra: RealHydra, client: OAuth2Client, visitor: Visitor
) -> None:
    sign_in(visitor, client, person(hydra), scope="openid")
    token = visitor.one("[name=csrf_token]")["value"]
    data = {"csrf_token": token, "consent_action": "accept", "grant_scope": ["openid", "admin", "email"]}
    visitor.browser.post(visitor.url, data=data)
    assert client.results[-1]["token"]["scope"] == "openid"


def test_signing_out_at_the_client_ends_all_sessions(
    hydra: RealHydra, client: OAuth2Client, visitor: Visitor
) -> None:
    address = person(hydra)
    sign_in(visitor, client, address).submit("consent_action=accept", {"remember": True})
    visitor.open(f"{client.url}/logout")
    assert visitor.path == "/logout/oauth2"
    assert "Atlas Notes asks to sign you out." in visitor.text
    assert address in visitor.text
    used = visitor.url
    visitor.submit("logout_action=accept")
    assert visitor.url == f"{client.url}/bye?state=s1"
    visitor.open("/welcome")
    assert visitor.one("body")["data-state"] == "signed_out"
    assert visitor.open(client.authorize_url()).path == "/login", "Hydra has forgotten the sign-in, too"
    visitor.open(used)
    assert (visitor.response.status_code, visitor.title) == (410, "This was done before")


def test_staying_signed_in(hydra: RealHydra, client: OAuth2Client, visitor: Visitor) -> None:
    sign_in(visitor, client, person(hydra), scope="openid").submit(
        "consent_action=accept", {"remember": True}
    )
    visitor.open(f"{client.url}/logout").submit("logout_action=reject")
    assert visitor.one("body")["data-state"] == "signed_in"
    visitor.open(client.authorize_url(scope="openid"))
    assert len(client.results) == 2, "Hydra's session stands, too"


def test_hydras_errors_are_shown(hydra: RealHydra, visitor: Visitor) -> None:
    visitor.open(f"{hydra.public_url}/oauth2/auth?client_id=nobody&response_type=code")
    assert visitor.path == "/error"
    assert "invalid_client" in visitor.text


def test_hydra_has_no_device_flow(hydra: RealHydra) -> None:
    """So there is no page for it. A newer Hydra turns this red."""
    with http() as session:
        known = session.get(f"{hydra.public_url}/.well-known/openid-configuration").json()
    assert "device_authorization_endpoint" not in known
    assert hydra.admin("PUT", "/requests/device/accept", device_challenge="x").status_code == 404


def test_a_sign_in_for_a_client_survives_sign_up(
    hydra: RealHydra, client: OAuth2Client, visitor: Visitor
) -> None:
    address = new_address()
    visitor.open(client.authorize_url()).click('[data-testid="signup-link"]')
    visitor.submit("method=profile", {"traits.email": address}).submit(
        "method=password", {"password": PASSWORD}
    )
    assert visitor.path == "/verification"
    visitor.submit("method=code", {"code": hydra.real.mailbox.wait_for(address).code})
    assert (visitor.path, visitor.title) == ("/consent", "Atlas Notes wants to access your account")
    visitor.submit("consent_action=accept")
    assert client.results[-1]["claims"]["email"] == address


def test_the_clients_language_lasts_until_its_consent(
    hydra: RealHydra, client: OAuth2Client, visitor: Visitor
) -> None:
    """Verification and recovery are flows of their own, which do not know the client; nor do pages without a flow."""
    address, spoken = new_address(), list[tuple[str, str]]()

    def note() -> None:
        spoken.append((visitor.path, str(visitor.soup.html["lang"])))  # type: ignore[index]

    visitor.open(client.authorize_url(ui_locales="xx de")).click('[data-testid="forgot-password-link"]')
    note()
    visitor.open("/languages")
    note()
    visitor.open(client.authorize_url(ui_locales="xx de")).click('[data-testid="signup-link"]')
    note()
    visitor.submit("method=profile", {"traits.email": address}).submit(
        "method=password", {"password": PASSWORD}
    )
    note()
    visitor.submit("method=code", {"code": hydra.real.mailbox.wait_for(address).code})
    note()
    assert spoken == [
        (path, "de") for path in ("/recovery", "/languages", "/registration", "/verification", "/consent")
    ]


def test_a_forgotten_password_on_the_way(hydra: RealHydra, client: OAuth2Client, visitor: Visitor) -> None:
    address = person(hydra)
    visitor.open(client.authorize_url()).click('[data-testid="forgot-password-link"]')
    visitor.submit("method=code", {"email": address})
    visitor.submit("method=code", {"code": hydra.real.mailbox.wait_for(address, "ecover").code})
    assert visitor.path == "/settings"
    visitor.submit("method=password", {"password": "another staple 17 lamp"})
    assert visitor.path == "/login", "Hydra, where the settings lead back to, asks anew"
    visitor.submit("method=password", {"password": "another staple 17 lamp"})
    assert (visitor.path, visitor.title) == ("/consent", "Atlas Notes wants to access your account")


def test_a_second_step_on_the_way(hydra: RealHydra, client: OAuth2Client, visitor: Visitor) -> None:
    address = person(hydra)
    visitor.open("/login").submit("method=password", {"identifier": address, "password": PASSWORD})
    visitor.open("/settings")
    totp = pyotp.TOTP(visitor.one('[data-testid="node/text/totp_secret_key/text"] code').get_text().strip())
    visitor.submit("method=totp", {"totp_code": totp.now()})
    visitor.open("/welcome").click('[data-testid="logout"] a')
    sign_in(visitor, client, address)
    policy = visitor.response.headers["Content-Security-Policy"]
    assert (visitor.path, client.url in policy) == ("/login", True)
    visitor.submit("method=totp", {"totp_code": totp.now()})
    assert (visitor.path, visitor.title) == ("/consent", "Atlas Notes wants to access your account")
    visitor.submit("consent_action=accept")
    assert client.results[-1]["claims"]["amr"] == ["password", "totp"]


class TestOnItsOwn:
    """What needs a Hydra of its own."""

    @pytest.fixture
    def short(self, real_kratos: KratosFactory, tmp_path: object) -> Iterator[RealHydra]:
        running = start_hydra(tmp_path, real_kratos, TTL_LOGIN_CONSENT_REQUEST="4s")  # type: ignore[arg-type]
        with serve_ui(running.real, hydra_admin_url=running.admin_url):
            yield running
        running.service.stop()

    def test_an_expired_challenge_and_hydra_down(self, short: RealHydra) -> None:
        visitor = Visitor(short.real.ui_url)
        with serve_client(short) as client:
            sign_in(visitor, client, person(short))
            assert visitor.path == "/consent"
            consent = visitor.url
            _wait_until_expired(short, consent)
            visitor.submit("consent_action=accept")
            assert (visitor.response.status_code, visitor.title) == (404, "This request is no longer valid")
            short.service.stop()
            visitor.open(consent)
            assert visitor.response.status_code == 503
            assert visitor.response.headers["Retry-After"] == "5"
            assert visitor.open("/welcome").one("body")["data-state"] == "signed_in", (
                "the rest does not need Hydra"
            )


def _wait_until_expired(running: RealHydra, consent: str, seconds: float = 10) -> None:
    challenge = parse_qs(urlsplit(consent).query)["consent_challenge"][0]
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        answer = running.admin("GET", "/requests/consent", consent_challenge=challenge)
        if answer.status_code == 401:
            return
        time.sleep(0.2)
    raise AssertionError("the challenge does not expire")
