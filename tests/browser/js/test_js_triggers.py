"""static/js/triggers.js: the ceremonies, with Chromium's virtual authenticator and under the strict policy."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.js.site import Site
from tests.browser.js.waits import settle, until
from tests.support.authenticator import Authenticator, check_asserted, check_created, unb64url
from tests.support.recordings import recording

LOGIN = "/login.choose_method.all_methods"
PASSKEY = "/login.refresh.passkey_only"
KEY = "/login.aal2.all_methods"
SETTINGS = "/settings.show_form.all_methods"
REGISTRATION = "/registration.one_step.all_methods"
FOREIGN = "/login.made.foreign"


def options(page: str, field: str) -> Any:
    """What the recorded flow of `page` has for a ceremony."""
    nodes = recording("v1.3.1", page[1:]).body["ui"]["nodes"]
    (value,) = {node["attributes"].get("value") for node in nodes if node["attributes"].get("name") == field}
    data = json.loads(value)
    return data.get("credentialOptions", data)["publicKey"]


def challenge_of(page: str, field: str) -> str:
    return str(options(page, field)["challenge"])


KEY_OPTIONS = options(KEY, "webauthn_login_trigger")
KEY_ID = unb64url(KEY_OPTIONS["allowCredentials"][0]["id"])  # with "-" and "_" in it
FAILED = "That didn’t work. Try again, or choose another way."
CANCELLED = "That was cancelled. Try again, or choose another way."
TIMEOUT = "That took too long. Try again."
UNSUPPORTED = "This browser or device can’t do that. Choose another way."
REGISTERED = "This device or key is already set up."
INSECURE = "This page’s address doesn’t allow it. Open the page at its usual address."
NAME_NEEDED = "Enter a name for the key first."
AUTOFILL_OVER = "calls.at(-2) === 'conditional starts'"  # and ended, as there is nothing to offer
VERIFIED = {"userVerification": "required"}
SPY = """
window.calls = [];
for (const method of ["get", "create"]) {
  const real = navigator.credentials[method].bind(navigator.credentials);
  navigator.credentials[method] = (options) => {
    const kind = options.mediation || "modal";
    calls.push(`${kind} starts`);
    window.user = options.publicKey.user;
    const answer = real(options);
    answer.then(() => calls.push(`${kind} done`), (error) => calls.push(`${kind} ${error.name}`));
    return answer;
  };
}
"""


def error_of(page: Page, group: str = "form") -> Any:
    return page.locator(group).locator("[data-trigger-error]")


def change(page: Page, field: str, **options: object) -> None:
    """Change the ceremony's options that the page holds in `field`."""
    script = """([name, options]) => {
      const field = document.querySelector(`[name=${name}]`);
      const data = JSON.parse(field.value);
      Object.assign((data.credentialOptions || data).publicKey, options);
      field.value = JSON.stringify(data);
    }"""
    page.evaluate(script, [field, options])


def sent(page: Page, site: Site) -> dict[str, str]:
    """The one form that was posted."""
    page.wait_for_url("**/submit")
    assert len(site.posts) == 1
    return site.posts[0]


def test_policy_breaches_are_seen(page: Page, site: Site, faults: list[str]) -> None:
    site.alter("</title>", "</title><script>document.title = 'ran'</script>")
    page.goto(PASSKEY)
    assert page.title() != "ran"
    assert any("Content Security Policy" in fault for fault in faults)
    faults.clear()


# the five ceremonies behind buttons


def test_key_login(page: Page, site: Site, authenticator: Authenticator) -> None:
    key = authenticator.add(KEY_ID)
    page.goto(KEY)
    page.get_by_role("button", name="Use a security key").click()
    form = sent(page, site)
    used = check_asserted(form["webauthn_login"], KEY_OPTIONS["challenge"], site.origin, key)
    assert used == KEY_ID
    assert form["identifier"] == "sam@example.com"
    assert not {"method", "webauthn_login_trigger"} & set(form)


def test_key_registration(page: Page, site: Site, authenticator: Authenticator) -> None:
    page.goto(SETTINGS)
    page.get_by_label("Name of the key").fill("Blue key")
    page.get_by_role("button", name="Add a security key").click()
    form = sent(page, site)
    created = check_created(
        form["webauthn_register"], challenge_of(SETTINGS, "webauthn_register_trigger"), site.origin
    )
    assert [unb64url_std(each["credentialId"]) for each in authenticator.credentials()] == [created]
    assert form["webauthn_register_displayname"] == "Blue key"


