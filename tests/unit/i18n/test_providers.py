"""What providers are called where no button of theirs stands."""

from __future__ import annotations

import pytest

from app.i18n.providers import around, called, verb


@pytest.mark.parametrize(
    ("provider", "labels", "name"),
    [
        ("ms-contoso", {"ms-contoso": "Contoso staff"}, "Contoso staff"),
        ("google", {"google": "Acme Google"}, "Acme Google"),
        ("github", {"github": "github"}, "github"),  # outside of a page, Kratos' own words
        ("github", {}, "GitHub"),
        ("GitHub", {}, "GitHub"),
        ("linkedin_v2", {}, "LinkedIn"),
        ("ms-contoso", {}, "Ms Contoso"),
        ("github-enterprise", {}, "GitHub Enterprise"),
        ("acme.sso_2", {}, "Acme Sso 2"),
        ("DFN-AAI", {}, "DFN-AAI"),
        ("", {}, ""),
        ("--", {}, "--"),
        ("übung", {}, "Übung"),
    ],
)
def test_what_people_know_it_as(provider: str, labels: dict[str, str], name: str) -> None:
    assert called(provider, labels) == name


@pytest.mark.parametrize(
    ("label", "name", "cut"),
    [
        ("Continue with GitHub", "GitHub", ("Continue with ", "GitHub", "")),
        ("Sign in with github now", "GitHub", ("Sign in with ", "github", " now")),
        ("Weiter", "GitHub", ("", "Weiter", "")),
        ("Weiter", "", ("", "Weiter", "")),
    ],
)
def test_the_name_within_a_label(label: str, name: str, cut: tuple[str, str, str]) -> None:
    assert around(label, name) == cut
    assert "".join(cut) == label


@pytest.mark.parametrize(
    ("label", "name", "cut"),
    [
        ("Remove security key “Blue”", "Blue", ("Remove security key", " “Blue”")),
        ("Unlink GitHub", "GitHub", ("Unlink", " GitHub")),
        ("Remove passkey", "", ("Remove", " passkey")),
        ("Remove", "Blue", ("Remove", "")),
        ("Remove", "", ("Remove", "")),
        ("Remove “e”", "e", ("Remove", " “e”")),
        ("Quitar «Blue»", "Blue", ("Quitar", " «Blue»")),
        ("Lösen: „Blue“", "Blue", ("Lösen", ": „Blue“")),
        ("हटाएँ: “Blue”", "Blue", ("हटाएँ", ": “Blue”")),
        ("„Blue“ entfernen", "Blue", ("„Blue“ entfernen", "")),  # rather too much than nothing
    ],
)
def test_what_a_small_button_shows(label: str, name: str, cut: tuple[str, str]) -> None:
    assert verb(label, name) == cut
