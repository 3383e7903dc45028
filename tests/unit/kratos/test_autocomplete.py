"""`app.kratos.autocomplete`: what a browser may fill into a trait."""

from __future__ import annotations

import pytest

from app.kratos.autocomplete import token


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("traits.name", "name"), ("traits.name.first", "given-name"), ("traits.firstName", "given-name"),
        ("traits.first_name", "given-name"), ("traits.First-Name", "given-name"), ("traits.name.last", "family-name"),
        ("traits.name.lastName", "family-name"), ("traits.surname", "family-name"),
        ("traits.name.middle", "additional-name"), ("traits.personal.name.given", "given-name"),
        ("traits.name.title", "honorific-prefix"), ("traits.name.full", "name"),
        ("traits.nickname", "nickname"), ("traits.display_name", "nickname"), ("traits.username", "username"),
        ("traits.email", "email"), ("traits.phone", "tel"), ("traits.phone_number", "tel"),
        ("traits.phone.number", "tel"), ("traits.mobilePhone", "tel"), ("traits.website", "url"),
        ("traits.birthday", "bday"), ("traits.date_of_birth", "bday"), ("traits.dateOfBirth", "bday"),
        ("traits.birth.date", "bday"), ("traits.dob", "bday"), ("traits.gender", "sex"),
        ("traits.address", "street-address"), ("traits.address.street", "address-line1"),
        ("traits.address.line2", "address-line2"), ("traits.address.zip", "postal-code"),
        ("traits.address.postalCode", "postal-code"), ("traits.postal_code", "postal-code"),
        ("traits.profile.address.city", "address-level2"), ("traits.city", "address-level2"),
        ("traits.address.state", "address-level1"), ("traits.address.country", "country-name"),
        ("traits.country_code", "country"), ("traits.billing.zip", "billing postal-code"),
        ("traits.shipping.address.city", "shipping address-level2"),
        ("traits.company", "organization"), ("traits.company.name", "organization"),
        ("traits.organization.title", "organization-title"), ("traits.preferred_language", "language"),
    ],
)  # fmt: skip
def test_what_is_the_persons_own(name: str, expected: str) -> None:
    assert token(name) == expected


@pytest.mark.parametrize(
    "name",
    [
        "traits.emergency_contact.phone", "traits.emergencyContact.name.first", "traits.parent.email",
        "traits.spouse.firstName", "traits.guardian.address.zip", "traits.emergency_phone", "traits.next_of_kin.name",
        "traits.company.phone", "traits.company.address.city", "traits.pet.name", "traits.company.email",
    ],
)  # fmt: skip
def test_not_what_may_be_somebody_elses(name: str) -> None:
    assert token(name) == ""


@pytest.mark.parametrize(
    "name",
    [
        "password", "code", "totp_code", "identifier", "email", "lookup_secret", "traits", "traits.", "", ".",
        "traits.password", "traits.pin", "traits.code", "traits.state", "traits.title", "traits.color",
        "traits.address.name", "traits.name.country", "traits.phone.name", "traits.名前", "given-name",
        "traits.0", "traits.emails.0",
    ],
)  # fmt: skip
def test_not_what_nobody_can_know(name: str) -> None:
    assert token(name) == ""
