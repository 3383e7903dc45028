"""Confirming who one is again, for what a session is too old for."""

import time

from tests.recorder.registry import Steps, scenario
from tests.recorder.scenarios.login import AFTER
from tests.recorder.server import PASSWORD, Kratos


@scenario("refresh.password")
def password(kratos: Kratos) -> Steps:
    email = kratos.person("ref")
    browser = kratos.signed_in(email)
    flow = browser.start("login", "?refresh=true")
    yield "login.refresh.all_methods", flow
    form = {"method": "password", "identifier": email, "password": "wrong"}
    yield "login.refresh.wrong_password", browser.submit(flow, form)
    yield "login.refresh.success_html", browser.post(flow, {**form, "password": PASSWORD})


@scenario("refresh.settings", "unprivileged")
def settings(kratos: Kratos) -> Steps:
    email = kratos.person("prv")
    browser = kratos.signed_in(email)
    flow = browser.start("settings", AFTER)
    time.sleep(1.2)
    yield "settings.show_form.unprivileged", browser.start("settings")
    change = {"method": "password", "password": f"{PASSWORD}x"}
    redirect = browser.post(flow, change)
    yield "settings.submit.refresh_required_html", redirect
    yield "settings.submit.403_refresh_required_json", browser.post_json(flow, change)
    codes = {"method": "lookup_secret", "lookup_secret_regenerate": "true"}
    yield "settings.submit.lookup_refresh_required_html", browser.post(flow, codes)
    app = {"method": "totp", "totp_code": "000000"}
    yield "settings.submit.totp_refresh_required_html", browser.post(flow, app)
    profile = {"traits.email": "prv2@example.com", "method": "profile"}
    yield "settings.submit.profile_email_refresh_required_html", browser.post(flow, profile)
    yield "settings.submit.oidc_link_refresh_required_html", browser.post(flow, {"link": "corp"})
    redirect = browser.page(redirect.location)
    yield "login.init.refresh_from_settings", redirect
    flow = browser.land(redirect)
    yield "login.refresh.from_settings", flow
    form = {"method": "password", "identifier": email, "password": PASSWORD}
    yield "login.success.refresh_back_to_settings", browser.post(flow, form)
