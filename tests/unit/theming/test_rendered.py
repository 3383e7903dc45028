"""Pages made with a theme, beside the stock ones: what breaks, and what gets lost, by file and line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from app.mistake import Mistake
from app.preview.exhibits import exhibits
from app.theming import rendered as module
from app.theming.chosen import of_styles
from app.theming.rendered import rendered
from tests.support.theme import made_theme, themed

SOME = ("v1.3.1/login.choose_method.all_methods", "v1.3.1/login.aal2.all_methods", "pages/logout")


def found(monkeypatch: pytest.MonkeyPatch, theme: Path, files: Mapping[str, str]) -> list[Mistake]:
    made_theme(theme, files)
    monkeypatch.setattr(module, "exhibits", lambda: {name: exhibits()[name] for name in SOME})
    result = rendered(themed(theme), themed(None), theme, ("en", "ar"), lambda _: None)
    return sorted(result.mistakes(theme))


def test_the_stock_pages_have_all(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert found(monkeypatch, tmp_path, {}) == []


def test_what_breaks_is_told_once_with_its_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    page = "{% extends 'stock/pages/login.html' %}\n{% block lead %}\n{{ flow.raw.nothing.at.all }}{% endblock %}"
    [mistake] = found(monkeypatch, tmp_path, {"templates/pages/login.html": page})
    assert (mistake.path, mistake.line) == (tmp_path / "templates/pages/login.html", 3)
    assert mistake.says.startswith("UndefinedError: ")
    assert mistake.says.endswith(f"({SOME[0]}, en and 3 more)")
    assert "?_context=1" in mistake.fix


def test_what_breaks_below_a_themes_file_is_told_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    node = "{% from 'elements/field.html' import field %}\n{% macro render(n) %}\n{{ field(n.text) }}{% endmacro %}"
    mistakes = found(monkeypatch, tmp_path, {"templates/nodes/input.password.html": node})
    assert {(each.path.name, each.line) for each in mistakes} == {("input.password.html", 3)}


def test_what_gets_lost_is_told_with_the_file_that_had_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hidden = "{% macro render(n) %}{% endmacro %}"
    mistakes = found(monkeypatch, tmp_path, {
        "templates/nodes/input.hidden.html": hidden,
        "templates/elements/field.html":
            "{% macro field(n, hint='', variant='') %}<div>{{ caller() }}</div>{% endmacro %}\n"
            "{% macro group(n, variant) %}{{ caller() }}{% endmacro %}\n{% macro check(n) %}x{% endmacro %}",
    })  # fmt: skip
    told = {each.says: each.path.relative_to(tmp_path).as_posix() for each in mistakes}
    lost = next(
        says for says in told if says.startswith("the page lacks field csrf_token, and Kratos needs it")
    )
    assert f"({SOME[0]} and 1 more)" in lost
    marks = {says: path for says, path in told.items() if 'data-testid="node/input/password"' in says}
    assert list(marks.values()) == ["templates/elements/field.html"]


@pytest.mark.parametrize(
    ("page", "why", "fix"),
    [
        (
            "{% extends 'stock/pages/logout.html' %}",
            "extends pages/logout.html, which is another page",
            "write {%",
        ),
        ("{# nothing yet #}\n", "is empty", "remove it, or write {%"),
    ],
)
def test_many_losses_of_one_cause_are_told_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, page: str, why: str, fix: str
) -> None:
    [mistake] = found(monkeypatch, tmp_path, {"templates/pages/login.html": page})
    assert mistake.path == tmp_path / "templates/pages/login.html"
    assert mistake.says.startswith(f"{why}, and the page lacks field csrf_token, ")
    assert mistake.says.endswith(f" more ({SOME[0]} and 1 more)")
    assert mistake.fix == f'{fix} extends "stock/pages/login.html" %}}'


def test_many_losses_in_one_file_are_told_together(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    mistakes = found(monkeypatch, tmp_path, {"templates/pages/login.html": "<h1>Hello</h1>"})
    marks, fields = sorted(mistake.says for mistake in mistakes)
    assert marks.startswith("the page lacks data-autosubmit, ")
    assert fields.startswith("the page lacks field csrf_token, ")
    assert " more, and Kratos needs it (" in fields


def test_few_pages_show_all_styles(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    made_theme(tmp_path, {})
    twice = {name: exhibits()[name] for name in SOME} | {"again": exhibits()[SOME[0]]}
    monkeypatch.setattr(module, "exhibits", lambda: twice)
    app = themed(tmp_path)
    result = rendered(app, app, tmp_path, ("en",), lambda _: None)
    assert sorted(of_styles(result.pages)) == sorted(SOME)
    assert result.count == 4
