"""What the themers' documents tell: their examples work, and take nothing away."""

from __future__ import annotations

import re
import tomllib
from html import escape
from pathlib import Path

import pytest
from flask import Flask

from app import create_app, paths
from app.config import Config, ConfigError
from app.i18n.check import template
from app.kratos.flow import parse_flow
from app.theme.loader import load_theme
from app.theme.parts import TITLES, elements, tokens
from tests.support.recordings import Recording, flow_recordings, recording
from tests.support.soup import page_from, page_of
from tests.support.transcript import Shell, typing

TEXTS = {name: (paths.TEMPLATES / name).read_text("utf-8") for name in ("README.md", "GUIDE.md")}
LOGIN = recording("v1.3.1", "login.choose_method.all_methods")


def blocks(name: str, kind: str) -> list[str]:
    found = re.findall(rf"^( *)```{kind}\n(.*?)^ *```$", TEXTS[name], re.DOTALL | re.MULTILINE)
    return [re.sub(rf"^{indent}", "", text, flags=re.MULTILINE) for indent, text in found]


def build(folder: Path, toml: str = 'name = "Harbor"\napi = 1\n', **templates: str) -> Flask:
    folder.mkdir(exist_ok=True)
    (folder / "theme.toml").write_text(toml, encoding="utf-8")
    for name, text in templates.items():
        path = folder / "templates" / f"{name.replace('__', '/')}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return create_app(
        Config(kratos_public_url="http://localhost:4433", cookie_secret="t" * 32, theme_dir=folder)
    )


def heading(app: Flask, each: Recording) -> str:
    return page_from(app, parse_flow(each.kind, each.body)).soup.select("h1")[0].get_text()  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def stock() -> dict[str, tuple[str, str]]:
    """Of each recording the name of its step and the heading of its page, without a theme."""
    from app.kratos.arrange import arrange
    from app.kratos.step import step_of

    app = create_app(Config(kratos_public_url="http://localhost:4433", cookie_secret="t" * 32))
    found: dict[str, tuple[str, str]] = {}
    for each in flow_recordings():
        flow = parse_flow(each.kind, each.body)  # type: ignore[arg-type]
        found[each.id] = (step_of(flow, arrange(flow)).name, heading(app, each))
    return found


@pytest.mark.parametrize("document", sorted(TEXTS))
def test_the_example_of_a_page_takes_no_other_state_away(
    tmp_path: Path, document: str, stock: dict[str, tuple[str, str]]
) -> None:
    app = build(tmp_path, pages__login=blocks(document, "jinja")[1])
    changed = 0
    for each in flow_recordings():
        if each.kind == "login":
            _, usual = stock[each.id]
            told = heading(app, each)
            assert told == usual or (told, usual) == ("Welcome back", "Sign in"), each.id
            changed += told != usual
    assert changed > 20
    assert {"Check your email", "Confirm it’s you"} <= {usual for _, usual in stock.values()}


@pytest.mark.parametrize("document", sorted(TEXTS))
def test_the_example_of_a_node_keeps_the_field(tmp_path: Path, document: str) -> None:
    page = page_of(build(tmp_path, nodes__input=blocks(document, "jinja")[0]), LOGIN)
    assert page.soup.select(".fancy .field input[name=identifier]")


def test_titles_are_told_of_every_step(stock: dict[str, tuple[str, str]]) -> None:
    seen: dict[str, dict[str, set[str]]] = {}
    for each in flow_recordings():
        name, title = stock[each.id]
        seen.setdefault(each.kind, {}).setdefault(name, set()).add(title)
    assert {kind: set(steps) for kind, steps in seen.items()} == {
        kind: set(steps) for kind, steps in TITLES.items()
    }
    for kind, steps in seen.items():
        for name, titles in steps.items():
            if name not in ("how", "linking"):
                assert titles == {TITLES[kind][name]}, (kind, name)


def test_all_keys_of_the_file_stand_in_the_reference(tmp_path: Path) -> None:
    from app.theme import file

    shown = tomllib.loads(blocks("README.md", "toml")[0])
    assert set(shown) == set(file.KEYS)
    assert set(shown["look"]) == set(file.LOOK)
    assert list(file.problems(shown, lambda _: True)) == []


