"""What operators install: the package and its data, and nothing that only this repository's developers use."""

from __future__ import annotations

import re
import subprocess
import tomllib
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from app import release
from tests.support.wheel import ROOT


def test_the_wheel_has_the_server_and_no_recorder() -> None:
    builder = WheelBuilder(str(ROOT))
    files = {file.distribution_path for file in builder.recurse_included_files()}
    assert {"kratos_ui/cli/run.py", "kratos_ui/server/bridge.py", "kratos_ui/mails/words.gotmpl"} <= files
    assert {"kratos_ui/theming/skeleton/theme.toml", "kratos_ui/theming/seen.js"} <= files
    assert {"kratos_ui/workbench/templates/index.html", "kratos_ui/workbench/static/workbench.js"} <= files
    assert {path.split("/")[0] for path in files} == {"kratos_ui"}, "`app` is what operators call their own"
    words = ("record/", "recorder", "totp", "scenario")
    assert not [path for path in files if path.endswith(".py") and any(word in path for word in words)]


def test_recordings_are_all_that_it_has_of_the_tests() -> None:
    forced = WheelBuilder(str(ROOT)).config.get_force_include()
    assert {Path(source).relative_to(ROOT).as_posix() for source in forced} == {
        "kratos-config", "static", "templates", "tests/flows",
    }  # fmt: skip
    assert {target.partition("/_data/")[0] for target in forced.values()} == {"kratos_ui"}


def test_nothing_in_a_checkout_is_called_as_in_the_wheel() -> None:
    """Neither half a package beside it nor the whole a second time."""
    assert find_spec("kratos_ui") is None
    [script] = entry_points(group="console_scripts", name="kratos-ui")
    assert script.value == "app.cli.main:main"


def test_the_version_stands_in_one_place() -> None:
    assert release.version() == WheelBuilder(str(ROOT)).metadata.version
    told = re.compile(rf"[\"']{re.escape(release.version())}[\"']")
    files = [ROOT / "pyproject.toml", *(ROOT / "app").rglob("*.py")]
    assert [path.name for path in files if told.search(path.read_text("utf-8"))] == ["pyproject.toml"]
    named = [path.name for path in files if f'"{release.NAME}"' in path.read_text("utf-8")]
    assert sorted(named) == ["pyproject.toml", "release.py"]


def test_what_a_server_needs_is_locked_as_it_was_tested() -> None:
    """`requirements-server.lock`: of the other one, what the wheel and its extras name, and what these bring along."""
    server, whole = (_locked(ROOT / f"requirements{kind}.lock") for kind in ("-server", ""))
    assert {name: whole.get(name) for name in server} == server
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["database"], *extras["otel"]]
    assert {_name(each) for each in wanted} <= set(server)
    assert {"werkzeug", "psycopg-binary", "protobuf"} <= set(server)
    assert {"pytest", "hatchling", "playwright"}.isdisjoint(server)
    assert "[database,otel]" in (ROOT / "Dockerfile").read_text("utf-8")


def _name(requirement: str) -> str:
    return re.split(r"[\[>=; ]", requirement)[0].lower().replace(".", "-")


def _locked(path: Path) -> dict[str, tuple[str, list[str]]]:
    """The version and the digests of each library."""
    entries = re.findall(r"^([\w.-]+)==(\S+)([^#]*)", path.read_text("utf-8"), re.M)
    return {_name(name): (pin, re.findall(r"sha256:\w+", rest)) for name, pin, rest in entries}


def test_the_version_has_its_notes() -> None:
    headings = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert headings[0] == "Unreleased"
    assert re.fullmatch(rf"{re.escape(release.version())} \(\d{{4}}-\d\d-\d\d\)", headings[1])
    command = ["make", "--silent", "--no-print-directory", "notes"]
    notes = subprocess.run(
        [*command, f"VERSION={release.version()}"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert notes.stdout.startswith("\n### ")
    assert "\n## " not in notes.stdout
    assert subprocess.run([*command, "VERSION=0"], cwd=ROOT, capture_output=True, check=False).returncode


def test_a_checkout_that_nobody_installed_has_no_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "NAME", "not-installed")
    assert release.version.__wrapped__() == "0"
