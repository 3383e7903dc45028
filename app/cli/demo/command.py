"""`kratos-ui demo`: starts everything, waits, ends everything."""

from __future__ import annotations

import fcntl
import os
import secrets
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NoReturn

import click

from ...config import Config
from ...mails.brand import write_mails
from ...release import PACKAGE
from .. import binaries, hydra, kratos, via
from ..containers import Box
from ..run import problems_listed
from . import boxes
from .client import OAuth2, create_client, registration
from .mail import Mailbox
from .page import create_page
from .ports import Ports, options, refuse_busy
from .server import AppServer
from .services import Service, ServiceFailed

Program = via.Binary | via.Image
FOLDER = Path(".demo")
MAILS = "mailbox.jsonl"
NOT_FOR_THE_UI = (
    "BASE_PATH",
    "HYDRA_ADMIN_URL",
    "KRATOS_BROWSER_URL",
    "METRICS_PORT",
    "ORY_SDK_URL",
    "TLS_CERT_PATH",
    "TLS_KEY_PATH",
)
"""Settings of somebody's real UI that would break this one; others, such as `THEME_DIR`, hold."""


@click.command()
@options
@click.option("--fresh", is_flag=True, help="Forget the accounts and mails of earlier runs.")
@click.option(
    "--hydra", "with_hydra", is_flag=True, help="Add Ory Hydra and a web site that signs in by OAuth2."
)
def demo(fresh: bool, with_hydra: bool, **numbers: int) -> None:
    """Start Kratos, a mailbox and the UI.

    All of it on this machine only; Ctrl-C ends everything. Accounts and mails are kept in the folder .demo.

    KRATOS_VIA says where Kratos comes from: "path" (PATH, KRATOS_BIN; HYDRA_BIN for Hydra), "docker" (Ory's image,
    with Docker or Podman), "go" (built once), or "auto", the first of these that is there.
    """
    ports = Ports(**numbers)
    try:
        with problems_listed(), _ended_by_signals(), ExitStack() as running:
            _serve(running, ports, fresh, with_hydra)
    except (
        binaries.MissingTool,
        ServiceFailed,
        OSError,
    ) as error:  # OSError: no right to write here, no space
        click.echo(f"\n{error}", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        click.echo(
            "\nThe demo has ended." + ("" if fresh else f" Its accounts and mails are kept in {FOLDER}.")
        )


def _serve(running: ExitStack, ports: Ports, fresh: bool, with_hydra: bool) -> None:
    """Start everything on `running`, and return only by an exception."""
    started = time.monotonic()
    refuse_busy(ports, with_hydra=with_hydra)
    tools = (binaries.KRATOS, binaries.HYDRA) if with_hydra else (binaries.KRATOS,)
    programs = [via.find(tool, os.environ, click.echo) for tool in tools]
    _make_folder(running, fresh)
    mailbox = Mailbox(ports.smtp, FOLDER / MAILS)
    mailbox.start()
    running.callback(mailbox.stop)
    running.callback(AppServer(create_page(mailbox), ports.mail).stop)
    services = [
        (_start_kratos(running, programs[0], ports, with_hydra), ports.kratos_url),
        (_start_ui(running, ports, with_hydra), ports.ui_url),
        *((_start_hydra(running, program, ports), ports.hydra_admin_url) for program in programs[1:]),
    ]
    for service, url in services:
        service.wait_for(f"{url}/health/ready")
    if with_hydra:
        _start_client(running, ports)
    click.echo(_ready(ports, time.monotonic() - started, with_hydra))
    _wait([service for service, _ in services])


def _make_folder(running: ExitStack, fresh: bool) -> None:
    """Make the folder, and keep other demos out of it for as long as this one runs.

    Raises:
        ServiceFailed: another one is there: it would lose its configuration, logs and accounts.
    """
    FOLDER.mkdir(exist_ok=True)
    lock = running.enter_context((FOLDER / "lock").open("w"))
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise ServiceFailed(
            f"Another demo runs here and uses {FOLDER}: stop it, or start this one in another folder."
        ) from None
    (FOLDER / ".gitignore").write_text("*\n")
    if fresh:
        for kept in (*FOLDER.glob("kratos.sqlite*"), *FOLDER.glob(MAILS)):
            kept.unlink()


def _start_kratos(running: ExitStack, program: Program, ports: Ports, with_hydra: bool) -> Service:
    folder = FOLDER.resolve()
    write_mails(folder / "mails", Config.from_env(_ui_settings(ports, with_hydra)))
    configs = kratos.prepare(folder, ports.moved(), ["mails", *(["hydra"] if with_hydra else [])])
    box = boxes.kratos(folder, ports, with_hydra=with_hydra)
    # The migrations take a second; what they say matters only if they fail.
    with _boxed("Kratos' migrations", program, [*kratos.MIGRATE, *configs], box) as migration:
        if migration.process.wait() != 0:
            migration.check()
    return running.enter_context(_boxed("Kratos", program, [*kratos.SERVE, *configs], box))


def _start_hydra(running: ExitStack, program: Program, ports: Ports) -> Service:
    folder = FOLDER.resolve()
    words = [*hydra.SERVE, *hydra.prepare(folder, ports.moved())]
    return running.enter_context(_boxed("Hydra", program, words, boxes.hydra(folder, ports)))


def _start_client(running: ExitStack, ports: Ports) -> None:
    known = hydra.register_client(ports.hydra_admin_url, registration(ports.client_url))
    oauth2 = OAuth2(ports.hydra_url, ports.client_url, known["client_id"], known["client_secret"])
    running.callback(AppServer(create_client(oauth2), ports.client).stop)


def _start_ui(running: ExitStack, ports: Ports, with_hydra: bool) -> Service:
    # -P: a folder of this name where the demo is started is not ours.
    command = [sys.executable, "-P", "-m", f"{PACKAGE}.cli.main", "run"]
    return running.enter_context(_running("UI", command, Path.cwd(), _ui_settings(ports, with_hydra)))


def _ui_settings(ports: Ports, with_hydra: bool) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in NOT_FOR_THE_UI}
    own = {
        "KRATOS_PUBLIC_URL": ports.kratos_url,
        "HOST": "127.0.0.1",
        "PORT": str(ports.ui),
        "COOKIE_SECRET": secrets.token_urlsafe(32),
        "PYTHONUNBUFFERED": "1",
        **({"HYDRA_ADMIN_URL": ports.hydra_admin_url} if with_hydra else {}),
    }
    return {**kept, **own}


