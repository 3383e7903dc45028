"""What operators install: the package and its data, and nothing that only this repository's developers use."""

from __future__ import annotations

from pathlib import Path

from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).resolve().parents[2]


def test_the_wheel_has_the_server_and_no_recorder() -> None:
    builder = WheelBuilder(str(ROOT))
    files = {file.distribution_path for file in builder.recurse_included_files()}
    assert {"app/cli/run.py", "app/server/bridge.py", "app/mails/words.gotmpl"} <= files
    assert {"app/theming/skeleton/theme.toml", "app/theming/seen.js"} <= files
    assert {"app/workbench/templates/index.html", "app/workbench/static/workbench.js"} <= files
    assert {path.split("/")[0] for path in files} == {"app"}
    words = ("record/", "recorder", "totp", "scenario")
    assert not [path for path in files if path.endswith(".py") and any(word in path for word in words)]


def test_recordings_are_all_that_it_has_of_the_tests() -> None:
    forced = WheelBuilder(str(ROOT)).config.get_force_include()
    assert {Path(source).relative_to(ROOT).as_posix() for source in forced} == {
        "kratos-config", "static", "templates", "tests/flows",
    }  # fmt: skip
