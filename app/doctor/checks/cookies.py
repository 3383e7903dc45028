"""Kratos' cookies as a browser keeps them and sends them to the UI."""

from __future__ import annotations

from collections.abc import Iterator

from ...config import Config
from ...kratos.cookies import forward
from .. import hosts
from ..finding import Finding, Setting, advice, kratos, rule, ui
from ..jar import Cookie, path_fits, refusal
from ..seen import Seen

_LOOP = "The UI never sees it: every page starts again until it says that the browser blocks cookies."
EARLIER = ("host-mix", "scheme-mix", "browser-url", "kratos-browser-reachable")
DOMAIN = rule("cookie-domain", "fail", f"Browsers drop this cookie. {_LOOP}", after=EARLIER)
SUFFIX = rule(
    "cookie-public-suffix", "fail", f"Anybody can have a name below that domain, so browsers drop it. {_LOOP}"
)
TWO_HOSTS = rule("cookie-two-hosts", "fail", _LOOP, after=(*EARLIER, "cookie-two-sites"))
TWO_SITES = rule("cookie-two-sites", "fail", f"No cookie can be for both hosts. {_LOOP}", after=EARLIER)
PATH = rule("cookie-path", "fail", _LOOP, after=EARLIER)
SECURE = rule(
    "cookie-secure", "fail", f"Browsers drop `Secure` cookies of plain http, Safari on localhost too. {_LOOP}",
    after=EARLIER,
)  # fmt: skip
INSECURE = rule(
    "cookie-insecure", "fail",
    "A cookie without `Secure` is sent by plain http as well: who listens there takes over the session.",
)  # fmt: skip
STRICT = rule(
    "cookie-same-site", "fail",
    "With Strict, browsers leave the cookie out of what follows a link in a mail or a return from social sign-in: "
    "people seem signed out, and their links fail.",
)  # fmt: skip
NONE = rule("cookie-same-site-none", "fail", f"Browsers drop SameSite=None without `Secure`. {_LOOP}")
NAME = rule(
    "cookie-name", "fail",
    "The UI does not hand this cookie on to Kratos: people sign in, and every page says that they are not.",
)  # fmt: skip
APP = rule(
    "cookie-app",
    "fail",
    "Browsers don't send the session to that application: people sign in and are strangers there.",
)


def kept(seen: Seen) -> Iterator[Finding]:
    """Tell whether a browser keeps each cookie, and why not."""
    base = seen.base_url or seen.browser_url
    reasons = {"public-suffix": SUFFIX, "domain": DOMAIN, "secure": SECURE, "same-site-none": NONE}
    if not base:
        return
    found: dict[str, Finding] = {}
    for cookie in seen.cookies():
        reason = refusal(cookie, f"{base}/")
        if reason and reason not in found:
            what = f"{_called(cookie)} of {base} {_attributes(cookie)}"
            found[reason] = reasons[reason].found(what, *_mended(seen, cookie, reason))
    yield from found.values()
    if not found and any(True for _ in seen.cookies()):
        yield DOMAIN.fine("Browsers keep Kratos' cookies")


def _mended(seen: Seen, cookie: Cookie, reason: str) -> tuple[Setting, ...]:
    if reason == "secure":
        if seen.trial:
            return (advice("For a trial on this machine, start Kratos with --dev; else serve it by https."),)
        return (kratos("serve.public.base_url", seen.base_url.replace("http:", "https:", 1) + "/"),)
    if reason == "same-site-none":
        return (kratos(f"{_place(seen, cookie, 'same_site')}.same_site", "Lax"),)
    domain = hosts.common_domain(hosts.host(seen.ui_url), hosts.host(seen.base_url))
    wanted = domain if hosts.host(seen.ui_url) != hosts.host(seen.base_url) else hosts.host(seen.base_url)
    return (kratos(f"{_place(seen, cookie, 'domain')}.domain", wanted),)


def _place(seen: Seen, cookie: Cookie, key: str) -> str:
    session = not cookie.name.startswith("csrf_token_") and seen.settings.text(f"session.cookie.{key}")
    return "session.cookie" if session else "cookies"


def _called(cookie: Cookie) -> str:
    return "The CSRF cookie" if cookie.name.startswith("csrf_token_") else "The session cookie"


