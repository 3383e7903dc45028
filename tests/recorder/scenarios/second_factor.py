"""Login with a second factor: authenticator app and recovery codes."""

from tests.recorder.browser import Browser
from tests.recorder.registry import Steps, scenario
from tests.recorder.scenarios.login import AFTER
from tests.recorder.server import PASSWORD, Kratos
from tests.recorder.totp import now


def set_up_totp(browser: Browser) -> str:
    """Sets up an authenticator app; its secret."""
    flow = browser.start("settings")
    secret = str(flow.node("totp_secret_key")["text"]["text"])
    browser.submit(flow, {"method": "totp", "totp_code": now(secret)})
    return secret


def set_up_lookup(browser: Browser) -> list[str]:
    """Makes recovery codes and confirms them."""
    form = {"method": "lookup_secret", "lookup_secret_regenerate": "true"}
    flow = browser.submit(browser.start("settings"), form)
    codes = [each["text"] for each in flow.node("lookup_secret_codes")["text"]["context"]["secrets"]]
    browser.submit(flow, {"method": "lookup_secret", "lookup_secret_confirm": "true"})
    return codes


@scenario("second_factor.totp")
def totp(kratos: Kratos) -> Steps:
    email = kratos.person("max")
    set_up_totp(kratos.signed_in(email))
    browser = kratos.browser()
    form = {"method": "password", "identifier": email, "password": PASSWORD}
    yield "login.success.json_422_aal2", browser.post_json(browser.start("login"), form)
    browser.forget()
    flow = browser.start("login", AFTER)
    yield "login.success.password_aal1_has_aal2_html", browser.post(flow, form)
    yield "whoami.403.aal2_required", browser.ask("/sessions/whoami")
    yield "settings.init.403_aal2_json", browser.ask("/self-service/settings/browser")
    html = "/self-service/settings/browser?return_to=http://127.0.0.1:4455/x"
    yield "settings.init.aal2_html", browser.page(html)
    yield "login.init.aal1_session_html", browser.page("/self-service/login/browser")
    yield "login.init.aal1_session_json", browser.ask("/self-service/login/browser")
    yield "logout.init.200_aal1", browser.ask("/self-service/logout/browser")
    yield "sessions.list.aal1_with_aal2_available", browser.ask("/sessions")
    yield "login.aal2.totp_only", browser.start("login", "?aal=aal2")


@scenario("second_factor.lookup")
def lookup(kratos: Kratos) -> Steps:
    email = kratos.person("lin")
    browser = kratos.signed_in(email)
    secret = set_up_totp(browser)
    first, *_ = set_up_lookup(browser)
    browser = kratos.signed_in(email)
    flow = browser.start("login", AFTER.replace("?", "?aal=aal2&"))
    right = {"method": "totp", "totp_code": now(secret)}
    yield "login.success.aal2_totp_html", browser.post(flow, right)
    yield "whoami.200.aal2", browser.ask("/sessions/whoami")
    yield "login.init.aal2_already", browser.page("/self-service/login/browser?aal=aal2")
    yield "login.init.aal2_already_json", browser.ask("/self-service/login/browser?aal=aal2")
    browser = kratos.signed_in(email)
    used = {"method": "lookup_secret", "lookup_secret": first}
    yield "login.success.aal2_lookup_html", browser.post(browser.start("login", "?aal=aal2"), used)


@scenario("second_factor.none")
def none(kratos: Kratos) -> Steps:
    browser = kratos.signed_in(kratos.person("nan"))
    redirect = browser.page("/self-service/login/browser?aal=aal2")
    yield "login.aal2.no_second_factor_redirect", redirect
    yield "login.aal2.no_second_factor", browser.land(redirect)


@scenario("second_factor.code", "code-mfa")
def code(kratos: Kratos) -> Steps:
    yield "login.choose_method.code_mfa_config", kratos.browser().start("login")
    email = kratos.person("mfa")
    browser = kratos.signed_in(email)
    yield "whoami.403.code_mfa", browser.ask("/sessions/whoami")
    bad_via = browser.page("/self-service/login/browser?aal=aal2&via=nope")
    yield "login.aal2.code_bad_via", bad_via
    yield "error.get.bad_via", browser.land(bad_via)
    flow = browser.start("login", "?aal=aal2&via=email")
    yield "login.aal2.code_via_email", flow
    yield "login.aal2.code_one_address_init", browser.start("login", "?aal=aal2")
    flow = browser.submit(flow, {"method": "code", "address": email})
    right = {"method": "code", "identifier": email, "code": kratos.inbox.next(email).code}
    yield "login.success.aal2_code_html", browser.post(flow, right)
    yield "whoami.200.aal2_code", browser.ask("/sessions/whoami")
