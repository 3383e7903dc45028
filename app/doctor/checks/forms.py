"""A browser's whole way: to the form, and what becomes of one that is sent with nonsense in it."""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import Finding, advice, rule, ui
from ..seen import Dry, Seen

BEFORE = (
    "kratos-reachable", "kratos-is-admin", "kratos-is-kratos", "kratos-browser-reachable", "ui-reachable", "ui-is-ui",
    "ui-ready", "base-path", "ui-url", "host-mix", "browser-url", "cookie-domain", "cookie-public-suffix",
    "cookie-two-hosts", "cookie-two-sites", "cookie-path", "cookie-secure", "cookie-same-site-none", "cookie-name",
    "tls-trust",
    "login-empty",
)  # fmt: skip
LOOP = rule("login-page", "fail", "Nobody gets to the form for signing in.", after=BEFORE)
CSRF = rule(
    "form-csrf", "fail", "Everybody who sends a form ends on «security_csrf_violation» and starts again.",
    after=(*BEFORE, "login-page"),
)  # fmt: skip
DEAD = rule(
    "form-answer", "fail", "Who sends the form does not get back to it.", after=(*BEFORE, "login-page")
)


def page(seen: Seen) -> Iterator[Finding]:
    """From /login without anything to the page with the form."""
    trail = seen.ui.trail
    if not trail:
        return
    last = trail[-1]
    if last.status == 200 and "csrf_token" in last.text:
        yield LOOP.fine(f"A new browser gets from {trail[0].url} to the form in {len(trail) - 1} steps")
    elif last.status == 200 and "flow=" in last.url:
        yield LOOP.found(f"The page at {last.url.split('?')[0]} holds no form", advice("See the UI's log."))
    else:
        words = (
            "keeps sending it round" if 300 <= last.status < 400 or len(trail) > 4 else "does not get there"
        )
        yield LOOP.found(
            f"A new browser at {trail[0].url} {words}: after {len(trail) - 1} steps {last.said}",
            ui("KRATOS_COOKIES", "ory_kratos_* ory_session_* csrf_token_*"),
            advice("Or a proxy on the way drops `Cookie` or `Set-Cookie` headers."),
        )


def sent(seen: Seen) -> Iterator[Finding]:
    """Judge a sign-in and a sign-up that can't succeed."""
    for name, dry in (("login", seen.kratos.login), ("registration", seen.kratos.registration)):
        if dry:
            yield from _judged(seen, name, dry)


def _judged(seen: Seen, name: str, dry: Dry) -> Iterator[Finding]:
    error, last = str(dry.error.get("id") or ""), dry.trail[-1]
    if error == "security_csrf_violation":
        yield CSRF.found(
            f"A {name} form, sent as a browser does: {error}",
            advice(
                "Something between browsers and Kratos drops its CSRF cookie: look at proxies and their `Cookie` rules."
            ),
        )
    elif dry.error or last.status != 200 or not last.url.startswith(seen.ui_url):
        what = f"{dry.error.get('code')} {error or dry.error.get('reason', '')}" if dry.error else last.said
        yield DEAD.found(
            f"A {name} form leads to {last.url.split('?')[0]}: {what}", advice("See Kratos' log.")
        )
    else:
        yield CSRF.fine(f"A {name} form with a wrong password comes back to the page")


CHECKS = (page, sent)
