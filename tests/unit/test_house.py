"""`app/README.md` and SECURITY.md beside the code: rooms, the way of a request, places to change, proofs."""

from __future__ import annotations

import ast
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import create_app, docs, paths
from app.config import Config, ConfigError
from app.current import ui
from app.kratos import errors as kratos_errors
from app.kratos import plan, urls
from app.kratos.arrange import arrange
from app.kratos.flow import parse_flow
from app.theme import file
from app.theme.loader import load_theme
from app.web import errors, headers
from app.web.page import status_page
from tests.support.brands import themes
from tests.support.recorded_kratos import Given, RecordedKratos
from tests.support.recordings import recording
from tests.unit.test_imports import LAYERS
from tests.unit.test_readmes import ROOT, TEST, named

HOUSE = (ROOT / "app/README.md").read_text("utf-8")
PICTURE, REQUEST, PLACES = re.split(r"^## .*$", HOUSE, flags=re.MULTILINE)
LOGIN = recording("v1.3.1", "login.choose_method.all_methods")
SETTINGS = recording("v1.3.1", "settings.show_form.all_methods")


def rows(text: str) -> list[list[str]]:
    """The cells of each row of the tables in a text, without their heads."""
    tables = re.findall(r"^\|.*\n\| -.*\n((?:\|.*\n)+)", text, re.MULTILINE)
    return [line.strip("| ").split(" | ") for table in tables for line in table.splitlines()]


def test_the_picture_has_the_layers_of_the_rooms() -> None:
    told = [set(re.findall(r"`(\w+)`", rooms)) for rooms, *_ in rows(PICTURE)]
    assert told == [{"create_app"} if layer == {"app"} else set(layer) for layer in LAYERS]


def test_the_way_of_a_request_leads_through_modules_that_are_there() -> None:
    modules = re.findall(r"`(\w+(?:/\w+)*\.py|\w+/)`", REQUEST)
    assert len(modules) > 15
    assert [each for each in modules if not (ROOT / "app" / each).exists()] == []


def test_the_way_of_a_request_has_the_order_of_the_application(config: Config, tmp_path: Path) -> None:
    app = create_app(replace(config, themes=themes(tmp_path), base_path="/auth", trusted_proxies=1))
    layers: list[str] = []
    inner: Any = app.wsgi_app
    while not hasattr(inner, "__func__"):  # Flask's own
        layers.append(f"{type(inner).__module__}.{type(inner).__name__}")
        behind = (name for name in ("_behind", "mounts", "app", "application") if hasattr(inner, name))
        inner = getattr(inner, next(behind))
        inner = inner["/auth"] if isinstance(inner, dict) else inner
    names = {"werkzeug.middleware.dispatcher": "BASE_PATH", "werkzeug.middleware.proxy_fix": "X-Forwarded-*"}
    found = [each.rpartition(".")[0] for each in layers]
    told = [names.get(each) or each.removeprefix("app.").replace(".", "/") + ".py" for each in found]
    assert told[:3] == ["web/observed.py", "BASE_PATH", "X-Forwarded-*"]
    assert told[3:] == ["brands/front.py", "web/static.py", "web/front.py"]
    at = [REQUEST.index(f"`{each}`") for each in told]
    assert at == sorted(at)


def defined(path: Path) -> set[str]:
    """What a file defines by name: functions, classes, constants; of a style sheet its layers."""
    files = [each for each in path.rglob("*.py")] if path.is_dir() else [path]
    found: set[str] = set()
    for each in files:
        text = each.read_text("utf-8")
        if each.suffix == ".css":
            found |= set(re.findall(r"@layer (\w+) \{", text))
        for node in ast.walk(ast.parse(text)) if each.suffix == ".py" else ():
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                found.add(node.name)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found.add(node.id)
    return found


@pytest.mark.parametrize("row", rows(PLACES), ids=lambda row: row[0])
def test_what_a_row_names_is_in_the_files_that_it_names(row: list[str]) -> None:
    known = set().union(*(defined(ROOT / place) for place in named(row[1])))
    assert set(re.findall(r"`(\w+)`", row[1])) - known == set()
    assert named(row[1]) or "`make " in row[1]


Change = Callable[[pytest.MonkeyPatch, Path], None]


def page_of(app: Flask, reply: Given) -> Any:
    kratos = RecordedKratos().on("GET", "/self-service/login/flows", reply)
    kratos.on("GET", "/schemas", Given(200, []))
    ui(app).kratos = kratos.client()
    return app.test_client().get("/login?flow=f")


def app_with(patch: pytest.MonkeyPatch, folder: Path, **templates: str) -> Flask:
    """The application with a copy of our templates in which these are other ones."""
    copy = Path(shutil.copytree(paths.TEMPLATES, folder / "templates"))
    for name, text in templates.items():
        (copy / name).write_text(text, "utf-8")
    patch.setattr(paths, "TEMPLATES", copy)
    return create_app(Config(kratos_public_url="http://localhost:4433", cookie_secret="t" * 32))


def a_new_input(patch: pytest.MonkeyPatch, folder: Path) -> None:
    nodes = [*LOGIN.body["ui"]["nodes"], {
        "type": "input", "group": "password", "messages": [], "meta": {},
        "attributes": {"name": "code", "type": "barcode", "node_type": "input"},
    }]  # fmt: skip
    body = {**LOGIN.body, "ui": {**LOGIN.body["ui"], "nodes": nodes}}
    text = "{% macro render(n) %}<i data-tried>{{ n.name }}</i>{% endmacro %}"
    app = app_with(patch, folder, **{"nodes/input.barcode.html": text})
    assert "<i data-tried>code</i>" in page_of(app, Given(200, body)).text


