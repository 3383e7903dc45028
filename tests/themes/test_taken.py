"""Stock files taken over into a theme, and what `theme diff` says once the stock has changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import paths
from app.cli.main import main
from app.theme.doubts import stock
from app.theming.eject import FOLDERS
from app.theming.static import static
from tests.support.theme import env_of, made_theme, themed

DIVIDER = "elements/divider.html"


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    return made_theme(tmp_path / "theme", {})


@pytest.fixture
def upgraded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The stock templates, as a copy that a test can change."""
    copy = tmp_path / "stock"
    shutil.copytree(paths.TEMPLATES, copy)
    monkeypatch.setattr(paths, "TEMPLATES", copy)
    return copy


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["theme", *map(str, words)])


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def eject(theme: Path, kind: str, name: str, *more: str) -> Path:
    result = run("eject", kind, name, "--theme", theme, *more)
    assert result.exit_code == 0, result.output
    return Path(result.output.partition(" ")[0])


@pytest.mark.parametrize("kind", FOLDERS)
def test_every_stock_file_can_be_taken_over_and_changes_nothing(
    theme: Path, tmp_path: Path, kind: str
) -> None:
    bare = made_theme(tmp_path / "bare", {})
    names = [name for name in sorted(stock()) if name.startswith(f"{FOLDERS[kind]}/")]
    for name in names:
        eject(theme, kind, name.partition("/")[2].removesuffix(".html"))
    assert static(theme, env_of(theme)) == ([], [])
    page = "/preview/v1.3.1/login.choose_method.all_methods"
    own, ours = (themed(each).test_client().get(page).text for each in (theme, bare))
    assert own.split() == ours.split()


def test_a_page_is_extended_and_says_so(theme: Path) -> None:
    result = run("eject", "page", "login", "--theme", theme)
    assert result.output.strip().endswith("pages/login.html extends the stock one: replace its blocks")
    lines = (theme / "templates/pages/login.html").read_text("utf-8").splitlines()
    assert lines[0].startswith("{# From stock/pages/login.html, api 1, ")
    assert lines[1] == '{% extends "stock/pages/login.html" %}'
    assert "     {% block title %}{{ super() }}{% endblock %}" in lines
    whole = eject(theme, "page", "recovery", "--copy").read_text("utf-8").partition("\n")[2]
    assert whole == (paths.TEMPLATES / "pages/recovery.html").read_text("utf-8")


def test_a_narrower_node_starts_from_the_one_that_shows_it_now(theme: Path) -> None:
    path = eject(theme, "node", "input.submit--oidc--provider--google")
    assert path.read_text("utf-8").startswith("{# From stock/nodes/input.submit--oidc.html, ")
    assert (
        eject(theme, "node", "input.week").read_text("utf-8").startswith("{# From stock/nodes/input.html, ")
    )


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("element", "buton"), 'there is no element of that name: did you mean "button"?'),
        (("page", "zzz"), "there is no page of that name: accessibility consent error"),
        (("node", "hologram"), "there is no node of that name: a div"),
        (("element", "../../x"), "there is no element of that name"),
    ],
)
def test_what_is_not_there_is_told(theme: Path, words: tuple[str, str], says: str) -> None:
    result = run("eject", *words, "--theme", theme)
    assert result.exit_code == 1
    assert says in result.output


def test_nothing_is_overwritten_and_a_theme_must_be_there(theme: Path, tmp_path: Path) -> None:
    eject(theme, "element", "divider")
    assert "is there already" in run("eject", "element", "divider", "--theme", theme).output
    assert "has no theme.toml" in run("eject", "element", "divider", "--theme", tmp_path).output


