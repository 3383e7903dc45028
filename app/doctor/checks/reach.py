"""Who answers, and as what."""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import Finding, advice, rule, ui
from ..seen import Seen

SUPPORTED = ("v1.3", "v25.4", "v26.")
"""Versions of Kratos whose answers this UI was made for."""

KRATOS = rule("kratos-reachable", "fail", "Every page is «try again in a moment», for everybody.")
ADMIN = rule(
    "kratos-is-admin", "fail",
    "The admin API has none of the pages' endpoints, and must not be where browsers look: no page works.",
)  # fmt: skip
NOT_KRATOS = rule("kratos-is-kratos", "fail", "What answers there is not Kratos: no page works.")
BROWSER = rule(
    "kratos-browser-reachable", "fail",
    "Browsers are sent to this address for every form. Unless it is only this machine that can't reach it, "
    "each page ends on the browser's own error.",
    after=("kratos-reachable", "kratos-is-admin", "kratos-is-kratos", "tls-trust"),
)  # fmt: skip
ADMIN_OUTSIDE = rule(
    "admin-exposed", "fail", "Anybody can read, change and delete every account by the address browsers use."
)
VERSION = rule("kratos-version", "warn", "This UI was not tried with this version: pages may lack something.")
UI = rule(
    "ui-reachable", "fail", "Kratos sends people to this address: they see the browser's own error.",
    after=("host-mix", "tls-trust"),
)  # fmt: skip
NOT_UI = rule(
    "ui-is-ui",
    "fail",
    "Something else answers where Kratos sends people for a form.",
    after=("base-path",),
)
UI_READY = rule(
    "ui-ready", "fail", "The UI runs and can't reach Kratos: every page is «try again in a moment».",
    after=("base-path",),
)  # fmt: skip


def kratos_answers(seen: Seen) -> Iterator[Finding]:
    """Look at the address that this UI asks."""
    public, whoami, address = seen.kratos.public, seen.kratos.whoami, seen.asked.public
    if not address:
        return
    if not whoami.status:
        yield KRATOS.found(
            f"{address}: {whoami.problem}", ui("KRATOS_PUBLIC_URL", "<address of Kratos' public API>")
        )
    elif whoami.status in (301, 302, 307, 308) or "admin" in whoami.location:
        yield ADMIN.found(
            f"{address}/sessions/whoami leads to {whoami.location}, as Kratos' admin API does",
            ui("KRATOS_PUBLIC_URL", whoami.location.partition("/sessions/")[0] or "<public API>"),
        )
    elif whoami.status != 401 or not whoami.json.get("error"):
        yield NOT_KRATOS.found(
            f"{address}/sessions/whoami answers {whoami.said}, Kratos would answer 401",
            ui("KRATOS_PUBLIC_URL", "<address of Kratos' public API>"),
        )
    elif public.status != 200:
        yield KRATOS.found(
            f"{address}/health/ready answers {public.said}", advice("See Kratos' log: often its database.")
        )
    else:
        yield KRATOS.fine(f"Kratos answers at {address}")


def browsers_reach_it(seen: Seen) -> Iterator[Finding]:
    """Look at the address that browsers use."""
    answer = seen.kratos.browser
    if not seen.asked.public or seen.asked.browser in ("", seen.asked.public):
        return
    if answer.status != 200:
        yield BROWSER.found(
            f"{answer.url} answers {answer.said}",
            ui("KRATOS_BROWSER_URL", seen.base_url or "<serve.public.base_url of Kratos>"),
        )
    else:
        yield BROWSER.fine(f"Kratos answers at {seen.asked.browser}, too")


def admin_is_inside(seen: Seen) -> Iterator[Finding]:
    """Look whether the public address reaches the admin API."""
    answer = seen.kratos.admin_outside
    if answer.status == 200 and answer.text.lstrip().startswith("["):
        yield ADMIN_OUTSIDE.found(
            f"{answer.url} lists accounts to anybody",
            advice("Let your proxy pass only Kratos' public port (4433) on, never /admin/ of the other one."),
        )
    elif answer.status:
        yield ADMIN_OUTSIDE.fine("The admin API is not at the public address")


def version(seen: Seen) -> Iterator[Finding]:
    """Which Kratos it is."""
    if seen.kratos.version.status != 200:
        return
    number = str(seen.kratos.version.json.get("version", ""))
    if number.startswith(SUPPORTED):
        yield VERSION.fine(f"Kratos {number}")
    else:
        yield VERSION.found(
            f"Kratos {number or 'of no version'}", advice(f"Use one of {', '.join(SUPPORTED)}.")
        )


def ui_answers(seen: Seen) -> Iterator[Finding]:
    """Look at the UI, where browsers look for it."""
    alive, ready = seen.ui.alive, seen.ui.ready
    if not alive.url:
        return
    if not alive.status or alive.status >= 502:
        yield UI.found(
            f"{alive.url}: {alive.said}",
            advice(f"Start the UI so that {seen.ui_url} reaches it, or name it: --ui."),
        )
    elif not seen.ui.ours:
        yield NOT_UI.found(
            f"{alive.url} answers {alive.said}, and not as this UI does",
            advice(f"Let {seen.ui_url} lead to this UI, or name where it is: --ui."),
        )
    elif ready.status != 200:
        reason = ready.json.get("reason", "")
        yield UI_READY.found(
            f"{ready.url} answers {ready.said}: {reason}",
            ui("KRATOS_PUBLIC_URL", seen.asked.public or seen.base_url),
        )
    else:
        yield UI.fine(f"The UI answers at {seen.ui_url}, and reaches Kratos")


CHECKS = (kratos_answers, browsers_reach_it, admin_is_inside, version, ui_answers)
