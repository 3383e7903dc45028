"""A theme that would break its pages is refused at the start, by file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.config import Config, ConfigError
from app.current import ui
from app.web.rehearsal import unusable

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


def build(folder: Path, files: dict[str, str | bytes]) -> Flask:
    (folder / "theme.toml").write_text('name="x"\napi=1', encoding="utf-8")
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return create_app(
        Config(kratos_public_url="http://127.0.0.1:9", cookie_secret="t" * 32, theme_dir=folder)
    )


CATALOG = "translations/de/LC_MESSAGES/ui.po"
PAGE = "templates/pages/login.html"
BROKEN = [
    (PAGE, "a\n{% if %}", ":2: Expected an expression"),
    (PAGE, "\n\n{{ 'x'|shout }}", ":3: No filter named 'shout'"),
    (PAGE, "a\n{% extends 'layouts/none.html' %}", ':2: there is no template "layouts/none.html"'),
    (PAGE, "{% extends 'pages/login.html' %}",
     ':1: "pages/login.html" leads back to this template itself: ours is "stock/pages/login.html"'),
    (PAGE, "a\nb\nGr\xfc\xdfe".encode("latin-1"), ":3: is not UTF-8"),
    ("templates/nodes/input.html", "<i>\n{% include 'nodes/input.html' %}", ':2: "nodes/input.html" leads back'),
    ("templates/elements/card.html", "{% from 'elements/card.html' import sign %}", ':1: "elements/card.html" leads'),
    ("templates/layouts/base.html", "{% extends 'pages/status.html' %}", ':1: "pages/status.html" leads back'),
    ("templates/nodes/input.html",
     "{% macro render(n) %}\n{% import 'nodes/input.html' as s %}{{ s.render(n) }}{% endmacro %}",
     ':2: "nodes/input.html" leads back to this template itself: ours is "stock/nodes/input.html"'),
    (PAGE, "{% if true %}\n{% extends 'pages/login.html' %}{% endif %}", ':2: "pages/login.html" leads back'),
    (CATALOG, HEAD.encode() + 'msgid "x"\nmsgstr "Gr\xfc\xdfe"\n'.encode("latin-1"), ":5: is not in the encoding"),
    (CATALOG, HEAD + 'msgid "Sign in"\nmsgsr "Anmelden"\n', ":5: "),
    ("translations/de/LC_MESSAGES/kratos.mo", b"not at all", " can't be read: "),
    ("translations/pt-BR/LC_MESSAGES/ui.po", HEAD, ": nobody looks here: call the folder pt_BR"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "told"), BROKEN)
def test_a_broken_theme_is_named(tmp_path: Path, name: str, text: str | bytes, told: str) -> None:
    with pytest.raises(ConfigError) as raised:
        build(tmp_path, {name: text})
    [problem] = raised.value.problems
    where = tmp_path / (name.rpartition("/LC_MESSAGES")[0] if "nobody" in told else name)
    assert problem.startswith(f"THEME_DIR: {where}{told}")
    assert "\n" not in problem


def test_all_mistakes_of_a_theme_come_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as raised:
        build(tmp_path, dict((name, text) for name, text, _ in reversed(BROKEN)))
    assert len(raised.value.problems) >= 6


def test_what_a_theme_may_do(tmp_path: Path) -> None:
    app = build(tmp_path, {
        "templates/pages/login.html": "{% extends 'stock/pages/login.html' %}",
        "templates/layouts/entrance.html": "{% extends 'stock/layouts/entrance.html' %}",
        "templates/elements/head.html": "{% include ['elements/mine.html', 'stock/elements/divider.html'] %}",
        "templates/elements/tree.html": "{% if false %}{% include 'elements/tree.html' %}{% endif %}",
        "templates/elements/old.html": "{% include 'elements/gone.html' ignore missing %}",
        CATALOG: HEAD + 'msgid "Sign in"\nmsgstr "Gr\xfc\xdfe"\n',
    })  # fmt: skip
    assert unusable(app) == ""


@pytest.mark.parametrize("page", ["layouts/base.html", "pages/login.html"])
def test_it_is_not_ready_while_its_pages_break(tmp_path: Path, page: str) -> None:
    app = build(tmp_path, {f"templates/{page}": "<!doctype html>\n<p>{{ nothing.at.all }}"})
    answer = app.test_client().get("/health/ready")
    assert (answer.status_code, answer.json["reason"]) == (503, "pages can't be made, see the log")  # type: ignore[index]
    told = f"{tmp_path}/templates/{page}:2: UndefinedError: 'nothing' is undefined"
    assert unusable(app) == told


def test_a_language_without_a_catalog_is_not_on_offer(tmp_path: Path) -> None:
    (tmp_path / "translations" / "eo").mkdir(parents=True)
    offered = ui(build(tmp_path, {CATALOG: HEAD})).locales
    assert {"de", "en"} <= set(offered)
    assert "eo" not in offered


def test_only_the_languages_in_doubt_are_read_at_the_start(tmp_path: Path) -> None:
    """All of ours together take 60 MB and half a second."""
    app = build(tmp_path, {CATALOG: HEAD})
    assert unusable(app) == ""
    assert {str(language) for language in ui(app).messages.ui.cache} == {"de", "en"}
