"""Which brand a request is for: rules and facts → its name. Pure.

A host that a rule names belongs to its brand, whatever else a request says. On all other hosts the flow tells: who it
signs somebody in for, with whom, and where it leads. What tells nothing keeps the brand that it began with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..upstream import addresses

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Facts:
    """What a flow, or a request without one, tells; "" for what it does not."""

    client: str = ""  # id of an OAuth2 client
    organization: str = ""  # id
    return_to: str = ""  # address
    begun: str = ""  # the brand that it says it began with, in anybody's words


@dataclass(frozen=True, slots=True)
class Rules:
    """Names of brands, by what leads to them. Hosts are in lower case, `*.` stands for all below a domain."""

    hosts: Mapping[str, str] = field(default_factory=dict)
    clients: Mapping[str, str] = field(default_factory=dict)
    organizations: Mapping[str, str] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    default: str = ""  # "": the look of an application without brands

    def at_host(self, host: str) -> str:
        """Return the brand that a `Host` header belongs to, "" for one that no rule names."""
        name = host.lower()
        bare = name if name.endswith("]") else name.rpartition(":")[0] or name
        bare = bare.removesuffix(".")
        for each in (name, bare, *_above(bare)):
            if each in self.hosts:
                return self.hosts[each]
        return ""

    def told(self, facts: Facts, kept: str = "") -> str:
        """Return the brand that `facts` tell, else the one that a browser has `kept`; "" if there is no such."""
        found = (
            self.clients.get(facts.client),
            self.organizations.get(facts.organization),
            self.origins.get(origin(facts.return_to)) if facts.return_to else None,
            facts.begun if facts.begun in self.names else None,
            kept if kept in self.names else None,
        )
        return next(filter(None, found), "")


def origin(address: str) -> str:
    """Return scheme, host and port of an http(s) address, the port only where it is not the scheme's own; else ""."""
    parts = addresses.split(address)
    if parts.scheme not in _PORTS or not addresses.is_http_url(address):
        return ""
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    port = parts.port or _PORTS[parts.scheme]
    return f"{parts.scheme}://{host}" + ("" if port == _PORTS[parts.scheme] else f":{port}")


def _above(host: str) -> list[str]:
    """Return the wildcards that stand for `host`, the narrowest first."""
    labels = host.split(".")[:10]
    return [f"*.{'.'.join(labels[n:])}" for n in range(1, len(labels))] if len(host) <= 253 else []