def unb64url_std(text: str) -> bytes:
    return unb64url(text.replace("+", "-").replace("/", "_").rstrip("="))


def test_passkey_login(page: Page, site: Site, authenticator: Authenticator) -> None:
    page.goto(PASSKEY)
    change(page, "passkey_challenge", allowCredentials=None)
    key = authenticator.add(b"passkey-1", b"the user")
    page.get_by_role("button", name="Use a passkey").click()
    form = sent(page, site)
    used = check_asserted(
        form["passkey_login"], challenge_of(PASSKEY, "passkey_challenge"), site.origin, key, b"the user"
    )
    assert used == b"passkey-1"


def test_passkey_registration(page: Page, site: Site, authenticator: Authenticator) -> None:
    page.add_init_script(SPY)
    page.goto(REGISTRATION)
    page.get_by_label("E-Mail").fill("ada@example.com")
    page.get_by_role("button", name="Use a passkey").click()
    form = sent(page, site)
    created = check_created(
        form["passkey_register"], challenge_of(REGISTRATION, "passkey_create_data"), site.origin
    )
    (credential,) = authenticator.credentials()
    assert unb64url_std(credential["credentialId"]) == created
    assert (credential["userName"], credential["userDisplayName"]) == ("ada@example.com", "ada@example.com")
    assert form["traits.email"] == "ada@example.com"
    assert form["password"] == ""  # not asked for: the passkey takes its place


def test_passkey_in_settings(page: Page, site: Site, authenticator: Authenticator) -> None:
    page.goto(SETTINGS)
    page.get_by_role("button", name="Add a passkey").click()
    form = sent(page, site)
    check_created(
        form["passkey_settings_register"], challenge_of(SETTINGS, "passkey_create_data"), site.origin
    )
    (credential,) = authenticator.credentials()
    assert credential["userName"] == "sam@example.com"
    assert credential["isResidentCredential"]


# autofill


def test_autofill_signs_in(page: Page, site: Site, authenticator: Authenticator) -> None:
    key = authenticator.add(b"passkey-1", b"the user")
    page.goto(LOGIN)
    form = sent(page, site)
    check_asserted(
        form["passkey_login"], challenge_of(LOGIN, "passkey_challenge"), site.origin, key, b"the user"
    )


def wait_for_a_choice(page: Page, authenticator: Authenticator) -> None:
    """Opens the page of signing in, which offers a passkey that nobody has chosen yet."""
    authenticator.add(b"passkey-1", b"the user")
    authenticator.presence(False)
    page.add_init_script(SPY)
    page.goto(LOGIN)
    until(page, "calls.length")


def test_autofill_is_offered_by_the_identifier(page: Page, authenticator: Authenticator) -> None:
    wait_for_a_choice(page, authenticator)
    assert page.evaluate("calls") == ["conditional starts"]
    assert page.get_by_label("E-Mail").get_attribute("autocomplete") == "username webauthn"


def test_button_ends_autofill_first_and_failure_brings_it_back(
    page: Page, authenticator: Authenticator
) -> None:
    wait_for_a_choice(page, authenticator)
    change(page, "passkey_challenge", timeout=300)
    page.get_by_role("button", name="Use a passkey").click()
    expect(error_of(page)).to_have_text(TIMEOUT)
    until(page, "calls.length > 4")
    expected = ["conditional starts", "conditional AbortError", "modal starts", "modal NotAllowedError"]
    assert page.evaluate("calls") == [*expected, "conditional starts"]


@pytest.mark.parametrize(
    "without",
    [
        "PublicKeyCredential.isConditionalMediationAvailable = undefined",
        "PublicKeyCredential.isConditionalMediationAvailable = async () => false",
    ],
)
def test_no_autofill_where_the_browser_has_none(
    page: Page, authenticator: Authenticator, without: str
) -> None:
    page.add_init_script(SPY + without)
    page.goto(LOGIN)
    settle(page)
    assert page.evaluate("calls") == []
    expect(page.get_by_role("button", name="Use a passkey")).to_be_visible()


