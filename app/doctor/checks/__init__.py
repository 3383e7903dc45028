"""The checks, one module for each family. A check takes what was seen and yields findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..finding import Finding, without_consequences
from ..seen import Seen
from . import (
    addresses,
    cookies,
    courier,
    csp,
    forms,
    hydra,
    instances,
    methods,
    passkeys,
    proxy,
    reach,
    return_to,
    schema,
    secrets,
    sharing,
    times,
    tls,
)

Check = Callable[[Seen], Iterable[Finding]]

FAMILIES = (
    reach, addresses, cookies, forms, return_to, passkeys, sharing, proxy, tls, times, courier, schema, methods,
    secrets, hydra, csp, instances,
)  # fmt: skip
CHECKS: tuple[Check, ...] = tuple(check for family in FAMILIES for check in family.CHECKS)


def examine(seen: Seen) -> list[Finding]:
    """Return all findings, without those that only follow from others."""
    return list(without_consequences([finding for check in CHECKS for finding in check(seen)]))
