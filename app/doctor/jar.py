"""A browser's cookie jar: what it refuses, and why, and what it sends where.

Source: RFC 6265bis, 5.6 and 5.8.3.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from . import hosts


@dataclass(frozen=True, slots=True)
class Cookie:
    """One `Set-Cookie` header as a browser reads it."""

    name: str
    value: str = field(repr=False)
    domain: str  # "" without the attribute: this host alone
    path: str
    secure: bool
    same_site: str  # "lax", "strict", "none", or "" without the attribute
    gone: bool  # it takes a cookie back


def parse(header: str) -> Cookie:
    """Read one `Set-Cookie` header."""
    pair, *rest = header.split(";")
    name, _, value = pair.partition("=")
    attributes = {
        key.strip().lower(): text.strip() for key, _, text in (each.partition("=") for each in rest)
    }
    path = attributes.get("path", "")
    return Cookie(
        name=name.strip(),
        value=value.strip(),
        domain=attributes.get("domain", "").lstrip(".").lower(),
        path=path if path.startswith("/") else "",
        secure="secure" in attributes,
        same_site=attributes.get("samesite", "").lower(),
        gone=attributes.get("max-age", "1").lstrip("-0") == "" or attributes.get("max-age", "")[:1] == "-",
    )


def refusal(cookie: Cookie, url: str) -> str:
    """Return the id of the reason why browsers drop `cookie` when `url` sets it; "" if they keep it."""
    host = hosts.host(url)
    if cookie.domain and cookie.domain != host and hosts.is_public_suffix(cookie.domain):
        return "public-suffix"
    if cookie.domain and not hosts.below(host, cookie.domain):
        return "domain"
    if cookie.secure and url.startswith("http:"):  # kept for localhost by some browsers, not by Safari
        return "secure"
    if cookie.same_site == "none" and not cookie.secure:
        return "same-site-none"
    return ""


class Jar:
    """The cookies of one browser."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str, str], tuple[Cookie, bool]] = {}

    def keep(self, headers: tuple[str, ...], url: str) -> None:
        """Take the `Set-Cookie` headers of an answer from `url`."""
        for cookie in map(parse, headers):
            if refusal(cookie, url):
                continue
            key = (cookie.domain or hosts.host(url), cookie.path or _default_path(url), cookie.name)
            self._kept.pop(key, None)
            if not cookie.gone:
                self._kept[key] = cookie, not cookie.domain

    def header(self, url: str) -> str:
        """Return the `Cookie` header for `url`; "" for none."""
        host, path = hosts.host(url), hosts.split(url).path or "/"
        fitting = [
            (where, cookie)
            for (domain, where, _), (cookie, host_only) in self._kept.items()
            if (host == domain if host_only else hosts.below(host, domain))
            and path_fits(path, where)
            and (not cookie.secure or url.startswith("https:"))
        ]
        fitting.sort(key=lambda each: -len(each[0]))
        return "; ".join(f"{cookie.name}={cookie.value}" for _, cookie in fitting)


def path_fits(path: str, where: str) -> bool:
    """Whether a cookie for the path `where` is sent to `path`."""
    return path == where or path.startswith(where if where.endswith("/") else f"{where}/")


def _default_path(url: str) -> str:
    path = hosts.split(url).path
    return path[: path.rfind("/")] or "/"
