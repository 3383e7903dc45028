"""The UI's `form-action` against where its forms lead."""

from __future__ import annotations

from collections.abc import Iterator

from .. import hosts
from ..finding import Finding, rule, ui
from ..seen import Seen

POLICY = "Content-Security-Policy"
PROVIDER = rule(
    "csp-provider",
    "fail",
    "Chromium stops at the provider's door: the button for social sign-in seems to do nothing.",
)
KRATOS = rule("csp-kratos", "fail", "Browsers refuse to send the forms.", after=("browser-url", "host-mix"))


def sources(policy: str) -> list[str]:
    """Return where `policy` lets forms lead."""
    for directive in policy.split(";"):
        words = directive.split()
        if words[:1] == ["form-action"]:
            return words[1:]
    return []


def lets(source: str, url: str, own: str) -> bool:
    """Whether one source of a policy covers `url`."""
    target = hosts.split(url)
    if source == "'self'":
        return hosts.origin(url) == hosts.origin(own)
    if source in ("*", f"{target.scheme}:"):
        return True
    host = hosts.split(source if "//" in source else f"{target.scheme}://{source}")
    name = host.hostname or ""
    fits = (target.hostname or "").endswith(name[1:]) if name.startswith("*.") else name == target.hostname
    ports = {"http": 80, "https": 443}
    return (
        fits
        and host.scheme == target.scheme
        and ((host.port or ports.get(host.scheme)) == (target.port or ports.get(target.scheme)))
    )


def form_action(seen: Seen) -> Iterator[Finding]:
    """Kratos itself, and each provider's first page."""
    page = seen.ui.trail[-1] if seen.ui.trail else None
    allowed = sources(page.headers.get(POLICY, "")) if page and page.status == 200 else []
    if not page or not allowed:
        return
    if not any(lets(each, seen.base_url, page.url) for each in allowed):
        yield KRATOS.found(
            f"form-action lacks {hosts.origin(seen.base_url)}", ui("KRATOS_BROWSER_URL", seen.base_url)
        )
    shut = {
        number: hosts.origin(url) for number, url in seen.kratos.providers.items()
        if not any(lets(each, url, page.url) for each in allowed)
    }  # fmt: skip
    if shut:
        listed = list(seen.asked.config.csp_form_action if seen.asked.config else ())
        yield PROVIDER.found(
            ", ".join(
                f"{number} leads to {origin}, which form-action lacks" for number, origin in shut.items()
            ),
            ui("CSP_FORM_ACTION", " ".join(dict.fromkeys([*listed, *shut.values()]))),
        )
    elif seen.kratos.providers:
        yield PROVIDER.fine(f"form-action lets browsers go to {', '.join(seen.kratos.providers)}")


CHECKS = (form_action,)
