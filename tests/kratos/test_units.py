"""Kratos as its units of systemd start it, on PostgreSQL, with what `kratos-ui init` and `mails` have written."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from contextlib import ExitStack
from pathlib import Path

from app.cli import kratos
from app.cli.demo.services import Service
from tests.support.deployed import DEPLOY, PROGRAM, Places, head
from tests.support.mailbox import WaitingMailbox
from tests.support.postgres import Postgres
from tests.support.proxies import changed
from tests.support.real_kratos import KratosFactory, sign_up_by_code

UNITS = DEPLOY / "systemd"


def commands(unit: str, name: str, program: Path) -> list[list[str]]:
    """The commands of the unit's setting `name`."""
    found = re.findall(rf"^{name}=(.+)$", (UNITS / f"{unit}.service").read_text("utf-8"), re.M)
    return [shlex.split(changed(each, {"/usr/local/bin/kratos": str(program)})) for each in found]


def test_tables_are_made_and_a_mail_leaves(
    postgres: Postgres, mailbox: WaitingMailbox, real_kratos: KratosFactory, tmp_path: Path
) -> None:
    places = Places(mailbox.port)
    told = head((DEPLOY / "nginx" / "one-origin.conf").read_text("utf-8"))
    for words in (told.init, ["mails", "--out", "mails"]):
        subprocess.run([PROGRAM, *words], cwd=tmp_path, check=True, capture_output=True)
    config = tmp_path / "kratos.yml"
    config.write_text(kratos.moved(config.read_text("utf-8"), places.ports))
    server = {
        "postgres://kratos:PASSWORD@127.0.0.1:5432/kratos?sslmode=disable": postgres.database(),
        "smtps://USER:PASSWORD@mail.example.org:465/": f"smtp://127.0.0.1:{mailbox.port}/?disable_starttls=true",
    }
    (tmp_path / "server.yml").write_text(changed((UNITS / "server.yml").read_text("utf-8"), server))
    environ = kratos.environment(os.environ, COURIER_WORKER_PULL_WAIT="200ms")
    for command in commands("kratos", "ExecStartPre", real_kratos.program):
        subprocess.run(command, cwd=tmp_path, env=environ, check=True, capture_output=True)
    public = f"http://127.0.0.1:{places.ports[kratos.PUBLIC]}"
    with ExitStack() as running:
        for unit in ("kratos", "kratos-courier"):
            [command] = commands(unit, "ExecStart", real_kratos.program)
            service = Service(unit, command, tmp_path, environ, tmp_path / f"{unit}.log")
            running.callback(service.stop)
            if unit == "kratos":
                service.wait_for(f"{public}/health/ready")
        mail = mailbox.wait_for(sign_up_by_code(public))
        assert mail.code
        assert mail.subject == "Your code to create an account", "not a mail of ours"
