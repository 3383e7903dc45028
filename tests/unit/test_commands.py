"""Each block of commands in a guide is typed by a test, or stands here with the reason why not."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from app.cli.main import main
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
    "kratos-config/docs/upgrading.md": "tests/kratos/test_guides.py",
    "templates/GUIDE.md": "tests/themes/test_guide.py",
}
"""The pages whose `console` blocks a test types as they stand."""

TYPED_LINES = {command for page in TYPED for command, _ in transcript((ROOT / page).read_text("utf-8"))}

NOT_TYPED = {
    ("README.md", "make demo"): "tests/kratos/test_demo.py",
    ("README.md", "make test"): "not run: it is what runs the tests",
    ("README.md", "make install"): "not run: what runs the tests was installed so",
    ("CONTRIBUTING.md", "make install    # .venv with everything in it, once: one or two minutes"):
        "not run: they run the tests",
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
    ("kratos-config/docs/operator.md", "make wheel"): "tests/kratos/test_wheel.py",
    ("kratos-config/docs/upgrading.md", "make wheel"): "tests/kratos/test_wheel.py",
    ("kratos-config/docs/upgrading.md", "systemctl restart kratos-ui"): "not run: it changes the machine",
    ("kratos-config/docs/operator.md", "apt-get install nginx certbot python3-certbot-nginx postgresql python3-venv"):
        "not run: it changes the machine",
    ("kratos-config/docs/operator.md", "useradd --system --home-dir /etc/kratos --shell /usr/sbin/nologin kratos"):
        "tests/kratos/test_units.py",
    ("kratos-config/docs/operator.md", "certbot certonly --nginx -d accounts.example.org --deploy-hook 'systemctl"
        " reload nginx'"): "not run: it changes the machine",
    ("kratos-config/docs/operator.md", "/opt/kratos-ui/bin/kratos-ui doctor --env /etc/kratos-ui.env --config"
        " /etc/kratos/kratos.yml --config /etc/kratos/server.yml"): "tests/browser/test_deploy.py",
    ("app/gateway/README.md", '{"success": true, "data": …, "step": …}'): "tests/kratos/test_gateway.py",
}  # fmt: skip
"""Of a page, how a block begins: the test that does the same, or why none does."""


INLINE = re.compile(r"`((?:[A-Z_]+=\S+ )*([a-z][\w-]*)(?: [^`\n]+)?)`")
HEAD = re.compile(r"^#   ((?:[A-Z_]+=\S+ )*([a-z][\w-]*) .*?) *\\?$", re.M)
CHECKED = {"kratos-ui", "make", "kratos"}
NOT_RUN = {"apt-get", "certbot", "docker", "helm", "kubectl", "psql", "sudo", "systemctl", "useradd"}
"""Programs that change a server: the tests run none of them, as docs/README.md says."""
ELSEWHERE = {"haproxy": "tests/net/test_net_haproxy.py", "python3": "tests/kratos/test_wheel.py"}
KRATOS = {"serve", "courier watch", "migrate sql", "cleanup sql", "version"}
TARGETS = set(re.findall(r"^([a-z][a-z0-9-]*):", (ROOT / "Makefile").read_text("utf-8"), re.M))
DEPLOYED = sorted(
    path for path in (ROOT / "kratos-config/deploy").rglob("*") if path.suffix != ".md" and path.is_file()
)


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


def wrong(command: str) -> str:
    """What is not right about a command that stands in a sentence; "" if nothing."""
    words = shlex.split(re.split(r" [|&>]", command)[0], comments=True)
    program, *rest = (word for word in words if not re.match(r"[A-Z_]+=", word))
    if program == "kratos-ui":
        return _no_option(main, rest)
    if program == "make":
        return "".join(f"no target {word}" for word in rest if word not in TARGETS)
    if program == "kratos":
        known = any(" ".join(rest).startswith(each) for each in KRATOS)
        return "" if known or not rest else f"no command of Kratos: {command}"
    return ""


def _no_option(found: click.Command, words: list[str]) -> str:
    """What of a command line of ours there is not."""
    for word in words:
        option = word.partition("=")[0]
        if isinstance(found, click.Group) and not word.startswith("-"):
            inner = found.get_command(click.Context(found), word)
            if inner is None:
                return f"no command {word}" if word.isidentifier() else ""
            found = inner
        elif word.startswith("-") and option not in {"--help", "-h", *_options(found)}:
            return f"no option {word}"
    return ""


def _options(command: click.Command) -> set[str]:
    return {name for each in command.params for name in (*each.opts, *each.secondary_opts)}


def commands(path: Path) -> list[str]:
    """Each command within the sentences of a page, or at the head of a file."""
    text = path.read_text("utf-8")
    prose = FENCES.sub("", text) if path.suffix == ".md" else text
    found = [*INLINE.findall(prose), *(HEAD.findall(text) if path.suffix != ".md" else ())]
    programs = CHECKED | NOT_RUN | set(ELSEWHERE)
    return [line for line, program in found if program in programs]


@pytest.mark.parametrize("path", [*GUIDES, *DEPLOYED], ids=name)
def test_commands_in_sentences_are_right(path: Path) -> None:
    assert [f"{each}: {wrong(each)}" for each in commands(path) if wrong(each)] == []


def test_a_wrong_one_would_be_found() -> None:
    for command in ("kratos-ui docter", "kratos-ui doctor --onffline", "make kratso", "kratos courier wach"):
        assert wrong(command), command
    heads = commands(ROOT / "kratos-config/deploy/nginx/one-origin.conf")
    assert heads[0].startswith("kratos-ui init kratos.yml --ui https://")
    assert len(commands(ROOT / "kratos-config/docs/upgrading.md")) > 2


def test_the_reader_is_told_what_nobody_runs() -> None:
    told = (ROOT / "kratos-config/docs/README.md").read_text("utf-8").partition("run by nobody here: ")[2]
    assert set(re.findall(r"`([a-z-]+)`", told)) == NOT_RUN
