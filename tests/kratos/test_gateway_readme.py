"""The transcript in `app/gateway/README.md`, replayed line by line in one shell before real Kratos."""

from __future__ import annotations

import re
import shutil
import subprocess
import threading
from pathlib import Path

import pytest

from tests.conftest import UiServer
from tests.support import gateway_hook
from tests.support.gateway import SECRET, serve_gateway

README = Path(__file__).parents[2] / "app" / "gateway" / "README.md"
ADA = "ada@example.org"
END = "=== end of this line ==="


def transcript() -> list[tuple[str, str]]:
    """Each command of the `console` blocks, and what it prints."""
    blocks = re.findall(r"^```console\n(.*?)^```$", README.read_text("utf-8"), re.M | re.S)
    found: list[tuple[str, str]] = []
    for line in "".join(blocks).splitlines():
        if line.startswith("$ "):
            found.append((line[2:], ""))
        else:
            found[-1] = (found[-1][0], f"{found[-1][1]}{line}\n")
    return found


def pattern(expected: str) -> str:
    """`…` stands for anything within the line."""
    return re.escape(expected).replace("…", "[^\n]+")


@pytest.mark.parametrize("tool", ["bash", "curl", "jq"])
def test_the_tools_are_there(tool: str) -> None:
    assert shutil.which(tool), f"{tool} is not installed: `apt-get install {tool}`"


def test_every_line_prints_what_it_says(ui_server: UiServer, tmp_path: Path) -> None:
    gateway_hook.reset()
    real, _ = serve_gateway(
        ui_server, "webhook",
        gateway_webhook_hook="tests.support.gateway_hook:user_created", gateway_webhook_state=tmp_path / "state",
    )  # fmt: skip
    shell = subprocess.Popen(
        ["bash"], cwd=tmp_path, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env={"PATH": "/usr/bin:/bin", "gateway": real.ui_url, "secret": SECRET},
    )  # fmt: skip
    assert shell.stdin
    assert shell.stdout
    alarm = threading.Timer(60, shell.kill)  # a command that waits for ever
    alarm.start()
    with shell:
        for command, expected in transcript():
            if "$ada" in command:
                [ada] = [
                    each["id"] for each in real.admin("GET", "/identities") if each["traits"]["email"] == ADA
                ]
                shell.stdin.write(f"ada={ada}\n")
            shell.stdin.write(f"{command}\necho '{END}'\n")
            shell.stdin.flush()
            printed = ""
            while (line := shell.stdout.readline()) and line != f"{END}\n":
                printed += line
            assert re.fullmatch(pattern(expected), printed), f"$ {command}\n{printed}"
        shell.stdin.close()
    alarm.cancel()
    assert [each.traits for each in gateway_hook.got] == [{"email": ADA, "name": {"first": "Ada"}}]


def test_it_has_all_seven_steps() -> None:
    paths = re.findall(
        r"\$gateway/\S*/([\w-]+)|\"\$(logout)\"", "\n".join(command for command, _ in transcript())
    )
    steps = list(dict.fromkeys("".join(each) for each in paths))
    assert steps == ["registration", "login", "whoami", "documents", "logout", "user-created"]
    assert ["".join(each) for each in paths].count("whoami") == 2