def other_words(patch: pytest.MonkeyPatch, folder: Path) -> None:
    page = (paths.TEMPLATES / "pages/login.html").read_text("utf-8")
    said = page.replace("{{ heading(step) }}", "Tried")
    app = app_with(patch, folder, **{"pages/login.html": said})
    assert "<h1>Tried</h1>" in re.sub(r"<h1[^>]*>\s*", "<h1>", page_of(app, Given(200, LOGIN.body)).text)


def another_button(patch: pytest.MonkeyPatch, folder: Path) -> None:
    button = (paths.TEMPLATES / "elements/button.html").read_text("utf-8")
    app = app_with(patch, folder, **{"elements/button.html": button.replace("<button", "<button data-tried")})
    assert "<button data-tried" in page_of(app, Given(200, LOGIN.body)).text


def another_order(patch: pytest.MonkeyPatch, folder: Path) -> None:
    def order() -> list[str]:
        forms = arrange(parse_flow("settings", SETTINGS.body))
        return list(dict.fromkeys(form.group for form in forms if form.group in plan._SETTINGS))

    before = order()
    assert len(before) > 3
    patch.setattr(plan, "_SETTINGS", plan._SETTINGS[::-1])
    assert order() == before[::-1]


def one_more_parameter(patch: pytest.MonkeyPatch, folder: Path) -> None:
    assert urls.init_url("http://k", "settings", {"tried": "1"}) == "http://k/self-service/settings/browser"
    patch.setitem(urls.PASSTHROUGH, "settings", ("return_to", "tried"))
    assert urls.init_url("http://k", "settings", {"tried": "1"}).endswith("/browser?tried=1")


class Tried(kratos_errors.KratosError):
    """418 `tried`."""


def a_new_error(patch: pytest.MonkeyPatch, folder: Path) -> None:
    patch.setitem(kratos_errors._BY_ID, "tried", Tried)
    patch.setitem(errors.TABLE, Tried, errors.Row(lambda error: status_page(418, "not_found", {})))
    app = create_app(Config(kratos_public_url="http://localhost:4433", cookie_secret="t" * 32))
    assert page_of(app, Given(400, {"error": {"id": "tried"}})).status_code == 418


def a_new_setting(patch: pytest.MonkeyPatch, folder: Path) -> None:
    source = (paths.APP / "config.py").read_text("utf-8")
    field = '    tried: str = env("TRIED", default="no", doc="Tried.")\n\n    @classmethod\n    def from_env'
    spec = spec_from_loader("app.config_tried", loader=None)
    assert spec
    made = module_from_spec(spec)
    made.__package__ = "app"
    patch.setitem(sys.modules, "app.config_tried", made)
    exec(source.replace("    @classmethod\n    def from_env", field), made.__dict__)
    variables = {"KRATOS_PUBLIC_URL": "http://k", "TRIED": "yes"}
    assert made.Config.from_env(variables).tried == "yes"
    patch.setattr(docs, "Config", made.Config)
    assert "| `TRIED` | Tried. | `no` |" in docs.settings_table()


def a_new_header(patch: pytest.MonkeyPatch, folder: Path) -> None:
    patch.setitem(headers.ALWAYS, "X-Tried", "yes")
    app = create_app(Config(kratos_public_url="http://localhost:4433", cookie_secret="t" * 32))
    answers = [page_of(app, Given(200, LOGIN.body)) for _ in range(3)]  # made, made to be kept, kept
    answers += [app.test_client().get(path) for path in ("/health/alive", "/nowhere")]
    assert [each.headers.get("X-Tried") for each in answers] == ["yes"] * 5


def one_more_key(patch: pytest.MonkeyPatch, folder: Path) -> None:
    (folder / "theme.toml").write_text('name = "x"\napi = 1\nmotto = "x"\n[look]\nglow = "x"\n', "utf-8")
    with pytest.raises(ConfigError):
        load_theme(folder)
    for table, key in ((file.KEYS, "motto"), (file.LOOK, "glow")):
        patch.setitem(table, key, (lambda value, _: value == "x", "use x"))
    assert load_theme(folder).name == "x"


TRIES: dict[str, Change] = {
    "render a new type of node or input": a_new_input,
    "reword a page": other_words,
    "change a field, a button, a card": another_button,
    "change the order of methods": another_order,
    "pass one more parameter to a flow": one_more_parameter,
    "answer a new error id of Kratos": a_new_error,
    "add a setting": a_new_setting,
    "add a header": a_new_header,
    "let `theme.toml` say one more thing": one_more_key,
}
"""The rows whose change is made, and seen to be all that it takes."""


@pytest.mark.parametrize("wish", TRIES)
def test_the_place_is_the_one_to_change(wish: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert wish in [row[0] for row in rows(PLACES)]
    TRIES[wish](monkeypatch, tmp_path)


@pytest.mark.parametrize("row", rows((ROOT / "SECURITY.md").read_text("utf-8")), ids=lambda row: row[0][:40])
def test_each_line_of_security_names_what_proves_it(row: list[str]) -> None:
    """That they are there, `test_every_test_that_it_names_is_there` sees."""
    said, proven = row
    assert said
    assert re.fullmatch(rf"`{TEST.pattern}`(, `{TEST.pattern}`)*", proven)
