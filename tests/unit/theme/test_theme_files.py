"""Where a theme comes from: a folder, a zip file, an installed package, and those that it builds on."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask

from app import create_app, theme_files
from app.config import Config, ConfigError
from app.current import ui
from app.theme.loader import load_theme


def put(folder: Path, toml: str, **files: str) -> Path:
    """A theme; `files`: `static__logo_svg="…"` for `static/logo.svg`."""
    for name, text in {"theme_toml": toml, **files}.items():
        head, _, ending = name.rpartition("_")
        path = folder / f"{head.replace('__', '/')}.{ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def zipped(folder: Path, path: Path, below: str = "") -> Path:
    with ZipFile(path, "w") as packed:
        for each in sorted(folder.rglob("*")):
            packed.write(each, below + each.relative_to(folder).as_posix())
    return path


def build(theme: Path, **more: str) -> Flask:
    settings = {"kratos_public_url": "http://localhost:4433", "cookie_secret": "t" * 32, **more}
    return create_app(Config(theme_dir=theme, **settings))  # type: ignore[arg-type]


def environ(value: str) -> Config:
    return Config.from_env({"KRATOS_PUBLIC_URL": "http://localhost:4433", "THEME_DIR": value})


@pytest.mark.parametrize("below", ["", "harbor/"])
def test_a_zip_file_is_a_theme(tmp_path: Path, below: str) -> None:
    folder = put(
        tmp_path / "harbor", 'name = "Harbor"\napi = 1\nlogo = "logo.svg"', static__logo_svg="<svg/>",
        static__theme_css="a{}", templates__elements__divider_html="mine",
    )  # fmt: skip
    config = environ(str(zipped(folder, tmp_path / "harbor.zip", below)))
    app = create_app(config)
    assert ui(app).brand.name == "Harbor"
    assert app.jinja_env.get_template("elements/divider.html").render() == "mine"
    answer = app.test_client().get(ui(app).brand.logo)
    assert answer.text == "<svg/>"
    answer.close()


def test_what_leads_out_of_a_zip_file_stays_in(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "evil.zip", "w") as packed:
        packed.writestr("theme.toml", 'name = "x"\napi = 1')
        packed.writestr("../../escaped.txt", "x")
    folder = load_theme(tmp_path / "evil.zip").path
    assert folder
    assert (folder / "escaped.txt").is_file()
    assert not (tmp_path / "escaped.txt").exists()


def test_a_zip_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theme_files, "THEME_FILES", 1)
    with ZipFile(tmp_path / "many.zip", "w") as packed:
        packed.writestr("theme.toml", 'name = "x"\napi = 1')
        packed.writestr("other.txt", "x")
    with pytest.raises(ConfigError, match="holds more than 1 files"):
        load_theme(tmp_path / "many.zip")


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A distribution that has the theme `harbor`, and one called `broken` that has none."""
    folder = put(tmp_path / "site/harbor_theme", 'name = "Harbor"\napi = 1', __init___py="raise RuntimeError")
    put(tmp_path / "site/empty_theme", "", __init___py="").joinpath("theme.toml").unlink()
    info = tmp_path / "site/harbor-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: harbor\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[kratos_ui.themes]\nharbor = harbor_theme\nbroken = empty_theme\ngone = not_there.at_all\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    importlib.invalidate_caches()
    yield folder
    sys.modules.pop("harbor_theme", None)


def test_an_installed_package_is_a_theme_and_none_of_its_code_runs(installed: Path) -> None:
    config = environ("package:harbor")
    assert config.theme_dir == installed
    assert load_theme(config.theme_dir).name == "Harbor"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("package:harbour", "that no installed package has: installed are broken, gone, harbor"),
        ("package:broken", "whose package empty_theme has no theme.toml"),
        ("package:gone", "whose package not_there.at_all has no theme.toml"),
        ("nowhere", f"names a folder that does not exist: {Path('nowhere').absolute()}"),
    ],
)
def test_a_theme_that_is_not_there(installed: Path, value: str, told: str) -> None:
    with pytest.raises(ConfigError) as raised:
        environ(value)
    [problem] = raised.value.problems
    assert problem.startswith("THEME_DIR names")
    assert problem.endswith(told)


