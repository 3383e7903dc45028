"""Sessions, logout, and what Kratos tells about itself."""

from tests.recorder.registry import Steps, scenario
from tests.recorder.server import Kratos


@scenario("sessions.whoami")
def whoami(kratos: Kratos) -> Steps:
    email, stranger = kratos.person("who"), kratos.browser()
    yield "whoami.401.no_session", stranger.ask("/sessions/whoami")
    stranger.cookie("ory_kratos_session", "garbage")
    yield "whoami.401.garbage_cookie", stranger.ask("/sessions/whoami")
    browser = kratos.signed_in(email)
    yield "whoami.200.password", browser.ask("/sessions/whoami")
    identity = kratos.call("GET", f"/identities?credentials_identifier={email}")[0]["id"]
    kratos.call("DELETE", f"/identities/{identity}")
    yield "whoami.401.deleted_identity", browser.ask("/sessions/whoami")


@scenario("sessions.list")
def listed(kratos: Kratos) -> Steps:
    email = kratos.person("ses")
    browser, *_ = [kratos.signed_in(email) for _ in range(4)]
    yield "sessions.list.401", kratos.browser().ask("/sessions")
    answer = browser.ask("/sessions")
    yield "sessions.list.200", answer
    yield "sessions.list.200_paged", browser.ask("/sessions?page=1&per_page=1")
    first = answer.body[0]["id"]
    yield "sessions.revoke_one.204", browser.ask(f"/sessions/{first}", "DELETE")
    yield "sessions.revoke_one.404", browser.ask(f"/sessions/{first}", "DELETE")
    current = browser.ask("/sessions/whoami").body["id"]
    yield "sessions.revoke_one.current_400", browser.ask(f"/sessions/{current}", "DELETE")
    yield "sessions.revoke_others.200", browser.ask("/sessions", "DELETE")


@scenario("sessions.logout")
def logout(kratos: Kratos) -> Steps:
    email, stranger = kratos.person("out"), kratos.browser()
    yield "logout.init.401", stranger.ask("/self-service/logout/browser")
    yield "logout.init.401_html", stranger.page("/self-service/logout/browser")
    browser = kratos.signed_in(email)
    elsewhere = "/self-service/logout/browser?return_to=https://evil.example/"
    yield "logout.init.bad_return_to", browser.ask(elsewhere)
    redirect = browser.page("/self-service/logout?token=nope")
    yield "logout.submit.bad_token_html", redirect
    yield "error.get.logout_bad_token", browser.land(redirect)
    answer = browser.ask("/self-service/logout/browser?return_to=http://127.0.0.1:4455/bye")
    yield "logout.init.200", answer
    yield "logout.submit.html", browser.page(answer.body["logout_url"])
    yield "whoami.401.after_logout", browser.ask("/sessions/whoami")
    browser = kratos.signed_in(email)
    answer = browser.ask("/self-service/logout/browser")
    yield "logout.submit.json_204", browser.ask(answer.body["logout_url"])


@scenario("sessions.no_required_aal", "aal1")
def no_required_aal(kratos: Kratos) -> Steps:
    yield "whoami.200.no_required_aal", kratos.signed_in(kratos.person("aal")).ask("/sessions/whoami")


@scenario("sessions.about")
def about(kratos: Kratos) -> Steps:
    browser = kratos.browser()
    yield "health.alive", browser.ask("/health/alive")
    yield "health.ready", browser.ask("/health/ready")
    yield "version", browser.ask("/version")
    yield "schemas.list", browser.ask("/schemas")
    yield "public.404.unknown_path", browser.ask("/self-service/nope")