def test_no_autofill_without_a_visible_identifier(
    page: Page, site: Site, authenticator: Authenticator
) -> None:
    authenticator.add(b"passkey-1", b"the user")
    page.add_init_script(SPY)
    site.alter('name="identifier" type="text"', 'name="identifier" type="hidden"')
    page.goto(LOGIN)
    settle(page)
    assert page.evaluate("calls") == []


# what can go wrong


def test_refused_and_tried_again(page: Page, site: Site, authenticator: Authenticator) -> None:
    key = authenticator.add(KEY_ID)
    authenticator.verified(False)
    page.goto(KEY)
    change(page, "webauthn_login_trigger", **VERIFIED)
    button = page.get_by_role("button", name="Use a security key")
    for _ in range(2):
        button.click()
        expect(error_of(page)).to_have_text(FAILED)
        expect(button).to_be_focused()
        assert button.get_attribute("aria-disabled") is None
        assert site.posts == []
    authenticator.verified(True)
    button.click()
    check_asserted(sent(page, site)["webauthn_login"], KEY_OPTIONS["challenge"], site.origin, key)


def test_a_cancel_takes_a_moment(page: Page) -> None:
    """What no person can have done that quickly is a refusal of the browser's own; both have the same name."""
    page.add_init_script(
        "navigator.credentials.get = () => new Promise((_, fail) =>"
        " setTimeout(() => fail(new DOMException('', 'NotAllowedError')), 500))"
    )
    page.goto(KEY)
    page.get_by_role("button", name="Use a security key").click()
    expect(error_of(page)).to_have_text(CANCELLED)


def test_error_is_an_alert_in_its_form(page: Page, authenticator: Authenticator) -> None:
    authenticator.verified(False)
    page.goto(SETTINGS)
    change(page, "passkey_create_data", authenticatorSelection=VERIFIED)
    change(page, "webauthn_register_trigger", authenticatorSelection=VERIFIED)
    assert page.get_by_role("alert").count() == 0  # hidden, so not there for a screen reader
    page.locator("[data-group=passkey] [data-trigger-error]").evaluate(
        "box => box.remove()"
    )  # a theme's form
    page.get_by_role("button", name="Add a passkey").click()  # it has no place for errors: one is made
    alert = page.get_by_role("alert")
    expect(alert).to_have_text(FAILED)
    assert alert.get_attribute("class") == "alert alert--error"
    expect(alert.locator("p")).to_have_text(FAILED)  # the stylesheet puts an icon before it
    assert page.locator("[data-group=passkey] > :first-child").get_attribute("role") == "alert"
    page.get_by_label("Name of the key").fill("Blue key")
    page.get_by_role("button", name="Add a security key").click()
    expect(error_of(page, "[data-group=webauthn]")).to_have_text(FAILED)
    assert error_of(page, "[data-group=webauthn]").count() == 1


def test_error_goes_when_a_new_try_starts(page: Page, authenticator: Authenticator) -> None:
    page.goto(LOGIN)
    page.get_by_role("button", name="Use a passkey").click()
    expect(error_of(page)).to_have_text(FAILED)
    authenticator.presence(False)  # first, else autofill takes the passkey at once
    authenticator.add(b"passkey-1", b"the user")
    page.get_by_role("button", name="Use a passkey").click()
    expect(error_of(page)).to_be_hidden()
    expect(error_of(page)).to_have_text("")


def test_resting_button_while_the_ceremony_runs(page: Page, authenticator: Authenticator) -> None:
    authenticator.add(KEY_ID)
    authenticator.presence(False)
    page.add_init_script(SPY)
    page.goto(KEY)
    button = page.get_by_role("button", name="Use a security key")
    button.click()
    expect(button).to_have_attribute("aria-disabled", "true")
    button.click(force=True)
    button.press("Enter")
    assert page.evaluate("calls") == ["modal starts"]


def test_one_ceremony_at_a_time(page: Page, authenticator: Authenticator) -> None:
    authenticator.presence(False)
    page.add_init_script(SPY)
    page.goto(SETTINGS)
    page.get_by_label("Name of the key").fill("Blue key")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("button", name="Add a security key").click()
    settle(page)
    assert page.evaluate("calls") == ["modal starts"]


