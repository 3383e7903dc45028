"""Where people may be led after a flow."""

from __future__ import annotations

from collections.abc import Iterator

from .. import hosts
from ..browser import Answer
from ..finding import Finding, Level, kratos, rule
from ..seen import Seen

KEY = "selfservice.allowed_return_urls"
DEFAULT = "selfservice.default_browser_return_url"
OURS = rule(
    "return-to-ui", "fail",
    "Who opens a page of this UI signed out ends on «return_to is not allowed» in place of the sign-in form.",
    after=("host-mix", "base-path"),
)  # fmt: skip
APP = rule(
    "return-to-app", "fail", "Who is sent here by that application ends on «return_to is not allowed»."
)
WIDE = rule(
    "return-to-wide", "fail",
    "A link to your sign-in page can lead people on to somebody else's site, which may ask for their password again.",
)  # fmt: skip
ELSEWHERE = rule(
    "default-return",
    "warn",
    "Who signs in without a way on lands on a page that is not there.",
    after=("host-mix",),
)
LOOP = rule(
    "default-return-loop", "fail",
    "That page starts a new sign-in, Kratos sends those who are signed in back to it: a loop without end.",
)  # fmt: skip


def allowed(answer: Answer) -> bool:
    """Whether Kratos took the `return_to`."""
    return answer.status == 200


def listed(seen: Seen, url: str) -> bool:
    """Whether `allowed_return_urls` of the file has `url`, as Kratos compares."""
    want = hosts.split(url)
    for each in seen.settings.words(KEY):
        have = hosts.split(each)
        host = have.netloc.lower()
        fits = want.netloc.lower().endswith(host[1:]) if host.startswith("*") else want.netloc.lower() == host
        if have.scheme == want.scheme and fits and (want.path or "/").startswith(have.path or "/"):
            return True
    return False


def _may(seen: Seen, url: str) -> bool | None:
    """Whether `url` is allowed: by the running Kratos, else by the file; None: nobody says."""
    if (answer := seen.kratos.return_to.get(url)) and answer.status:
        return allowed(answer)
    return listed(seen, url) if seen.asked.settings and not seen.live else None


def ours(seen: Seen) -> Iterator[Finding]:
    """Our own pages, and the application's."""
    urls = {OURS: f"{seen.ui_url}/settings" if seen.ui_url else "", APP: seen.asked.app}
    for rule_, url in urls.items():
        may = _may(seen, url) if url else None
        if may is False:
            entries = [*seen.settings.words(KEY), hosts.origin(url)]
            yield rule_.found(f"Kratos refuses return_to={url}", kratos(KEY, entries))
        elif may:
            yield rule_.fine(f"return_to={url} is allowed")


def wide(seen: Seen) -> Iterator[Finding]:
    """Look for what should be nobody's way back."""
    mine = {f"{seen.ui_url}/settings", seen.asked.app, "/doctor"}
    tried = [url for url in seen.kratos.return_to if url not in mine]
    taken = [url for url in tried if allowed(seen.kratos.return_to[url])]
    narrow = [each for each in seen.settings.words(KEY) if not _too_wide(each, seen)]
    bad = [each for each in seen.settings.words(KEY) if _too_wide(each, seen)]
    right = narrow or [hosts.origin(seen.ui_url)]
    if bad:
        yield WIDE.found(f"{KEY} has {', '.join(bad)}", kratos(KEY, right))
    elif taken:
        level: Level = "warn" if all(_of_the_same_site(each, seen) for each in taken) else "fail"
        yield WIDE.found(f"Kratos allows return_to={taken[0]}", kratos(KEY, right), level=level)
    elif tried:
        yield WIDE.fine(f"{len(tried)} strange return_to were refused")


def _of_the_same_site(url: str, seen: Seen) -> bool:
    """Whether only names of the UI's own domain are let in: all of them must be yours."""
    scheme = seen.ui_url.partition("//")[0]
    return hosts.below(hosts.host(url), hosts.site(hosts.host(seen.ui_url))) and url.startswith(scheme)


def _too_wide(entry: str, seen: Seen) -> bool:
    """Whether the entry lets in hosts of others, or plain http beside https."""
    parts = hosts.split(entry)
    host = parts.hostname or ""
    suffix = host.startswith("*") and hosts.is_public_suffix(host.lstrip("*."))
    bare = host.startswith("*") and not host.startswith("*.") or host in ("*", "*.")
    plain = parts.scheme == "http" and seen.ui_url.startswith("https:") and not hosts.is_local(host)
    return suffix or bare or plain or "." not in host.lstrip("*.") and host.startswith("*")


def default(seen: Seen) -> Iterator[Finding]:
    """`default_browser_return_url`."""
    url = seen.settings.text(DEFAULT)
    if not url and (answer := seen.kratos.return_to.get("/doctor")):
        host = hosts.split(str(answer.json.get("return_to") or "")).netloc
        if host and hosts.split(seen.ui_url).netloc == host:
            yield ELSEWHERE.fine(f"The default way on is at {host}")
    if not url or not seen.ui_url:
        return
    page = url.removeprefix(seen.ui_url).split("?")[0].rstrip("/")
    if page in ("/login", "/registration") or "/self-service/" in url:
        yield LOOP.found(f"{DEFAULT} is {url}", kratos(DEFAULT, f"{seen.ui_url}/welcome"))
    elif seen.ui.default.status == 404 or (not seen.ui.alive.status and _no_page(seen, url, page)):
        yield ELSEWHERE.found(
            f"{DEFAULT} is {url}, no page of this UI", kratos(DEFAULT, f"{seen.ui_url}/welcome")
        )
    else:
        yield ELSEWHERE.fine(f"The default way on is {url}")


def _no_page(seen: Seen, url: str, page: str) -> bool:
    """Whether an address below the UI's is none of its pages, where no UI runs that could say so."""
    return url.startswith(seen.ui_url) and page not in ("", "/welcome", "/settings", "/sessions")


CHECKS = (ours, wide, default)
