"""Which labels can stand inside an English sentence, and names as labels."""

from __future__ import annotations

import pytest

from app.i18n.nouns import has_article, inline, is_noun


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("E-Mail", "e-mail"), ("Your E-Mail", "e-mail"), ("E-mail address", "e-mail address"),
        ("Email *", "email"),
        ("VAT number", "VAT number"), ("VAT NUMBER", "VAT number"), ("FIRST NAME", "first name"),
        ("Tax ID", "tax ID"),
        ("TAX ID", "tax ID"), ("GitHub handle", "GitHub handle"), ("PayPal address", "PayPal address"),
        ("IBAN", "IBAN"),
        ("Email, phone or username", "email, phone or username"), ("6-digit code", "6-digit code"),
        ("Name:", "name"),
        ("Date of birth", "date of birth"), ("Your Company Name", "company name"),
        ("Favourite colour", "favourite colour"),
        ("Address line 1", "address line 1"), ("X handle", "X handle"), ("Vat Id", "VAT ID"),
        ("ZIP code", "ZIP code"), ("Country of residence", "country of residence"),
        ("T-Shirt size", "t-shirt size"),
        ("Email address", "email address"), ("Contact email", "contact email"),
        ("Type of business", "type of business"),
    ],
)  # fmt: skip
def test_nouns(label: str, words: str) -> None:
    assert is_noun(label)
    assert inline(label) == words


@pytest.mark.parametrize(
    "label",
    [
        "How did you hear about us?", "I accept the terms of use", "Share my data with partners",
        "Send me news",
        "What is your favourite colour", "What is your name", "Which city", "Favourite city?", "Terms accepted",
        "Any allergies", "2", "1 2",
        "Subscribe to newsletter", "Newsletter", "Email me", "Share phone number", "Confirm password",
        "Enter your name",
        "ENTER YOUR NAME", "Choose country", "Tell us your name.", "Are you a company", "Is company",
        "Has a car", "Own a car",
        "Speaks language", "In which city", "Over 18 years", "Do not use this name", "Where is your office",
        "My name",
        "Please give name", "Don't share my number", "I’m over 18 years", "We may use your address",
        "Agreed to policy",
        "Vorname", "Geburtsdatum", "Ich akzeptiere die AGB", "Mein Name", "Ihr Name", "Votre adresse email",
        "Prénom", "Straße",
        "Nombre", "姓名", "الاسم", "Имя", "", " ", "Your", "*", "?", "Name\nof key", "<b>Name</b>",
        "%(label)s name",
        "The very long official legal registered name of company", "x" * 50 + " name", "Name & address",
        "First name (legal)",
    ],
)  # fmt: skip
def test_what_is_never_asked_for_by_its_label(label: str) -> None:
    assert not is_noun(label)


def test_a_noun_with_an_article_of_its_own() -> None:
    assert has_article("Name of the key")
    assert not has_article("Name of other key")
