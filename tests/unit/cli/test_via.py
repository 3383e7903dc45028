"""Where the demo's Kratos comes from: this machine, an image, a build; and what a container gets of this machine."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import via
from app.cli.binaries import HYDRA, KRATOS, MissingTool
from app.cli.containers import Engine
from app.cli.demo import boxes
from app.cli.demo.ports import Ports
from app.cli.main import main
from tests.support.fake_docker import fake_docker
from tests.unit.cli.test_binaries import Machine, with_go

IMAGE = "docker.io/oryd/kratos:v1.3.1"


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def find(machine: Machine, way: str = "") -> via.Binary | via.Image:
    return via.find(KRATOS, {**machine.environ, "KRATOS_VIA": way}, machine.said.append)


def with_everything(machine: Machine, tmp_path: Path) -> Path:
    """Return what is in the cache."""
    fake_docker(machine.path, "{}")
    with_go(machine, "exit 1")
    machine.program(machine.path / "kratos")
    return machine.program(tmp_path / "cache/kratos-ui/bin/kratos-v1.3.1")


@pytest.mark.parametrize("way", ["", "auto", "path"])
def test_what_is_on_path_comes_first(machine: Machine, tmp_path: Path, way: str) -> None:
    with_everything(machine, tmp_path)
    assert find(machine, way) == via.Binary(machine.path / "kratos")


def test_then_what_was_built_then_an_image_then_go(machine: Machine, tmp_path: Path) -> None:
    cached = with_everything(machine, tmp_path)
    (machine.path / "kratos").unlink()
    assert find(machine) == via.Binary(cached)
    cached.unlink()
    found = find(machine)
    assert isinstance(found, via.Image)
    assert found.name == IMAGE
    (machine.path / "docker").unlink()
    with pytest.raises(MissingTool, match="Building Ory Kratos failed"):
        find(machine)


def test_one_can_choose(machine: Machine, tmp_path: Path) -> None:
    cached = with_everything(machine, tmp_path)
    assert isinstance(find(machine, "docker"), via.Image)
    assert machine.said[-1] == "Ory Kratos v1.3.1 runs in Docker (KRATOS_VIA=go builds it instead)."
    assert find(machine, "go") == via.Binary(cached)
    with pytest.raises(MissingTool, match='^KRATOS_VIA is "pip"; it may be auto, path, docker or go.$'):
        find(machine, "pip")


@pytest.mark.parametrize(("info", "is_there"), [("", False), ("Server: 1", True)])
def test_docker_that_does_not_run_is_none(machine: Machine, info: str, is_there: bool) -> None:
    fake_docker(machine.path, "{}", info=info)
    fake_docker(machine.path, "{}", name="podman", info="rootless: true")
    found = find(machine)
    assert isinstance(found, via.Image)
    assert found.engine.title == ("Docker" if is_there else "Podman")


@pytest.mark.parametrize(
    ("name", "info", "user"),
    [
        ("docker", "Server Version: 27", f"{os.getuid()}:{os.getgid()}"),
        ("docker", " Security Options:\n  seccomp\n  rootless\n  cgroupns", "0:0"),
        ("podman", "host:\n  security:\n    rootless: true", "0:0"),
        ("podman", "host:\n  security:\n    rootless: false", f"{os.getuid()}:{os.getgid()}"),
    ],
)
def test_files_belong_to_who_started_the_demo(machine: Machine, name: str, info: str, user: str) -> None:
    fake_docker(machine.path, "{}", name=name, info=info)
    found = find(machine)
    assert isinstance(found, via.Image)
    assert found.engine.user == user


def test_an_image_is_fetched_once(machine: Machine) -> None:
    asked = fake_docker(machine.path, "{}")
    find(machine, "docker")
    find(machine, "docker")
    calls = [json.loads(line)[:2] for line in asked.read_text().splitlines()]
    assert calls.count(["pull", IMAGE]) == 1
    assert machine.said[0] == f"Fetching Ory's image {IMAGE} with Docker: once only."


def test_an_image_that_can_not_be_fetched(machine: Machine) -> None:
    machine.program(machine.path / "docker", 'test "$1" = info')
    with pytest.raises(MissingTool, match=f"^Docker could not fetch {IMAGE}; KRATOS_VIA=go builds"):
        find(machine)


def test_go_builds_what_can_not_be_fetched(machine: Machine) -> None:
    machine.program(machine.path / "docker", 'test "$1" = info')
    with_go(machine, "exit 1")
    with pytest.raises(MissingTool, match="Building Ory Kratos failed"):
        find(machine)
    assert f"Docker could not fetch {IMAGE}; KRATOS_VIA=go builds Ory Kratos instead." in machine.said
    with pytest.raises(MissingTool, match="could not fetch"):
        find(machine, "docker")


def test_where_nothing_is_there_all_three_ways_are_said(machine: Machine) -> None:
    with pytest.raises(MissingTool) as caught:
        find(machine)
    assert str(caught.value) == (
        "Ory Kratos was not found. Do one of these:\n"
        "  - put a kratos v1.3.1 on PATH, or name it: KRATOS_BIN=/path/to/kratos.\n"
        "  - install and start Docker or Podman: Ory's image is used then.\n"
        "  - install Go 1.23 or newer and a C compiler: it is built then, once, in 4 minutes."
    )


@pytest.mark.parametrize(
    ("way", "said"),
    [("path", "KRATOS_VIA=path: put a kratos v1.3.1"), ("docker", "KRATOS_VIA=docker: install and start Docker"),
     ("go", "can't be built: install Go")],
)  # fmt: skip
def test_a_chosen_way_that_is_not_there(machine: Machine, way: str, said: str) -> None:
    with pytest.raises(MissingTool, match=said):
        find(machine, way)


def told(machine: Machine, *names: str, way: str = "") -> Result:
    return CliRunner().invoke(main, ["kratos", *names], env={**machine.environ, "KRATOS_VIA": way})


def test_the_command_goes_the_way_that_is_chosen(machine: Machine, tmp_path: Path) -> None:
    cached = with_everything(machine, tmp_path)
    on_path = machine.path / "kratos"
    assert told(machine).stdout.startswith(f"{on_path} ")
    assert told(machine, way="path").stdout.startswith(f"{on_path} ")
    assert told(machine, way="docker").stdout == f"{IMAGE} v1.3.1\n"
    assert told(machine, way="go").stdout.startswith(f"{cached} ")
    on_path.unlink()
    assert told(machine, "kratos", way="auto").stdout.startswith(f"{cached} "), "a program, no image"


@pytest.mark.parametrize(
    ("way", "said"),
    [("dokcer", 'KRATOS_VIA is "dokcer"; it may be auto, path, docker or go.'),
     ("docker", "KRATOS_VIA=docker: install and start Docker"), ("", "install Go 1.23 or newer")],
)  # fmt: skip
def test_the_command_says_why_it_finds_none(machine: Machine, way: str, said: str) -> None:
    result = told(machine, way=way)
    assert (result.exit_code, result.stdout) == (1, "")
    assert said in result.stderr


def test_a_container_gets_the_folder_and_this_machines_network(tmp_path: Path) -> None:
    image = via.Image(KRATOS, Engine("/usr/bin/docker", "1000:1000", networks=True))
    command = image.command(["serve"], boxes.kratos(tmp_path, Ports(), with_hydra=False))
    assert command[:3] == ["/usr/bin/docker", "run", "--rm"]
    assert command[-2:] == [IMAGE, "serve"]
    assert {f"--volume={tmp_path}:/demo", "--workdir=/demo", "--user=1000:1000", "--network=host"} <= set(
        command
    )
    fixed = [word for word in command if word.endswith(":ro")]
    assert fixed == [
        f"--volume={tmp_path}/{x}:/demo/{x}:ro" for x in ("kratos.yml", "overlays", "schemas", "mails")
    ]
    assert not [word for word in command if "publish" in word]


@pytest.mark.parametrize(
    ("engine", "host"), [("docker", "host.docker.internal"), ("podman", "host.containers.internal")]
)
def test_without_that_network_its_ports_are_on_this_machine_alone(
    tmp_path: Path, engine: str, host: str
) -> None:
    there = Engine(f"/usr/local/bin/{engine}", "501:20", networks=False)
    command = via.Image(KRATOS, there).command(["serve"], boxes.kratos(tmp_path, Ports(), with_hydra=True))
    assert [word for word in command if word.startswith(("--publish", "--env", "--network"))] == [
        "--publish=127.0.0.1:4433:4433", "--publish=127.0.0.1:4434:4434",
        "--env=SERVE_PUBLIC_HOST=0.0.0.0", "--env=SERVE_ADMIN_HOST=0.0.0.0",
        f"--env=COURIER_SMTP_CONNECTION_URI=smtp://{host}:4437/?disable_starttls=true",
        f"--env=OAUTH2_PROVIDER_URL=http://{host}:4445", "--env=SQA_OPT_OUT=true",
    ]  # fmt: skip
    hydra = via.Image(HYDRA, there).command(["serve"], boxes.hydra(tmp_path, Ports()))
    assert hydra[-2:] == ["docker.io/oryd/hydra:v2.3.0", "serve"]
    assert [word for word in hydra if "publish" in word or word.endswith(":ro")] == [
        f"--volume={tmp_path}/hydra.yml:/demo/hydra.yml:ro",
        "--publish=127.0.0.1:4444:4444", "--publish=127.0.0.1:4445:4445",
    ]  # fmt: skip
