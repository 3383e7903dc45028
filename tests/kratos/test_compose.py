"""`kratos-config/deploy/compose.yml` without containers: its commands and settings with the programs of this machine.

And the values for Ory's chart: Kratos itself says whether it takes their configuration.
"""

from __future__ import annotations

import os
import subprocess
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg
from ruamel.yaml import YAML

from app.cli import binaries, kratos
from app.cli.demo.services import Service
from tests.support.deployed import DEPLOY, Places, start_ui
from tests.support.forms import Visitor
from tests.support.mailbox import WaitingMailbox
from tests.support.pages import PASSWORD
from tests.support.postgres import Postgres
from tests.support.real_kratos import KratosFactory, new_address, sign_up_by_code

YAML_FILE = YAML(typ="safe")
SERVICES: dict[str, dict[str, Any]] = YAML_FILE.load((DEPLOY / "compose.yml").read_text("utf-8"))["services"]


def database_of(postgres: Postgres) -> None:
    """What the image of PostgreSQL makes of its environment."""
    told = SERVICES["postgres"]["environment"]
    user, name = told["POSTGRES_USER"], told["POSTGRES_DB"]
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {user} LOGIN PASSWORD '{told['POSTGRES_PASSWORD']}'")
        connection.execute(f"CREATE DATABASE {name} OWNER {user}")


def here(text: str, places: Places, postgres: Postgres, mailbox: WaitingMailbox) -> str:
    """Containers reach each other by name, programs of one machine by port; and nobody outside reaches these."""
    names = {
        "@postgres:5432": f"@127.0.0.1:{postgres.port}", "mailbox:1025": f"127.0.0.1:{mailbox.port}",
        "http://kratos:": "http://127.0.0.1:", "0.0.0.0": "127.0.0.1",
    }  # fmt: skip
    for name, found in names.items():
        text = text.replace(name, found)
    return kratos.moved(text, places.ports)


def test_somebody_signs_up(
    postgres: Postgres, mailbox: WaitingMailbox, real_kratos: KratosFactory, tmp_path: Path
) -> None:
    places, program = Places(mailbox.port), str(real_kratos.program)
    database_of(postgres)
    kratos.prepare(tmp_path, places.ports)

    def environ(name: str) -> dict[str, str]:
        told = SERVICES[name]["environment"].items()
        return {key: here(str(value), places, postgres, mailbox) for key, value in told}

    migrated = kratos.environment(os.environ, **environ("kratos-migrate"))
    command = [program, *SERVICES["kratos-migrate"]["command"]]
    subprocess.run(command, cwd=tmp_path, env=migrated, check=True, capture_output=True)
    with ExitStack() as running:
        command = [program, *SERVICES["kratos"]["command"]]
        allowed = kratos.environment(os.environ, **environ("kratos"), COURIER_WORKER_PULL_WAIT="200ms")
        served = Service("Kratos", command, tmp_path, allowed, tmp_path / "kratos.log")
        running.callback(served.stop)
        port = places.ports[kratos.UI]
        ui = start_ui(tmp_path, port, {**environ("ui"), "HOST": "127.0.0.1"})
        running.callback(ui.stop)
        served.wait_for(f"http://127.0.0.1:{places.ports[kratos.PUBLIC]}/health/ready")
        ui.wait_for(f"http://127.0.0.1:{port}/health/ready")

        visitor, address = Visitor(f"http://localhost:{port}"), new_address()
        visitor.open("/registration").submit("method=profile", {"traits.email": address})
        visitor.submit("method=password", {"password": PASSWORD})
        visitor.submit("method=code", {"code": mailbox.wait_for(address).code})
        assert visitor.messages == {1080002}, visitor.summary()
        assert address in visitor.open("/welcome").text


def test_it_is_the_version_that_is_tested() -> None:
    for name in ("kratos", "kratos-migrate"):
        assert SERVICES[name]["image"] == f"oryd/kratos:{binaries.KRATOS.version}"


def test_outside_there_is_this_machine_alone() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", ())]
    assert ports == ["127.0.0.1:4433:4433", "127.0.0.1:4455:4455", "127.0.0.1:4436:8025"]


def charted(config: dict[str, Any], secret: dict[str, str]) -> dict[str, str]:
    """What Ory's chart does: part of the Secret becomes the environment, and of `config` goes what is secret.

    Its templates read `smtpConnectionURI` only where the values name some address of a mail server.
    """
    names = {"dsn": "DSN", "secretsCookie": "SECRETS_COOKIE", "secretsCipher": "SECRETS_CIPHER"}
    if config["courier"]["smtp"].pop("connection_uri", None):
        names["smtpConnectionURI"] = "COURIER_SMTP_CONNECTION_URI"
    return {variable: secret[key] for key, variable in names.items()}


def test_kratos_takes_the_values_for_its_chart(
    postgres: Postgres, mailbox: WaitingMailbox, real_kratos: KratosFactory, tmp_path: Path
) -> None:
    """Each name in them is one of Kratos' configuration, which it would not start with otherwise. Its mails leave."""
    values = YAML_FILE.load((DEPLOY / "kubernetes" / "kratos-values.yaml").read_text("utf-8"))
    assert values["image"]["tag"] == binaries.KRATOS.version
    config, ports = values["kratos"]["config"], Places(mailbox.port).ports
    kratos.prepare(tmp_path, ports)
    [schema] = config["identity"]["schemas"]
    schema["url"] = schema["url"].replace("/etc/config/", f"{tmp_path}/schemas/")
    for name, port in (("public", kratos.PUBLIC), ("admin", kratos.ADMIN)):
        config["serve"][name] |= {"host": "127.0.0.1", "port": ports[port]}
    secret = {"dsn": postgres.database(), "secretsCookie": "c" * 32, "secretsCipher": "c" * 32}
    secret["smtpConnectionURI"] = f"smtp://127.0.0.1:{mailbox.port}/?disable_starttls=true"
    quick = {"COURIER_WORKER_PULL_WAIT": "200ms"}
    environ = kratos.environment(os.environ, **charted(config, secret), **quick)
    with (tmp_path / "values.yml").open("w") as file:
        YAML_FILE.dump(config, file)
    program = str(real_kratos.program)
    migrate = kratos.migrate_command(real_kratos.program, ["-c", "values.yml"])
    subprocess.run(migrate, cwd=tmp_path, env=environ, check=True, capture_output=True)
    public = f"http://127.0.0.1:{ports[kratos.PUBLIC]}"
    with ExitStack() as running:
        for words in (["serve"], ["courier", "watch"]):  # the Deployment, and the StatefulSet
            log = tmp_path / f"{words[0]}.log"
            service = Service("Kratos", [program, *words, "-c", "values.yml"], tmp_path, environ, log)
            running.callback(service.stop)
            if words == ["serve"]:
                service.wait_for(f"{public}/health/ready")
        assert mailbox.wait_for(sign_up_by_code(public)).code
