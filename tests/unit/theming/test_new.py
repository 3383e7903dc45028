"""`theme new`, `theme pack` and `theme where`."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result

from app import paths
from app.cli.main import main
from app.preview.exhibits import exhibits
from app.theme.contract import LINK_NAMES
from app.theme.file import KEYS
from app.theme.loader import load_theme
from app.theming import rendered
from tests.support.theme import themed

NAMES = (
    "v1.3.1/login.choose_method.all_methods",
    "v1.3.1/settings.show_form.all_methods",
    "pages/welcome.aal2",
)
MISSING = "playwright is not installed: pip install 'kratos-selfservice-ui-flask[preview]'"


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["theme", *map(str, words)])


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    result = run("new", tmp_path / "our-demo")
    assert result.exit_code == 0, result.output
    assert f"kratos-ui theme check {tmp_path / 'our-demo'}" in result.output
    return tmp_path / "our-demo"


def uncommented(text: str) -> str:
    """All that a commented `theme.toml` proposes."""
    return re.sub(r"(?m)^# (?=\w+ = |\[)", "", text)


def test_a_new_theme_runs_and_passes(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendered, "exhibits", lambda: {name: exhibits()[name] for name in NAMES})
    result = run("check", demo, "--quick", "--no-browser")
    assert (result.exit_code, result.output) == (0, "9 pages made, in 3 languages.\nNothing found\n")
    page = themed(demo).test_client().get(f"/preview/{NAMES[0]}").text
    assert "<title>Sign in · Our demo</title>" in page
    assert "/theme.css" in page


def test_what_is_printed_can_be_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    output = run("new", tmp_path / "My Theme").output
    see, check = output.splitlines()[-2:]
    assert f"THEME_DIR='{tmp_path}/My Theme' " in see
    words = shlex.split(check)
    assert Path(words[2]).is_file()
    assert words[3:] == ["theme", "check", f"{tmp_path}/My Theme"]


def test_what_settings_change_is_no_loss(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "v1.3.1/login.choose_method.after_expired"
    monkeypatch.setattr(rendered, "exhibits", lambda: {name: exhibits()[name]})
    settings = demo / "theme.toml"
    settings.write_text(settings.read_text("utf-8").replace("\n# ", '\nfirst = "code"\n# ', 1), "utf-8")
    assert run("check", demo, "--quick", "--no-browser").exit_code == 0


def test_the_theme_of_the_environment_is_checked_if_none_is_named(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THEME_DIR", str(demo))
    (demo / "theme.toml").write_text("name = 1\n", "utf-8")
    result = run("check", "--quick", "--no-browser")
    assert result.exit_code == 1
    assert "theme.toml" in result.output


@pytest.mark.parametrize(("asked", "status"), [((), 0), (("--browser",), 2)])
def test_without_playwright_it_says_so_and_goes_on(
    demo: Path, monkeypatch: pytest.MonkeyPatch, asked: tuple[str, ...], status: int
) -> None:
    monkeypatch.setattr(rendered, "exhibits", lambda: {NAMES[0]: exhibits()[NAMES[0]]})
    monkeypatch.setitem(sys.modules, "playwright.sync_api", None)
    result = run("check", demo, "--quick", "--json", *asked)
    assert result.exit_code == status
    if status:
        assert result.stderr == (f"kratos-ui theme check can't look: {MISSING}\n")
    else:
        assert json.loads(result.stdout) == {"findings": [], "notes": [
            "3 pages made, in 3 languages.",
            "Contrast and size of targets were not looked at: " + MISSING + ".",
        ]}  # fmt: skip


def test_every_setting_that_it_proposes_can_be_used(demo: Path) -> None:
    settings = demo / "theme.toml"
    for name in ("logo.svg", "logo-dark.svg", "icon.svg"):
        (demo / "static" / name).write_text("<svg></svg>")
    settings.write_text(uncommented(settings.read_text("utf-8")), "utf-8")
    assert set(tomllib.loads(settings.read_text("utf-8"))) == set(KEYS) - {"parent"}
    theme = load_theme(demo)
    assert set(theme.links) == set(LINK_NAMES)
    assert theme.look


def test_every_token_that_it_proposes_is_ours_with_its_value(demo: Path) -> None:
    ours = re.sub(r"/\*.*?\*/", "", (paths.STATIC / "css" / "ui.css").read_text("utf-8"), flags=re.DOTALL)
    light, _, dark = ours.partition("prefers-color-scheme: dark")
    own_light, _, own_dark = (
        (demo / "static" / "theme.css").read_text("utf-8").partition("prefers-color-scheme: dark")
    )
    for own, stock in ((own_light, light), (own_dark, dark)):
        tokens = re.findall(r"/\* (--[\w-]+: .*?;) \*/", own)
        assert len(tokens) >= 6
        assert [token for token in tokens if token not in stock] == []


def test_nothing_is_overwritten(demo: Path) -> None:
    result = run("new", demo)
    assert result.exit_code == 1
    assert "is there already, and not empty" in result.output


def test_a_pack_has_what_belongs_to_the_theme_and_is_the_same_each_time(demo: Path, tmp_path: Path) -> None:
    run("eject", "element", "divider", "--theme", demo)
    for junk in (".DS_Store", "theme.toml~", "templates/.x.swp", "static/__pycache__/x.pyc", "old.zip"):
        (demo / junk).parent.mkdir(exist_ok=True)
        (demo / junk).write_text("x")
    one, other = tmp_path / "one.zip", tmp_path / "other.zip"
    assert run("pack", demo, "--out", one).output == f"{one}: 5 files\n"
    again = tmp_path / "again" / "our-demo"
    shutil.copytree(demo, again)
    for number, path in enumerate(sorted(again.rglob("*"), reverse=True)):
        os.utime(path, (number, number))
        path.chmod(0o700)
    run("pack", again, "--out", other)
    assert one.read_bytes() == other.read_bytes()
    with ZipFile(one) as packed:
        assert packed.namelist() == [
            "static/theme.css", "templates/README.md", "templates/elements/divider.html", "theme.toml",
            "translations/en/LC_MESSAGES/ui.po",
        ]  # fmt: skip


def test_what_can_not_be_used_is_not_packed(tmp_path: Path) -> None:
    (tmp_path / "theme.toml").write_text('name = ""')
    result = run("pack", tmp_path, "--out", tmp_path / "x.zip")
    assert result.exit_code == 2
    assert not (tmp_path / "x.zip").exists()


def test_it_says_where_the_stock_files_are() -> None:
    for line in run("where").output.splitlines():
        assert Path(line.split()[1]).is_dir()
    assert (Path(run("where", "templates").output.strip()) / "pages" / "login.html").is_file()
