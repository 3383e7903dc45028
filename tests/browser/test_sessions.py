"""Sessions in Chromium: two browser profiles, pages of other origins, what axe says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from playwright.sync_api import Page
from werkzeug.wrappers import Request, Response

from tests.support.accessible import violations
from tests.support.expected import expect
from tests.support.pages import PASSWORD, Person
from tests.support.ports import free_port
from tests.support.real_kratos import new_address
from tests.support.servers import serving

NewPerson = Callable[..., Person]
IPHONE = {
    "user_agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/18.1 Mobile/15E148 Safari/604.1"
}


def two_profiles(new_person: NewPerson, scripts: bool = True) -> tuple[Person, Person]:
    """The same account in two browsers."""
    here = new_person(scripts=scripts)
    phone = Person(new_person(**IPHONE).page, here.real)
    address = here.real.create_identity(new_address(), PASSWORD)["traits"]["email"]
    for person in (here, phone):
        person.sign_in(address)
        person.is_at("/welcome")
    return here, phone


def whoami(person: Person) -> int:
    """What Kratos says to this profile's cookies."""
    return person.page.context.request.get(f"{person.real.public_url}/sessions/whoami").status


def test_ending_one_profile_leaves_the_other(new_person: NewPerson, scripts: bool) -> None:
    here, phone = two_profiles(new_person, scripts)
    here.open("/sessions")
    here.page.get_by_role("link", name="Sign out device Safari on iPhone").click()
    expect(here.page.get_by_role("heading", level=1)).to_have_text("Sign out Safari on iPhone?")
    here.page.get_by_role("link", name="Cancel").click()
    assert whoami(phone) == 200
    here.page.get_by_role("link", name="Sign out device Safari on iPhone").click()
    here.page.get_by_role("button", name="Sign out device").click()
    here.is_at("/sessions")
    expect(here.page.locator(".alert[role=status]")).to_have_text("Safari on iPhone is signed out.")
    assert (whoami(here), whoami(phone)) == (200, 401)
    phone.open("/sessions")
    phone.is_at("/login")


def test_ending_all_others(new_person: NewPerson, scripts: bool) -> None:
    here, phone = two_profiles(new_person, scripts)
    here.open("/sessions")
    here.page.get_by_role("link", name="Sign out all other devices").click()
    here.page.get_by_role("button", name="Sign out all").click()
    expect(here.page.get_by_text("You aren’t signed in anywhere else.")).to_be_visible()
    assert (whoami(here), whoami(phone)) == (200, 401)


def test_this_device_is_told_apart(new_person: NewPerson) -> None:
    here, _ = two_profiles(new_person)
    here.open("/sessions")
    this = here.page.get_by_role("region", name="This device")
    expect(this).to_contain_text("Active now")
    expect(this.get_by_role("link")).to_have_count(0)
    pre = this.locator("pre")
    expect(pre).to_be_hidden()
    this.get_by_text("Details for developers").click()
    expect(pre).to_be_visible()


class Attacker:
    """A page with a button that posts to our `/sessions/others`."""

    def __init__(self, target: str) -> None:
        self.target = target

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        form = f'<form method="post" action="{self.target}"><button>Win a prize</button></form>'
        return Response(form if request.path == "/" else "", mimetype="text/html")(environ, start_response)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"], ids=["same-site", "cross-site"])
def test_a_page_of_another_origin_ends_nothing(new_person: NewPerson, host: str) -> None:
    """Another port of our host gets our cookies along (SameSite knows no ports): only the token stops it."""
    here, phone = two_profiles(new_person)
    here.open("/sessions/others")  # now there is a cookie of ours, too
    port = free_port()
    with serving(Attacker(f"{here.real.ui_url}/sessions/others"), port):
        here.page.goto(f"http://{host}:{port}/")
        with here.page.expect_navigation(url="**/sessions/others") as arrived:
            here.page.get_by_role("button").click()
    assert arrived.value.status == 400
    assert (whoami(here), whoami(phone)) == (200, 200)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(new_person: NewPerson, scheme: str, width: int) -> None:
    here, _ = two_profiles(new_person)
    here.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    here.page.set_viewport_size({"width": width, "height": 900})
    for path in ("/sessions", "/sessions/others", "/welcome"):
        here.open(path)
        assert violations(here.page) == [], path
        assert_no_sideways_scroll(here.page)


def assert_no_sideways_scroll(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def test_home_links_here_once(new_person: NewPerson) -> None:
    here, _ = two_profiles(new_person)
    here.open("/welcome")
    expect(here.page.locator('a[href*="sessions"]')).to_have_count(1)
