"""Flows that have expired."""

import time

from tests.recorder.registry import Steps, scenario
from tests.recorder.server import PASSWORD, Kratos


@scenario("expired", "short-lifespan")
def expired(kratos: Kratos) -> Steps:
    email, browser = kratos.person("exp"), kratos.browser()
    kinds = ("login", "registration", "recovery", "verification")
    flows = {kind: browser.start(kind) for kind in kinds}
    password = {"method": "password", "identifier": email, "password": PASSWORD}
    code = {"method": "code", "email": email}
    time.sleep(1.2)
    for kind, flow in flows.items():
        form = password if kind in ("login", "registration") else code
        yield f"{kind}.get.410_expired", browser.reload(flow)
        yield f"{kind}.submit.410_expired_json", browser.post_json(flow, form)
        redirect = browser.post(flow, form)
        yield f"{kind}.submit.expired_html", redirect
        yield f"{kind}.choose_method.after_expired", browser.land(redirect)


@scenario("expired.settings", "short-lifespan")
def settings(kratos: Kratos) -> Steps:
    email, browser = kratos.person("exs"), kratos.browser()
    form = {"method": "password", "identifier": email, "password": PASSWORD}
    browser.post(browser.ask("/self-service/login/browser"), form)
    flow = browser.start("settings")
    time.sleep(1.2)
    yield "settings.get.410_expired", browser.reload(flow)
    change = {"traits.email": email, "method": "profile"}
    body = {"traits": {"email": email}, "method": "profile"}
    yield "settings.submit.410_expired_json", browser.post_json(flow, body)
    redirect = browser.post(flow, change)
    yield "settings.submit.expired_html", redirect
    yield "settings.show_form.after_expired", browser.land(redirect)
