"""Login with a password and with a one-time code."""

from tests.recorder.browser import JSON
from tests.recorder.registry import Steps, scenario
from tests.recorder.server import PASSWORD, Kratos

AFTER = "?return_to=http%3A%2F%2F127.0.0.1%3A4455%2Fafter"


@scenario("login.password")
def password(kratos: Kratos) -> Steps:
    email, browser = kratos.person("dan"), kratos.browser()
    redirect = browser.page(f"/self-service/login/browser{AFTER}")
    yield "login.init.redirect_html", redirect
    flow = browser.land(redirect)
    yield "login.choose_method.all_methods", flow
    wrong = {"method": "password", "identifier": email, "password": "wrong"}
    yield "login.choose_method.wrong_password", browser.submit(flow, wrong)
    missing = {"method": "password", "identifier": "", "password": ""}
    yield "login.choose_method.missing_fields", browser.submit(flow, missing)
    yield "login.choose_method.unknown_method", browser.submit(flow, {"method": "nope"})
    unknown = browser.submit(flow, {"method": "code", "identifier": "ghost@example.com"})
    yield "login.choose_method.code_unknown_account", unknown
    flow = browser.start("login")
    right = {"method": "password", "identifier": email, "password": PASSWORD}
    yield "login.success.password_html", browser.post(flow, right)


@scenario("login.already")
def already(kratos: Kratos) -> Steps:
    email, browser = kratos.person("zed"), kratos.browser()
    form = {"method": "password", "identifier": email, "password": PASSWORD}
    first, second = browser.start("login"), browser.start("login")
    browser.post(first, form)
    yield "login.init.already_logged_in_html", browser.page("/self-service/login/browser")
    yield "login.init.already_logged_in_json", browser.ask("/self-service/login/browser")
    yield "login.submit.when_logged_in_html", browser.post(second, form)
    yield "login.submit.when_logged_in_json", browser.post_json(second, form)


@scenario("login.json")
def json(kratos: Kratos) -> Steps:
    email, browser = kratos.person("jay"), kratos.browser()
    flow = browser.ask("/self-service/login/browser")
    yield "login.init.json_client", flow
    wrong = {"method": "password", "identifier": email, "password": "wrong"}
    yield "login.choose_method.wrong_password_json_400", browser.post_json(flow, wrong)
    answer = browser.post(flow, {**wrong, "password": "bad"}, accept=JSON)
    yield "login.choose_method.wrong_password_form_body_accept_json_400", answer
    yield "login.success.json_200", browser.post_json(flow, {**wrong, "password": PASSWORD})


@scenario("login.code")
def code(kratos: Kratos) -> Steps:
    email, browser = kratos.person("cody"), kratos.browser()
    flow = browser.start("login", AFTER)
    flow = browser.submit(flow, {"method": "code", "identifier": "ghost@example.com"})
    redirect = browser.post(flow, {"method": "code", "identifier": email})
    yield "login.sent_email.code_redirect", redirect
    flow = browser.land(redirect)
    yield "login.sent_email.code", flow
    answer = {"method": "code", "identifier": email}
    yield "login.sent_email.wrong_code", browser.submit(flow, {**answer, "code": "000000"})
    yield "login.sent_email.empty_code", browser.submit(flow, {**answer, "code": ""})
    kratos.inbox.next(email)
    flow = browser.submit(flow, {**answer, "resend": "code"})
    yield "login.sent_email.resent", flow
    right = {**answer, "code": kratos.inbox.next(email).code}
    yield "login.success.code_html", browser.post(flow, right)


@scenario("login.code_too_often")
def code_too_often(kratos: Kratos) -> Steps:
    email, browser = kratos.person("tom"), kratos.browser()
    flow = browser.submit(browser.start("login"), {"method": "code", "identifier": email})
    for number in range(8):
        redirect = browser.post(flow, {"method": "code", "identifier": email, "code": f"00000{number}"})
    yield "login.sent_email.too_many_attempts_redirect", redirect
    yield "login.sent_email.too_many_attempts", browser.land(redirect)


@scenario("login.password_only", "password-only")
def password_only(kratos: Kratos) -> Steps:
    yield "login.choose_method.password_only", kratos.browser().start("login")


