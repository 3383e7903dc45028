"""static/js/enhance.js: what script adds to forms that work without it, under the strict policy."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.js.site import Site
from tests.browser.js.waits import until, until_kept
from tests.support.recordings import recording

PASSWORD = "/login.choose_method.password_only"
CODE = "/login.sent_email.code"
SECOND_STEP = "/login.aal2.all_methods"
CODES = "/settings.show_form.lookup_revealed_one_used"
UNUSED = [
    each["text"]
    for node in recording("v1.3.1", CODES[1:]).body["ui"]["nodes"]
    if node["attributes"].get("id") == "lookup_secret_codes"
    for each in node["attributes"]["text"]["context"]["secrets"]
    if each["id"] == 1050009
]


def sent(page: Page, site: Site) -> dict[str, str]:
    """The one form that was posted."""
    page.wait_for_url("**/submit")
    assert len(site.posts) == 1
    return site.posts[0]


def said(page: Page) -> Locator:
    """The live region of the whole page."""
    return page.locator("body > [role=status]").first


@pytest.fixture
def clock(page: Page) -> Page:
    """A page whose time stands still unless the test moves it."""
    now = datetime.datetime.now()
    page.clock.install(time=now)
    page.clock.pause_at(now + datetime.timedelta(seconds=1))
    return page


# reveal


def test_reveal(page: Page) -> None:
    page.goto(PASSWORD)
    password = page.get_by_label("Password", exact=True)
    password.fill("hunter22")
    show = page.get_by_role("button", name="Show password", exact=True)
    assert show.text_content() == "Show"
    show.click()
    hide = page.get_by_role("button", name="Hide password", exact=True)
    assert (password.get_attribute("type"), hide.text_content()) == ("text", "Hide")
    assert password.get_attribute("spellcheck") == "false"
    assert password.get_attribute("autocapitalize") == "none"
    expect(hide).to_be_focused()
    hide.press("Space")
    assert (password.get_attribute("type"), show.text_content()) == ("password", "Show")
    assert password.input_value() == "hunter22"


def test_a_themes_own_reveal_keeps_its_picture_and_its_name(page: Page) -> None:
    page.goto(PASSWORD)
    button = page.locator("[data-reveal]")
    button.evaluate(
        """button => {
          for (const name of ["aria-label", "data-show-label", "data-hide-label"]) button.removeAttribute(name);
          button.prepend(document.createElement("svg"));
        }"""
    )
    button.click()
    assert button.text_content() == "Hide"
    assert button.locator("svg").count() == 1
    assert button.get_attribute("aria-label") is None


def test_revealed_password_is_hidden_before_it_is_sent(page: Page, site: Site) -> None:
    page.goto(PASSWORD)
    page.get_by_label("E-Mail").fill("ada@example.com")
    page.get_by_label("Password", exact=True).fill("hunter22")
    page.get_by_role("button", name="Show password").click()
    button = page.get_by_role("button", name="Sign in")
    assert button.evaluate("button => { button.click(); return button.form.password.type; }") == "password"
    assert sent(page, site)["password"] == "hunter22"


def test_without_script_nothing_dead_is_shown(chromium: Browser, site: Site) -> None:
    context = chromium.new_context(base_url=site.origin, java_script_enabled=False)
    page = context.new_page()
    page.goto(PASSWORD)
    assert page.get_by_role("button").all_inner_texts() == ["Sign in"]
    page.goto(CODES)
    assert (
        page.locator("[data-copy], [data-download], [data-print]").evaluate_all(
            "all => all.map(e => e.hidden)"
        )
        == [True] * 3
    )
    page.goto(CODE)
    page.get_by_role("button", name="Send a new code").click()
    assert sent(page, site)["resend"] == "code"
    context.close()


# countdown


def asked(page: Page, site: Site) -> None:
    """On the page of a code, after a new one was asked for."""
    page.goto(f"{CODE}?flow=1")
    button = page.get_by_role("button", name="Send a new code")
    assert button.text_content() == "Send a new code"  # the first time at once
    button.click()
    assert sent(page, site)["resend"] == "code"
    site.posts.clear()
    page.goto(f"{CODE}?flow=1")


def test_countdown(clock: Page, site: Site) -> None:
    page = clock
    asked(page, site)
    button = page.get_by_role("button", name="Send a new code")
    assert button.text_content() == "Send a new code (0:30)"
    assert button.get_attribute("aria-disabled") == "true"
    assert button.get_attribute("disabled") is None
    page.evaluate("void document.addEventListener('click', () => (window.reached = true))")
    button.click(force=True)
    button.press("Enter")
    assert not page.evaluate("window.reached")  # no other listener takes it for a press
    page.clock.run_for(1000)
    assert button.text_content() == "Send a new code (0:29)"
    page.clock.run_for(1000)
    assert said(page).inner_text() == "New code requested."  # and no chatter while it counts
    assert site.posts == []
    page.clock.run_for(28_200)
    assert button.text_content() == "Send a new code"
    assert button.get_attribute("aria-disabled") is None
    assert said(page).inner_text() == "You can send a new code now."
    said(page).evaluate("status => (status.textContent = '')")
    page.clock.run_for(2500)
    assert said(page).inner_text() == ""  # said once
    button.click()
    assert sent(page, site)["resend"] == "code"


def test_countdown_goes_by_the_clock(clock: Page, site: Site) -> None:
    page = clock
    asked(page, site)
    page.clock.fast_forward(60_000)  # the lid was closed: timers fire once
    assert page.get_by_role("button", name="Send a new code").text_content() == "Send a new code"


def test_countdown_goes_on_after_a_wrong_code_and_not_into_another_flow(clock: Page, site: Site) -> None:
    page = clock
    asked(page, site)
    page.clock.run_for(1000)
    page.reload()
    button = page.get_by_role("button", name="Send a new code")
    assert button.text_content() == "Send a new code (0:29)"
    page.goto(f"{CODE}?flow=2")
    assert button.text_content() == "Send a new code"


# otp


@pytest.mark.parametrize(
    "copied",
    [
        "418 205",
        "418-205",
        " 418205 \n",
        "4 1 8 2 0 5",
        "418–205",
        "\u200e418\u00a0205\u202c",
        "٤١٨٢٠٥",
        "۴۱۸۲۰۵",
        "４１８２０５",
        "४१८२०५",
        "৪১৮ ২০৫",
        "๔๑๘๒๐๕",
        "௪௧௮௨௦௫",
        "418.205",
        "418/205",
        "418,205",
        "418_205",
        "41 82 05",
        "418 – 205",
        "418\u200b205",
        "Your code is 418 205",
        "Your code is 418-205. It is valid for 15 minutes.",
        "[Example] 418205 (15 min)",
        "G-418205",
        "رمزك هو ٤١٨٢٠٥",
    ],
)
def test_pasted_code(page: Page, context: BrowserContext, site: Site, copied: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(CODE)
    page.evaluate("text => navigator.clipboard.writeText(text)", copied)
    expect(page.get_by_label("6-digit code")).to_be_focused()
    page.keyboard.press("Control+V")
    form = sent(page, site)
    assert (form["code"], form["method"]) == ("418205", "code")


def test_typed_code_waits_for_the_button(page: Page, site: Site) -> None:
    page.goto(CODE)
    code = page.get_by_label("6-digit code")
    code.press_sequentially("418 2055")
    code.press("Backspace")
    button = page.get_by_role("button", name="Continue")
    assert (code.input_value(), button.get_attribute("aria-disabled")) == ("418205", None)
    button.click()
    assert sent(page, site)["code"] == "418205"


def test_code_that_the_browser_fills_in_is_sent(page: Page, site: Site) -> None:
    page.goto(CODE)
    fill = "input => { input.value = '418205'; input.dispatchEvent(new Event('input', { bubbles: true })); }"
    page.get_by_label("6-digit code").evaluate(fill)
    assert sent(page, site)["code"] == "418205"


@pytest.mark.parametrize("how", ["button.click()", "button.form.requestSubmit()", "button.form.submit()"])
def test_code_is_right_when_it_is_sent(page: Page, site: Site, how: str) -> None:
    """Whoever filled it in: some password managers fire no event."""
    page.goto(CODE)
    page.get_by_label("6-digit code").evaluate("input => (input.value = 'Your code: ４１８ 205')")
    page.get_by_role("button", name="Continue").evaluate(f"button => {how}")
    assert sent(page, site)["code"] == "418205"


@pytest.mark.parametrize(
    "typed",
    [
        "k7vu2mqd",
        " k7vu2mqd ",
        "k7vu2mqd\n",
        "K7VU2MQD",
        "k7vu 2mqd",
        "K7VU-2MQD",
        "k7vu\u20112mqd",
        "ｋ７ｖｕ２ｍｑｄ",
    ],
)
def test_recovery_code_is_taken_as_meant(page: Page, site: Site, typed: str) -> None:
    page.goto(SECOND_STEP)
    page.get_by_label("Recovery code").evaluate("(input, text) => (input.value = text)", typed)
    page.get_by_role("button", name="Use recovery code").click()
    form = sent(page, site)
    assert (form["lookup_secret"], form["method"]) == ("k7vu2mqd", "lookup_secret")


def test_half_a_code_is_not_sent(page: Page, context: BrowserContext, site: Site) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(CODE)
    page.evaluate("navigator.clipboard.writeText('418 20')")
    page.get_by_label("6-digit code").press("Control+V")
    expect(page.get_by_label("6-digit code")).to_have_value("41820")
    assert page.get_by_role("button", name="Continue").get_attribute("aria-disabled") is None


def test_letters_stay_for_kratos_to_judge(page: Page) -> None:
    page.goto(CODE)
    page.get_by_label("6-digit code").press_sequentially("ab-12")
    assert page.get_by_label("6-digit code").input_value() == "ab12"


# codes


def test_copy_codes(page: Page, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(CODES)
    page.get_by_role("button", name="Copy").click()
    status = page.locator("[data-status]")
    expect(status).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()").split("\n") == UNUSED  # without the used one
    page.evaluate("window.changes = []")
    page.evaluate(
        "void new MutationObserver(() => changes.push(document.querySelector('[data-status]').textContent))"
        ".observe(document.querySelector('[data-status]'), {childList: true})"
    )
    page.get_by_role("button", name="Copy").click()
    until(page, "changes.length > 1")
    assert page.evaluate("changes") == ["", "Copied"]  # read out again


def test_copy_without_a_clipboard_selects(chromium: Browser, site: Site) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.clock.install()
    page.goto(f"http://insecure.test:{site.server_port}{CODES}")
    page.get_by_role("button", name="Copy").click()
    assert UNUSED[0] in page.evaluate("getSelection().toString()")
    page.clock.run_for(200)
    assert page.locator("body > [role=status], [data-status]").all_inner_texts() == ["", ""]
    context.close()


def test_download_codes(page: Page) -> None:
    page.goto(CODES)
    with page.expect_download() as caught:
        page.get_by_role("button", name="Download").click()
    assert caught.value.suggested_filename == "recovery-codes.txt"
    assert Path(caught.value.path()).read_text() == "".join(f"{code}\n" for code in UNUSED)


def test_print_codes(page: Page) -> None:
    page.add_init_script("window.printed = 0; window.print = () => printed++")
    page.goto(CODES)
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("printed") == 1


# once


def test_double_click_sends_once(page: Page, site: Site) -> None:
    page.goto(CODE)
    page.get_by_label("6-digit code").fill("abc")
    script = """button => {
      button.click();
      button.click();
      button.form.requestSubmit();
      return [button.getAttribute("aria-disabled"), button.disabled];
    }"""
    assert page.get_by_role("button", name="Continue").evaluate(script) == ["true", False]
    page.wait_for_url("**/submit")
    assert [each["method"] for each in site.forms] == [["code", "code"]]  # the pressed button went along


def test_invalid_form_can_be_sent_after_all(page: Page, site: Site) -> None:
    page.goto(CODE)
    button = page.get_by_role("button", name="Continue")
    button.click()  # the code is missing
    assert button.get_attribute("aria-disabled") is None
    page.get_by_label("6-digit code").fill("abc")
    button.click()
    assert sent(page, site)["code"] == "abc"


@pytest.mark.keeps_pages
def test_back_from_history_asks_anew(page: Page, site: Site) -> None:
    """A page that comes back whole is not shown before the server has been asked again."""
    shown: list[str] = []
    page.on("console", lambda message: shown.append(message.text))
    page.goto(CODE)
    button, code = page.get_by_role("button", name="Continue"), page.get_by_label("6-digit code")

    def leave() -> None:
        page.evaluate(
            "addEventListener('pageshow', (event) => event.persisted && console.log(document.body.hidden))"
        )
        code.fill("abc")
        button.click()
        page.wait_for_url("**/submit")

    until_kept(page, f"**{CODE}", leave)
    assert shown == ["true"]
    expect(button).not_to_have_attribute("aria-disabled", "true")
    posts = len(site.posts)
    code.fill("abc")
    button.click()
    page.wait_for_url("**/submit")
    assert len(site.posts) == posts + 1


# focus


def test_focus_on_the_summary(page: Page) -> None:
    page.goto("/registration.one_step.error_traits")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="E-Mail")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.locator("[data-error-summary]")).not_to_be_focused()  # by script only, not a stop for Tab


def test_focus_on_the_wrong_field(page: Page) -> None:
    page.goto("/login.identifier_first.step1_missing")
    expect(page.get_by_label("E-Mail")).to_be_focused()


def test_a_hidden_field_gets_no_focus(page: Page, site: Site) -> None:
    site.alter('name="csrf_token"', 'name="csrf_token" aria-invalid="true"')
    page.goto("/login.identifier_first.step1_missing")
    expect(page.get_by_label("E-Mail")).to_be_focused()


def test_focus_on_the_alert_of_the_whole_page(page: Page) -> None:
    page.goto("/login.choose_method.wrong_password")
    expect(page.locator("[data-message-id]")).to_be_focused()
    expect(page.get_by_role("alert")).to_have_count(0)  # or a screen reader would say it twice


def test_autofocus_is_not_stolen(page: Page) -> None:
    page.goto("/login.aal2.code_wrong")
    expect(page.get_by_label("6-digit code")).to_be_focused()
    expect(page.locator("[data-message-id]")).to_be_visible()


def test_what_is_wrong_is_told_where_one_types(page: Page) -> None:
    """A screen reader tells the field that has the focus, and not what stands above it."""
    page.goto("/login.aal2.code_wrong")
    field = page.get_by_label("6-digit code")
    expect(field).to_be_focused()
    expect(field).to_have_accessible_description(re.compile("code"))


def test_no_error_no_focus(page: Page) -> None:
    page.goto(PASSWORD)
    assert page.evaluate("document.activeElement.tagName") == "BODY"


# expiry

EXPIRING = "/registration.made.expiring"
RENEWED = re.compile(r"/registration$")
TYPED = {
    "traits.email": "ada@example.com",
    "traits.nick": "countess",
    "traits.birthday": "1990-12-10",
    "code": "123",
    "password": "pw",
}


def open_page(page: Page, site: Site, seconds: int) -> None:
    """The page, which a renewal gives anew for three hours."""
    site.anew = EXPIRING[1:]
    page.goto(f"{EXPIRING}?expires={seconds}")
    page.evaluate("window.here = true")


def stays(page: Page) -> bool:
    """Whether the page has not begun to renew itself: that stores something at once, or is another page by now."""
    return bool(page.evaluate("window.here && !sessionStorage.length"))


def field(page: Page, name: str) -> Locator:
    return page.locator(f'[name="{name}"]:visible')


def fill(page: Page) -> None:
    for name, value in TYPED.items():
        field(page, name).fill(value)
    field(page, "traits.tos").check()


def show_pin(page: Page) -> None:
    page.locator('button[aria-controls$="traits.pin"]').click()


def test_what_was_typed_survives_except_secrets(clock: Page, site: Site) -> None:
    page = clock
    open_page(page, site, 3600)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if RENEWED.search(request.url) else None)
    fill(page)
    field(page, "traits.pin").fill("1234")
    show_pin(page)  # a shown secret is a secret still
    page.clock.fast_forward(3500_000)
    assert stays(page)
    page.clock.fast_forward(200_000)
    page.wait_for_url(RENEWED)
    shown = {name: field(page, name).input_value() for name in TYPED}
    assert shown == {**TYPED, "code": "", "password": ""}
    assert field(page, "traits.pin").input_value() == ""
    assert len(asked) == 1
    assert field(page, "traits.tos").is_checked()
    assert page.locator("[type=hidden][name='traits.tos']").input_value() == "false"
    assert page.evaluate("sessionStorage.length") == 0
    page.clock.run_for(200)
    assert "started it again" in said(page).inner_text()
    page.reload()
    assert field(page, "traits.email").input_value() == ""


def test_stored_are_only_changed_fields_without_secrets(clock: Page, site: Site) -> None:
    page = clock
    page.route(RENEWED, lambda route: route.fulfill(status=204))
    open_page(page, site, 3600)
    for name in ("traits.email", "password", "code"):
        field(page, name).fill(TYPED[name])
    field(page, "traits.pin").fill("1234")
    show_pin(page)
    page.clock.fast_forward(3700_000)
    stored = json.loads(page.evaluate("sessionStorage.getItem('kratos-ui-typed')"))
    assert stored["of"] == "registration"
    assert sorted(stored["fields"]) == [["traits.email", ["ada@example.com"]], ["traits.pin", []]]


def test_another_flow_gets_nothing(clock: Page) -> None:
    page = clock
    page.goto(CODE)
    page.evaluate(
        "sessionStorage.setItem('kratos-ui-typed',"
        """ '{"of":"registration","fields":[["identifier",["ada@example.com"]]]}')"""
    )
    page.goto(PASSWORD)
    assert page.get_by_label("E-Mail").input_value() == ""
    assert page.evaluate("sessionStorage.length") == 0


def test_after_sleep(clock: Page, site: Site) -> None:
    page = clock
    open_page(page, site, 3600)
    page.clock.set_system_time(datetime.datetime.now() + datetime.timedelta(hours=9))
    assert stays(page)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_url(RENEWED)


@pytest.mark.parametrize(("typed", "renewed"), [(False, False), (True, True)])
def test_hidden_tab_waits_unless_something_was_typed(
    clock: Page, site: Site, typed: bool, renewed: bool
) -> None:
    page = clock
    page.add_init_script("Object.defineProperty(document, 'hidden', {get: () => window.away ?? true})")
    open_page(page, site, 3600)
    if typed:
        field(page, "traits.email").fill("ada@example.com")
    page.clock.fast_forward(3700_000)
    if not renewed:
        assert stays(page)
        page.evaluate("void (window.away = false, document.dispatchEvent(new Event('visibilitychange')))")
    page.wait_for_url(RENEWED)


def test_forgotten_tab_renews_once(clock: Page, site: Site) -> None:
    page = clock
    open_page(page, site, 3600)
    page.clock.fast_forward(3700_000)
    page.wait_for_url(RENEWED)
    page.evaluate("window.here = true")
    page.clock.fast_forward(7300_000)
    assert stays(page)


def test_person_gets_a_second_renewal(clock: Page, site: Site) -> None:
    page = clock
    open_page(page, site, 3600)
    page.clock.fast_forward(3700_000)
    page.wait_for_url(RENEWED)
    field(page, "traits.nick").fill("countess")
    with page.expect_event("load"):
        page.clock.fast_forward(7300_000)
    assert RENEWED.search(page.url)


@pytest.mark.parametrize("seconds", [-60, 5, 35])
def test_wrong_clock_does_not_loop(clock: Page, site: Site, seconds: int) -> None:
    page = clock
    open_page(page, site, seconds)
    field(page, "traits.email").fill("ada@example.com")
    page.clock.run_for(60_000)
    assert stays(page)


LATE = """
  Date.now = () => new Date(2099, 0).getTime();
  const look = () => document.dispatchEvent(new Event("visibilitychange"));
