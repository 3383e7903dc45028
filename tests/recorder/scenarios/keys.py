"""An account with everything: security key, passkey, authenticator app, recovery codes, provider."""

from tests.recorder.browser import Answer, Browser
from tests.recorder.key import created
from tests.recorder.registry import Steps, scenario
from tests.recorder.scenarios.second_factor import set_up_lookup, set_up_totp
from tests.recorder.scenarios.settings import linked
from tests.recorder.server import Kratos


def add_key(browser: Browser) -> Answer:
    """Adds a security key."""
    flow = browser.start("settings")
    payload = created(flow.node("webauthn_register_trigger")["value"])
    named = {"webauthn_register_displayname": "My key"}
    return browser.submit(flow, {"method": "webauthn", "webauthn_register": payload, **named})


def add_passkey(browser: Browser) -> Answer:
    """Adds a passkey."""
    flow = browser.start("settings")
    payload = created(flow.node("passkey_create_data")["value"])
    return browser.submit(flow, {"method": "passkey", "passkey_settings_register": payload})


@scenario("keys.everything")
def everything(kratos: Kratos) -> Steps:
    browser = kratos.signed_in(linked(kratos, "kim"))
    set_up_totp(browser)
    set_up_lookup(browser)
    yield "settings.success.webauthn_added", add_key(browser)
    bad = {"method": "webauthn", "webauthn_register": "{}", "webauthn_register_displayname": "My key"}
    redirect = browser.post(browser.start("settings"), bad)
    yield "settings.show_form.webauthn_bad_payload_redirect", redirect
    yield "settings.show_form.webauthn_bad_payload", browser.land(redirect)
    yield "settings.success.passkey_added", add_passkey(browser)
    flow = browser.start("settings")
    yield "settings.show_form.everything_enabled", flow
    yield "settings.oidc.link_existing_json", browser.post_json(flow, {"link": "github"})


@scenario("keys.removed")
def removed(kratos: Kratos) -> Steps:
    email = kratos.person("kay")
    browser = kratos.signed_in(email)
    set_up_totp(browser)
    set_up_lookup(browser)
    add_key(browser)
    add_passkey(browser)
    unlink = {"method": "totp", "totp_unlink": "true"}
    yield "settings.success.totp_unlinked", browser.submit(browser.start("settings"), unlink)
    disable = {"method": "lookup_secret", "lookup_secret_disable": "true"}
    yield "settings.success.lookup_disabled", browser.submit(browser.start("settings"), disable)
    for kind in ("webauthn", "passkey"):
        flow = browser.start("settings")
        form = {"method": kind, f"{kind}_remove": flow.node(f"{kind}_remove")["value"]}
        yield f"settings.success.{kind}_removed", browser.submit(flow, form)


@scenario("keys.second_factor")
def second_factor(kratos: Kratos) -> Steps:
    email = kratos.person("kat")
    browser = kratos.signed_in(email)
    set_up_totp(browser)
    set_up_lookup(browser)
    add_key(browser)
    browser = kratos.signed_in(email)
    flow = browser.start("login", "?aal=aal2&return_to=http%3A%2F%2F127.0.0.1%3A4455%2Fafter")
    yield "login.aal2.all_methods", flow
    wrong = {"method": "totp", "totp_code": "000000"}
    yield "login.aal2.totp_wrong", browser.submit(flow, wrong)
    yield "login.aal2.totp_empty", browser.submit(flow, {**wrong, "totp_code": ""})
    wrong = {"method": "lookup_secret", "lookup_secret": "nopenope"}
    yield "login.aal2.lookup_wrong", browser.submit(flow, wrong)
    wrong = {"method": "webauthn", "identifier": email, "webauthn_login": "{}"}
    redirect = browser.post(flow, wrong)
    yield "login.aal2.webauthn_bad_redirect", redirect
    yield "login.aal2.webauthn_bad", browser.land(redirect)


@scenario("keys.only")
def only(kratos: Kratos) -> Steps:
    email = kratos.person("kip")
    add_key(kratos.signed_in(email))
    yield "login.aal2.webauthn_only", kratos.signed_in(email).start("login", "?aal=aal2")
