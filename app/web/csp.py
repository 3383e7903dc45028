"""The Content-Security-Policy of a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ..config import Config
from ..kratos.flow import Flow
from ..upstream import addresses

_NETLOC = re.compile(r"[A-Za-z0-9._~%:\[\]-]{1,300}")
Policy = Mapping[str, tuple[str, ...]]
"""Directive → sources."""


def policy_for(
    config: Config, flow: Flow | None, nonce: str, *, plain_http: bool = False, targets: Iterable[str] = ()
) -> Policy:
    """Return the policy of a page that shows `flow`; `plain_http`: this UI itself is reached by http.

    Chromium applies `form-action` to every redirect after the POST, so it has to allow where a submit may
    end: this UI, Kratos, social sign-in providers (`https:`, or `CSP_FORM_ACTION`), `return_to`, an OAuth2
    client, and `targets` (addresses that a page without a flow names).
    """
    kratos = origin(config.kratos_browser_url)
    policy = {
        "default-src": ("'none'",),
        "script-src": ("'self'", f"'nonce-{nonce}'"),
        "style-src": ("'self'",),
        "img-src": ("'self'", "data:"),
        "font-src": ("'self'",),
        "connect-src": ("'self'", kratos),
        "base-uri": ("'none'",),
        "frame-ancestors": ("'none'",),
        "form-action": _form_action(config, flow, plain_http, targets),
    }
    for directive, sources in parse(config.csp_extra).items():
        kept = tuple(s for s in policy.get(directive, ()) if s != "'none'")
        policy[directive] = unique(kept + sources)
    return policy


def _form_action(
    config: Config, flow: Flow | None, plain_http: bool, targets: Iterable[str]
) -> tuple[str, ...]:
    anywhere = config.csp_form_action or ("https:",)
    if plain_http and not config.csp_form_action:
        anywhere = ("https:", "http:")
    places = [origin(flow.action), target(flow.return_to)] if flow else []
    on = (*targets, *(flow.oauth2.targets if flow else ()))
    return unique(("'self'", origin(config.kratos_browser_url), *anywhere, *places, *map(target, on)))


def origin(url: str) -> str:
    """Scheme, host and port of an http(s) address; "" for anything else, or with characters CSP can't hold."""
    parts = addresses.split(url)
    try:
        netloc = parts.netloc.encode("idna").decode() if not parts.netloc.isascii() else parts.netloc
    except UnicodeError:
        return ""
    ok = parts.scheme in ("http", "https") and parts.hostname and _NETLOC.fullmatch(netloc)
    return f"{parts.scheme}://{netloc}" if ok else ""


def target(url: str) -> str:
    """Return the source that allows a redirect to `url`: an origin, or the scheme of an app (`myapp:`)."""
    scheme = addresses.app_scheme(url)
    return f"{scheme}:" if scheme else origin(url)


def parse(text: str) -> dict[str, tuple[str, ...]]:
    """CSP's own form, `directive source source; directive …`, as a mapping."""
    found = (part.split() for part in text.split(";"))
    return {words[0].lower(): tuple(words[1:]) for words in found if words}


def unique(sources: tuple[str, ...]) -> tuple[str, ...]:
    """Return `sources` without empty ones and repetitions, in order."""
    return tuple(dict.fromkeys(source for source in sources if source))


def serialize(policy: Policy) -> str:
    """Return the header value."""
    return "; ".join(" ".join((directive, *sources)) for directive, sources in policy.items())
