"""What pages need of an OAuth2 request, in the form that both Kratos and Hydra give it. Pure.

Source: `oAuth2LoginRequest` of Kratos' API, `oAuth2ConsentRequest` and `oAuth2LogoutRequest` of Hydra's.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs

from ..limits import POLICY_TARGETS
from ..upstream import addresses, values
from ..upstream.values import JSON


@dataclass(frozen=True, slots=True)
class OAuth2Request:
    """The request behind a flow; of one that there is not, everything is empty."""

    client: str = ""  # name of the application that asks
    targets: tuple[str, ...] = ()  # addresses that the browser is led to, once the request is answered
    locales: tuple[str, ...] = ()  # languages that the client asks for


def parse_oauth2(value: JSON) -> OAuth2Request:
    """Return the request in a flow's `oauth2_login_request`."""
    request = values.mapping(value)
    if not request:
        return OAuth2Request()
    client = values.mapping(request.get("client"))
    return OAuth2Request(values.one_line(client.get("client_name")), targets_of(value), locales_of(value))


def targets_of(request: JSON, name: str = "redirect_uri") -> tuple[str, ...]:
    """Return where an OAuth2 request leads once it is answered: to Hydra, then to the client.

    `request`: Hydra's JSON; `name`: the parameter that names the client's address. A registered
    `http://127.0.0.1/cb` stands for any port: the request names it.
    """
    raw = values.mapping(request)
    asked = values.text(raw.get("request_url"))
    registered = map(values.text, values.items(values.mapping(raw.get("client")).get(f"{name}s")))
    return (addresses.url(asked), *parse_qs(addresses.split(asked).query).get(name, []), *registered)[
        :POLICY_TARGETS
    ]


def locales_of(request: JSON) -> tuple[str, ...]:
    """Return the `ui_locales` of an OAuth2 request."""
    context = values.mapping(values.mapping(request).get("oidc_context"))
    return tuple(wish for wish in map(values.text, values.items(context.get("ui_locales"))) if wish)