def test_a_change_of_the_stock_file_is_shown_on_both_sides(theme: Path, upgraded: Path) -> None:
    mine = eject(theme, "element", "divider")
    assert run("diff", theme).exit_code == 0
    change(mine, 'class="divider"', 'class="divider mine"')
    change(upgraded / DIVIDER, 't("or")', 't("Or")')
    result = run("diff", theme)
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert lines[0].startswith(f"{mine}: stock/{DIVIDER} has changed since (")
    assert f"--- stock/{DIVIDER}, then" in lines
    assert f"+++ stock/{DIVIDER}, now" in lines
    assert f"+++ yours ({mine})" in lines
    for line in (
        '-{% macro divider() %}<div class="divider">{{ t("or") }}</div>{% endmacro %}',
        '+{% macro divider() %}<div class="divider">{{ t("Or") }}</div>{% endmacro %}',
        '+{% macro divider() %}<div class="divider mine">{{ t("or") }}</div>{% endmacro %}',
    ):
        assert line in lines
    assert "Changed on both sides: line 2" in lines


def test_changes_apart_are_no_conflict(theme: Path, upgraded: Path) -> None:
    mine = eject(theme, "element", "button")
    change(mine, '"method__text"', '"method__text mine"')
    change(upgraded / "elements/button.html", "{# Where a code can go", "{# Where a code could go")
    assert "No line is changed on both sides." in run("diff", theme).output


def test_check_tells_it_until_it_is_accepted(theme: Path, upgraded: Path) -> None:
    mine = eject(theme, "page", "login")
    change(upgraded / "pages/login.html", "Forgot password?", "Forgotten?")
    _, [mistake] = static(theme, env_of(theme))
    assert (
        str(mistake)
        == f"{mine}:1: stock/pages/login.html has changed since: see kratos-ui theme diff {theme}"
    )
    result = run("diff", theme, "--accept")
    assert result.exit_code == 0
    assert f"--- yours ({mine}) builds on it:" in result.output
    assert "No stock file has changed" in run("diff", theme).output
    assert static(theme, env_of(theme)) == ([], [])


def test_what_is_gone_or_was_not_kept_is_told(theme: Path, upgraded: Path) -> None:
    eject(theme, "element", "divider")
    eject(theme, "element", "who")
    shutil.rmtree(theme / ".stock")
    (upgraded / "elements/who.html").unlink()
    change(upgraded / DIVIDER, "or", "OR")
    output = run("diff", theme).output
    assert "stock/elements/who.html is there no more, see CHANGELOG.md" in output
    assert "and nobody kept what it was. It is now:" in output


@pytest.mark.parametrize(
    ("kind", "name", "origin"),
    [
        ("element", "divider", "elements/divider.html"),
        ("node", "input.submit--oidc--provider--google", "nodes/input.submit--oidc.html"),
    ],
)
def test_without_its_first_line_a_file_is_known_by_what_was_kept(
    theme: Path, upgraded: Path, kind: str, name: str, origin: str
) -> None:
    mine = eject(theme, kind, name)
    first, _, rest = mine.read_text("utf-8").partition("\n")
    mine.write_text(rest, "utf-8")
    _, [mistake] = static(theme, env_of(theme))
    assert f"write {first} above all else, or remove .stock/" in mistake.fix
    mine.write_text(f"{{# Ours. #}}\n{first}\n{rest}", "utf-8")
    assert static(theme, env_of(theme)) == ([], [])
    mine.write_text(rest, "utf-8")
    change(upgraded / origin, "macro", "macro ")
    result = run("diff", theme, "--accept")
    assert f"{mine}: stock/{origin} has changed since (" in result.output
    assert mine.read_text("utf-8").startswith(f"{{# From stock/{origin}, ")
    assert run("diff", theme).exit_code == 0


def test_a_zip_file_is_laid_beside_the_stock_files_too(theme: Path, upgraded: Path, tmp_path: Path) -> None:
    eject(theme, "element", "divider")
    packed = tmp_path / "theme.zip"
    assert run("pack", theme, "--out", packed).exit_code == 0
    change(upgraded / DIVIDER, 't("or")', 't("Or")')
    result = run("diff", packed)
    assert result.exit_code == 1
    assert result.output.startswith(f"{packed}/templates/{DIVIDER}: stock/{DIVIDER} has changed since (")
    assert "name the folder" in run("diff", packed, "--accept").output
