"""Code of templates is shared by name, file and text: no application gets another's template."""

from __future__ import annotations

from pathlib import Path

from jinja2 import DictLoader, Environment, FileSystemLoader

from app.theme.compiled import Compiled


def test_one_template_is_compiled_once(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("{{ name }}")
    shared = Compiled()
    first, second = (Environment(loader=FileSystemLoader(tmp_path), bytecode_cache=shared) for _ in range(2))
    pages = [each.get_template("a.html") for each in (first, second)]
    assert pages[0].root_render_func.__code__ is pages[1].root_render_func.__code__
    assert [each.render(name=name) for each, name in zip(pages, "xy", strict=True)] == ["x", "y"]


def test_another_text_of_the_same_name_is_another_template() -> None:
    shared = Compiled()
    texts = ("{{ name }}", "Hello {{ name }}", "{{ name }}")
    shown = [
        Environment(loader=DictLoader({"a.html": text}), bytecode_cache=shared)
        .get_template("a.html")
        .render(name="x")
        for text in texts
    ]
    assert shown == ["x", "Hello x", "x"]
