"""What somebody does who is signed in: profile, authenticator app, recovery codes, devices."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pyotp

from tests.support.neighbours import HOUSE
from tests.support.pages import NEW_PASSWORD, PASSWORD, Person
from tests.support.real_kratos import http
from tests.support.second_factors import protected

NewPerson = Callable[..., Person]
CODES = """[...document.querySelectorAll('[data-testid="node/text/lookup_secret_codes/text"] code')]
  .map((code) => code.textContent)"""
SPIES = """[
  window.say = (text) => { document.body.dataset.said = text; },
  URL.createObjectURL = (file) => { file.text().then(say); return '#file'; },
  window.print = () => say('printed'),
].length"""


def signed_in(person: Person) -> str:
    """Somebody with a password is signed in; the address."""
    address = str(person.real.create_identity(password=PASSWORD)["traits"]["email"])
    person.sign_in(address)
    person.is_at("/welcome")
    return address


def test_profile_and_password(new_person: NewPerson, scripts: bool) -> None:
    person = new_person(*HOUSE, scripts=scripts)
    address = signed_in(person)
    person.open("/settings")
    person.field("traits.name.first").fill("Mara")
    person.button("method", "profile").click()
    person.message(1050001).wait_for()
    assert person.field("traits.name.first").input_value() == "Mara"
    person.field("password").fill(NEW_PASSWORD)
    person.button("method", "password").click()
    person.message(1050001).wait_for()
    person.sign_out()
    person.sign_in(address, NEW_PASSWORD)
    person.is_at("/welcome")


def test_authenticator_app(new_person: NewPerson, scripts: bool) -> None:
    """Set up, then asked for; a pasted code sends itself with scripts, whatever blanks are in it."""
    person = new_person(*HOUSE, scripts=scripts)
    address = signed_in(person)
    person.open("/settings")
    secret = person.page.get_by_test_id("node/text/totp_secret_key/text").locator("code").inner_text()
    app = pyotp.TOTP("".join(secret.split()))
    person.type_code(app.now(), "totp_code", "totp")
    person.message(1050001).wait_for()
    person.sign_out()
    person.sign_in(address)
    person.message(1010004).wait_for()
    code = app.now()
    paste(person, "totp_code", f"{code[:3]} {code[3:]}" if scripts else code)
    if not scripts:
        person.button("method", "totp").click()
    person.is_at("/welcome")
    person.is_signed_in(address)


def paste(person: Person, name: str, text: str) -> None:
    """Copies the text from another page, as from a message, and pastes it."""
    here = person.page.url
    person.page.goto(f"data:text/html,<input value={quote(repr(text))} autofocus>")
    person.page.locator("input").click()
    person.page.keyboard.press("Control+a")
    person.page.keyboard.press("Control+c")
    person.page.goto(here)
    person.field(name).click()
    person.page.keyboard.press("Control+v")


def pasted(person: Person) -> list[str]:
    """The lines that were copied last; the person comes back to the same page."""
    here = person.page.url
    person.page.goto("data:text/html,<textarea autofocus></textarea>")
    person.page.locator("textarea").click()
    person.page.keyboard.press("Control+v")
    lines = person.page.locator("textarea").input_value().splitlines()
    person.page.goto(here)
    return lines


def test_recovery_codes(new_person: NewPerson) -> None:
    """Made, copied, offered as a file, printed, and used once."""
    person = new_person(*HOUSE)
    address = signed_in(person)
    person.open("/settings")
    person.button("lookup_secret_regenerate", "true").click()
    shown = person.page.get_by_test_id("node/text/lookup_secret_codes/text").locator("code")
    shown.first.wait_for()
    codes = person.page.evaluate(CODES)
    assert len(codes) == 12
    person.page.locator("[data-copy]:visible").click()
    person.page.locator("[data-status]", has_text="opied").wait_for()
    assert pasted(person) == codes
    person.page.evaluate(SPIES)
    for button, said in (("download", codes[0]), ("print", "printed")):
        person.page.locator(f"[data-{button}]:visible").click()
        person.page.locator(f'body[data-said*="{said}"]').wait_for()
    person.button("lookup_secret_confirm", "true").click()
    person.message(1050001).wait_for()
    person.sign_out()
    for used in (False, True):
        person.sign_in(address)
        person.field("lookup_secret").fill(codes[3])
        person.button("method", "lookup_secret").click()
        if used:
            person.message(4000012).wait_for()
        else:
            person.is_at("/welcome")
            person.sign_out()


def test_another_device_is_signed_out(new_person: NewPerson, scripts: bool) -> None:
    person = new_person(*HOUSE, scripts=scripts)
    address = signed_in(person)
    with http() as phone:
        start = phone.get(f"{person.real.public_url}/self-service/login/api", timeout=10).json()
        body = {"method": "password", "identifier": address, "password": PASSWORD}
        token = phone.post(start["ui"]["action"], json=body, timeout=10).json()["session_token"]
        phone.headers["X-Session-Token"] = token
        person.open("/sessions")
        person.page.locator('.row a[href*="/sessions/"]', has_text="Sign out").click()
        person.page.locator("main form button").click()
        person.is_at("/sessions")
        assert phone.get(f"{person.real.public_url}/sessions/whoami", timeout=10).status_code == 401
    person.is_signed_in(address)


def test_a_second_step_by_a_recovery_code_without_scripts(new_person: NewPerson) -> None:
    person = new_person(*HOUSE, scripts=False)
    account = protected(person.real, totp=True, lookup=True)
    person.sign_in(account.address)
    person.field("lookup_secret").fill(account.codes[0])
    person.button("method", "lookup_secret").click()
    person.is_at("/welcome")
    person.is_signed_in(account.address)
