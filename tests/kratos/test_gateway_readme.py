"""The transcript in `app/gateway/README.md`, replayed line by line in one shell before real Kratos."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.conftest import UiServer
from tests.support import gateway_hook
from tests.support.gateway import SECRET, serve_gateway
from tests.support.transcript import Shell, pattern, transcript

README = Path(__file__).parents[2] / "app" / "gateway" / "README.md"
ADA = "ada@example.org"


@pytest.mark.parametrize("tool", ["bash", "curl", "jq"])
def test_the_tools_are_there(tool: str) -> None:
    assert shutil.which(tool), f"{tool} is not installed: `apt-get install {tool}`"


def test_every_line_prints_what_it_says(ui_server: UiServer, tmp_path: Path) -> None:
    gateway_hook.reset()
    real, _ = serve_gateway(
        ui_server, "webhook",
        gateway_webhook_hook="tests.support.gateway_hook:user_created", gateway_webhook_state=tmp_path / "state",
    )  # fmt: skip
    variables = {"PATH": "/usr/bin:/bin", "gateway": real.ui_url, "secret": SECRET}
    with Shell(tmp_path, variables) as shell:
        for command, expected in transcript(README.read_text("utf-8")):
            if "$ada" in command:
                [ada] = [
                    each["id"] for each in real.admin("GET", "/identities") if each["traits"]["email"] == ADA
                ]
                shell.type(f"ada={ada}")
            printed = shell.type(command)
            assert re.fullmatch(pattern(expected), printed), f"$ {command}\n{printed}"
    assert [each.traits for each in gateway_hook.got] == [{"email": ADA, "name": {"first": "Ada"}}]


def test_it_has_all_seven_steps() -> None:
    typed = "\n".join(command for command, _ in transcript(README.read_text("utf-8")))
    paths = re.findall(r"\$gateway/\S*/([\w-]+)|\"\$(logout)\"", typed)
    steps = list(dict.fromkeys("".join(each) for each in paths))
    assert steps == ["registration", "login", "whoami", "documents", "logout", "user-created"]
    assert ["".join(each) for each in paths].count("whoami") == 2
