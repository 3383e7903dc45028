"""Findings: what follows from another is left out, and what is to paste."""

from __future__ import annotations

from app.doctor import checks  # noqa: F401 - registers the rules
from app.doctor.finding import RULES, Setting, kratos, ui, without_consequences


def test_what_follows_from_another_is_left_out_only_then() -> None:
    loop, domain = RULES["login-page"].found("it loops"), RULES["cookie-domain"].found("a domain")
    assert list(without_consequences([loop, domain])) == [domain]
    assert list(without_consequences([loop])) == [loop]
    assert list(without_consequences([loop, RULES["cookie-domain"].fine("kept")])) == [
        loop,
        RULES["cookie-domain"].fine("kept"),
    ]


def test_what_is_pasted() -> None:
    assert kratos("cookies.domain", "example.org").text == "cookies.domain: example.org"
    assert kratos("a.b", ["x", True]).text == 'a.b: ["x", true]'
    assert ui("KRATOS_COOKIES", "a b").text == 'KRATOS_COOKIES="a b"'
    assert ui("TRUSTED_PROXIES", 1).text == "TRUSTED_PROXIES=1"
    assert "hush" not in Setting("kratos", "secrets.cookie", ["hush"], secret=True).text
