"""Names of social sign-in providers."""

from __future__ import annotations

from flask import current_app

from app.kratos.flow import Node

NAMES = {
    "amazon": "Amazon",
    "apple": "Apple",
    "auth0": "Auth0",
    "dingtalk": "DingTalk",
    "discord": "Discord",
    "facebook": "Facebook",
    "github": "GitHub",
    "gitlab": "GitLab",
    "google": "Google",
    "keycloak": "Keycloak",
    "lark": "Lark",
    "linkedin": "LinkedIn",
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
    return name if current_app.config.get("KRATOS_TEXTS_VERBATIM") else NAMES.get(name, name)


def provider_of(node: Node) -> str:
    """Filter: the name of the provider that a button of social sign-in leads to, as it stands in the button's label."""
    name = node.label.context.get("provider") if node.label else ""
    return written(str(name or ("" if node.value is None else node.value)))
