"""Registration in two steps, on one page, and with a one-time code."""

from tests.recorder.registry import Steps, scenario
from tests.recorder.server import PASSWORD, Kratos

ANN = {
    "traits.email": "ann@example.com",
    "traits.name.first": "Ann",
    "traits.name.last": "Lee",
    "traits.age": "30",
    "traits.newsletter": "true",
}
WRONG = {
    "traits.email": "nope",
    "traits.name.first": "X",
    "traits.age": "9",
    "traits.website": "::",
    "traits.color": "purple",
    "traits.birthday": "yesterday",
}
AFTER = "?return_to=http%3A%2F%2F127.0.0.1%3A4455%2Fafter%3Fx%3D1"


@scenario("registration.two_steps")
def two_steps(kratos: Kratos) -> Steps:
    browser = kratos.browser()
    redirect = browser.page(f"/self-service/registration/browser{AFTER}")
    yield "registration.init.redirect_html", redirect
    flow = browser.land(redirect)
    yield "registration.profile.all_methods", flow
    redirect = browser.post(flow, {**WRONG, "method": "profile"})
    yield "registration.profile.error_traits_redirect", redirect
    yield "registration.profile.error_traits", browser.land(redirect)
    redirect = browser.post(flow, {**ANN, "method": "profile"})
    yield "registration.choose_credentials.redirect", redirect
    flow = browser.land(redirect)
    yield "registration.choose_credentials.all_methods", flow
    yield "registration.profile.back", browser.submit(flow, {**ANN, "screen": "previous"})
    flow = browser.submit(flow, {**ANN, "method": "profile"})
    form = {**ANN, "method": "password"}
    for variant, password in (("short", "abc"), ("similar", "ann@example.com"), ("missing", "")):
        answer = browser.submit(flow, {**form, "password": password})
        yield f"registration.choose_credentials.error_password_{variant}", answer
    answer = browser.submit(flow, {**ANN, "password": PASSWORD})
    yield "registration.choose_credentials.error_no_method", answer
    answer = browser.submit(flow, {**ANN, "method": "nope"})
    yield "registration.choose_credentials.error_unknown_method", answer
    done = browser.post(flow, {**form, "password": PASSWORD})
    yield "registration.success.html_show_verification_ui", done
    flow = browser.land(done)
    yield "verification.sent_email.after_registration", flow
    wrong = {"method": "code", "code": "000000"}
    yield "verification.sent_email.wrong_code", browser.submit(flow, wrong)


@scenario("registration.errors")
def errors(kratos: Kratos) -> Steps:
    person = {**ANN, "traits.email": kratos.person("una")}
    browser = kratos.browser()
    redirect = browser.page("/self-service/registration/browser")
    yield "registration.init.html", redirect
    flow = browser.submit(browser.land(redirect), {**person, "method": "profile"})
    form = {**person, "method": "password", "password": PASSWORD}
    yield "registration.choose_credentials.error_duplicate", browser.submit(flow, form)
    signed_in = kratos.signed_in(person["traits.email"])
    page = signed_in.page("/self-service/registration/browser")
    yield "registration.init.already_logged_in_html", page
    answer = signed_in.ask("/self-service/registration/browser")
    yield "registration.init.already_logged_in_json", answer


@scenario("registration.json")
def json(kratos: Kratos) -> Steps:
    browser = kratos.browser()
    flow = browser.ask("/self-service/registration/browser")
    yield "registration.init.json_client", flow
    traits = {"email": "bob@example.com", "name": {"first": "Bob"}}
    answer = browser.post_json(flow, {"traits": traits, "method": "profile"})
    yield "registration.choose_credentials.json_400", answer
    body = {"traits": traits, "method": "password", "password": PASSWORD}
    yield "registration.success.json_continue_with", browser.post_json(answer, body)


@scenario("registration.code")
def code(kratos: Kratos) -> Steps:
    email, browser = "cat@example.com", kratos.browser()
    person = {"traits.email": email}
    flow = browser.submit(browser.start("registration"), {**person, "method": "profile"})
    redirect = browser.post(flow, {**person, "method": "code"})
    yield "registration.sent_email.code_redirect", redirect
    flow = browser.land(redirect)
    yield "registration.sent_email.code", flow
    answer = {**person, "method": "code"}
    yield "registration.sent_email.wrong_code", browser.submit(flow, {**answer, "code": "000000"})
    kratos.inbox.next(email)
    flow = browser.submit(flow, {**answer, "resend": "code"})
    yield "registration.sent_email.resent", flow
    right = {**answer, "code": kratos.inbox.next(email).code}
    yield "registration.success.code_html", browser.post(flow, right)


@scenario("registration.one_step", "one-step")
def one_step(kratos: Kratos) -> Steps:
    email, browser = kratos.person("oma"), kratos.browser()
    flow = browser.start("registration")
    yield "registration.one_step.all_methods", flow
    wrong = {"traits.email": "nope", "traits.age": "3", "method": "password", "password": PASSWORD}
    yield "registration.one_step.error_traits", browser.submit(flow, wrong)
    answer = browser.submit(flow, {"traits.email": "onc@example.com", "method": "code"})
    yield "registration.one_step.sent_email_code", answer
    flow = browser.start("registration")
    form = {"traits.email": email, "method": "password", "password": PASSWORD}
    yield "registration.one_step.duplicate", browser.submit(flow, form)


@scenario("registration.password_only", "one-step", "password-only")
def password_only(kratos: Kratos) -> Steps:
    yield "registration.one_step.password_only", kratos.browser().start("registration")