def test_the_first_theme_of_the_guide(tmp_path: Path) -> None:
    shell = blocks("GUIDE.md", "sh")[0]
    toml = re.search(r"<<'END'\n(.*?)^END$", shell, re.DOTALL | re.MULTILINE)
    assert toml
    page = page_of(build(tmp_path / "mine", toml[1]), LOGIN)
    assert page.soup.select(".logo")[0].get_text(strip=True) == "Harbor"
    assert [a.get_text() for a in page.soup.select(".foot > a:not(.lang)")] == [
        "Help", "Imprint", "Accessibility",
    ]  # fmt: skip
    (tmp_path / "mine/theme.toml").write_text(toml[1].replace("accent", "acent"))
    with pytest.raises(ConfigError) as raised:
        load_theme(tmp_path / "mine")
    told = raised.value.problems[0].replace(f"{tmp_path}/", "")
    assert f"```\n{told}\n```" in TEXTS["GUIDE.md"]
    outside = re.sub(r"^cat.*?^END\n", "cat\n", shell, flags=re.DOTALL | re.MULTILINE)
    assert len(outside.splitlines()) <= 8  # and a clone and a `cd` before: ten commands


def test_the_example_of_a_sentence_is_said(tmp_path: Path) -> None:
    text = (paths.TEMPLATES / "STRINGS.md").read_text("utf-8")
    example = re.search(r"^```po\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    assert example
    catalog = tmp_path / "translations/en/LC_MESSAGES/ui.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text(example[1], "utf-8")
    page = page_of(build(tmp_path), recording("v1.3.1", "registration.choose_credentials.all_methods"))
    assert page.soup.select("h1")[0].get_text() == "Join the harbor"


def test_each_sentence_of_ours_is_listed_with_its_place() -> None:
    rows = (paths.TEMPLATES / "STRINGS.md").read_text("utf-8").splitlines()
    catalog = template(paths.TRANSLATIONS / "de/LC_MESSAGES/ui.po")
    for message in catalog:
        if message.id:
            forms = (message.id,) if isinstance(message.id, str) else message.id
            row = f"| {'<br>'.join(escape(form, quote=False) for form in forms)} | "
            assert sum(line.startswith(row) for line in rows) == 1, message.id
    for line in rows[rows.index("|---|---|---|") + 1 :]:
        sentence, filled, where = line.removeprefix("| ").removesuffix(" |").split(" | ")
        assert set(re.findall(r"%\((\w+)\)s", sentence)) == set(re.findall(r"`(\w+)`", filled)), line
        for place in re.findall("`(.+?)`", where):
            assert (paths.TEMPLATES.parent / place).is_file(), line


def test_each_command_prints_what_stands_below_it(tmp_path: Path) -> None:
    """Those that need Chromium: `tests/browser/test_workbench.py`."""
    text, heading, _ = TEXTS["GUIDE.md"].partition("### Looking at it")
    assert heading
    with Shell(tmp_path, typing()) as shell:
        shell.play(text)


def test_elements_and_tokens_are_all_listed() -> None:
    files = {name for name, _, _ in elements()}
    assert files == {path.name for path in (paths.TEMPLATES / "elements").glob("*.html")}
    macros = {f"{name}:{macro.name}" for name, _, found in elements() for macro in found}
    for path in (paths.TEMPLATES / "elements").glob("*.html"):
        for macro in re.findall(r"macro (\w+)\(", path.read_text("utf-8")):
            assert macro.startswith("_") or f"{path.name}:{macro}" in macros
    css = (paths.STATIC / "css" / "ui.css").read_text("utf-8")
    used = set(re.findall(r"var\(--([a-z][\w-]*)\)", css))
    assert used - {token.name for token in tokens()} == set()


@pytest.mark.parametrize("document", sorted(TEXTS))
def test_what_a_document_links_to_is_there(document: str) -> None:
    for link in re.findall(r"\]\((?!http)([^)#]+)", TEXTS[document]):
        assert (paths.TEMPLATES / link).exists(), link