def test_a_file_that_is_no_zip_file(tmp_path: Path) -> None:
    (tmp_path / "theme.txt").write_text("x")
    with pytest.raises(ConfigError, match="THEME_DIR names a file that is no zip file"):
        environ(str(tmp_path / "theme.txt"))


@pytest.fixture
def family(tmp_path: Path) -> Path:
    """Three themes: each calls the divider and the sign-in page of the one below it."""
    page = "{{% extends 'parent/pages/login.html' %}}{{% block title %}}{} {{{{ super() }}}}{{% endblock %}}"
    divider = "{{% from 'parent/elements/divider.html' import divider as below %}}"
    divider += "{{% macro divider() %}}{}{{{{ below() }}}}{{% endmacro %}}"
    names = {"house": "", "group": "house", "brand": "group"}
    for name, parent in names.items():
        put(
            tmp_path / name,
            f'api = 1\nname = "{name}"\n' + (f'parent = "../{parent}"\n' if parent else ""),
            templates__pages__login_html=page.format(name),
            templates__elements__divider_html=divider.format(name[0]),
            static__theme_css=f".{name} {{}}",
        )
    return tmp_path / "brand"


def test_each_theme_builds_on_the_one_below(family: Path) -> None:
    from app.kratos.flow import parse_flow
    from tests.support.recordings import recording
    from tests.support.soup import page_from

    app = build(family)
    login = recording("v1.3.1", "login.choose_method.all_methods")
    page = page_from(app, parse_flow("login", login.body))
    assert page.soup.select("h1")[0].get_text() == "brand group house Sign in"
    with app.test_request_context():
        divider = app.jinja_env.get_template("elements/divider.html").module.divider()  # type: ignore[attr-defined]
    assert divider.startswith("bgh<")
    assert app.jinja_env.get_template("stock/elements/divider.html")
    sheets = [str(each["href"]).rsplit("/", 1)[1] for each in page.soup.select("link[rel=stylesheet]")]
    assert sheets == ["ui.css", "parent-2.css", "parent-1.css", "theme.css"]
    served = []
    for each in page.soup.select("link[rel=stylesheet]")[1:]:
        answer = app.test_client().get(str(each["href"]))
        served.append(answer.text)
        answer.close()
    assert served == [".house {}", ".group {}", ".brand {}"]


def test_a_parent_s_page_that_nothing_replaces_finds_what_is_below_it(family: Path) -> None:
    (family / "templates/pages/login.html").unlink()
    env = build(family).jinja_env
    assert env.join_path("parent/x.html", "pages/login.html") == "parent/parent/x.html"
    assert env.join_path("parent/x.html", "parent/parent/pages/login.html") == "parent/parent/parent/x.html"
    assert env.join_path("layouts/base.html", "parent/pages/login.html") == "layouts/base.html"


def test_a_theme_without_a_parent_finds_ours_below_it(tmp_path: Path) -> None:
    put(
        tmp_path,
        'name = "x"\napi = 1',
        templates__pages__login_html="{% extends 'parent/pages/login.html' %}",
    )
    assert build(tmp_path).jinja_env.get_template("pages/login.html")