def test_timeout(page: Page, authenticator: Authenticator) -> None:
    authenticator.add(KEY_ID)
    authenticator.presence(False)
    page.goto(KEY)
    change(page, "webauthn_login_trigger", timeout=600)
    page.get_by_role("button", name="Use a security key").click()
    expect(error_of(page)).to_have_text(TIMEOUT)


def test_key_is_already_registered(page: Page, site: Site, authenticator: Authenticator) -> None:
    authenticator.add(KEY_ID)
    page.goto(SETTINGS)
    change(page, "webauthn_register_trigger", excludeCredentials=KEY_OPTIONS["allowCredentials"])
    page.get_by_label("Name of the key").fill("Blue key")
    page.get_by_role("button", name="Add a security key").click()
    expect(error_of(page, "[data-group=webauthn]")).to_have_text(REGISTERED)
    assert site.posts == []


def test_wrong_domain(page: Page, authenticator: Authenticator) -> None:
    page.goto(KEY)
    change(page, "webauthn_login_trigger", rpId="example.com")
    page.get_by_role("button", name="Use a security key").click()
    expect(error_of(page)).to_have_text(INSECURE)


def test_device_that_cannot(page: Page, authenticator: Authenticator) -> None:
    page.goto(SETTINGS)
    change(page, "passkey_create_data", pubKeyCredParams=[{"type": "something newer", "alg": -7}])
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("alert")).to_have_text(UNSUPPORTED)


def test_options_that_are_no_json(page: Page, authenticator: Authenticator) -> None:
    page.goto(KEY)
    button = page.get_by_role("button", name="Use a security key")
    button.evaluate("button => (button.value = 'oops')")
    button.click()
    expect(error_of(page)).to_have_text(FAILED)
    assert button.get_attribute("aria-disabled") is None


def test_lists_may_be_null(page: Page, site: Site, authenticator: Authenticator) -> None:
    page.goto(SETTINGS)
    change(page, "passkey_create_data", excludeCredentials=None)
    page.get_by_role("button", name="Add a passkey").click()
    check_created(
        sent(page, site)["passkey_settings_register"],
        challenge_of(SETTINGS, "passkey_create_data"),
        site.origin,
    )


def test_without_texts_there_are_english_ones(page: Page, site: Site, authenticator: Authenticator) -> None:
    site.alter(r'(triggers\.js")[^>]*>', r"\1>")
    page.goto(SETTINGS)
    page.get_by_role("button", name="Add a security key").click()
    expect(error_of(page, "[data-group=webauthn]")).to_have_text("Enter a name for the key first.")
    authenticator.verified(False)
    change(page, "passkey_create_data", authenticatorSelection=VERIFIED)
    page.get_by_role("button", name="Add a passkey").click()
    expect(error_of(page, "[data-group=passkey]")).to_have_text("That didn’t work. Try again.")


# what the person still has to fill in


def test_key_needs_a_name(page: Page, site: Site, authenticator: Authenticator) -> None:
    page.add_init_script(SPY)
    page.goto(SETTINGS)
    name = page.get_by_label("Name of the key")
    name.fill("  ")
    page.get_by_role("button", name="Add a security key").click()
    expect(page.get_by_test_id("ui/message/4000002")).to_have_text(NAME_NEEDED)  # what Kratos would say
    expect(name).to_be_focused()
    assert name.get_attribute("aria-invalid") == "true"
    assert page.evaluate("calls") == []
    name.fill("Blue key")
    assert name.get_attribute("aria-invalid") is None
    page.get_by_role("button", name="Add a security key").click()
    assert sent(page, site)["webauthn_register_displayname"] == "Blue key"


@pytest.mark.parametrize(
    ("email", "website", "wrong"), [("", "", "E-Mail"), ("a@b.example", "no address", "Website")]
)
def test_traits_are_checked_first(
    page: Page, site: Site, authenticator: Authenticator, email: str, website: str, wrong: str
) -> None:
    page.add_init_script(SPY)
    page.goto(REGISTRATION)
    page.get_by_label("E-Mail").fill(email)
    page.get_by_label("Website").fill(website)
    button = page.get_by_role("button", name="Use a passkey")
    button.click()
    expect(page.get_by_label(wrong)).to_be_focused()
    assert page.evaluate("calls") == []
    assert button.get_attribute("aria-disabled") is None
    page.get_by_label("E-Mail").fill("ada@example.com")
    page.get_by_label("Website").fill("")
    button.click()
    sent(page, site)


