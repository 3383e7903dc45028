"""Settings: profile, password, authenticator app, recovery codes, links to providers."""

from tests.recorder.registry import Steps, scenario
from tests.recorder.scenarios.login import AFTER
from tests.recorder.server import Kratos
from tests.recorder.totp import now


def linked(kratos: Kratos, name: str) -> str:
    """A new account that is linked to GitHub."""
    providers = [{"provider": "github", "subject": name}]
    return kratos.person(name, oidc={"config": {"providers": providers}})


@scenario("settings.profile")
def profile(kratos: Kratos) -> Steps:
    email = linked(kratos, "sam")
    browser = kratos.signed_in(email)
    redirect = browser.page(f"/self-service/settings/browser{AFTER}")
    yield "settings.init.redirect_html", redirect
    flow = browser.land(redirect)
    yield "settings.show_form.all_methods", flow
    wrong = {"traits.email": email, "traits.age": "5", "method": "profile"}
    yield "settings.show_form.profile_error", browser.submit(flow, wrong)
    form = {"traits.email": email, "traits.name.first": "Sam", "method": "profile"}
    more = {"traits.age": "44", "traits.newsletter": "true"}
    yield "settings.success.profile_redirect_with_return_to", browser.post(flow, {**form, **more})
    yield "settings.success.profile_flow_with_return_to", browser.reload(flow)
    flow = browser.start("settings")
    redirect = browser.post(flow, form)
    yield "settings.success.profile_redirect_no_return_to", redirect
    yield "settings.success.profile", browser.land(redirect)
    body = {"traits": {"email": email, "name": {"first": "Samuel"}}, "method": "profile"}
    yield "settings.success.profile_json", browser.post_json(browser.start("settings"), body)


@scenario("settings.email")
def email(kratos: Kratos) -> Steps:
    browser = kratos.signed_in(linked(kratos, "ema"))
    body = {"traits": {"email": "emma@example.com"}, "method": "profile"}
    yield "settings.success.email_changed_json", browser.post_json(browser.start("settings"), body)


@scenario("settings.password")
def password(kratos: Kratos) -> Steps:
    browser = kratos.signed_in(linked(kratos, "pam"))
    flow = browser.start("settings")
    answer = browser.submit(flow, {"method": "password", "password": "abc"})
    yield "settings.show_form.password_error", answer
    answer = browser.submit(flow, {"method": "password", "password": "An0ther-secret-pw!"})
    yield "settings.success.password", answer
    redirect = browser.post(browser.start("settings"), {"method": "nope"})
    yield "settings.show_form.unknown_method_redirect", redirect
    yield "settings.show_form.unknown_method", browser.land(redirect)


@scenario("settings.totp")
def totp(kratos: Kratos) -> Steps:
    browser = kratos.signed_in(linked(kratos, "tia"))
    flow = browser.start("settings")
    form = {"method": "totp", "totp_code": "000000"}
    yield "settings.show_form.totp_wrong_code", browser.submit(flow, form)
    yield "settings.show_form.totp_empty_code", browser.submit(flow, {**form, "totp_code": ""})
    none = browser.post(browser.start("settings"), {"method": "totp", "totp_unlink": "true"})
    yield "settings.totp_unlink.when_none_redirect", none
    flow = browser.start("settings")
    secret = flow.node("totp_secret_key")["text"]["text"]
    redirect = browser.post(flow, {"method": "totp", "totp_code": now(secret)})
    yield "settings.success.totp_linked_redirect", redirect
    yield "settings.success.totp_linked", browser.land(redirect)
    yield "whoami.200.after_totp_link", browser.ask("/sessions/whoami")
    flow = browser.start("settings")
    yield "settings.show_form.totp_enabled", flow


@scenario("settings.lookup")
def lookup(kratos: Kratos) -> Steps:
    browser = kratos.signed_in(linked(kratos, "lou"))
    flow = browser.start("settings")
    code = now(flow.node("totp_secret_key")["text"]["text"])
    flow = browser.submit(flow, {"method": "totp", "totp_code": code})
    flow = browser.start("settings")
    redirect = browser.post(flow, {"method": "lookup_secret", "lookup_secret_regenerate": "true"})
    yield "settings.show_form.lookup_regenerate_redirect", redirect
    flow = browser.land(redirect)
    yield "settings.show_form.lookup_revealed_unconfirmed", flow
    confirm = {"method": "lookup_secret", "lookup_secret_confirm": "true"}
    yield "settings.success.lookup_confirmed", browser.submit(flow, confirm)
    flow = browser.start("settings")
    yield "settings.show_form.lookup_enabled", flow
    reveal = {"method": "lookup_secret", "lookup_secret_reveal": "true"}
    yield "settings.show_form.lookup_revealed", browser.submit(flow, reveal)


@scenario("settings.providers")
def providers(kratos: Kratos) -> Steps:
    browser = kratos.signed_in(linked(kratos, "ori"))
    flow = browser.start("settings")
    unreachable = browser.post(flow, {"link": "corp"})
    yield "settings.oidc.link_redirect_html_unreachable_ok", unreachable
    other = kratos.signed_in(kratos.person("ola"))
    flow = other.start("settings")
    yield "settings.oidc.link_redirect_html", other.post(flow, {"link": "github"})
    yield "settings.oidc.link_json_422", other.post_json(flow, {"link": "github"})


@scenario("settings.password_only", "one-step", "password-only")
def password_only(kratos: Kratos) -> Steps:
    yield "settings.show_form.password_only", kratos.signed_in(kratos.person("solo")).start("settings")


@scenario("settings.without_session")
def without_session(kratos: Kratos) -> Steps:
    flow = kratos.signed_in(kratos.person("nos")).start("settings")
    stranger = kratos.browser()
    html = "/self-service/settings/browser?return_to=http://127.0.0.1:4455/x"
    yield "settings.init.401_html", stranger.page(html)
    yield "settings.init.401_json", stranger.ask("/self-service/settings/browser")
    yield "settings.get.401_no_cookie", stranger.reload(flow)
    yield "settings.submit.no_session_html", stranger.post(flow, {"method": "profile"})
    yield "settings.submit.401_no_session_json", stranger.post_json(flow, {"method": "profile"})
    other = kratos.signed_in(kratos.person("oth"))
    yield "settings.get.403_other_identity", other.reload(flow)
