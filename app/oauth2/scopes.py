"""OAuth2 scopes in words a person understands.

A catalog (a theme's too) names any scope by the msgids `scope:<name>` and `scope:<name>:hint`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from flask_babel import gettext

from ..hydra.claims import claims
from ..kratos.session import Identity
from ..theme.contract import Scope
from ..upstream import values
from ..upstream.values import JSON

REQUIRED = "openid"
"""Without it there is no sign-in to agree to."""
_UNTICKED = ("offline", "offline_access")


def scope_views(scopes: Iterable[str], identity: Identity) -> tuple[Scope, ...]:
    """Each of `scopes` in words, with what the client would learn; the one without a choice first."""
    found = [_view(scope, identity) for scope in scopes]
    return tuple(sorted(found, key=lambda view: not view.required))


def granted(requested: Iterable[str], ticked: Collection[str]) -> tuple[str, ...]:
    """Those of `requested` that the user ticked, and the one without a choice."""
    return tuple(scope for scope in requested if scope in ticked or scope == REQUIRED)


def _view(scope: str, identity: Identity) -> Scope:
    title, hint = _known(scope, claims(identity, (scope,)))
    return Scope(
        name=scope,
        title=_own(f"scope:{scope}")
        or title
        or str(gettext("Use “%(scope)s”", scope=values.one_line(scope))),
        hint=_own(f"scope:{scope}:hint") or hint,
        required=scope == REQUIRED,
        checked=scope not in _UNTICKED,
    )


def _own(msgid: str) -> str:
    text = str(gettext(msgid))
    return "" if text == msgid else text


def _known(scope: str, told: Mapping[str, JSON]) -> tuple[str, str]:
    """Title and hint of the scopes of OpenID Connect; ("", "") for another."""
    nothing = str(gettext("There is none in your account"))
    parts = ("given_name", "middle_name", "family_name") if "name" in told else ()
    kept = [value for claim, value in told.items() if claim not in parts]
    shown = ", ".join(dict.fromkeys(text for value in kept for text in _texts(value)))
    stay = (gettext("Stay connected"), gettext("Keep access when you are not using the app"))
    known: dict[str, tuple[str, str]] = {
        "openid": (gettext("Know who you are"), gettext("Needed to sign in")),
        "email": (
            gettext("See your email address"),
            gettext("%(address)s, and whether it is verified", address=shown) if shown else nothing,
        ),
        "phone": (
            gettext("See your phone number"),
            gettext("%(number)s, and whether it is verified", number=shown) if shown else nothing,
        ),
        "profile": (gettext("See your profile"), shown or gettext("Such as name and language")),
        "address": (gettext("See your postal address"), shown or nothing),
        "offline_access": stay,
        "offline": stay,
    }
    return known.get(scope, ("", ""))


def _texts(value: JSON) -> list[str]:
    if isinstance(value, Mapping):
        return [text for inner in value.values() for text in _texts(inner)]
    return [values.text(value)] if values.text(value) else []
