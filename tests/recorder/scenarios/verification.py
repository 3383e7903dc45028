"""Verification by code and by link."""

from tests.recorder.registry import Steps, scenario
from tests.recorder.scenarios.login import AFTER
from tests.recorder.server import Kratos


@scenario("verification.code")
def code(kratos: Kratos) -> Steps:
    email, browser = kratos.person("eve", verified=False), kratos.browser()
    redirect = browser.page(f"/self-service/verification/browser{AFTER}")
    yield "verification.init.redirect_html", redirect
    flow = browser.land(redirect)
    yield "verification.choose_method.code", flow
    missing = browser.submit(flow, {"method": "code", "email": ""})
    yield "verification.choose_method.missing_email", missing
    flow = browser.submit(flow, {"method": "code", "email": email})
    yield "verification.sent_email.code", flow
    redirect = browser.post(flow, {"method": "code", "code": "000000"})
    yield "verification.sent_email.wrong_code_redirect", redirect
    yield "verification.sent_email.wrong_code2", browser.land(redirect)
    kratos.inbox.next(email)
    flow = browser.submit(flow, {"method": "code", "email": email})
    yield "verification.sent_email.resent", flow
    redirect = browser.post(flow, {"method": "code", "code": kratos.inbox.next(email).code})
    yield "verification.passed_challenge.redirect_html", redirect
    yield "verification.passed_challenge.code", browser.land(redirect)


@scenario("verification.json")
def json(kratos: Kratos) -> Steps:
    email, browser = kratos.person("vej", verified=False), kratos.browser()
    flow = browser.post_json(browser.start("verification"), {"method": "code", "email": email})
    yield "verification.sent_email.code_json", flow
    body = {"method": "code", "code": kratos.inbox.next(email).code}
    yield "verification.passed_challenge.json_200", browser.post_json(flow, body)


@scenario("verification.code_link")
def code_link(kratos: Kratos) -> Steps:
    email, browser = kratos.person("vel", verified=False), kratos.browser()
    browser.submit(browser.start("verification"), {"method": "code", "email": email})
    address = kratos.inbox.next(email).link
    redirect = browser.page(address)
    yield "verification.link_click.html", redirect
    yield "verification.link_click.flow", browser.land(redirect)
    yield "verification.link_click.second_time", browser.page(address)


@scenario("verification.code_too_often")
def code_too_often(kratos: Kratos) -> Steps:
    email, browser = kratos.person("vot", verified=False), kratos.browser()
    flow = browser.submit(browser.start("verification"), {"method": "code", "email": email})
    for number in range(6):
        redirect = browser.post(flow, {"method": "code", "code": f"00000{number}"})
    yield "verification.sent_email.too_many_attempts_redirect", redirect
    yield "verification.sent_email.too_many_attempts", browser.land(redirect)


@scenario("verification.link", "link")
def link(kratos: Kratos) -> Steps:
    email, browser = kratos.person("vli", verified=False), kratos.browser()
    flow = browser.start("verification")
    yield "verification.choose_method.link", flow
    yield "verification.sent_email.link", browser.submit(flow, {"method": "link", "email": email})
    address = kratos.inbox.next(email).link
    redirect = browser.page(address)
    yield "verification.link_method_click.html", redirect
    yield "verification.passed_challenge.link", browser.land(redirect)
    redirect = browser.page(address)
    yield "verification.link_method_click.second_time", redirect
    yield "verification.choose_method.link_token_used", browser.land(redirect)
