"""`/consent`: an OAuth2 client asks for access. Hydra sends browsers here; only with `HYDRA_ADMIN_URL`."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from ..current import config, state
from ..hydra.claims import claims
from ..hydra.errors import ChallengeUnknown
from ..hydra.model import ConsentRequest
from ..kratos.session import Identity
from ..theme.contract import ConsentContext
from ..web.csrf import belongs_to, must_belong_to
from ..web.page import shared, show
from ..web.restart import arrived
from ..web.session import signed_in_only, whoami
from .challenges import handle_challenges, leave, problem
from .hydra import hydra
from .scopes import granted, scope_views

bp = Blueprint("consent", __name__)
handle_challenges(bp)


@bp.get("/consent", endpoint="page")
@signed_in_only
def page() -> Response:
    """Asks the user; a trusted client, or one that the user agreed to before, goes straight on."""
    asked, identity = _asked(), whoami().identity
    belongs_to(identity.id)
    if asked.subject != identity.id:
        return problem("other_account", client=asked.client.name, answer=_here(asked))
    if asked.skip or asked.client.skip_consent or asked.client.id in config().trusted_client_ids:
        return arrived(leave(hydra().accept_consent(asked, asked.scopes, claims(identity, asked.scopes))))
    return _ask(asked, identity)


@bp.post("/consent")
@signed_in_only
def answer() -> Response:
    """Take the user's answer. The request is read anew: what may be granted is Hydra's word, not the form's."""
    asked, identity = _asked(), whoami().identity
    must_belong_to(identity.id)
    if request.form.get("consent_action") != "accept":
        return leave(hydra().reject_consent(asked.challenge))
    if asked.subject != identity.id:
        return problem("other_account", client=asked.client.name, answer=_here(asked))
    scopes = granted(asked.scopes, request.form.getlist("grant_scope"))
    remember_for = config().remember_consent_session_for_seconds if request.form.get("remember") else None
    return leave(hydra().accept_consent(asked, scopes, claims(identity, scopes), remember_for))


def _asked() -> ConsentRequest:
    """Return the request that the address names. Raises: ChallengeUnknown, ChallengeHandled."""
    challenge = request.args.get("consent_challenge", "")
    if not challenge:
        raise ChallengeUnknown
    asked = hydra().consent_request(challenge)
    here = state()
    here.form_targets, here.client_locales = asked.targets, asked.locales
    return asked


def _ask(asked: ConsentRequest, identity: Identity) -> Response:
    return arrived(show("pages/consent.html", consent_context(asked, identity, _here(asked))))


def consent_context(asked: ConsentRequest, identity: Identity, answer_url: str) -> ConsentContext:
    """Return what the question shows."""
    links = {"answer": answer_url, "policy": asked.client.policy_url, "terms": asked.client.terms_url}
    return ConsentContext(
        **shared(), links={name: url for name, url in links.items() if url}, identity=identity.name,
        client=asked.client.name, scopes=scope_views(asked.scopes, identity),
    )  # fmt: skip


def _here(asked: ConsentRequest) -> str:
    return url_for("consent.answer", consent_challenge=asked.challenge)