# keyboard, twice, back


def test_enter_presses_the_only_button(page: Page, site: Site, authenticator: Authenticator) -> None:
    page.goto(SETTINGS)
    page.get_by_label("Name of the key").fill("Blue key")
    page.get_by_label("Name of the key").press("Enter")
    assert sent(page, site)["webauthn_register"]


@pytest.mark.parametrize("composing", [True, False])
def test_enter_that_ends_a_word_presses_nothing(page: Page, composing: bool) -> None:
    """Japanese and Chinese words are composed, and chosen by Enter."""
    page.goto(SETTINGS)
    untouched = page.get_by_label("Name of the key").evaluate(
        """(input, isComposing) => input.dispatchEvent(
          new KeyboardEvent("keydown", { key: "Enter", isComposing, bubbles: true, cancelable: true }))""",
        composing,
    )
    assert untouched is composing


def test_enter_leaves_a_submit_button_its_right(page: Page, site: Site, authenticator: Authenticator) -> None:
    page.goto(LOGIN)
    page.get_by_label("E-Mail").fill("ada@example.com")
    page.get_by_label("Password", exact=True).fill("secret")
    page.get_by_label("Password", exact=True).press("Enter")
    form = sent(page, site)
    assert (form["method"], form["passkey_login"]) == ("password", "")


def test_buttons_answer_the_keyboard(page: Page, site: Site, authenticator: Authenticator) -> None:
    authenticator.add(KEY_ID)
    page.goto(KEY)
    page.get_by_role("button", name="Use a security key").focus()
    page.keyboard.press("Space")
    sent(page, site)


def test_double_click_sends_once(page: Page, site: Site, authenticator: Authenticator) -> None:
    site.answer_after = 0.4
    authenticator.add(KEY_ID)
    page.goto(KEY)
    button = page.get_by_role("button", name="Use a security key")
    button.dblclick()
    sent(page, site)


@pytest.mark.keeps_pages
def test_back_from_history_starts_afresh(page: Page, site: Site, authenticator: Authenticator) -> None:
    page.add_init_script(SPY)
    page.goto(LOGIN)
    until(page, AUTOFILL_OVER)
    authenticator.add(b"passkey-1", b"the user")
    button = page.get_by_role("button", name="Use a passkey")
    button.click()
    sent(page, site)
    authenticator.clear()
    with page.expect_request(f"**{LOGIN}"):  # nothing is shown from before
        page.go_back(wait_until="commit")
    expect(button).to_be_visible()
    assert button.get_attribute("aria-disabled") is None
    assert page.locator("[name=passkey_login]").input_value() == ""
    until(page, AUTOFILL_OVER)
    authenticator.add(b"passkey-2", b"the user")
    button.click()
    page.wait_for_url("**/submit")
    assert [json.loads(post["passkey_login"])["id"] for post in site.posts] == [
        "cGFzc2tleS0x",
        "cGFzc2tleS0y",
    ]


def test_an_old_result_is_never_sent(page: Page, site: Site) -> None:
    """Safari fills in on the way back what stood in a form, hidden fields too, before it says `pageshow`."""
    page.add_init_script(
        "addEventListener('load', () =>"
        " document.getElementsByName('passkey_login').forEach(field => field.value = 'of before'))"
    )
    page.goto(LOGIN)
    page.get_by_label("E-Mail").fill("ada@example.com")
    page.get_by_label("Password", exact=True).fill("secret")
    page.get_by_label("Password", exact=True).press("Enter")
    form = sent(page, site)
    assert (form["method"], form["passkey_login"]) == ("password", "")


def test_a_page_that_is_left_offers_no_key(page: Page, authenticator: Authenticator) -> None:
    """A request that waits for a choice goes with its page."""
    wait_for_a_choice(page, authenticator)
    page.evaluate("void dispatchEvent(new PageTransitionEvent('pagehide'))")
    until(page, "calls.length > 1")
    assert page.evaluate("calls") == ["conditional starts", "conditional AbortError"]