def _attributes(cookie: Cookie) -> str:
    words = [
        f"Domain={cookie.domain}" if cookie.domain else "no Domain",
        f"SameSite={cookie.same_site or 'unset'}",
    ]
    return "has " + ", ".join([*words, *(["Secure"] if cookie.secure else [])])


def sent(seen: Seen) -> Iterator[Finding]:
    """Whether a browser sends what it keeps to the UI."""
    base, page = seen.base_url, seen.ui_url
    here, there = hosts.host(base), hosts.host(page)
    cookies = [cookie for cookie in seen.cookies() if base and page and not refusal(cookie, f"{base}/")]
    for cookie in cookies:
        reached = hosts.below(there, cookie.domain) if cookie.domain else here == there
        place = _place(seen, cookie, "domain")
        if not reached and hosts.site(here) != hosts.site(there):
            yield TWO_SITES.found(
                f"Kratos is at {here}, the UI at {there}",
                advice(
                    "Give both a name below one domain, or one host with two paths: kratos-config/README.md."
                ),
            )
            return
        if not reached:
            yield TWO_HOSTS.found(
                f"{_called(cookie)} of {here} {_attributes(cookie)}; the UI is at {there}",
                kratos(f"{place}.domain", hosts.common_domain(here, there)),
            )
            return
        if not path_fits(f"{hosts.split(page).path}/login", cookie.path or "/"):
            yield PATH.found(
                f"{_called(cookie)} is for {cookie.path}, the UI at {page}",
                kratos(f"{_place(seen, cookie, 'path')}.path", "/"),
            )
            return
    if cookies:
        yield TWO_HOSTS.fine("Browsers send Kratos' cookies to the UI")


def attributes(seen: Seen) -> Iterator[Finding]:
    """`SameSite` and `Secure` of what browsers keep."""
    for cookie in seen.cookies():
        if cookie.same_site == "strict":
            key = f"{_place(seen, cookie, 'same_site')}.same_site"
            yield STRICT.found(f"{_called(cookie)} has SameSite=Strict", kratos(key, "Lax"))
            return
    https = seen.live and seen.base_url.startswith("https:")
    for cookie in seen.cookies():
        if https and not cookie.secure:
            yield INSECURE.found(
                f"{_called(cookie)} of {seen.base_url} is not Secure", advice("Start Kratos without --dev.")
            )
            return


def handed_on(seen: Seen) -> Iterator[Finding]:
    """Hold the names of the cookies against `KRATOS_COOKIES`."""
    default = Config(kratos_public_url="http://localhost").kratos_cookies
    patterns = seen.asked.config.kratos_cookies if seen.asked.config else default
    lost = sorted({each.name for each in seen.cookies() if not forward(f"{each.name}=x", patterns)})
    if lost:
        shown = [f"{name[:11]}*" if name.startswith("csrf_token_") else name for name in lost]
        yield NAME.found(
            f"Kratos' cookies {', '.join(shown)} are not among KRATOS_COOKIES, {' '.join(patterns)}",
            ui("KRATOS_COOKIES", " ".join(dict.fromkeys([*patterns, *shown]))),
        )


def seen_by_the_application(seen: Seen) -> Iterator[Finding]:
    """Whether the application of `--app` gets the session cookie."""
    app, here = hosts.host(seen.asked.app), hosts.host(seen.base_url)
    last = list(seen.cookies())[-1:]
    for cookie in last:
        if not app:
            return
        if hosts.below(app, cookie.domain) if cookie.domain else app == here:
            yield APP.fine(f"Browsers send the session to {app}")
        elif hosts.site(app) != hosts.site(here):
            yield APP.found(
                f"Kratos is at {here}, the application at {app}: two sites",
                advice("Give the application a name below Kratos' domain, or let it use OAuth2 (Ory Hydra)."),
            )
        else:
            place = _place(seen, cookie, "domain")
            yield APP.found(
                f"{_called(cookie)} of {here} {_attributes(cookie)}; the application is at {app}",
                kratos(f"{place}.domain", hosts.common_domain(app, here)),
            )


CHECKS = (kept, sent, attributes, handed_on, seen_by_the_application)
