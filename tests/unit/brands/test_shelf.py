"""Changes of `themes.toml` and of themes: taken up whole, or not at all."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app import create_app
from app.brands import shelf as shelf_module
from app.brands.changed import stamp_of
from app.config import Config, ConfigError
from app.current import ui
from tests.support.brands import FILE, HOSTS, Branded, theme, themes, write
from tests.support.recorded_kratos import Given

ACME = {"Host": HOSTS["acme"]}


@pytest.fixture
def branded(tmp_path: Path) -> Branded:
    return Branded(themes(tmp_path))


def page(branded: Branded, **headers: str) -> str:
    return branded.app.test_client(use_cookies=False).get("/nowhere", headers=headers).text


def rename(folder: Path, name: str, to: str, more: str = "") -> None:
    write(folder / name / "theme.toml", f'name = "{to}"\napi = 1\nlogo = "logo.svg"\n{more}')


def test_a_theme_that_changes(branded: Branded, tmp_path: Path) -> None:
    others = {name: app for name, app in branded.apps.items() if name != "acme"}
    rename(tmp_path, "acme", "Renamed")
    assert "Brand acme" in page(branded, **ACME)  # within a second
    branded.look()
    assert "Renamed" in page(branded, **ACME)
    assert {name: app for name, app in branded.apps.items() if name != "acme"} == others


def test_new_templates_and_catalogs_count(branded: Branded, tmp_path: Path) -> None:
    write(tmp_path / "acme/templates/pages/status.html", '{% extends "stock/pages/status.html" %}')
    first = branded.apps["acme"]
    branded.look()
    second = branded.apps["acme"]
    assert first is not second
    (tmp_path / "acme/templates/pages/status.html").unlink()
    branded.look()
    assert second is not branded.apps["acme"]


def test_nothing_is_made_anew_for_nothing(branded: Branded) -> None:
    before = branded.shelf.now
    branded.look()
    assert branded.shelf.now is before


def broken_toml(folder: Path) -> None:
    write(folder / "acme/theme.toml", "name = ")


def broken_template(folder: Path) -> None:
    write(folder / "acme/templates/pages/status.html", "{% if %}")


def failing_template(folder: Path) -> None:
    write(folder / "acme/templates/pages/status.html", "{{ nothing.there }}")


def gone(folder: Path) -> None:
    shutil.rmtree(folder / "acme")


def lost_logo(folder: Path) -> None:
    (folder / "acme/static/logo.svg").unlink()


@pytest.mark.parametrize("harm", [broken_toml, broken_template, failing_template, gone, lost_logo])
def test_a_broken_theme_leaves_the_last_one_that_worked(
    branded: Branded, tmp_path: Path, caplog: pytest.LogCaptureFixture, harm: Callable[[Path], None]
) -> None:
    branded.kratos.on("GET", "/health/ready", Given(200, {"status": "ok"}))
    client = branded.app.test_client()
    assert client.get("/health/ready").json == {"status": "ok"}
    first = branded.apps["acme"]
    harm(tmp_path)
    for _ in range(3):
        branded.look()
    assert branded.apps["acme"] is first
    assert "Brand acme" in page(branded, **ACME)
    told = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert len(told) == 1, told
    said = told[0].getMessage()
    assert said.startswith("THEMES: [brands.acme] ")
    assert "Error: " not in said or harm is failing_template
    assert harm is not gone or f"theme names a folder that does not exist: {tmp_path / 'acme'}" in said
    ready = client.get("/health/ready")
    assert (ready.status_code, ready.json) == (200, {"status": "ok", "outdated_brands": ["acme"]})
    shutil.rmtree(tmp_path / "acme", ignore_errors=True)
    theme(tmp_path, "acme")
    rename(tmp_path, "acme", "Mended")
    branded.look()
    assert "Mended" in page(branded, **ACME)
    assert client.get("/health/ready").json == {"status": "ok"}


def test_a_broken_file_leaves_the_last_one_that_worked(
    branded: Branded, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(tmp_path / "themes.toml", "[brands.acme]\nhost = 1\n")
    rename(tmp_path, "globex", "Still followed")
    branded.look()
    branded.look()
    assert "Brand acme" in page(branded, **ACME)
    assert "Still followed" in page(branded, Host="login.globex.example:8443")
    assert len([record for record in caplog.records if record.levelno == logging.ERROR]) == 1
    assert "themes.toml: " in caplog.text
    assert ui(branded.app).outdated == []  # it is no brand that is outdated


def test_a_brand_that_is_removed_while_people_use_it(branded: Branded, tmp_path: Path) -> None:
    client = branded.app.test_client()
    client.set_cookie("kratos_ui_brand", "initech")
    before = branded.apps["initech"]
    files = ui(before).assets.url("theme.css", theme=True)
    text = FILE.split("[brands.initech]")[0] + "[brands.umbrella]" + FILE.split("[brands.umbrella]")[1]
    write(tmp_path / "themes.toml", text)
    branded.look()
    assert "Brand main" in client.get("/nowhere").text
    with client.get(files) as answer:  # of a page that is still open
        assert (b".brand-main " in answer.data, answer.headers["Cache-Control"]) == (True, "no-store")
    assert before.test_client().get("/nowhere").status_code == 404  # who is in the midst of a page gets it


def test_a_brand_that_is_added(branded: Branded, tmp_path: Path) -> None:
    theme(tmp_path, "hooli")
    write(tmp_path / "themes.toml", FILE + '\n[brands.hooli]\ntheme = "hooli"\nhosts = ["hooli.example"]\n')
    branded.look()
    assert "Brand hooli" in page(branded, Host="hooli.example")


def test_a_new_brand_that_cannot_be_made_is_shown_as_the_default(branded: Branded, tmp_path: Path) -> None:
    (tmp_path / "hooli").mkdir()
    write(tmp_path / "themes.toml", FILE + '\n[brands.hooli]\ntheme = "hooli"\nhosts = ["hooli.example"]\n')
    branded.look()
    assert "Brand main" in page(branded, Host="hooli.example")
    theme(tmp_path, "hooli")
    branded.look()
    assert "Brand hooli" in page(branded, Host="hooli.example")


def test_rules_alone_may_change(branded: Branded, tmp_path: Path) -> None:
    apps = dict(branded.apps)
    write(tmp_path / "themes.toml", FILE.replace("login.acme.example", "new.acme.example"))
    branded.look()
    assert dict(branded.apps) == apps
    assert "Brand main" in page(branded, **ACME)
    assert "Brand acme" in page(branded, Host="new.acme.example")


def test_who_is_still_writing_is_waited_for(branded: Branded, tmp_path: Path) -> None:
    rename(tmp_path, "acme", "Half")
    path = tmp_path / "acme/theme.toml"
    path.touch()  # now
    branded.look()
    assert "Brand acme" in page(branded, **ACME)
    later = path.stat().st_mtime + 3600  # a clock that is ahead is not waited for
    os.utime(path, (later, later))
    branded.look()
    assert "Half" in page(branded, **ACME)


def test_a_link_that_leads_elsewhere(tmp_path: Path) -> None:
    path = themes(tmp_path, '[brands.a]\ntheme = "current"\nhosts = ["a.example"]\n')
    link = tmp_path / "current"
    link.symlink_to(tmp_path / "acme")
    branded = Branded(path)
    link.unlink()
    link.symlink_to(tmp_path / "globex")
    branded.look()
    assert "Brand globex" in page(branded, Host="a.example")


def test_one_look_in_a_second(branded: Branded, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []
    monkeypatch.setattr(type(branded.shelf), "_renew", lambda self: looks.append(1))
    for _ in range(20):
        page(branded)
    assert looks == []
    branded.shelf._looked -= shelf_module.EVERY
    for _ in range(20):
        page(branded)
    assert looks == [1]


def test_a_fault_in_the_look_costs_no_page(
    branded: Branded, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(shelf_module, "stamp_of", lambda _: 1 / 0)
    branded.look()
    assert "Brand acme" in page(branded, **ACME)
    assert "can't be looked at" in caplog.text


def test_workers_tell_of_a_problem_once(branded: Branded, tmp_path: Path) -> None:
    said = branded.shelf._said
    assert said.news(["a"])
    assert not said.news(["a"])
    assert said.news([])


def test_at_the_start_every_problem_of_every_brand_is_told(tmp_path: Path, config: Config) -> None:
    path = themes(tmp_path)
    broken_toml(tmp_path)
    write(tmp_path / "globex/templates/pages/status.html", "{{ nothing.there }}")
    write(tmp_path / "themes.toml", FILE + 'terms = "javascript:1"\n')
    settings = Config(kratos_public_url=config.kratos_public_url, cookie_secret="t" * 32, themes=path)
    with pytest.raises(ConfigError) as caught:
        create_app(settings)
    found = caught.value.problems
    assert len(found) == 3, found
    for problem, name in zip(found, ("acme", "globex", "umbrella"), strict=True):
        assert problem.startswith(f"THEMES: [brands.{name}] ")


def test_a_stamp_leaves_out_what_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "dangling").symlink_to(tmp_path / "nothing")
    assert stamp_of([tmp_path, tmp_path / "nowhere"]).files == frozenset()


def test_one_secret_for_all(tmp_path: Path) -> None:
    branded = Branded(themes(tmp_path), cookie_secret="")
    assert len({app.config["SECRET_KEY"] for app in (branded.app, *branded.apps.values())}) == 1


def test_what_is_kept_of_all_brands_together_fits(tmp_path: Path) -> None:
    branded = Branded(themes(tmp_path), page_cache_mb=6)
    assert sum(ui(app).pages.limit for app in (branded.app, *branded.apps.values())) == 6 * 1024 * 1024