"""


def test_nothing_is_renewed_while_a_form_is_on_its_way(page: Page, site: Site) -> None:
    open_page(page, site, 3600)
    fill(page)
    button = page.get_by_role("button", name="Create account")
    button.evaluate(f"(button) => {{ {LATE} button.click(); look(); }}")
    sent(page, site)


def test_renewal_is_asked_for_once(page: Page, site: Site) -> None:
    open_page(page, site, 3600)
    count = "let times = 0; Storage.prototype.setItem = () => times++;"
    assert page.evaluate(f"() => {{ {LATE} {count} look(); look(); return times; }}") == 1
    page.wait_for_url(RENEWED)


def test_leaving_the_page_is_not_turned_into_a_renewal(page: Page, site: Site) -> None:
    open_page(page, site, 3600)
    field(page, "traits.email").fill("ada@example.com")
    leave = "Object.defineProperty(document, 'hidden', {value: true});"
    assert page.evaluate(f"() => {{ {LATE} {leave} look(); return sessionStorage.length; }}") == 0


def test_without_storage_all_else_works(context: BrowserContext, page: Page, site: Site) -> None:
    page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', {get() { throw new Error('blocked') }})"
    )
    open_page(page, site, 3600)
    fill(page)
    show_pin(page)
    page.get_by_role("button", name="Create account").click()
    sent(page, site)
