"""Each block of commands in a guide is typed by a test, or stands here with the reason why not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.transcript import files, transcript

ROOT = Path(__file__).resolve().parents[2]
GUIDES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "templates/GUIDE.md")),
    *sorted((ROOT / "kratos-config").rglob("*.md")),
    ROOT / "app/gateway/README.md",
]
BLOCK = re.compile(r"^ *```(\w*)\n *(.*?)\n", re.M)
FENCES = re.compile(r"^ *```(?:\w+)?\n.*?^ *```$", re.M | re.S)
COMMANDS = {"", "sh", "bash", "shell"}

TYPED = {
    "app/gateway/README.md": "tests/kratos/test_gateway_readme.py",
    "kratos-config/docs/integrator.md": "tests/kratos/test_guides.py",
    "kratos-config/docs/migration.md": "tests/kratos/test_guides.py",
    "kratos-config/docs/operator.md": "tests/kratos/test_guides.py",
    "templates/GUIDE.md": "tests/themes/test_guide.py",
}
"""The pages whose `console` blocks a test types as they stand."""

TYPED_LINES = {command for page in TYPED for command, _ in transcript((ROOT / page).read_text("utf-8"))}

NOT_TYPED = {
    ("README.md", "make demo"): "tests/kratos/test_demo.py",
    ("README.md", "make test"): "not run: it is what runs the tests",
    ("README.md", "make install"): "not run: what runs the tests was installed so",
    ("CONTRIBUTING.md", "make install    # .venv with everything in it"): "not run: they run the tests",
    ("templates/GUIDE.md", "make install"): "tests/themes/test_guide.py",
    ("templates/GUIDE.md", 'THEME_DIR: mine/theme.toml: [look] "acent" is not known: did you mean "accent"?'):
        "tests/themes/test_guide.py",
    ("kratos-config/README.md", ".venv/bin/python -m aiosmtpd -n -c aiosmtpd.handlers.Debugging stdout"
        " -l 127.0.0.1:4437 &"): "tests/support/real_kratos.py",
    ("kratos-config/README.md", "KRATOS_BIN=…/kratos make record ARGS=--check   # what differs in shape from the"
        " files of that version"): "tests/kratos/test_record.py",
    ("kratos-config/README.md", "THEME_DIR=/etc/kratos-ui/theme kratos-ui mails --out mails"
        " --language-trait traits.locale"): "tests/unit/mails/test_mails_folder.py",
    ("kratos-config/brands.md", "THEMES=/etc/kratos-ui/themes.toml KRATOS_PUBLIC_URL=http://localhost:4433"
        " kratos-ui run"): "tests/kratos/test_brands.py",
    ("kratos-config/brands.md", "THEMES=/etc/kratos-ui/themes.toml kratos-ui mails --out mails"):
        "tests/unit/brands/test_tools.py",
    ("kratos-config/doctor.md", "KRATOS_PUBLIC_URL=… KRATOS_ADMIN_URL=… kratos-ui doctor --config kratos.yml"):
        "tests/kratos/test_guides.py",
    ("kratos-config/docs/operator.md", "python3 -m venv kratos-ui"): "tests/kratos/test_wheel.py",
    ("app/gateway/README.md", '{"success": true, "data": …, "step": …}'): "tests/kratos/test_gateway.py",
}  # fmt: skip
"""Of a page, how a block begins: the test that does the same, or why none does."""


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def blocks(text: str) -> list[tuple[str, str]]:
    """The kind and the first line of each fenced block; not of those that a sentence puts into a file."""
    written = tuple(content.splitlines()[0] for content in files(text).values())
    found = (BLOCK.match(each) for each in FENCES.findall(text))
    return [(each[1], each[2]) for each in found if each and each[2] not in written]


@pytest.mark.parametrize("page", GUIDES, ids=name)
def test_a_test_types_the_commands(page: Path) -> None:
    text = page.read_text("utf-8")
    if any(kind == "console" for kind, _ in blocks(text)):
        assert f'"{page.name}"' in (ROOT / TYPED[name(page)]).read_text("utf-8")
    others = [first for kind, first in blocks(text) if kind in COMMANDS]
    assert [
        first for first in others if first not in TYPED_LINES and (name(page), first) not in NOT_TYPED
    ] == []


def test_the_list_has_nothing_of_old() -> None:
    there = {(name(page), first) for page in GUIDES for _, first in blocks(page.read_text("utf-8"))}
    assert set(NOT_TYPED) <= there
    told = [each for each in NOT_TYPED.values() if not each.startswith("not run: ")]
    assert [each for each in told if not (ROOT / each).is_file()] == []
