"""`kratos-ui explain`: what an id on a page, in a log or from doctor means."""

from __future__ import annotations

import sys

import click

from .. import paths
from ..doctor.explain import explain as look_up
from ..doctor.explain import similar


@click.command()
@click.argument("id")
def explain(id: str) -> None:
    """Tell what ID means, who sees it, and what to do.

    ID: of a message (4000006) or an error (security_csrf_violation) of Kratos, an HTTP status of it, or a finding of
    doctor (cookie-domain).
    """
    found = look_up(id)
    if found is None:
        close = f" Did you mean {', '.join(similar(id))}?" if similar(id) else ""
        click.echo(f"{id} is no message or error of Kratos, and no finding of doctor.{close}", err=True)
        sys.exit(2)
    ours = wording(found.id)
    lines = (
        ("Kratos says", found.text), ("People read", ours if ours else found.text), ("Who sees it", found.who),
        ("It means", found.means), ("What to do", found.do),
    )  # fmt: skip
    click.echo(found.id)
    for name, text in lines:
        if text:
            click.echo(f"  {name + ':':13} {text}")


def wording(id: str) -> str:
    """Return the stock English wording of a message; "" where Kratos' own is shown."""
    from babel.messages.pofile import read_po

    with (paths.TRANSLATIONS / "en" / "LC_MESSAGES" / "kratos.po").open("rb") as source:
        message = read_po(source, domain="kratos").get(id)
    return str(message.string) if message else ""
