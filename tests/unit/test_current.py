from __future__ import annotations

import ast
from pathlib import Path

from flask import Flask

from app import current
from app.config import Config
from app.current import config, state, ui

APP = Path(current.__file__).parent


def test_an_application_knows_its_own(app: Flask, config: Config) -> None:
    assert ui(app).config is config
    assert {name for name in app.extensions if name not in ("babel", "csrf")} == {"kratos_ui"}


def test_the_settings_are_those_of_the_application_at_work(app: Flask) -> None:
    with app.app_context():
        assert config() is ui().config is ui(app).config


def test_each_request_has_a_state_of_its_own(app: Flask) -> None:
    with app.test_request_context("/"):
        first = state()
        assert state() is first
        with app.app_context(), app.test_request_context("/"):
            assert state() is not first
        assert state() is first


def test_a_request_has_its_names_before_anything_else_runs(app: Flask) -> None:
    seen = []
    app.before_request_funcs[None].insert(1, lambda: seen.append((state().request_id, state().csp_nonce)))
    with app.test_request_context("/"):
        app.preprocess_request()
        assert seen == [(state().request_id, state().csp_nonce)]
    assert all(seen[0])


def test_nothing_else_is_left_in_g() -> None:
    for path in APP.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        names = [
            each.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for each in node.names
        ]
        assert "g" not in names or path.name == "current.py", path
