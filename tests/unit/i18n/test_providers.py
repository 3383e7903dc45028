"""What providers are called where no button of theirs stands."""

from __future__ import annotations

import pytest

from app.i18n.providers import called


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
