"""`kratos-ui migrate`: the environment of Ory's reference UI, in our terms."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import click

from ..config import Config, ConfigError
from ..doctor import env_file
from ..doctor.settings import Unreadable
from ..mistake import nearest

SAME = (
    "KRATOS_PUBLIC_URL", "KRATOS_BROWSER_URL", "KRATOS_ADMIN_URL", "ORY_SDK_URL", "HYDRA_ADMIN_URL",
    "ORY_ADMIN_API_TOKEN", "COOKIE_SECRET", "CSRF_COOKIE_NAME", "CSRF_COOKIE_SECRET",
    "DANGEROUSLY_DISABLE_SECURE_CSRF_COOKIES", "REMEMBER_CONSENT_SESSION_FOR_SECONDS", "TRUSTED_CLIENT_IDS", "PORT",
    "BASE_PATH", "TLS_CERT_PATH", "TLS_KEY_PATH", "PROJECT_NAME",
)  # fmt: skip
"""Names with the same meaning here."""

GONE = {
    "NODE_ENV": "there is one way to run, `kratos-ui run`; `kratos-ui demo` is for trials",
    "NODE_OPTIONS": "no Node.js",
    "NODE_TLS_REJECT_UNAUTHORIZED": "certificates are always checked; KRATOS_CA_BUNDLE names an authority of your own",
    "MOCK_TLS_TERMINATION": "TRUSTED_PROXIES says how many proxies are in front, and their headers count",
    "CONFORMITY_FAKE_CLAIMS": "claims come from the identity's traits",
    "REMEMBER_CONSENT_FOR_SECONDS": "REMEMBER_CONSENT_SESSION_FOR_SECONDS alone decides",
    "SECURITY_MODE": "who is signed in, Kratos' session tells",
    "JWKS_URL": "who is signed in, Kratos' session tells",
    "SESSION_EXTRA_TRAITS_ACCESS_TOKEN": "access tokens get no traits, id tokens the claims of the scopes",
}
"""Names without a counterpart, and why."""

PORT = "3000"
"""Where the reference UI listens unless it is told otherwise."""

QUOTED = (
    "# Quoted for systemd and shells; `docker run --env-file` would take the quotes for part of the values.\n"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One variable of ours, or a word on one of theirs."""

    name: str
    value: str = ""  # "": there is no such variable here
    note: str = ""


def translated(theirs: Mapping[str, str], *, all_names: bool) -> Iterator[Line]:
    """Yield our environment; `all_names`: `theirs` is the reference UI's alone, so name what is unknown in it, too."""
    for name, value in theirs.items():
        if not value:
            continue
        if name in SAME:
            yield Line(name, value, _said(name, value))
        elif name == "NODE_EXTRA_CA_CERTS":
            yield Line(
                "KRATOS_CA_BUNDLE",
                value,
                "was NODE_EXTRA_CA_CERTS; the whole bundle, not only the extra ones",
            )
        elif name == "BASE_URL":
            yield from _of_base_url(theirs, value)
        elif name in GONE:
            yield Line(name, note=GONE[name])
        elif all_names:
            yield Line(name, value) if name in env_file.NAMES else Line(name, note=_unknown(name))
    if not theirs.get("PORT"):
        yield Line("PORT", PORT, f"the reference UI listens at {PORT} by itself, this one at 4455")


def _of_base_url(theirs: Mapping[str, str], value: str) -> Iterator[Line]:
    path = urlsplit(value).path.rstrip("/")
    if path and not theirs.get("BASE_PATH"):
        yield Line("BASE_PATH", path, "was BASE_URL")
    else:
        yield Line("BASE_URL", note="the host is the browser's, the path BASE_PATH")


def _said(name: str, value: str) -> str:
    if name in ("COOKIE_SECRET", "CSRF_COOKIE_SECRET") and len(value) < 16:
        return "it is short: make a new one with `openssl rand -hex 32`"
    return ""


def _unknown(name: str) -> str:
    meant = nearest(name, {*SAME, *GONE, "BASE_URL", "NODE_EXTRA_CA_CERTS"})
    return f"not known here: did you mean {meant}?" if meant else "not known here"


def _secrets() -> set[str]:
    return {name for spec in fields(Config) if not spec.repr for name in spec.metadata["names"]}


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the variables, secrets too, to this new file.",
)
def migrate(file: Path | None, out: Path | None) -> None:
    """Print the environment of Ory's reference UI (kratos-selfservice-ui-node) as this UI's.

    FILE: lines of NAME=value; without it, this environment. Most names mean the same here; others are named, and why.
    Secrets are written only to --out, which leaves the notes to be printed.
    """
    try:
        given = env_file.read(file) if file else env_file.EnvFile(dict(os.environ), ())
        lines = list(translated(given.variables, all_names=bool(file)))
        variables = {line.name: line.value for line in lines if line.value}
        for mistake in given.mistakes:
            click.echo(f"# {mistake}")
        for line in lines:
            for shown in _shown(line, alone=not out):
                click.echo(shown)
        if out:
            _write(out, variables)
    except Unreadable as error:
        click.echo(error, err=True)
        sys.exit(2)
    try:
        Config.from_env(variables)
    except ConfigError as error:
        click.echo("\nTo be mended first:" + "".join(f"\n  - {each}" for each in error.problems), err=True)
        sys.exit(1)


def _shown(line: Line, *, alone: bool) -> Iterator[str]:
    """Yield lines of a file of variables; `alone`: there is no other file that has them."""
    if not line.value:
        yield f"# {line.name}: no counterpart; {line.note}"
        return
    if line.note:
        yield f"# {line.name}: {line.note}"
    if alone and line.name in _secrets():
        yield f"# {line.name}: as it was; only --out writes secrets"
    elif alone:
        yield f"{line.name}={env_file.quoted(line.value)}"


def _write(out: Path, variables: Mapping[str, str]) -> None:
    """Write the file, and say how the UI is started with it. Raises: Unreadable: it can't be made anew."""
    lines = [f"{name}={env_file.quoted(value)}\n" for name, value in variables.items()]
    if any(env_file.quoted(value) != value for value in variables.values()):
        lines.insert(0, QUOTED)
    try:
        with open(
            out, "x", encoding="utf-8", opener=partial(os.open, mode=0o600)
        ) as file:  # it holds secrets
            file.writelines(lines)
    except OSError as error:
        raise Unreadable(f"{out}: {error.strerror}") from None
    click.echo(
        f"\n{out}: {len(variables)} variables, secrets too. A shell: set -a; . {_place(out)}; set +a; kratos-ui run\n"
        f"systemd: EnvironmentFile={out.absolute()}    Docker: docker run --env-file {out} …"
    )


def _place(out: Path) -> str:
    """Return the path as `.` takes it, which looks for a bare name on PATH."""
    return shlex.quote(str(out) if out.is_absolute() else f"./{out}")
