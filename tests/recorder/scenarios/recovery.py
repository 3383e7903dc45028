"""Recovery by code and by link."""

from tests.recorder.registry import Steps, scenario
from tests.recorder.scenarios.login import AFTER
from tests.recorder.server import Kratos


@scenario("recovery.code")
def code(kratos: Kratos) -> Steps:
    email, browser = kratos.person("rec"), kratos.browser()
    redirect = browser.page(f"/self-service/recovery/browser{AFTER}")
    yield "recovery.init.redirect_html", redirect
    flow = browser.land(redirect)
    yield "recovery.choose_method.code", flow
    for variant, typed in (("missing_email", ""), ("bad_email", "nope")):
        answer = browser.submit(flow, {"method": "code", "email": typed})
        yield f"recovery.choose_method.{variant}", answer
    redirect = browser.post(flow, {"method": "code", "email": email})
    yield "recovery.sent_email.code_redirect", redirect
    flow = browser.land(redirect)
    yield "recovery.sent_email.code", flow
    wrong = browser.submit(flow, {"method": "code", "code": "000000"})
    yield "recovery.sent_email.wrong_code", wrong
    kratos.inbox.next(email)
    flow = browser.submit(flow, {"method": "code", "email": email})
    yield "recovery.sent_email.resent", flow
    right = browser.post(flow, {"method": "code", "code": kratos.inbox.next(email).code})
    yield "recovery.passed_challenge.redirect_html", right
    yield "settings.show_form.after_recovery", browser.land(right)
    yield "recovery.passed_challenge.code", browser.reload(flow)
    yield "recovery.init.already_logged_in_html", browser.page("/self-service/recovery/browser")
    yield "recovery.init.already_logged_in_json", browser.ask("/self-service/recovery/browser")


@scenario("recovery.unknown_account")
def unknown_account(kratos: Kratos) -> Steps:
    browser = kratos.browser()
    form = {"method": "code", "email": "ghost@example.com"}
    yield "recovery.sent_email.unknown_account", browser.submit(browser.start("recovery"), form)


@scenario("recovery.json")
def json(kratos: Kratos) -> Steps:
    email, browser = kratos.person("rej"), kratos.browser()
    flow = browser.post_json(browser.start("recovery"), {"method": "code", "email": email})
    yield "recovery.sent_email.code_json", flow
    body = {"method": "code", "code": kratos.inbox.next(email).code}
    yield "recovery.passed_challenge.json_422", browser.post_json(flow, body)


@scenario("recovery.code_too_often")
def code_too_often(kratos: Kratos) -> Steps:
    email, browser = kratos.person("rot"), kratos.browser()
    flow = browser.submit(browser.start("recovery"), {"method": "code", "email": email})
    for number in range(6):
        redirect = browser.post(flow, {"method": "code", "code": f"00000{number}"})
    yield "recovery.sent_email.too_many_attempts_redirect", redirect
    yield "recovery.choose_method.too_many_attempts", browser.land(redirect)


@scenario("recovery.link", "link")
def link(kratos: Kratos) -> Steps:
    email, browser = kratos.person("lnk"), kratos.browser()
    flow = browser.start("recovery")
    yield "recovery.choose_method.link", flow
    yield "recovery.sent_email.link", browser.submit(flow, {"method": "link", "email": email})
    address = kratos.inbox.next(email).link
    yield "recovery.link_click.html", browser.page(address)
    stranger = kratos.browser()
    redirect = stranger.page(address)
    yield "recovery.link_click.second_time", redirect
    yield "recovery.choose_method.link_token_used", stranger.land(redirect)


@scenario("recovery.admin_code")
def admin_code(kratos: Kratos) -> Steps:
    email, browser = kratos.person("adm"), kratos.browser()
    identity = kratos.call("GET", f"/identities?credentials_identifier={email}")[0]["id"]
    made = kratos.call("POST", "/recovery/code", {"identity_id": identity})
    flow = browser.ask(f"/self-service/recovery/flows?id={made['recovery_link'].rpartition('flow=')[2]}")
    yield "recovery.get.admin_code_fresh_browser", flow
    form = {"method": "code", "code": made["recovery_code"]}
    yield "recovery.submit.admin_code_fresh_browser", browser.post(flow, form, csrf=False)
