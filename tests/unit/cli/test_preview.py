"""`kratos-ui preview --out`: files that hang together."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urldefrag

import pytest
from click.testing import CliRunner
from flask import Flask

from app import create_app
from app.cli import preview as command
from app.cli.main import main
from app.cli.place import check_ours
from app.config import Config
from app.workbench import baseline, report, shots
from app.workbench.export import build, export, is_gallery
from tests.support.soup import soup

THEME = Path(__file__).resolve().parents[2] / "themes" / "style"


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The gallery as files, with a theme."""
    out = tmp_path_factory.mktemp("gallery")
    settings = Config(
        kratos_public_url="http://localhost:4433", cookie_secret="t" * 32, preview_enabled=True, theme_dir=THEME,
        locales=("en",),
    )  # fmt: skip
    told: list[str] = []

    def progress(names: Iterable[str]) -> Iterable[str]:
        told.extend(names)
        return told

    assert export(build(settings), out, progress) > 400
    assert "en/v1.3.1/login.choose_method.all_methods" in told
    return out


def test_every_link_leads_to_a_file(exported: Path) -> None:
    pages = sorted(exported.rglob("*.html"))
    for page in pages[:: max(1, len(pages) // 60)] + [exported / "en" / "index.html"]:
        for tag in soup(page.read_text(encoding="utf-8")).select("[href], [src]"):
            address = urldefrag(str(tag.get("href", tag.get("src")))).url
            if address and not address.startswith(("http", "data:")):
                assert (page.parent / address).resolve().is_file(), (
                    f"{page.relative_to(exported)} → {address}"
                )


def test_the_themes_files_are_there(exported: Path) -> None:
    assert (exported / "theme" / "theme.css").is_file()
    assert (exported / "static" / "css" / "ui.css").is_file()


def test_the_gallery_is_served_only_where_it_is_switched_on(config: Config, app: Flask) -> None:
    assert app.test_client().get("/preview").status_code == 404
    client = create_app(replace(config, preview_enabled=True)).test_client()
    index = client.get("/preview")
    assert index.status_code == 200
    assert "v1.3.1/login.choose_method.all_methods" in index.text
    page = client.get("/preview/v1.3.1/login.choose_method.all_methods")
    assert page.status_code == 200
    assert 'name="password"' in page.text
    assert client.get("/preview/nothing").status_code == 404
    assert client.get("/preview/../../pyproject.toml").status_code == 404


def test_the_variables_of_a_page_can_be_seen(config: Config) -> None:
    client = create_app(replace(config, preview_enabled=True)).test_client()
    shown = client.get("/preview/v1.3.1/login.choose_method.all_methods?_context=1")
    assert shown.mimetype == "text/plain"
    assert "forms = (Form(role='providers'" in shown.text


def test_the_commands_are_there() -> None:
    result = CliRunner().invoke(main, ["preview", "--help"])
    assert result.exit_code == 0
    for word in ("--out", "--port", "--theme", "--against", "--add", "save", "compare"):
        assert word in result.output


@pytest.fixture
def no_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """No Chromium, no Playwright, and no files written."""
    monkeypatch.setattr(command, "export", lambda app, out, progress: 1)
    monkeypatch.setattr(shots, "_PROGRAMS", ())
    monkeypatch.setitem(sys.modules, "playwright.sync_api", None)


@pytest.mark.usefixtures("no_pictures", "exported")
def test_a_sheet_needs_chromium_and_its_lack_is_told(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["preview", "--out", str(tmp_path / "out")])
    assert result.exit_code == 0
    assert "No contact sheet: Playwright is not installed: pip install" in result.output


def test_without_the_extra_all_else_is_served() -> None:
    """The wheel without Playwright and Pillow: they are not loaded before a picture is asked for."""
    code = (
        "import sys; from app.cli import main; "
        "print([name for name in sys.modules if name.split('.')[0] in ('playwright', 'PIL')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"


def test_several_themes_are_not_written_at_once(tmp_path: Path) -> None:
    two = ["--theme", str(THEME), "--theme", str(THEME)]
    result = CliRunner().invoke(main, ["preview", *two, "--out", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert "give --theme once" in result.output


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--port", "99999"], "99999 is not in the range"),
        (["--port", "-1"], "-1 is not in the range"),
        (["--port", "0", "--add", "bad.json"], "This is no flow"),
    ],
)
def test_what_can_not_be_meant_so_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, options: list[str], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad.json").write_text("{}")
    result = CliRunner().invoke(main, ["preview", *options])
    assert result.exit_code == 2
    assert says in result.output


@pytest.mark.parametrize(
    "command", [["--out", "there"], ["save", "there"], ["compare", "saved", "--out", "there"]]
)
def test_nothing_is_written_among_somebody_elses_files(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("there/index.html", "saved/preview.json"):
        Path(name).parent.mkdir()
        Path(name).write_text("{}")
    result = CliRunner().invoke(main, ["preview", *command])
    assert result.exit_code == 1
    assert "there is there already, and not empty" in result.output
    assert [each.name for each in Path("there").iterdir()] == ["index.html"]


def test_what_was_written_before_is_written_over(exported: Path, tmp_path: Path) -> None:
    check_ours(exported, is_gallery)
    check_ours(tmp_path / "nowhere", is_gallery)
    out = report.differences(tmp_path / "differences", [], {}, {}).parent
    check_ours(out, report.is_ours)
    (out / "phone").mkdir()
    report.forget(out)
    assert not out.exists()
    (tmp_path / baseline.NOTE).write_text("{}")
    check_ours(tmp_path, baseline.is_ours)


def test_words_that_find_no_state_are_told(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["preview", "save", str(tmp_path / "saved"), "--find", "zzzzz"])
    assert result.exit_code == 2
    assert 'no state is found by "zzzzz"' in result.output


@pytest.mark.parametrize(
    "note", ["[]", "{}", "null", '{"views": ["huge"], "states": []}', '{"views": ["phone"]}']
)
def test_a_note_that_is_none_holds_no_pictures(tmp_path: Path, note: str) -> None:
    (tmp_path / baseline.NOTE).write_text(note)
    with pytest.raises(baseline.NoBaseline, match="has no pictures"):
        baseline.read(tmp_path)


def test_pictures_of_another_theme_are_told(tmp_path: Path) -> None:
    note = {"views": ["phone"], "states": []}
    for theme, says in (
        ({}, ""),
        ({"theme": "harbor"}, ""),
        ({"theme": "stock"}, "the theme stock, compared with"),
    ):
        (tmp_path / baseline.NOTE).write_text(json.dumps({**note, **theme}))
        told = baseline.other_theme("http://localhost:1/harbor", tmp_path)
        assert says in told
        assert bool(told) == bool(says)
    page = report.differences(tmp_path / "out", [], {"theme": "stock"}, {"theme": "harbor"})
    assert "of the theme stock, those after of harbor" in page.read_text("utf-8")


@pytest.mark.usefixtures("no_pictures")
def test_that_brands_are_not_looked_at_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "themes.toml").write_text("nonsense")
    monkeypatch.setenv("THEMES", str(tmp_path / "themes.toml"))
    result = CliRunner().invoke(main, ["preview", "--out", str(tmp_path / "out")])
    assert result.exit_code == 0
    assert "THEMES is not looked at" in result.output


def test_a_broken_theme_is_told_before_pictures_are_taken(tmp_path: Path) -> None:
    (tmp_path / "theme.toml").write_text("name = ")
    result = CliRunner().invoke(main, ["preview", "save", str(tmp_path / "out"), "--theme", str(tmp_path)])
    assert result.exit_code == 2
    assert "theme.toml can't be read" in result.output
