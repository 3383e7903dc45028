"""Traits → claims, by granted scope."""

from __future__ import annotations

from typing import Any

import pytest

from app.hydra.claims import claims
from app.kratos.session import Address, Identity

MAIL = Address("mara@example.org", "email", verified=True)


def person(*addresses: Address, **traits: Any) -> Identity:
    return Identity(id="i", traits=traits, verifiable_addresses=addresses)


def test_nothing_is_told_without_a_scope() -> None:
    mara = person(MAIL, email=MAIL.value, name="Mara", phone="+49170", address="Somewhere 1")
    assert claims(mara, ()) == {}
    assert claims(mara, ("openid", "offline_access", "photos.read")) == {}


def test_the_email_says_whether_it_is_verified() -> None:
    assert claims(person(MAIL, email=MAIL.value), ("email",)) == {"email": MAIL.value, "email_verified": True}
    other = Address("other@example.org", "email", verified=True)
    assert claims(person(other, email="mara@example.org"), ("email",)) == {
        "email": "mara@example.org", "email_verified": False,
    }  # fmt: skip


def test_an_address_that_no_trait_is_named_after() -> None:
    assert claims(person(MAIL, work_mail=MAIL.value), ("email",)) == {
        "email": MAIL.value,
        "email_verified": True,
    }


def test_a_phone_is_no_email() -> None:
    phone = Address("+491701234567", "sms", verified=True)
    mara = person(phone, phone=phone.value)
    assert claims(mara, ("email",)) == {}
    assert claims(mara, ("phone",)) == {"phone_number": phone.value, "phone_number_verified": True}


@pytest.mark.parametrize(
    ("traits", "expected"),
    [
        ({"name": "Mara Lind"}, {"name": "Mara Lind"}),
        (
            {"name": {"first": "Mara", "last": "Lind"}},
            {"given_name": "Mara", "family_name": "Lind", "name": "Mara Lind"},
        ),
        ({"first_name": "Mara", "last_name": ""}, {"given_name": "Mara", "name": "Mara"}),
        ({"username": "mara", "gender": 7}, {"preferred_username": "mara"}),
        ({"website": "https://m.example"}, {"website": "https://m.example"}),
        ({"language": "de"}, {"locale": "de"}),
        ({"name": ["Mara"], "picture": 7, "newsletter": True}, {}),
        ({}, {}),
    ],
)  # fmt: skip
def test_the_profile(traits: dict[str, Any], expected: dict[str, Any]) -> None:
    assert claims(person(MAIL, **traits), ("profile",)) == expected


def test_the_postal_address() -> None:
    assert claims(person(address="Quay 1, Hamburg"), ("address",)) == {
        "address": {"formatted": "Quay 1, Hamburg"}
    }
    parts = {"locality": "Hamburg", "planet": "Earth", "country": ""}
    assert claims(person(address=parts), ("address",)) == {"address": {"locality": "Hamburg"}}