def test_values_tables_files_and_catalogs_are_inherited(tmp_path: Path) -> None:
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Sign in"\nmsgstr "Ensalutu"\n'
    house = put(
        tmp_path / "house",
        'name = "House"\napi = 1\nlogo = "logo.svg"\nfooter = "House Ltd"\n[links]\nhelp = "/h"\nterms = "/t"\n'
        '[look]\naccent = "#0f766e"\nradius = "0"',
        static__logo_svg="<svg/>", translations__eo__LC_MESSAGES__ui_po=head,
    )  # fmt: skip
    packed = zipped(house, tmp_path / "house.zip")
    brand = put(
        tmp_path / "brand",
        'api = 1\nparent = "../house.zip"\nname = "Brand"\nfavicon = "logo.svg"\n'
        '[links]\nhelp = "/b"\n[look]\nradius = "1rem"',
    )
    theme = load_theme(brand)
    assert (theme.name, theme.footer, theme.logo) == ("Brand", "House Ltd", "logo.svg")
    assert theme.links == {"help": "/b", "terms": "/t"}
    assert "--radius: 1rem" in theme.look
    assert "--brand: #0f766e" in theme.look
    assert packed.is_file()
    app = build(brand)
    assert "eo" in ui(app).locales
    answer = app.test_client().get(ui(app).brand.favicon)
    assert answer.text == "<svg/>"
    answer.close()


def test_a_language_of_a_parent_can_be_the_default(tmp_path: Path) -> None:
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Sign in"\nmsgstr "x"\n'
    put(tmp_path / "house", 'name = "House"\napi = 1', translations__eo__LC_MESSAGES__ui_po=head)
    brand = put(tmp_path / "brand", 'api = 1\nname = "B"\nparent = "../house"')
    kratos = "http://localhost:4433"
    config = Config.from_env(
        {"KRATOS_PUBLIC_URL": kratos, "THEME_DIR": str(brand), "DEFAULT_LOCALE": "eo", "LOCALES": "eo"}
    )
    assert config.default_locale == "eo"


def test_themes_that_lead_in_a_circle(tmp_path: Path) -> None:
    for name, parent in (("a", "b"), ("b", "c"), ("c", "b")):
        put(tmp_path / name, f'name = "x"\napi = 1\nparent = "../{parent}"')
    with pytest.raises(ConfigError) as raised:
        environ(str(tmp_path / "a"))
    assert raised.value.problems == (
        'THEME_DIR names a theme whose "parent" leads in a circle: a → b → c → b',
    )
    with pytest.raises(ConfigError, match="in a circle"):
        load_theme(tmp_path / "a")


def test_a_parent_that_is_not_there(tmp_path: Path) -> None:
    put(tmp_path, 'name = "x"\napi = 1\nparent = "../gone"')
    with pytest.raises(
        ConfigError, match=r'whose "parent" is "\.\./gone", which names a folder that does not exist'
    ):
        environ(str(tmp_path))


def test_a_mistake_of_a_parent_names_its_file(tmp_path: Path) -> None:
    put(tmp_path / "house", 'name = "x"\napi = 1\ncolor = "red"')
    put(tmp_path / "house/templates/pages", "", login_html="{% if %}")
    brand = put(tmp_path / "brand", 'name = "x"\napi = 1\nparent = "../house"')
    with pytest.raises(ConfigError, match='/house/theme.toml: "color" is not known'):
        load_theme(brand)
    put(tmp_path / "house", 'name = "x"\napi = 1', templates__pages__login_html="{% if %}")
    with pytest.raises(ConfigError, match=r"/house/templates/pages/login.html:1: Expected an expression"):
        build(brand)


def test_somebody_else_may_have_the_last_word(tmp_path: Path) -> None:
    put(tmp_path, 'name = "x"\napi = 1\n[links]\nhelp = "/h"\nterms = "/t"', static__logo_svg="<svg/>")
    theme = load_theme(tmp_path, {"name": "Other", "logo": "logo.svg", "links": {"help": "/o"}})
    assert (theme.name, theme.logo, theme.links) == ("Other", "logo.svg", {"help": "/o", "terms": "/t"})
    bare = load_theme(None, {"name": "Bare", "look": {"accent": "#0f766e"}})
    assert (bare.name, bare.path, bare.has_static) == ("Bare", None, True)
    with pytest.raises(ConfigError, match='"nmae" is not known: did you mean "name"'):
        load_theme(tmp_path, {"nmae": "x"})
    with pytest.raises(ConfigError, match='"logo" is "gone.svg"'):
        load_theme(None, {"logo": "gone.svg"})
