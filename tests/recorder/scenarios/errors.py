"""Errors: unknown flows, the CSRF cookie, flows that are switched off."""

from tests.recorder.registry import Steps, scenario
from tests.recorder.server import PASSWORD, Kratos

UNKNOWN = "11111111-1111-4111-8111-111111111111"


@scenario("errors.get")
def get(kratos: Kratos) -> Steps:
    browser = kratos.browser()
    yield "error.get.stub_500", browser.ask("/self-service/errors?id=stub:500")
    yield "error.get.stub_404", browser.ask("/self-service/errors?id=stub:404")
    yield "error.get.404_unknown", browser.ask(f"/self-service/errors?id={UNKNOWN}")
    yield "error.get.no_id", browser.ask("/self-service/errors")


@scenario("errors.unknown_flow")
def unknown_flow(kratos: Kratos) -> Steps:
    browser = kratos.browser()
    for kind in ("login", "registration", "recovery", "verification"):
        yield f"{kind}.get.404_unknown", browser.ask(f"/self-service/{kind}/flows?id={UNKNOWN}")
    yield "settings.get.401_json", browser.ask(f"/self-service/settings/flows?id={UNKNOWN}")
    signed_in = kratos.signed_in(kratos.person("unk"))
    yield "settings.get.404_unknown", signed_in.ask(f"/self-service/settings/flows?id={UNKNOWN}")
    yield "login.get.bad_uuid", browser.ask("/self-service/login/flows?id=foo")
    yield "login.get.no_id", browser.ask("/self-service/login/flows")


@scenario("errors.lost_flow")
def lost_flow(kratos: Kratos) -> Steps:
    browser, form = kratos.browser(), {"method": "password"}
    yield "login.submit.no_flow_html", browser.send("/self-service/login", form=form)
    unknown = f"/self-service/login?flow={UNKNOWN}"
    redirect = browser.send(unknown, form=form)
    yield "login.submit.unknown_flow_html", redirect
    yield "error.get.404_unknown_flow", browser.land(redirect)
    yield "login.submit.unknown_flow_json", browser.send(unknown, body=form)


@scenario("errors.csrf_cookie")
def csrf_cookie(kratos: Kratos) -> Steps:
    browser, other = kratos.browser(), kratos.browser()
    other.start("login")
    yield "login.get.csrf_403_other_browser", other.reload(browser.start("login"))
    for kind in ("login", "registration", "recovery", "verification"):
        yield f"{kind}.get.csrf_403_no_cookie", kratos.browser().reload(browser.start(kind))


@scenario("errors.csrf_token")
def csrf_token(kratos: Kratos) -> Steps:
    email, browser = kratos.person("csr"), kratos.browser()
    form = {"method": "password", "identifier": email, "password": PASSWORD}
    redirect = browser.post(browser.start("login"), form, csrf=False)
    yield "login.submit.csrf_missing_html", redirect
    yield "error.get.csrf", browser.land(redirect)
    yield "login.submit.csrf_missing_json", browser.post_json(browser.start("login"), form, csrf=False)
    for kind in ("registration", "recovery", "verification"):
        form, flow = {"method": "code", "email": "a@example.com"}, browser.start(kind)
        yield f"{kind}.submit.csrf_missing_html", browser.post(flow, form, csrf=False)
        yield f"{kind}.submit.csrf_missing_json", browser.post_json(flow, form, csrf=False)
    browser = kratos.signed_in(email)
    form = {"traits.email": email, "method": "profile"}
    redirect = browser.post(browser.start("settings"), form, csrf=False)
    yield "settings.submit.csrf_missing_html", redirect
    yield "error.get.settings_csrf", browser.land(redirect)


@scenario("errors.disabled", "disabled-flows")
def disabled(kratos: Kratos) -> Steps:
    browser = kratos.browser()
    for kind in ("registration", "recovery", "verification"):
        redirect = browser.page(f"/self-service/{kind}/browser")
        yield f"{kind}.init.disabled_html", redirect
        yield f"error.get.{kind}_disabled", browser.land(redirect)
        yield f"{kind}.init.disabled_json", browser.ask(f"/self-service/{kind}/browser")
