"""`kratos-ui preview --against`: a theme, another version of the UI, or an exported gallery beside the pages."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import click
import pytest

from app import paths
from app.cli.preview import _beside
from app.config import Config
from app.workbench.bench import open_shop
from app.workbench.versions import NoPages, Version, version_at
from tests.support.theme import made_theme
from tests.support.workbench import Client

STATE = "v1.3.1/login.choose_method.all_methods"
MAIN = """\
import os, pathlib
def main(arguments):
    try:
        import playwright
    except ImportError:
        pass
    else:
        raise SystemExit("a contact sheet would be made")
    out = pathlib.Path(arguments[arguments.index("--out") + 1])
    (out / "en").mkdir()
    (out / "en" / "index.html").write_text(f"{__name__} in {os.environ['THEME_DIR']}")
"""


def checkout(folder: Path, package: str = "app", main: str = MAIN) -> Path:
    """An older version, as far as it matters."""
    for name, text in {"__init__.py": "", "cli/__init__.py": "", "cli/main.py": main}.items():
        path = folder / package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def told(version: Version, theme: Path | None = None) -> str:
    return (version.gallery(theme) / "en" / "index.html").read_text()


def test_a_checkout_makes_its_pages_by_its_own_code(tmp_path: Path) -> None:
    version = version_at(checkout(tmp_path))
    assert version == Version(tmp_path, "app")
    assert told(version, Path("harbor")) == "app.cli.main in harbor"


def test_so_does_a_wheel(tmp_path: Path) -> None:
    checkout(tmp_path, "kratos_ui")
    wheel = tmp_path / "ui-0.1-py3-none-any.whl"
    with ZipFile(wheel, "w") as packed:
        for path in (tmp_path / "kratos_ui").rglob("*.py"):
            packed.write(path, path.relative_to(tmp_path))
    version = version_at(wheel)
    assert version
    assert told(version) == "kratos_ui.cli.main in "


@pytest.mark.parametrize(
    ("package", "templates"), [("app", "templates"), ("kratos_ui", "kratos_ui/_data/templates")]
)
def test_stock_templates_lead_to_their_version(tmp_path: Path, package: str, templates: str) -> None:
    checkout(tmp_path, package)
    (tmp_path / templates / "layouts").mkdir(parents=True)
    (tmp_path / templates / "layouts" / "base.html").write_text("")
    assert version_at(tmp_path / templates) == Version(tmp_path, package)


def test_ours_is_one(tmp_path: Path) -> None:
    root = paths.TEMPLATES.parent
    assert version_at(paths.TEMPLATES) == version_at(root) == Version(root, "app")
    assert version_at(root / "tests" / "themes" / "style") is None
    assert version_at(tmp_path) is None


def test_a_version_that_ends_in_an_error_is_told(tmp_path: Path) -> None:
    version = version_at(checkout(tmp_path, main="def main(arguments):\n    raise SystemExit(3)\n"))
    assert version
    with pytest.raises(NoPages):
        version.gallery(None)


def test_what_stands_beside(tmp_path: Path) -> None:
    theme = made_theme(tmp_path / "theme", {})
    gallery = tmp_path / "gallery"
    gallery.mkdir()
    (gallery / "index.html").write_text("")
    assert _beside((theme,), None) == ((theme,), None)
    assert _beside((), str(theme)) == ((theme,), None)
    assert _beside((theme,), str(gallery)) == ((theme,), gallery)
    themes, pages = _beside((theme,), str(checkout(tmp_path / "old")))
    assert themes == (theme,)
    assert pages
    assert (pages / "en" / "index.html").is_file()
    with pytest.raises(click.BadParameter, match="no theme, no version and no gallery"):
        _beside((), str(tmp_path))
    with pytest.raises(click.BadParameter, match="does not exist"):
        _beside((), str(tmp_path / "nowhere"))


def test_a_zip_file_is_a_look(config: Config, tmp_path: Path) -> None:
    with ZipFile(tmp_path / "Blue Harbor.zip", "w") as packed:
        packed.writestr("theme.toml", 'name = "Blue"\napi = 1\n')
    client = Client(open_shop(config, [tmp_path / "Blue Harbor.zip"]))
    assert "Blue" in client.get(f"/blue-harbor/preview/{STATE}").text
