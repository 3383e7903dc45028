"""Names of social sign-in providers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from ..kratos.flow import Message, Node
from .domains import verbatim

NAMES = {
    "amazon": "Amazon",
    "apple": "Apple",
    "auth0": "Auth0",
    "dingtalk": "DingTalk",
    "discord": "Discord",
    "facebook": "Facebook",
    "github": "GitHub",
    "github-app": "GitHub",
    "gitlab": "GitLab",
    "google": "Google",
    "keycloak": "Keycloak",
    "lark": "Lark",
    "line": "LINE",
    "linkedin": "LinkedIn",
    "linkedin_v2": "LinkedIn",
    "microsoft": "Microsoft",
    "netid": "netID",
    "okta": "Okta",
    "openid": "OpenID",
    "patreon": "Patreon",
    "salesforce": "Salesforce",
    "slack": "Slack",
    "spotify": "Spotify",
    "twitch": "Twitch",
    "vk": "VK",
    "x": "X",
    "yandex": "Yandex",
}

GROUPS = ("oidc", "saml")
"""The groups of buttons that lead to a provider."""


def written(name: str) -> str:
    """How a provider writes itself: Kratos names one without a `label` in its configuration by its id, `github`."""
    return name if verbatim() else NAMES.get(name, name)


def called(provider: str, labels: Mapping[str, str] | None = None) -> str:
    """Return what people call the provider with this id: as its button (`labels`), by its own name, or its id."""
    label = (labels or {}).get(provider, "")
    return written(label) or NAMES.get(provider.lower()) or _tidied(provider)


def _tidied(provider: str) -> str:
    """`acme-staff` → "Acme Staff"; what has letters of both sizes was written with care."""
    if not provider.islower():
        return provider
    return " ".join(
        NAMES.get(word, word[:1].upper() + word[1:]) for word in re.split(r"[-_.\s]+", provider) if word
    )


def around(label: str, name: str) -> tuple[str, str, str]:
    """Filter: a label, cut before and after the name in it, as it writes that; all of it inside where it has none."""
    at = label.lower().find(name.lower()) if name else -1
    return ("", label, "") if at < 0 else (label[:at], label[at:][: len(name)], label[at:][len(name) :])


def verb(label: str, name: str) -> tuple[str, str]:
    """Filter: a label, cut where the name in it begins, or its second word: what a small button shows, and the rest."""
    end = label.rfind(name) if name else label.find(" ")
    while end > 0 and unicodedata.category(label[end - 1])[0] in "PZ":  # quotes, colons and spaces
        end -= 1
    end = end if end > 0 else len(label)  # a button that shows too much is better than one that shows nothing
    return label[:end], label[end:]


def labels_of(nodes: Iterable[Node]) -> dict[str, str]:
    """Return what the buttons among `nodes` call their providers, by id."""
    buttons = [node for node in nodes if node.button and node.group in GROUPS and isinstance(node.value, str)]
    return {str(node.value): name for node in buttons if (name := provider_of(node))}


def provider_of(named: Node | Message | str) -> str:
    """Filter: the name of the provider that a message, the label of a button, or an id speaks of.

    A button without such a label gives its value, the provider's id; without any it is "". Newer versions of Kratos
    call a provider without a label by its sort, of which "generic" is no name.
    """
    if isinstance(named, str):
        return called(named)
    label = named.label if isinstance(named, Node) else named
    name = label.context.get("provider") if label else ""
    if isinstance(named, Node):
        name = name or named.value
    elif name == "generic":
        name = ""
    return written("" if name is None else str(name))
