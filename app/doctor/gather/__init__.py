"""Gathers what there is to see: one module for each server."""

from __future__ import annotations

from .. import hosts
from ..seen import Asked, KratosSeen, Seen
from . import certificates, hydra, kratos, mail, ui, words


def gather(asked: Asked) -> Seen:
    """Ask everybody that was named."""
    seen = Seen(asked, kratos.look(asked) if asked.public else KratosSeen())
    page = ui.look(seen) if asked.public and (asked.ui or seen.live) else seen.ui
    seen = Seen(asked, seen.kratos, page)
    live = bool(asked.public)
    addresses = {hosts.origin(url) for url in (seen.ui_url, seen.browser_url) if url.startswith("https:")}
    return Seen(
        asked,
        kratos.rehearse(seen),
        page,
        hydra.look(asked),
        {origin: certificates.look(origin, bundle(asked)) for origin in sorted(addresses)} if live else {},
        words.look(asked, seen.kratos),
        words.unusable(asked),
        mail.look(seen.settings) if live else None,
    )


def bundle(asked: Asked) -> str | None:
    """Return the file of certificates to trust; None: the usual ones."""
    path = asked.config.kratos_ca_bundle if asked.config else None
    return str(path) if path else None
