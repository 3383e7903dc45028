"""`GET /api/documents`: a worked example of a protected endpoint, to be copied. On by `GATEWAY_DOCUMENTS_EXAMPLE`.

Your own: such a blueprint, registered on what `create_app()` gives. Below `/api` it is guarded as the gateway is;
for a POST there, say `csrf.exempt(bp)` (`app.web.csrf`) too.
"""

from __future__ import annotations

from flask import Response

from .envelope import json_blueprint, success
from .whoami import current_session, session_required

bp = json_blueprint("gateway_documents", __name__, "/api")


@bp.get("/documents")
@session_required
def documents() -> Response:
    """Return the documents of who asks; `user_id` is the identity's id, the key to keep in your own tables."""
    owner = current_session().identity.id
    return success({"user_id": owner, "documents": [{"id": 1, "title": "Welcome", "owner": owner}]})
