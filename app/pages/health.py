"""`/health/alive` and `/health/ready`: for load balancers; both spellings of Kratos' own."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from app.upstream.errors import UpstreamError
from app.web.kratos import kratos

bp = Blueprint("health", __name__, url_prefix="/health")


@bp.get("/alive")
def alive() -> ResponseReturnValue:
    """200 as long as this process answers; asks nobody."""
    return jsonify(status="ok")


@bp.get("/ready")
def ready() -> ResponseReturnValue:
    """200 if Kratos says that it is ready, else 503 with the reason."""
    try:
        kratos().ready()
    except UpstreamError as error:
        return jsonify(status="unavailable", reason=error.reason or "Kratos did not answer"), 503
    return jsonify(status="ok")