@contextmanager
def _boxed(name: str, program: Program, words: Sequence[str], box: Box) -> Iterator[Service]:
    try:
        environ = program.environment(os.environ)
        with _running(name, program.command(words, box), box.folder, environ) as service:
            yield service
    finally:
        program.remove(box)


@contextmanager
def _running(name: str, command: Sequence[str], cwd: Path, environ: dict[str, str]) -> Iterator[Service]:
    log = FOLDER.resolve() / f"{name.split()[-1].lower()}.log"
    service = Service(name, command, cwd, environ, log)
    try:
        yield service
    finally:
        service.stop()


def _wait(services: Sequence[Service]) -> NoReturn:
    """Wait for ever; raise ServiceFailed as soon as one service ends."""
    while True:
        for service in services:
            service.check()
        time.sleep(0.3)


def _ready(ports: Ports, seconds: float, with_hydra: bool) -> str:
    client = f"\n    Client     {ports.client_url}   signs in by OAuth2, through Hydra" if with_hydra else ""
    return f"""
The demo is ready ({seconds:.1f} s):

    Login UI   {ports.ui_url}
    Mailbox    {ports.mail_url}   mails with codes arrive here
    Kratos     {ports.kratos_url}{client}

Accounts and mails are kept in {FOLDER}; started with --fresh it forgets them. Ctrl-C ends everything.
"""


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let a closed terminal or a `kill` end the demo as Ctrl-C does; once it ends, nothing interrupts that."""
    numbers = [signal.SIGINT, signal.SIGTERM]  # a shell's background job starts with SIGINT ignored
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # `nohup` keeps it going
        numbers.append(signal.SIGHUP)

    def end(_number: int, _frame: object) -> NoReturn:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, end) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
