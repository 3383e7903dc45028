"""`themes.toml`: what it may say, and what is told of each slip."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app import create_app
from app.brands import file
from app.config import Config, ConfigError
from app.web.csp import parse
from tests.support.brands import FILE, themes, write


def problems(folder: Path, text: str) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        file.read(themes(folder, text))
    return caught.value.problems


def test_what_the_file_says(tmp_path: Path) -> None:
    found = file.read(themes(tmp_path))
    assert list(found.brands) == ["main", "acme", "globex", "initech", "umbrella"]
    assert found.rules.default == "main"
    assert found.rules.origins == {
        "https://app.initech.example": "initech",
        "http://localhost:3000": "initech",
    }
    assert found.brands["umbrella"].product == "Umbrella & Co"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "there is no table [brands.NAME]"),
        ("[brands]", "there is no table [brands.NAME]"),
        ('default = "x"\n[brands.a]', 'default names "x": there are a'),
        ("default = []\n[brands.a]", "default names"),
        ("[brand.a]\n[brands.a]", 'the file has no "brand": did you mean brands?'),
        ('[brands.a]\nhost = ["x"]', '[brands.a] has no "host": did you mean hosts?'),
        ('[brands.a]\ncolour = "red"', '[brands.a] has no "colour": there are'),
        ('[brands."../a"]', '"../a" can\'t be the name of a brand'),
        ('[brands."A"]', '"A" can\'t be the name of a brand'),
        ('[brands."a\\n"]', "can't be the name of a brand"),
        ("[brands]\na = 1", "a must be a table: [brands.a]"),
        ('[brands.a]\nhosts = "a.example"', "[brands.a] hosts must be a list of texts"),
        ('[brands.a]\nhosts = ["https://a.example"]', 'hosts lists "https://a.example", which is no host'),
        ('[brands.a]\nhosts = ["*.example"]', "which is no host"),
        ('[brands.a]\nclients = [""]', "clients must be a list of texts"),
        ('[brands.a]\nclients = ["é"]', 'clients lists "é", which is no id'),
        ('[brands.a]\nreturn_to = ["https://a.example/path"]', "which is not an origin"),
        ('[brands.a]\nlocales = ["xx"]', 'locales names "xx", which is not a language'),
        ('[brands.a]\ncsp_extra = "img-source x"', 'csp_extra has "img-source"'),
        ('[brands.a]\ntheme = "nowhere"', "[brands.a] theme names a folder that does not exist"),
        ("[brands.a]\nname = 1", "[brands.a] name must be a text"),
        ("[brands.a]\nlinks = 1", "[brands.a] links must be a table"),
        (
            '[brands.a]\nclients = ["x"]\n[brands.b]\nclients = ["x"]',
            '[brands.b] clients lists "x", as [brands.a] does',
        ),
        ('[brands.a]\nhosts = ["A.example"]\n[brands.b]\nhosts = ["a.example"]', "as [brands.a] does"),
        ('[brands.a]\norganizations = ["acme"]', '[brands.a] organizations lists "acme", which is no id'),
        ("[brands.a\n", "can't be read"),
    ],
)
def test_a_slip_is_named(tmp_path: Path, text: str, said: str) -> None:
    found = problems(tmp_path, text)
    assert all(each.startswith("THEMES: ") for each in found)
    assert said in found[0]


def test_all_slips_at_once(tmp_path: Path) -> None:
    assert len(problems(tmp_path, 'default = "x"\n[brands.a]\nlogos = 1\nhosts = [1]\nlocales = 1\n')) == 4
    lists = 'hosts = ["a.example", "b/c", "d/e"]\nreturn_to = ["x", "y"]\nlocales = ["xx", "de", "yy"]\n'
    assert len(problems(tmp_path, f"[brands.a]\n{lists}")) == 6


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "themes.toml").write_bytes(b"\xff")
    with pytest.raises(ConfigError, match=r"can't be read: it is not UTF-8 \(at line 1\): save it"):
        file.read(tmp_path / "themes.toml")
    (tmp_path / "themes.toml").write_text("[brands.a]\n", "utf-8-sig")
    assert list(file.read(tmp_path / "themes.toml").brands) == ["a"]


def test_the_settings_of_a_brand(tmp_path: Path, config: Config) -> None:
    brands = file.read(themes(tmp_path)).brands
    base = replace(
        config, project_name="Ours", csp_extra="img-src https://a.example; font-src https://f.example",
        gateway_enabled=True, locales=("en", "fr"),
    )  # fmt: skip
    acme = brands["acme"].settings(base)
    assert (acme.theme_dir, acme.project_name, acme.themes) == (tmp_path / "acme", "", None)
    assert (acme.locales, acme.default_locale, acme.gateway_enabled) == (("de", "en"), "de", False)
    assert parse(acme.csp_extra) == {
        "img-src": ("https://a.example", "https://cdn.acme.example"),
        "font-src": ("https://f.example",),
    }
    assert brands["umbrella"].settings(base).project_name == "Umbrella & Co"
    assert brands["main"].settings(base).locales == ("en", "fr")


def test_a_brand_without_a_theme_has_that_of_the_environment(tmp_path: Path, config: Config) -> None:
    base = replace(config, theme_dir=tmp_path, project_name="Ours")
    found = file.read(themes(tmp_path, '[brands.a]\nlocales = ["fr"]\n')).brands["a"].settings(base)
    assert (found.theme_dir, found.project_name, found.default_locale) == (tmp_path, "Ours", "fr")


def test_a_link_to_a_theme_is_kept_as_a_link(tmp_path: Path) -> None:
    path = themes(tmp_path, '[brands.a]\ntheme = "current"\n')
    (tmp_path / "current").symlink_to(tmp_path / "acme")
    assert file.read(path).brands["a"].theme == tmp_path / "current"


def test_what_a_brand_lacks_along_with_the_environment(tmp_path: Path, config: Config) -> None:
    text = FILE.replace('locales = ["de", "en"]', 'locales = ["tlh", "en"]').replace('"de"', '"en"')
    write(tmp_path / "themes.toml", text)
    acme = file.read(themes(tmp_path, text.replace("tlh", "ia"))).brands["acme"]
    assert "without a catalog" in "".join(file.problems_of(acme, config))


def test_a_language_that_a_brand_does_not_offer_can_not_be_its_default(
    tmp_path: Path, config: Config
) -> None:
    brands = file.read(
        themes(tmp_path, '[brands.a]\nlocales = ["de"]\n[brands.b]\ndefault_locale = "fr"\n')
    ).brands
    a, b = (replace(brand, theme=None, default_locale="fr") for brand in brands.values())
    [told] = file.problems_of(a, config)
    assert told == 'default_locale names "fr", which is not among its locales: de'
    assert list(file.problems_of(b, config)) == []
    assert len(list(file.problems_of(b, replace(config, locales=("de", "en"))))) == 1


def test_a_slip_in_place_of_a_theme_is_not_the_themes(tmp_path: Path, config: Config) -> None:
    slips = '[brands.acme]\ntheme = "acme"\nlogo = "nope.svg"\nlinks = {privcy = "/p"}\n'
    path = themes(tmp_path, slips)
    expected = (
        'THEMES: [brands.acme] "logo" is "nope.svg": use the name of a file below static/',
        'THEMES: [brands.acme] [links] "privcy" is not known: did you mean "privacy"?',
    )
    for start in (file.usable, create_app):
        with pytest.raises(ConfigError) as caught:
            start(replace(config, themes=path))
        assert caught.value.problems == expected