def test_focus_goes_to_the_button_after_a_refusal(page: Page, authenticator: Authenticator) -> None:
    authenticator.verified(False)
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto(SETTINGS)
    change(page, "passkey_create_data", authenticatorSelection=VERIFIED)
    change(page, "webauthn_register_trigger", authenticatorSelection=VERIFIED)
    button = page.get_by_role("button", name="Add a security key")
    button.evaluate("button => { for (let i = 0; i < 20; i++) button.before(document.createElement('br')); }")
    page.get_by_label("Name of the key").fill("Blue key")
    page.get_by_label("Name of the key").press("Enter")
    told = error_of(page, "[data-group=webauthn]")
    expect(told).to_have_text(FAILED)
    expect(button).to_be_focused()
    expect(told).to_be_in_viewport()  # what happened is seen, even if the button is far away


def test_error_is_scrolled_to(page: Page, authenticator: Authenticator) -> None:
    authenticator.verified(False)
    page.set_viewport_size({"width": 320, "height": 256})  # 1280 × 1024 at 400 %
    page.goto(REGISTRATION)
    change(page, "passkey_create_data", authenticatorSelection=VERIFIED)
    page.get_by_label("E-Mail").fill("ada@example.com")
    button = page.get_by_role("button", name="Use a passkey")
    button.evaluate("button => { for (let i = 0; i < 20; i++) button.before(document.createElement('br')); }")
    button.click()
    expect(error_of(page)).to_have_text(FAILED)
    expect(error_of(page)).to_be_in_viewport()
    expect(button).to_be_focused()


# browsers without, and triggers of another Kratos


def test_insecure_address(chromium: Browser, site: Site) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"http://insecure.test:{site.server_port}{PASSKEY}")
    expect(page.get_by_role("button", name="Use a passkey")).to_be_hidden()
    expect(page.get_by_text("This browser can’t use passkeys")).to_be_visible()
    page.goto(f"http://insecure.test:{site.server_port}{SETTINGS}")
    name = page.get_by_label("Name of the key")
    expect(name).to_be_hidden()
    page.evaluate(
        "['submit', 'requestSubmit'].forEach((way) => (HTMLFormElement.prototype[way] = () => (window.sent = way)))"
    )
    name.dispatch_event("keydown", {"key": "Enter"})
    assert page.evaluate("window.sent") is None
    context.close()


def test_without_script_there_is_no_button(chromium: Browser, site: Site) -> None:
    context = chromium.new_context(base_url=site.origin, java_script_enabled=False)
    page = context.new_page()
    page.goto(LOGIN)
    expect(page.get_by_role("button", name="Use a passkey")).to_be_hidden()
    context.close()


def test_note_stays_hidden_where_it_works(page: Page) -> None:
    page.goto(LOGIN)
    expect(page.get_by_role("button", name="Use a passkey")).to_be_visible()
    expect(page.get_by_text("This browser can’t use passkeys")).to_be_hidden()


def test_other_ory_triggers_call_kratos_script(page: Page) -> None:
    page.goto(FOREIGN, wait_until="commit")
    page.get_by_role("button", name="Future thing").click()
    expect(page.get_by_role("heading")).to_have_text("Future")
    expect(page.locator("[name=started]")).to_have_value("yes")
    assert page.get_by_role("button", name="Future thing").get_attribute("aria-disabled") is None


def test_no_other_function_is_called(page: Page, site: Site) -> None:
    site.alter('data-trigger="oryMissingThing"', 'data-trigger="open"')
    page.goto(FOREIGN)
    page.evaluate("void (window.open = () => (window.opened = true))")
    page.get_by_role("button", name="Missing").click()
    expect(error_of(page)).to_be_hidden()
    assert page.evaluate("window.opened") is None


def test_a_script_that_never_comes(page: Page) -> None:
    page.clock.install()
    page.goto(FOREIGN)
    button = page.get_by_role("button", name="Missing")
    button.click()
    expect(button).to_have_attribute("aria-disabled", "true")
    for _ in range(51):
        page.clock.run_for(100)
    expect(error_of(page)).to_have_text(FAILED)
    assert button.get_attribute("aria-disabled") is None
