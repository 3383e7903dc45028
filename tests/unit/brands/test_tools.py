"""Tools of operators know the brands: mails, doctor."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli.main import main
from app.config import Config, ConfigError
from app.doctor.environment import asked
from tests.support.brands import FILE, themes, write

KRATOS = {"KRATOS_PUBLIC_URL": "http://localhost:4433"}


def mails(out: Path, path: Path | str, *arguments: str) -> str:
    environ = {"THEMES": str(path), "LOCALES": "en"}
    return CliRunner().invoke(main, ["mails", "--out", str(out), *arguments], env=environ).output


def test_mails_of_a_brand(tmp_path: Path) -> None:
    path = themes(tmp_path)
    for name, product, languages in (
        ("acme", "Brand acme", {"de", "en"}),
        ("umbrella", "Umbrella & Co", {"en"}),
    ):
        out = tmp_path / f"mails-{name}"
        assert "files below" in mails(out, path, "--brand", name)
        text = "".join(each.read_text("utf-8") for each in out.rglob("*.plaintext.gotmpl"))
        assert product in text
        assert ("ignorieren" in text) is ("de" in languages)


def test_mails_of_a_brand_that_is_none(tmp_path: Path) -> None:
    path = themes(tmp_path)
    assert "there are main, acme" in mails(tmp_path / "out", path, "--brand", "../acme")
    assert "needs THEMES" in mails(tmp_path / "out", "", "--brand", "acme")
    assert not (tmp_path / "out").exists()


def test_mails_of_all_brands_in_one_file(tmp_path: Path) -> None:
    path, out = themes(tmp_path), tmp_path / "out"
    assert "34 files below" in mails(out, path)
    text = (out / "recovery_code/valid/email.body.plaintext.gotmpl").read_text("utf-8")
    assert [text.count(name) for name in ('"Brand acme"', '"Umbrella & Co"', '"Brand main"')] == [2, 1, 1]
    for name in ("acme", "globex", "initech", "umbrella"):
        assert text.count(f'if eq $which "{name}"') == 1
    assert text.count('eq $which "main"') == 0  # all others'
    last = text.index('"Brand main"')
    assert all(text.index(f"Brand {name}") < last for name in ("acme", "globex", "initech"))


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (("themes.toml", "[brands]"), "there is no table"),
        (("acme/theme.toml", "name = 1"), r"THEMES: \[brands.acme\] "),
        (
            ("themes.toml", FILE.replace('"de", "en"', '"ia", "en"').replace('"de"', '"en"')),
            "without a catalog",
        ),
    ],
)
def test_doctor_names_what_the_start_would(tmp_path: Path, harm: tuple[str, str], said: str) -> None:
    path = themes(tmp_path)
    assert asked([{**KRATOS, "THEMES": str(path)}], {}, [], []).config is not None
    write(tmp_path / harm[0], harm[1])
    with pytest.raises(ConfigError, match=said):
        asked([{**KRATOS, "THEMES": str(path)}], {}, [], [])


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(ConfigError, match="THEMES names a file that does not exist"):
        Config.from_env({**KRATOS, "THEMES": "/nowhere/themes.toml"})
