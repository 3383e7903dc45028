"""`kratos-ui mails` with `THEMES`: brands that don't speak the same languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli.main import main
from tests.support.brands import themes, write

BRANDS = """\
[brands.acme]
theme = "acme"
locales = ["de", "en"]

[brands.globex]
theme = "globex"
locales = ["fr", "en"]
default_locale = "fr"
"""


def run(folder: Path, head: str, *arguments: str) -> Result:
    path = themes(folder, head + BRANDS, ("acme", "globex"))
    environ = {"THEMES": str(path), "LOCALES": "en", "DEFAULT_LOCALE": "en"}
    return CliRunner().invoke(main, ["mails", "--out", str(folder / "out"), *arguments], env=environ)


def otherwise(folder: Path) -> list[str]:
    """Return in which language each brand speaks to who has said none; all others' comes last."""
    text = (folder / "out/login_code/valid/email.subject.gotmpl").read_text("utf-8")
    branches = re.split(r'(?:eq \$which "\w+"|\{\{- else) -\}\}\n(?=\{\{- \$mail)', text)[1:]
    return [re.findall(r'\{\{- \$lang = "([\w-]+)" \}\}', each)[-1] for each in branches]


@pytest.mark.parametrize(
    ("head", "language", "spoken", "told"),
    [
        (
            "",
            "de",
            ["de", "fr", "en"],
            ["What is no brand’s offers no “de”", "[brands.globex] offers no “de”"],
        ),
        ('default = "acme"\n', "de", ["fr", "de"], ["[brands.globex] offers no “de”"]),
        ('default = "acme"\n', "en", ["en", "en"], []),
        ('default = "acme"\n', "", ["fr", "en"], []),
    ],
)
def test_a_brand_without_the_language_keeps_its_own(
    tmp_path: Path, head: str, language: str, spoken: list[str], told: list[str]
) -> None:
    done = run(tmp_path, head, "--language", language)
    assert done.exit_code == 0, done.output
    assert otherwise(tmp_path) == spoken
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] == told
    if told:
        assert "[brands.globex] offers no “de”: who has said no language gets “fr”\n" in done.stderr


def test_a_language_that_no_brand_has_is_refused(tmp_path: Path) -> None:
    done = run(tmp_path, 'default = "acme"\n', "--language", "tlh")
    assert done.exit_code == 2
    assert 'no catalog of "tlh" in any brand: there are de, en, fr' in done.output
    assert not (tmp_path / "out").exists()


def test_what_is_wrong_with_a_brand_is_told_with_its_table(tmp_path: Path) -> None:
    write(tmp_path / "globex/translations/fr/LC_MESSAGES/ui.po", 'msgid "unclosed\n')
    done = run(tmp_path, "", "--language", "de")
    assert done.exit_code == 2
    assert re.search(r"  - THEMES: \[brands.globex\] \S+ui.po:1: ", done.output), done.output
