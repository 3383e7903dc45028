"""The wheel in an empty environment, outside of the checkout: its commands, and an operator's application beside it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from app.cli.demo.ports import Ports
from app.cli.demo.services import Service
from app.release import NAME, version
from tests.support.ports import free_port
from tests.support.real_kratos import KratosFactory, http, new_address
from tests.support.wheel import ROOT, build, install

pytestmark = pytest.mark.long

OPERATORS_APP = """
from flask import Flask
from kratos_ui.gateway import current_session, protect, session_required

from app.orders import orders_of

app = Flask(__name__)
protect(app)


@app.get("/")
def home():
    return "Shop"


@app.get("/orders")
@session_required
def orders():
    return orders_of(current_session().identity.email)
"""
ORDERS = """
def orders_of(email):
    return [f"an order of {email}"]
"""


class Installed:
    """The environment `programs`, and an empty folder to start its programs in."""

    def __init__(self, programs: Path, folder: Path, kratos: Path) -> None:
        self.programs, self.folder = programs, folder
        folder.mkdir()
        self.environ = {"PATH": f"{programs}:/usr/bin:/bin", "HOME": str(folder), "KRATOS_BIN": str(kratos)}

    def run(self, program: str, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.programs / program), *arguments], cwd=self.folder, env={**self.environ, **environ},
            capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip

    @contextmanager
    def serving(self, url: str, program: str, *arguments: str, **environ: str) -> Iterator[Service]:
        """The program, which answers at `url`; its output is at `.log`."""
        command = [str(self.programs / program), *arguments]
        log = self.folder / f"{arguments[-1]}.log"
        service = Service(program, command, self.folder, {**self.environ, **environ}, log)
        try:
            service.wait_for(url, 60)
            yield service
        finally:
            service.stop(10)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory, real_kratos: KratosFactory) -> Installed:
    folder = tmp_path_factory.mktemp("wheel")
    programs = install(wheel, folder / "venv")
    return Installed(programs, folder / "empty", real_kratos.program)


def test_it_brings_no_package_called_app(installed: Installed) -> None:
    assert "No module named 'app'" in installed.run("python", "-c", "import app").stderr
    where = installed.run("python", "-c", "import kratos_ui; print(kratos_ui.__file__)").stdout
    assert where.startswith(str(installed.programs.parent)), "not the checkout's"
    every = (
        "import pkgutil, importlib, kratos_ui as k, sys\n"
        "sys.modules.update(dict.fromkeys(['sqlalchemy', 'psycopg', 'opentelemetry']))\n"
        "for each in pkgutil.walk_packages(k.__path__, 'kratos_ui.'):\n"
        "    if not each.name.endswith(('.tracing', '.database', '.build_hook', '.docs')):\n"
        "        importlib.import_module(each.name)\n"
        "print([name for name in sys.modules if name.partition('.')[0] == 'app'])"
    )
    done = installed.run("python", "-c", every)
    assert (done.stdout, done.stderr) == ("[]\n", ""), (
        "tracing and database want an extra, the others a checkout"
    )


def test_its_commands_work(installed: Installed) -> None:
    assert installed.run("kratos-ui", "--version").stdout == f"kratos-ui, version {version()}\n"
    assert installed.run("kratos-ui", "kratos").stdout.split()[0] == installed.environ["KRATOS_BIN"]
    out = installed.run("kratos-ui", "preview", "--out", "gallery")
    assert out.returncode == 0, out.stderr
    assert "login" in (installed.folder / "gallery" / "en" / "index.html").read_text("utf-8")
    nobody, port = f"http://127.0.0.1:{free_port()}", free_port()
    alive = f"http://127.0.0.1:{port}/health/alive"
    own = {"HOST": "127.0.0.1", "PORT": str(port), "WORKERS": "1"}
    with installed.serving(alive, "kratos-ui", "run", KRATOS_PUBLIC_URL=nobody, **own) as ui:
        assert f"kratos-ui {version()} listens at" in ui.log.read_text("utf-8")
        assert http().get(f"http://127.0.0.1:{port}/login", timeout=10).status_code == 503


def test_its_demo_an_operators_application_and_doctor(installed: Installed) -> None:
    ports = Ports(
        ui=free_port(), kratos=free_port(), kratos_admin=free_port(), mail=free_port(), smtp=free_port()
    )
    options = [
        f"--{name.replace('_', '-')}-port={getattr(ports, name)}"
        for name in ("ui", "kratos", "kratos_admin", "mail", "smtp")
    ]
    kratos = {
        "KRATOS_PUBLIC_URL": ports.kratos_url,
        "KRATOS_ADMIN_URL": f"http://localhost:{ports.kratos_admin}",
    }
    with ExitStack() as running:
        demo = installed.serving(f"{ports.ui_url}/health/ready", "kratos-ui", "demo", *options, "--fresh")
        running.enter_context(demo)
        assert "Sign in" in http().get(f"{ports.ui_url}/login", timeout=10).text
        said = installed.run("kratos-ui", "doctor", "--config", ".demo/kratos.yml", **kratos)
        assert said.returncode == 0, said.stdout

        (installed.folder / "app").mkdir()
        (installed.folder / "app" / "__init__.py").write_text(OPERATORS_APP)
        (installed.folder / "app" / "orders.py").write_text(ORDERS)
        port = free_port()
        own = f"http://127.0.0.1:{port}"
        flask = ["-m", "flask", "--app", "app", "run", f"--port={port}"]
        running.enter_context(installed.serving(f"{own}/", "python", *flask, **kratos))
        assert http().get(f"{own}/orders", timeout=10).status_code == 401
        email = new_address()
        flow = http().get(f"{ports.kratos_url}/self-service/registration/api", timeout=10).json()
        given = {"method": "password", "password": "Correct-horse-9", "traits": {"email": email}}
        token = http().post(flow["ui"]["action"], json=given, timeout=10).json()["session_token"]
        answer = http().get(f"{own}/orders", headers={"X-Session-Token": token}, timeout=10)
        assert answer.json() == [f"an order of {email}"]


def test_its_bill_of_materials_is_what_the_lock_file_pins(installed: Installed) -> None:
    """`make sbom` of this environment: what the image has, and nothing that developers alone use."""
    command = [
        sys.executable,
        "-m",
        "cyclonedx_py",
        "environment",
        "--of",
        "JSON",
        str(installed.programs / "python"),
    ]
    bill = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    listed = {re.sub("[._]", "-", each["name"].lower()): each["version"] for each in bill["components"]}
    pinned = {
        re.sub("[._]", "-", name): pin
        for name, pin in re.findall(
            r"^([\w.-]+)==(\S+)", (ROOT / "requirements.lock").read_text("utf-8"), re.M
        )
    }
    assert listed.pop(NAME) == version()
    assert {"flask", "granian", "werkzeug", "sqlalchemy", "psycopg", "opentelemetry-sdk"} <= listed.keys()
    assert {"pytest", "hatchling", "pip"}.isdisjoint(listed)
    assert {name: pinned.get(name) for name in listed} == listed


def test_two_builds_are_the_same_to_the_byte(wheel: Path, tmp_path: Path) -> None:
    """Whoever makes it anew from a tag gets what was released: neither folder, times nor rights are in it."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for name in (".gitignore", "LICENSE", "README.md", "pyproject.toml"):
        shutil.copy(ROOT / name, elsewhere)
    for name in ("app", "kratos-config", "static", "templates", "tests/flows"):
        ignored = shutil.ignore_patterns("__pycache__", "*.mo")
        shutil.copytree(ROOT / name, elsewhere / name, ignore=ignored, copy_function=shutil.copyfile)
    for path in (elsewhere / "app").rglob("*.py"):
        os.utime(path, (1, 1))
        path.chmod(0o600)
    again = build(tmp_path / "dist", elsewhere)
    assert again.name == wheel.name
    assert again.read_bytes() == wheel.read_bytes()
    with zipfile.ZipFile(wheel) as packed:  # to the minute: two builds in one would be the same anyway
        catalog = packed.read("kratos_ui/i18n/translations/de/LC_MESSAGES/ui.mo")
    assert b"POT-Creation-Date: 2020-01-01" in catalog
