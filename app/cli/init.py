"""`kratos-ui init`: writes what Kratos must be told of this UI into a kratos.yml."""

from __future__ import annotations

import secrets
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from ..doctor import hosts
from ..doctor.finding import Setting, kratos, ui
from ..doctor.fix import dumped, put
from ..doctor.seen import PAGES
from ..doctor.settings import Settings, Unreadable, load
from ..paths import KRATOS_CONFIG
from .address import address


class Asked(click.Option):
    """An option that is asked for. A script, which can't answer, is told which ones it must give."""

    def prompt_for_value(self, ctx: click.Context) -> Any:
        """Return what somebody types."""
        try:
            return super().prompt_for_value(ctx)
        except click.Abort:
            if sys.stdin.isatty():
                raise  # somebody has changed their mind
            names = [each.opts[0] for each in ctx.command.params if isinstance(each, Asked)]
            raise click.UsageError(
                f"There is no {self.opts[0]}, and nobody here to ask: a script gives {', '.join(names)}."
            ) from None


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), default="kratos.yml")
@click.option(
    "--ui", "page", cls=Asked, prompt="This UI, as browsers reach it", default="http://localhost:4455",
    callback=address, help="This UI, as browsers reach it; with a path where it lives below one.",
)  # fmt: skip
@click.option(
    "--kratos", "base", cls=Asked, prompt="Kratos' public API, as browsers reach it", default="http://localhost:4433",
    callback=address, help="Kratos' public API, as browsers reach it.",
)  # fmt: skip
@click.option(
    "--name",
    cls=Asked,
    prompt="What people know your site as",
    default="Example",
    help="In mails and authenticator apps.",
)
@click.option("--app", "apps", multiple=True, callback=address, help="An application that sends people here.")
def init(file: Path, page: str, base: str, name: str, apps: tuple[str, ...]) -> None:
    """Write the pages of this UI, and what belongs to them, into FILE (kratos.yml), comments kept.

    A FILE that is not there yet begins as kratos-config/kratos.yml, with secrets of its own. Prints each change, and
    what the UI must be told.
    """
    if not (hosts.host(page) == hosts.host(base) or hosts.common_domain(hosts.host(page), hosts.host(base))):
        click.echo(
            f"No cookie can be for both {hosts.host(page)} and {hosts.host(base)}: give the UI and Kratos one host, or "
            "two names below one domain.", err=True,
        )  # fmt: skip
        sys.exit(2)
    new = not file.exists()
    try:
        tree = load(KRATOS_CONFIG / "kratos.yml" if new else file)
    except Unreadable as error:
        click.echo(error, err=True)
        sys.exit(2)
    changes = [*wanted(tree, page, base, name, apps), *(of_a_new_one() if new else ())]
    changed = [each for each in changes if Settings(tree).get(each.name) != each.value]
    for each in changed:
        put(tree, each.name, each.value)
    _write(file, dumped(tree), new)
    click.echo(f"{file}: {len(changed)} changes")
    for each in changed:
        click.echo(f"  {each.name}: <random>" if each.secret else f"  {each.text}")
    click.echo("\nThe UI is told:")
    for each in environment(page, base):
        click.echo(f"  {each.text}")
    click.echo(f"\nThen `kratos-ui doctor --config {file}` looks whether all fits.")


def wanted(
    tree: Mapping[str, Any], page: str, base: str, name: str, apps: tuple[str, ...] = ()
) -> list[Setting]:
    """Return the keys for a UI at `page` and a Kratos at `base`; `tree`: what the file says already."""
    settings, one, other = Settings(tree), hosts.host(page), hosts.host(base)
    returns = dict.fromkeys([hosts.origin(page), *map(hosts.origin, apps), *_kept(settings)])
    found = [
        kratos("serve.public.base_url", f"{base}/"),
        kratos("selfservice.default_browser_return_url", f"{page}/welcome"),
        kratos("selfservice.allowed_return_urls", list(returns)),
        *(kratos(f"selfservice.flows.{each}.ui_url", f"{page}/{each}") for each in PAGES),
        kratos("selfservice.flows.logout.after.default_browser_return_url", f"{page}/login"),
    ]
    verified = "selfservice.flows.verification.after.default_browser_return_url"
    if settings.text(verified):
        found.append(kratos(verified, f"{page}/welcome"))
    for method in ("passkey", "webauthn"):
        key = f"selfservice.methods.{method}"
        if settings.on(f"{key}.enabled") and hosts.is_ip(one):
            found.append(kratos(f"{key}.enabled", False))  # browsers allow none there
        elif settings.on(f"{key}.enabled"):
            rp = f"{key}.config.rp"
            found += [
                kratos(f"{rp}.id", one),
                kratos(f"{rp}.display_name", name),
                kratos(f"{rp}.origins", [hosts.origin(page)]),
            ]
    if settings.on("selfservice.methods.totp.enabled"):
        found.append(kratos("selfservice.methods.totp.config.issuer", name))
    if one != other:
        found.append(kratos("cookies.domain", hosts.common_domain(one, other)))
    return found


def _kept(settings: Settings) -> list[str]:
    """Return the addresses of applications that the file has; not those of the demo on this machine."""
    key = "selfservice.allowed_return_urls"
    return [each for each in settings.words(key) if not hosts.is_local(hosts.host(each))]


def of_a_new_one() -> list[Setting]:
    """Return what a file that began as the demo's needs beside the addresses."""
    return [
        kratos("secrets.cookie", [secrets.token_hex(16)], secret=True),
        kratos("secrets.cipher", [secrets.token_hex(16)], secret=True),
        kratos("selfservice.methods.password.config.haveibeenpwned_enabled", True),
    ]


def environment(page: str, base: str) -> list[Setting]:
    """Return the variables of the UI."""
    path, local = urlsplit(page).path, hosts.is_local(hosts.host(page))
    found = [ui("KRATOS_PUBLIC_URL", base if local else "<Kratos' public API, as this server reaches it>")]
    if not local:
        found.append(ui("KRATOS_BROWSER_URL", base))
    found.append(ui("COOKIE_SECRET", "<openssl rand -hex 32>"))
    if path:
        found.append(ui("BASE_PATH", path))
    if page.startswith("https:"):
        found.append(ui("TRUSTED_PROXIES", "<how many proxies are in front, mostly 1>"))
    elif urlsplit(page).port not in (None, 4455):
        found.append(ui("PORT", urlsplit(page).port))
    return found


def _write(file: Path, text: str, new: bool) -> None:
    """Write the file, and beside a new one the identity schema that it names."""
    try:
        if new:
            file.touch(mode=0o600)  # it holds secrets
            schema = file.parent / "schemas" / "default.schema.json"
            if not schema.exists():
                schema.parent.mkdir(exist_ok=True)
                shutil.copy(KRATOS_CONFIG / "schemas" / "default.schema.json", schema)
        file.write_text(text, "utf-8")
    except OSError as error:
        click.echo(f"{error.filename}: {error.strerror}", err=True)
        sys.exit(2)
