"""Names of social sign-in providers."""

from __future__ import annotations

from app.i18n.domains import verbatim
from app.kratos.flow import Message, Node

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


def written(name: str) -> str:
    """How a provider writes itself: Kratos names one without a `label` in its configuration by its id, `github`."""
    return name if verbatim() else NAMES.get(name, name)


def provider_of(named: Node | Message) -> str:
    """Filter: the name of the provider that a message, or the label of a button of social sign-in, speaks of.

    A button without such a label gives its value, the provider's id; without any it is "". Newer versions of Kratos
    call a provider without a label by its sort, of which "generic" is no name.
    """
    label = named.label if isinstance(named, Node) else named
    name = label.context.get("provider") if label else ""
    if isinstance(named, Node):
        name = name or named.value
    elif name == "generic":
        name = ""
    return written("" if name is None else str(name))
