"""Login that asks who it is first, with and without hiding whether an account exists."""

from tests.recorder.registry import Steps, scenario
from tests.recorder.server import PASSWORD, Kratos


@scenario("login.identifier_first", "identifier-first")
def identifier_first(kratos: Kratos) -> Steps:
    email, browser = kratos.person("ida"), kratos.browser()
    yield from _steps(kratos, email, "")
    flow = browser.submit(browser.start("login"), {"method": "identifier_first", "identifier": email})
    flow = browser.submit(flow, {"method": "code", "identifier": email})
    yield "login.identifier_first.code_sent", flow
    wrong = {"method": "code", "identifier": email, "code": "000000"}
    yield "login.identifier_first.wrong_code", browser.submit(flow, wrong)
    flow = browser.submit(browser.start("login"), {"method": "identifier_first", "identifier": email})
    right = {"method": "password", "identifier": email, "password": PASSWORD}
    yield "login.identifier_first.success_html", browser.post(flow, right)
    yield "login.identifier_first.refresh", browser.start("login", "?refresh=true")


@scenario("login.identifier_first.mitigated", "identifier-first", "mitigate")
def mitigated(kratos: Kratos) -> Steps:
    yield from _steps(kratos, kratos.person("ida"), ".mitigated")


def _steps(kratos: Kratos, email: str, suffix: str) -> Steps:
    """The states of which there are recordings with and without mitigation."""
    name, browser = "login.identifier_first", kratos.browser()
    flow = browser.start("login")
    yield f"{name}.step1{suffix}", flow
    who = {"method": "identifier_first", "identifier": email}
    yield f"{name}.step1_missing{suffix}", browser.submit(flow, {**who, "identifier": ""})
    unknown = browser.submit(flow, {**who, "identifier": "ghost@example.com"})
    yield f"{name}.unknown_account{suffix}", unknown
    flow = browser.start("login")
    redirect = browser.post(flow, who)
    yield f"{name}.step2_redirect{suffix}", redirect
    flow = browser.land(redirect)
    yield f"{name}.step2{suffix}", flow
    wrong = {"method": "password", "identifier": email, "password": "wrong"}
    yield f"{name}.wrong_password{suffix}", browser.submit(flow, wrong)
    yield f"{name}.step2_json_400{suffix}", browser.post_json(browser.start("login"), who)
