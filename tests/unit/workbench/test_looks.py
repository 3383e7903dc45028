"""A theme that changes under the workbench: what is edited, new, half saved and wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.brands.changed import stamp_of
from app.cli.preview import reader
from app.config import Config
from app.workbench import look
from app.workbench.bench import Bench, open_shop
from app.workbench.look import named
from tests.support.soup import one, soup
from tests.support.workbench import Client

LOGIN = "/harbor/preview/v1.3.1/login.choose_method.all_methods"
TITLE = '{% extends "stock/pages/login.html" %}{% block title %}Ahoy{% endblock %}'
GOOD = 'name = "Harbor"\napi = 1\n'


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    folder = tmp_path / "Harbor"
    (folder / "templates" / "pages").mkdir(parents=True)
    (folder / "static").mkdir()
    (folder / "theme.toml").write_text(GOOD)
    return folder


@pytest.fixture
def bench(config: Config, theme: Path) -> Bench:
    return open_shop(config, [theme])


def heading(bench: Bench, address: str = LOGIN) -> str:
    return one(soup(Client(bench).get(address).text), "h1").get_text(strip=True)


def save(bench: Bench, path: Path, text: str) -> None:
    path.write_text(text)
    bench.shop.renew(["harbor"])


def test_a_new_template_is_seen_also_after_its_stock_one_was_shown(bench: Bench, theme: Path) -> None:
    assert heading(bench) == "Sign in"
    save(bench, theme / "templates/pages/login.html", TITLE)
    assert heading(bench) == "Ahoy"
    (theme / "templates/pages/login.html").unlink()
    bench.shop.renew(["harbor"])
    assert heading(bench) == "Sign in"


def test_a_half_saved_theme_toml_keeps_the_last_good_theme_and_is_told(bench: Bench, theme: Path) -> None:
    save(bench, theme / "theme.toml", 'name = "Har')
    assert "Harbor" in one(soup(Client(bench).get(LOGIN).text), "title").text
    [problem] = bench.shop.problems()
    assert problem.startswith("harbor: ")
    assert "theme.toml can't be read" in problem
    assert (
        problem.removeprefix("harbor: ")
        in one(soup(Client(bench).get("/preview").text), "[data-problems]").text
    )
    save(bench, theme / "theme.toml", GOOD)
    assert bench.shop.problems() == ()


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('{% extends "stock/pages/login.html" %}\n{% block title %}Ahoy{% endblok %}', 2, "endblok"),
        (
            '{% extends "stock/pages/login.html" %}\n{% block title %}\n{{ nonsense }}{% endblock %}',
            3,
            "nonsense",
        ),
        (
            '{% extends "stock/pages/login.html" %}\n{% block title %}{{ 1 // 0 }}{% endblock %}',
            2,
            "ZeroDivisionError",
        ),
        ('{% extends "stock/pages/login.html" %}\n{% block title %}{{ flow.nope }}{% endblock %}', 2, "nope"),
        (
            '{% extends "stock/pages/login.html" %}\n\n{% block title %}{% include flow.id %}{% endblock %}',
            3,
            "no template",
        ),
    ],
)
def test_a_mistake_is_shown_in_place_with_its_line(
    bench: Bench, theme: Path, text: str, line: int, says: str
) -> None:
    file = theme / "templates/pages/login.html"
    save(bench, file, text)
    answer = Client(bench).get(LOGIN)
    page = soup(answer.text)
    assert answer.status_code == 500
    assert one(page, "[data-place]").text == f"{file}:{line}"
    assert says in one(page, "h2").text
    marked = one(page, "li[aria-current]")
    assert marked["value"] == str(line)
    assert marked.text.strip("\n") == text.splitlines()[line - 1]
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert heading(bench, "/harbor/preview/pages/logout") != "This page can't be made"
    save(bench, file, TITLE)
    assert heading(bench) == "Ahoy"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("pages/login.html", '\n{% extends "pages/login.html" %}', '"stock/pages/login.html"'),
        ("elements/logo.html", '\n{% extends "layouts/entrance.html" %}', '"stock/elements/logo.html"'),
    ],
)
def test_what_leads_nowhere_is_said_in_place_as_the_start_says_it(
    bench: Bench, theme: Path, name: str, text: str, says: str
) -> None:
    (theme / "templates/elements").mkdir()
    save(bench, theme / "templates" / name, text)
    page = soup(Client(bench).get(LOGIN).text)
    assert says in one(page, "h2").text
    assert one(page, "[data-place]").text == f"{theme / 'templates' / name}:2"
    assert "RecursionError" not in page.text


def test_what_is_said_in_vain_is_a_hint_and_a_mistake_in_theme_toml_has_its_line(
    config: Config, theme: Path
) -> None:
    bench = open_shop(config, [theme], read=reader(config))
    login = theme / "templates/pages/login.html"
    save(bench, login, '{% extends "stock/pages/login.html" %}\n{% block titel %}{% endblock %}')
    save(bench, theme / "templates/pages/loginn.html", "")
    assert bench.shop.problems() == ()
    block, file = bench.shop.hints()
    assert block == f'harbor: {login}:2: no page prints a block "titel": call it "title"'
    assert "loginn.html: replaces nothing" in file
    save(bench, theme / "theme.toml", GOOD + 'logo = "nope.svg"\n')
    [problem] = bench.shop.problems()
    assert problem.startswith(f'harbor: {theme / "theme.toml"}:3: "logo" is "nope.svg"')
    shown = one(soup(Client(bench).get("/preview").text), "[data-problems]").text
    assert all(each in shown for each in (problem, block, file))
    assert block in str(json.loads(next(bench.shop.news.stream(1, bench.shop.told)).split("data: ")[1]))


def test_a_theme_that_starts_broken_is_told_and_comes_when_it_is_mended(config: Config, theme: Path) -> None:
    file = theme / "templates/pages/login.html"
    file.write_text("{% if %}")
    bench = open_shop(config, [theme])
    answer = Client(bench).get(LOGIN)
    assert answer.status_code == 500
    assert one(soup(answer.text), "[data-place]").text == f"{file}:1"
    assert heading(bench, "/stock/preview/pages/logout")
    save(bench, file, TITLE)
    assert heading(bench) == "Ahoy"


def test_nothing_that_a_theme_leads_to_ends_the_watch(
    bench: Bench, theme: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(config: Config) -> None:
        raise RecursionError("too deep")

    with monkeypatch.context() as patch:
        patch.setattr(look, "create_app", fails)
        patch.setattr(bench.shop.looks["harbor"], "read", fails)
        bench.shop.renew(["harbor"])
        assert bench.shop.problems() == ("harbor: RecursionError: too deep",)
        assert "too deep" in bench.shop.hints()[0]
        assert heading(bench) == "Sign in"
    bench.shop.renew(["harbor"])
    assert bench.shop.problems() == ()


def test_a_changed_style_sheet_has_another_address(bench: Bench, theme: Path) -> None:
    def sheet() -> str:
        [link] = soup(Client(bench).get(LOGIN).text).select('link[href*="theme.css"]')
        return Client(bench).get(link["href"]).text

    save(bench, theme / "static/theme.css", "a{}")
    assert sheet() == "a{}"
    save(bench, theme / "static/theme.css", "b{}")
    assert sheet() == "b{}"


def test_files_that_a_style_sheet_names_from_the_root_on_are_the_themes_own(
    config: Config, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        (tmp_path / name / "static").mkdir(parents=True)
        (tmp_path / name / "theme.toml").write_text(GOOD)
        (tmp_path / name / "static" / "logo.svg").write_text(name)
    client = Client(open_shop(config, [tmp_path / "one", tmp_path / "two"]))
    for name in ("one", "two"):
        referer = f"http://localhost/{name}/theme/0123/theme.css"
        assert client.get("/theme/logo.svg", headers={"Referer": referer}).text == name
    assert client.get("/theme/logo.svg").text == "one"


def test_every_theme_has_a_name_of_its_own() -> None:
    paths = [Path("/a/Harbor"), Path("/b/harbor"), Path("/c/stock"), Path("/d/preview"), Path("/e/ü")]
    assert list(named(paths)) == ["harbor", "harbor-2", "stock-2", "preview-2", "unnamed", "stock"]


def test_edited_new_and_removed_files_are_noticed(theme: Path) -> None:
    seen = [stamp_of([theme])]
    (theme / "templates/pages/login.html").write_text("1")
    seen.append(stamp_of([theme]))
    (theme / "templates/pages/login.html").write_text("12")
    seen.append(stamp_of([theme]))
    (theme / "templates/pages/login.html").unlink()
    seen.append(stamp_of([theme]))
    assert seen[0] == seen[3]
    assert len(set(seen)) == 3
    assert stamp_of([theme / "nothing"]).files == frozenset()


def test_themes_that_change_are_named_to_open_pages(bench: Bench) -> None:
    news = bench.shop.news
    before = news.number
    bench.shop.renew(["harbor"])
    bench.shop.renew(["own"])
    told = next(news.stream(before, bench.shop.told))
    assert '"looks": ["harbor", "own"]' in told
    assert f"id: {news.number}\n" in told
    assert '"looks": null' in next(news.stream(1, bench.shop.told))  # seen before a restart
