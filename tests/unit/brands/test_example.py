"""The example of the documentation is a file that can be used, and has all that a file may say."""

from __future__ import annotations

import re
from pathlib import Path

from app import paths
from app.brands import file
from tests.support.brands import theme, write

TEXT = (paths.KRATOS_CONFIG / "brands.md").read_text(encoding="utf-8")


def test_the_example(tmp_path: Path) -> None:
    [example] = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    for name in ("main", "acme", "shop"):
        theme(tmp_path / "themes", name)
    write(tmp_path / "themes.toml", example)
    found = file.read(tmp_path / "themes.toml")
    assert found.rules.default == "main"
    assert set(found.rules.hosts) == {"login.acme.example", "*.acme.test"}
    said = {key for key in ("theme", *file._SAID, *file._RULES) if re.search(rf"^{key} = ", example, re.M)}
    assert said | {"links"} == {"theme", *file._SAID, *file._RULES}
