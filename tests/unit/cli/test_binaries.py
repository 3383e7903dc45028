"""Where Kratos comes from: the variable, PATH, the cache, Go, or one sentence that says what to install."""

from __future__ import annotations

import os
import shutil
import tomllib
from pathlib import Path

import pytest

from app.cli import binaries
from app.cli.binaries import HYDRA, KRATOS, MissingTool, find
from app.paths import KRATOS_CONFIG


class Machine:
    """A machine that has only what a test puts on it."""

    def __init__(self, root: Path) -> None:
        self.path = root / "bin"
        self.path.mkdir()
        self.environ = {"PATH": str(self.path), "XDG_CACHE_HOME": str(root / "cache"), "HOME": str(root)}
        self.said: list[str] = []

    def program(self, path: Path, script: str = "echo 'Version:    v1.3.1'") -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return path

    def find(self, tool: binaries.Tool = KRATOS) -> Path:
        return find(tool, self.environ, self.said.append)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_the_versions_are_the_pinned_ones() -> None:
    assert (KRATOS.version, HYDRA.version) == ("v1.3.1", "v2.3.0")


def test_the_order_of_search(machine: Machine, tmp_path: Path) -> None:
    cached = machine.program(tmp_path / "cache/kratos-ui/bin/kratos-v1.3.1")
    assert machine.find() == cached
    on_path = machine.program(machine.path / "kratos")
    assert machine.find() == on_path
    named = machine.program(tmp_path / "own/kratos")
    machine.environ["KRATOS_BIN"] = str(named)
    assert machine.find() == named
    assert machine.said == []


def test_another_version_is_taken_and_named(machine: Machine) -> None:
    machine.program(machine.path / "kratos", "echo 'Version:\tv26.2.0'")
    machine.find()
    assert machine.said == [
        f"Using {machine.path}/kratos, Ory Kratos v26.2.0 (this project is tested with v1.3.1)."
    ]


def test_a_variable_that_names_no_program(machine: Machine, tmp_path: Path) -> None:
    machine.environ["KRATOS_BIN"] = str(tmp_path)
    with pytest.raises(MissingTool, match=f"^KRATOS_BIN names {tmp_path}, which is not a program"):
        machine.find()


def test_without_go_one_sentence_says_what_to_install(machine: Machine) -> None:
    with pytest.raises(MissingTool) as caught:
        machine.find(HYDRA)
    assert str(caught.value) == (
        "Ory Hydra was not found and can't be built: install Go 1.23 or newer, or download Ory Hydra v2.3.0 "
        "and put it on PATH or set HYDRA_BIN to it."
    )


def test_without_a_compiler_too(machine: Machine) -> None:
    machine.program(machine.path / "go")
    with pytest.raises(MissingTool, match="install a C compiler"):
        machine.find()


def with_go(machine: Machine, script: str) -> None:
    machine.program(machine.path / "gcc")
    machine.program(machine.path / "go", f"PATH={os.environ['PATH']}\n{script}")


def test_it_is_built_once(machine: Machine, tmp_path: Path) -> None:
    # stands for `go build … -o <file> .`: writes down how it was called, and makes the file
    with_go(
        machine,
        f'echo "$CGO_ENABLED $PWD $*" >> {tmp_path}/calls\n'
        'while [ "$1" != -o ]; do shift; done\n'
        f'cp {shutil.which("true")} "$2"',
    )
    assert machine.find() == machine.find() == tmp_path / "cache/kratos-ui/bin/kratos-v1.3.1"
    [call] = (tmp_path / "calls").read_text().splitlines()
    assert call.startswith(f"1 {KRATOS_CONFIG}/build/kratos build -trimpath -tags sqlite,json1 ")
    assert "-X github.com/ory/kratos/driver/config.Version=v1.3.1" in call
    assert machine.said[0] == "Building Ory Kratos v1.3.1: once only, about 4 minutes."
    assert os.listdir(tmp_path / "cache/kratos-ui/bin") == ["kratos-v1.3.1"]


def test_a_failed_build_says_why_and_leaves_nothing(machine: Machine, tmp_path: Path) -> None:
    with_go(machine, "echo no space left on device >&2; exit 3")
    with pytest.raises(MissingTool, match=r"ended with 3\.\nno space left on device"):
        machine.find()
    assert os.listdir(tmp_path / "cache/kratos-ui/bin") == []


@pytest.mark.parametrize("tool", [KRATOS, HYDRA], ids=lambda tool: tool.name)
def test_the_modules_are_pinned(tool: binaries.Tool) -> None:
    sums = (tool.source / "go.sum").read_text("utf-8")
    assert f"{tool.module} {tool.version} h1:" in sums


def test_the_wheel_carries_them() -> None:
    project = tomllib.loads((KRATOS_CONFIG.parent / "pyproject.toml").read_text("utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert included["kratos-config"] == "kratos_ui/_data/kratos-config"
