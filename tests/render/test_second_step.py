"""A second step's code: who gets it, and when."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.support.recordings import recording
from tests.support.soup import Page, page_of

VERSIONS = ("v1.3.1", "v26.2.0")
SEVERAL = ("login.aal2.code_sent", "login.aal2.code_resent", "login.aal2.code_wrong")
CHOSEN = "mf2-backup@example.com"


def other_way(page: Page) -> list[str]:
    """The addresses of the links that say so."""
    return [
        str(tag["href"])
        for tag in page.soup.select(".card__foot a")
        if tag.get_text() == "Use another address"
    ]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", SEVERAL)
def test_the_first_of_several_addresses_is_the_chosen_one(stock: Flask, version: str, name: str) -> None:
    page = page_of(stock, recording(version, name))
    (resend,) = page.soup.select('button[name="resend"]')
    form = resend.find_parent("form")
    assert form is not None
    assert form.select('input[name="identifier"]')[0]["value"] == CHOSEN
    assert CHOSEN in page.soup.select(".card")[0].get_text()
    assert page.soup.select("h1")[0].get_text(strip=True) == "Check your email"
    assert len(other_way(page)) == 1


def test_no_link_leads_to_a_second_mail(stock: Flask) -> None:
    page = page_of(stock, recording("v26.2.0", "login.aal2.code_one_address_init"))
    assert other_way(page) == []


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("name", "renewed"),
    [
        ("login.aal2.code_sent", False),
        ("login.aal2.code_resent", False),
        ("login.aal2.code_wrong", False),
        ("login.aal2.all_methods", True),
        ("login.aal2.code_choose_address", True),
        ("login.choose_method.all_methods", True),
        ("login.sent_email.code", True),
        ("registration.sent_email.code", True),
    ],
)  # fmt: skip
def test_a_page_left_open_has_no_code_sent(stock: Flask, version: str, name: str, renewed: bool) -> None:
    main = page_of(stock, recording(version, name)).soup.select("main[data-renew]")
    assert bool(main) == renewed
