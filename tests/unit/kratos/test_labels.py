"""Names of traits that have no title."""

from __future__ import annotations

import pytest

from app.kratos.labels import readable


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("traits.name.first", "First name"), ("traits.name.last_name", "Last name"), ("traits.firstName", "First name"),
        ("traits.user_id", "User ID"), ("traits.VATNumber", "VAT number"), ("traits.address.street", "Street"),
        ("traits.größe", "Größe"), ("traits.名前", "名前"), ("traits.date_of_birth", "Date of birth"),
        ("traits.address2", "Address 2"), ("traits.e-mail", "E mail"), ("traits.email", "Email"),
        ("traits.dob", "Date of birth"),
        ("traits.1", "Traits 1"), ("traits._", "_"), ("traits", "Traits"), ("traits.tags.0", "Tags"),
        ("traits.phone.number", "Phone number"), ("first-name", "First name"), ("userID", "User ID"), ("", ""),
        ("what is no name", "what is no name"),
    ],
)  # fmt: skip
def test_readable(name: str, label: str) -> None:
    assert readable(name) == label


def test_two_of_one_name_are_told_apart() -> None:
    names = ["traits.billing.street", "traits.shipping.street", "traits.billing.city"]
    assert [readable(name, names) for name in names] == ["Billing street", "Shipping street", "City"]
