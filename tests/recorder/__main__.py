"""`make record`: the command; also `python -m tests.recorder`."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click
import requests

from app.cli import binaries
from app.cli.demo.services import ServiceFailed
from tests.recorder import scenarios  # noqa: F401 - registers them
from tests.recorder.browser import Unexpected
from tests.recorder.outcome import Outcome
from tests.recorder.registry import SCENARIOS, Scenario, by_overlays, chosen
from tests.recorder.server import Inbox, Kratos, Servers


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=Path("tests/flows"),
    show_default=True, help="Folder that holds a folder for each version of Kratos.",
)  # fmt: skip
@click.option(
    "--only", multiple=True, metavar="PATTERN", help="Scenarios by name, such as 'login.*'; may be repeated."
)
@click.option(
    "--check", is_flag=True, help="Write nothing; say what differs in shape from the files, and end with 1."
)
@click.option("--list", "listing", is_flag=True, help="Print the names of the scenarios and end.")
def record(out: Path, only: tuple[str, ...], check: bool, listing: bool) -> None:
    """Re-make the recorded answers of Kratos.

    Starts the Kratos that KRATOS_BIN names, or that `kratos-ui kratos` finds, on free ports with an empty
    database, goes through its flows as a browser does, and writes each answer to OUT/<its version>/<state>.json.
    Files of states that no scenario reaches stay untouched.

    The shape of a recording: status, where it redirects to, state, nodes (type, group, name, input type,
    whether there is a value, label), and the ids of messages and errors. A difference in shape is what
    the UI might notice.
    """
    found = chosen(only)
    if listing:
        click.echo("\n".join(each.name for each in found))
        return
    if not found:
        raise click.UsageError(f"No scenario fits {', '.join(only)}; --list prints their names.")
    try:
        with _ended_by_sigterm():
            outcome = play(found, out, check)
    except (binaries.MissingTool, ServiceFailed, OSError) as error:
        click.echo(error, err=True)
        sys.exit(1)
    click.echo("\n".join(outcome.lines()))
    sys.exit(0 if outcome.good else 1)


def play(found: Sequence[Scenario], out: Path, check: bool) -> Outcome:
    """Plays the scenarios. Raises: MissingTool, ServiceFailed."""
    program = binaries.find(binaries.KRATOS, os.environ, lambda line: click.echo(line, err=True))
    outcome = Outcome(out / binaries.version_of(program), check, whole=len(found) == len(SCENARIOS))
    inbox = Inbox()
    inbox.start()
    try:
        with tempfile.TemporaryDirectory(prefix="kratos-ui-record-") as folder:
            servers = Servers(program, Path(folder), inbox)
            for overlays, group in by_overlays(found):
                with servers.running(overlays) as kratos:
                    for each in group:
                        _play_one(each, kratos, outcome)
    finally:
        inbox.stop()
    return outcome


@contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """A `kill` ends Kratos, too, which runs in a process group of its own."""

    def end(_number: int, _frame: object) -> NoReturn:
        sys.exit(128 + signal.SIGTERM)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _play_one(scenario: Scenario, kratos: Kratos, outcome: Outcome) -> None:
    """A scenario that goes another way ends there; the others are still played."""
    click.echo(scenario.name, err=True)
    try:
        for name, answer in scenario.play(kratos):
            outcome.take(name, answer)
    except (Unexpected, requests.RequestException) as error:
        outcome.failed[scenario.name] = str(error)


if __name__ == "__main__":
    record(prog_name="make record")
