"""`kratos-ui migrate`: the environment of Ory's reference UI, in our terms."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

import click

from ..config import Config, ConfigError
from ..doctor.environment import from_file
from ..doctor.settings import Unreadable

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
        elif all_names and name not in _ours():
            yield Line(name, note="not known here")
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


def _ours() -> set[str]:
    return {name for spec in fields(Config) for name in spec.metadata["names"]}


def _secrets() -> set[str]:
    return {name for spec in fields(Config) if not spec.repr for name in spec.metadata["names"]}


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the variables, secrets too, to this file.",
)
def migrate(file: Path | None, out: Path | None) -> None:
    """Print the environment of Ory's reference UI (kratos-selfservice-ui-node) as this UI's.

    FILE: lines of NAME=value; without it, this environment. Most names mean the same here; others are named, and why.
    Secrets are printed only to --out.
    """
    try:
        theirs = from_file(file) if file else dict(os.environ)
    except Unreadable as error:
        click.echo(error, err=True)
        sys.exit(2)
    lines = list(translated(theirs, all_names=bool(file)))
    variables = {line.name: line.value for line in lines if line.value}
    for line in lines:
        click.echo(_shown(line))
    if out:
        out.touch(mode=0o600)
        out.write_text("".join(f"{name}={value}\n" for name, value in variables.items()), "utf-8")
    try:
        Config.from_env(variables)
    except ConfigError as error:
        click.echo("\nTo be mended first:" + "".join(f"\n  - {each}" for each in error.problems), err=True)
        sys.exit(1)


def _shown(line: Line) -> str:
    if not line.value:
        return f"# {line.name}: no counterpart; {line.note}"
    value = "<as it was>" if line.name in _secrets() else line.value
    return f"{line.name}={value}" + (f"  # {line.note}" if line.note else "")