@scenario("login.unverified", "require-verified")
def unverified(kratos: Kratos) -> Steps:
    email, browser = kratos.person("unv", verified=False), kratos.browser()
    form = {"method": "password", "identifier": email, "password": PASSWORD}
    redirect = browser.post(browser.start("login"), form)
    yield "login.unverified.redirect_html", redirect
    yield "login.unverified.flow", browser.land(redirect)
    yield "login.unverified.json", browser.post_json(browser.start("login"), form)


@scenario("login.provider")
def provider(kratos: Kratos) -> Steps:
    browser = kratos.browser()
    yield "login.oidc.redirect_html", browser.post(browser.start("login"), {"provider": "github"})
    body = {"method": "oidc", "provider": "github"}
    yield "login.oidc.json_422", browser.post_json(browser.start("login"), body)
    unknown = browser.post(browser.start("login"), {"provider": "nope", "method": "oidc"})
    yield "login.oidc.unknown_provider", unknown
    yield "error.get.oidc_unknown_provider", browser.land(unknown)
    form = {"provider": "github", "method": "oidc"}
    yield "registration.oidc.redirect_html", browser.post(browser.start("registration"), form)
    yield "registration.oidc.json_422", browser.post_json(browser.start("registration"), form)
    form = {"provider": "corp", "traits.email": "ann@example.com"}
    unreachable = browser.post(browser.start("registration"), form)
    yield "registration.oidc.provider_unreachable_html", unreachable
    yield "error.get.provider_unreachable", browser.land(unreachable)


@scenario("login.init")
def init(kratos: Kratos) -> Steps:
    browser = kratos.browser()
    elsewhere = browser.page("/self-service/login/browser?return_to=https%3A%2F%2Fevil.example%2F")
    yield "login.init.bad_return_to_html", elsewhere
    yield "error.get.bad_return_to", browser.land(elsewhere)
    answer = browser.ask("/self-service/login/browser?return_to=https://evil.example/")
    yield "login.init.bad_return_to_json", answer
    stranger = browser.page("/self-service/login/browser?aal=aal2")
    yield "login.init.aal2_without_session_html", stranger
    yield "error.get.aal2_without_session", browser.land(stranger)
    answer = browser.ask("/self-service/login/browser?aal=aal2")
    yield "login.init.aal2_without_session_json", answer
    yield "login.init.bad_aal_html", browser.page("/self-service/login/browser?aal=aal7")
    organization = "?organization=11111111-1111-4111-8111-111111111111"
    redirect = browser.page(f"/self-service/login/browser{organization}")
    yield "login.init.organization", redirect
    yield "login.choose_method.organization", browser.land(redirect)


@scenario("login.browserlike")
def browserlike(kratos: Kratos) -> Steps:
    email, browser = kratos.person("bro"), kratos.browser()
    form = {"identifier": email, "password": PASSWORD}
    redirect = browser.post(browser.start("login"), form)
    yield "login.password.no_method", redirect
    yield "login.password.no_method_flow", browser.land(redirect)
    answer = browser.post(browser.start("login"), {"method": ["code", "password"], **form})
    yield "login.password.two_method_values", answer
    flow = browser.start("login")
    other = kratos.browser()
    other.start("login")
    yield "login.submit.csrf_other_browser_html", other.post(flow, {"method": "password", **form})


@scenario("login.inactive")
def inactive(kratos: Kratos) -> Steps:
    email, browser = kratos.person("off"), kratos.browser()
    signed_in = kratos.signed_in(email)
    identity = kratos.call("GET", f"/identities?credentials_identifier={email}")[0]["id"]
    change = [{"op": "replace", "path": "/state", "value": "inactive"}]
    kratos.call("PATCH", f"/identities/{identity}", change)
    form = {"method": "password", "identifier": email, "password": PASSWORD}
    redirect = browser.post(browser.start("login"), form)
    yield "login.inactive_identity.redirect", redirect
    yield "error.get.inactive_identity", browser.land(redirect)
    yield "whoami.inactive_identity", signed_in.ask("/sessions/whoami")
    yield "settings.init.inactive_identity", signed_in.ask("/self-service/settings/browser")
