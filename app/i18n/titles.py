"""Titles that identity schemas commonly have, in all languages, however they are capitalized. Pure."""

from __future__ import annotations

from . import N_

_USUAL = {
    text.casefold(): text
    for text in (N_("First name"), N_("Last name"), N_("Full name"), N_("Date of birth"), N_("Company"))
} | dict.fromkeys(("email", "e-mail", "email address", "e-mail address"), "Email")


def usual(title: str) -> str:
    """Return a title as catalogs have it, "First name" for "First Name"; any other as it is."""
    return _USUAL.get(title.casefold(), title)
