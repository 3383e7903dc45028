"""`/error`: where Kratos (and Hydra) send browsers when there is no flow to show."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, request
from werkzeug.wrappers import Response

from ..current import state
from ..kratos.errors import FlowNotFound, KratosRejected
from ..theme.contract import ErrorPageContext
from ..upstream.values import one_line
from ..web.errors import error_context, ways_out
from ..web.kratos import kratos
from ..web.page import shared, show, status_page

bp = Blueprint("error", __name__)


@bp.get("/error", endpoint="page")
def page() -> Response:
    """Kratos' error by `?id=`; Hydra's comes in the query itself and is quoted as somebody's words."""
    error_id = request.args.get("id", "") or (request.args.get("error", "") if _kratos_alias() else "")
    if error_id:
        try:
            return _kratos_error(error_id)
        except (FlowNotFound, KratosRejected) as error:
            if error.status == 429:
                raise
            return status_page(404, "error_unknown", ways_out())
    if request.args.get("error"):
        return show("pages/error.html", oauth2_error_context(request.args), 400)
    return status_page(404, "error_unknown", ways_out())


def _kratos_alias() -> bool:
    """Whether `?error=` is Kratos' old name for `?id=`: Hydra's brings a description along."""
    return "error_description" not in request.args and len(request.args.get("error", "")) == 36


def _kratos_error(error_id: str) -> Response:
    """Show the error in words, as 200 like Kratos' own answer: what failed was a request before this one."""
    error = kratos().get_error(error_id).value
    status = error.status if 400 <= error.status < 600 else 500
    return show("pages/error.html", error_context(error, status))


def oauth2_error_context(args: Mapping[str, str]) -> ErrorPageContext:
    """Return what the page shows of an OAuth2 error; `args`: Hydra's query, which anybody may have written."""
    return ErrorPageContext(
        **shared(), links=ways_out(), status=400, id=one_line(args["error"]),
        message=one_line(args.get("error_description", ""), 1000),
        reason=one_line(args.get("error_hint", ""), 1000), untrusted=True, request_id=state().request_id,
    )  # fmt: skip
