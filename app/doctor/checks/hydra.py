"""Ory Hydra's addresses of this UI, and whether Kratos and the UI know Hydra."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .. import hosts
from ..finding import Finding, Setting, advice, kratos, rule, ui
from ..seen import Seen

READY = rule(
    "hydra-reachable", "fail", "Who signs in for another application ends on «try again in a moment»."
)
KRATOS = rule(
    "hydra-kratos",
    "fail",
    "Who comes from an OAuth2 client gets the error page, 500, in place of the sign-in form.",
)
OFF = rule("hydra-ui", "fail", "Who signed in for a client ends on «Not found» in place of the consent page.")
URLS = rule("hydra-urls", "fail", "Hydra sends people to a page that is not there, or to its own.")
PAGES = {
    "login": "/login", "registration": "/registration", "consent": "/consent", "logout": "/logout", "error": "/error",
    "post_logout_redirect": "/logout",
}  # fmt: skip
UNSET = "refusing to parse login_challenge"


def known(seen: Seen) -> Iterator[Finding]:
    """Whether the three know each other."""
    ready, answer = seen.hydra.ready, seen.kratos.challenge
    if seen.asked.hydra_admin and ready.status != 200:
        yield READY.found(
            f"{seen.asked.hydra_admin} answers {ready.said}", ui("HYDRA_ADMIN_URL", "<Hydra's admin API>")
        )
    elif seen.asked.hydra_admin:
        yield READY.fine(f"Hydra answers at {seen.asked.hydra_admin}")
    if not answer.status:
        return
    kratos_knows = UNSET not in answer.text
    consent = seen.ui.consent.status
    ui_knows = bool(consent) and consent != 404
    if (ui_knows or seen.asked.hydra_admin) and not kratos_knows:
        yield KRATOS.found(
            "Kratos says that oauth2_provider.url is not set",
            kratos(
                "oauth2_provider.url", seen.asked.hydra_admin or "<Hydra's admin API, as Kratos reaches it>"
            ),
        )
    if kratos_knows and consent == 404:
        yield OFF.found(
            f"{seen.ui.consent.url} is not found",
            ui("HYDRA_ADMIN_URL", seen.asked.hydra_admin or "<Hydra's admin API>"),
        )


def urls(seen: Seen) -> Iterator[Finding]:
    """`urls.*` of Hydra: where it sends people, else its file."""
    places = _named(seen)
    wrong = {
        name: url for name, url in places.items()
        if url and hosts.origin(url) + hosts.split(url).path.rstrip("/") != seen.ui_url + PAGES[name]
    }  # fmt: skip
    for name, url in wrong.items():
        yield URLS.found(
            f"Hydra's urls.{name} is {url}", Setting("hydra", f"urls.{name}", f"{seen.ui_url}{PAGES[name]}")
        )
    if places and not wrong:
        yield URLS.fine(f"Hydra sends people to this UI: {', '.join(places)}")


def _named(seen: Seen) -> Mapping[str, str]:
    file = seen.asked.hydra_settings
    found = {name: file.text(f"urls.{name}") for name in PAGES} if file else {}
    if file and not all(found.values()):
        found = {
            name: url or f"<not set: {hosts.origin(seen.ui_url)} is not named>" for name, url in found.items()
        }
    live = {"error": seen.hydra.refused, "login": seen.hydra.login, "post_logout_redirect": seen.hydra.logout}
    for name, answer in live.items():
        target = answer.location.partition("?")[0]
        if target and "/oauth2/auth" not in target and _tells(name, answer.location):
            found[name] = target
    return found


def _tells(name: str, location: str) -> bool:
    """Whether an answer shows that address: a sign-in that Hydra refused shows the error page's."""
    return name != "login" or "login_challenge=" in location


def way_back(seen: Seen) -> Iterator[Finding]:
    """Look for what else Kratos needs, by its file."""
    if not seen.asked.settings or not seen.settings.text("oauth2_provider.url"):
        return
    if not seen.settings.on("oauth2_provider.override_return_to"):
        yield BACK.found(
            "oauth2_provider.override_return_to is not true",
            kratos("oauth2_provider.override_return_to", True),
            advice("And Hydra's public address among selfservice.allowed_return_urls."),
        )


BACK = rule("hydra-way-back", "warn", "Who recovers an account on the way to a client stays here.")

CHECKS = (known, urls, way_back)
