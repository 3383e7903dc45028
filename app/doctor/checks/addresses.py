"""Kratos' `ui_url`s and `base_url` against where the UI and Kratos really are."""

from __future__ import annotations

from collections.abc import Iterator

from .. import hosts
from ..finding import Finding, Setting, kratos, rule, ui
from ..seen import PAGES, Seen

UI_URL = rule(
    "ui-url", "fail", "Kratos sends people to a page that is not there, or to Ory's own, instead of the form.",
    after=("base-path", "kratos-is-admin"),
)  # fmt: skip
BASE_PATH = rule("base-path", "fail", "Each address that Kratos knows of this UI is «Not found».")
HOSTS = rule(
    "host-mix", "fail",
    "Browsers take localhost and 127.0.0.1 for two hosts: Kratos' cookies never reach the UI, and each page starts "
    "again until it says that the browser blocks cookies.",
)  # fmt: skip
SCHEMES = rule(
    "scheme-mix", "fail",
    "Browsers take the two for different sites and warn of a form that is sent without TLS: cookies stay behind, every "
    "form ends in a CSRF error.",
)  # fmt: skip
BROWSER_URL = rule(
    "browser-url", "fail",
    "The UI sends browsers to one address of Kratos, its forms post to another: cookies of the one are not those of "
    "the other, and every form ends in a CSRF error.",
    after=("host-mix", "kratos-browser-reachable"),
)  # fmt: skip
UNSEEN = rule("ui-url-unseen", "ok", "")


def ui_urls(seen: Seen) -> Iterator[Finding]:
    """Each `ui_url` against our routes."""
    right = 0
    for page in PAGES:
        key, want = f"selfservice.flows.{page}.ui_url", f"{seen.ui_url}/{page}"
        found = seen.ui_urls.get(page)
        if not found and seen.asked.settings and page not in _off(seen):
            yield UI_URL.found(f"{key} is not set", kratos(key, want))
        elif not found:
            continue
        elif _same(found, want) or _other_spelling(found, want):
            right += 1
        else:
            yield UI_URL.found(f"{key} is {found}, and this UI's page is {want}", kratos(key, want))
    if right:
        yield UI_URL.fine(f"{right} of {len(PAGES)} addresses of this UI looked at: right")
    if "settings" not in seen.ui_urls and seen.live:
        yield UNSEEN.fine(
            "Only kratos.yml tells the address of the settings page, rp.origins and more: --config"
        )


def _off(seen: Seen) -> set[str]:
    flows = ("registration", "recovery", "verification")
    return {
        flow for flow in flows
        if not seen.settings.on(f"selfservice.flows.{flow}.enabled", flow == "registration")
    }  # fmt: skip


def _same(found: str, want: str) -> bool:
    one, other = hosts.split(found), hosts.split(want)
    return hosts.origin(found) == hosts.origin(want) and one.path.rstrip("/") == other.path.rstrip("/")


def _other_spelling(found: str, want: str) -> bool:
    """Whether only `localhost` stands for `127.0.0.1`, or the other way round: `one_host` says that."""
    both = {hosts.host(found), hosts.host(want)}
    moved = found.replace(hosts.host(found), hosts.host(want), 1)
    return len(both) == 2 and all(map(hosts.is_local, both)) and _same(moved, want)


def base_path(seen: Seen) -> Iterator[Finding]:
    """`BASE_PATH` against the addresses that Kratos knows."""
    alive, path = seen.ui.alive, hosts.split(seen.ui_url).path
    if below := seen.ui.lives_below:
        yield BASE_PATH.found(
            f"The UI at {seen.ui_url} says that it lives below {below}", *_below(seen, below)
        )
    elif alive.status == 404 and path:
        yield BASE_PATH.found(f"Nothing is at {alive.url}", ui("BASE_PATH", path))
    elif seen.asked.config and seen.asked.settings and not seen.asked.public:
        own = seen.asked.config.base_path
        if own != path:
            yield BASE_PATH.found(
                f"Kratos' addresses of the UI are below {path or '/'}, BASE_PATH is {own or 'not set'}",
                *([ui("BASE_PATH", path)] if path else _below(seen, own)),
            )


def _below(seen: Seen, path: str) -> list[Setting]:
    return [kratos(f"selfservice.flows.{page}.ui_url", f"{seen.ui_url}{path}/{page}") for page in PAGES]


def one_host(seen: Seen) -> Iterator[Finding]:
    """Localhost and 127.0.0.1."""
    named = {"serve.public.base_url": seen.base_url}
    named |= {f"selfservice.flows.{page}.ui_url": url for page, url in seen.ui_urls.items()}
    local = {key: url for key, url in named.items() if hosts.is_local(hosts.host(url))}
    spelled = {hosts.host(url) for url in local.values()}
    if len(spelled) < 2:
        return
    odd = {key: url for key, url in local.items() if hosts.host(url) != "localhost"}
    yield HOSTS.found(
        ", ".join(f"{key} is {url}" for key, url in odd.items()) + "; the other addresses say localhost",
        *(kratos(key, url.replace(hosts.host(url), "localhost", 1)) for key, url in odd.items()),
    )


def browser_url(seen: Seen) -> Iterator[Finding]:
    """Where the UI sends browsers, against where Kratos says that it is."""
    start = seen.ui.start.location
    sends = start.partition("/self-service/")[0] if "/self-service/" in start else seen.asked.browser
    if not sends or not seen.base_url:
        return
    if sends.rstrip("/") == seen.base_url:
        yield BROWSER_URL.fine(f"Browsers meet Kratos at {seen.base_url}")
    else:
        yield BROWSER_URL.found(
            f"The UI sends browsers to {sends}, Kratos' forms post to {seen.base_url}",
            ui("KRATOS_BROWSER_URL", seen.base_url),
            kratos("serve.public.base_url", f"{sends.rstrip('/')}/"),
        )


def one_scheme(seen: Seen) -> Iterator[Finding]:
    """Look whether the UI and Kratos are both on https, or neither is."""
    page, base = hosts.split(seen.ui_url).scheme, hosts.split(seen.base_url).scheme
    if page and base and page != base:
        yield SCHEMES.found(
            f"The UI is at {seen.ui_url}, Kratos at {seen.base_url}",
            kratos("serve.public.base_url", f"https{seen.base_url.removeprefix(base)}/"),
            ui("KRATOS_BROWSER_URL", f"https{seen.base_url.removeprefix(base)}"),
        )


CHECKS = (base_path, ui_urls, one_host, one_scheme, browser_url)
