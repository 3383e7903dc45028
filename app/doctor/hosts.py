"""Hosts and addresses as browsers tell them apart."""

from __future__ import annotations

import ipaddress
from functools import cache
from urllib.parse import SplitResult, urlsplit

from publicsuffixlist import PublicSuffixList


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def is_ip(host: str) -> bool:
    """Whether `host` is an address of numbers."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def is_local(host: str) -> bool:
    """Whether `host` is this machine: what runs there is a trial."""
    loopback = is_ip(host) and ipaddress.ip_address(host.strip("[]")).is_loopback
    return loopback or host == "localhost" or host.endswith(".localhost")


def is_public_suffix(domain: str) -> bool:
    """Whether everybody can have a name below `domain`, so that browsers take no cookie for it."""
    return "." in domain and not is_ip(domain) and _suffixes().privatesuffix(domain) is None


def site(host: str) -> str:
    """Return the domain that one owner has: `example.co.uk` of `a.b.example.co.uk`; the host itself if none."""
    return host if is_ip(host) else _suffixes().privatesuffix(host) or host


def split(url: str) -> SplitResult:
    """Return the parts of `url`; all of them empty if it is no address."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises where it is no number
    except ValueError:
        return SplitResult("", "", "", "", "")
    return parts


def host(url: str) -> str:
    """Return the host name of `url`, in small letters, without port; "" if there is none."""
    return (split(url).hostname or "").lower()


def origin(url: str) -> str:
    """Return scheme, host and port of `url`, the port only where it is not the usual one."""
    parts, port = split(url), split(url).port
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    name = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    return f"{parts.scheme}://{name}{f':{port}' if port and port != usual else ''}"


def below(name: str, domain: str) -> bool:
    """Whether `name` is `domain` or lies below it."""
    return name == domain or (name.endswith(f".{domain}") and not is_ip(name))


def common_domain(first: str, second: str) -> str:
    """Return the longest domain above both hosts that cookies can be set for; "" if there is none."""
    if is_ip(first) or is_ip(second) or site(first) != site(second):
        return ""
    shared: list[str] = []
    for one, other in zip(reversed(first.split(".")), reversed(second.split(".")), strict=False):
        if one != other:
            break
        shared.insert(0, one)
    domain = ".".join(shared)
    return domain if "." in domain and not is_public_suffix(domain) else ""


def below_address(url: str, path: str) -> str:
    """Return `url` with `path` after it."""
    return f"{url.rstrip('/')}{path}"
