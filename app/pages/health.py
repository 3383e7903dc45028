"""`/health/alive` and `/health/ready`: for load balancers; both spellings of Kratos' own."""

from __future__ import annotations

import logging

from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue

from app.current import ui
from app.upstream.errors import UpstreamError
from app.web.kratos import kratos
from app.web.rehearsal import unusable

log = logging.getLogger("kratos_ui.web")
bp = Blueprint("health", __name__, url_prefix="/health")


@bp.get("/alive")
def alive() -> ResponseReturnValue:
    """200 as long as this process answers; asks nobody."""
    return jsonify(status="ok")


@bp.get("/ready")
def ready() -> ResponseReturnValue:
    """200 if pages can be made and Kratos says that it is ready, else 503 with the reason."""
    if ui().leaving:
        return jsonify(status="unavailable", reason="this server is about to end"), 503
    if problem := unusable(current_app):
        log.error("no page can be made: %s", problem)
        return jsonify(status="unavailable", reason="pages can't be made, see the log"), 503
    try:
        kratos().ready()
    except UpstreamError as error:
        return jsonify(status="unavailable", reason=error.reason or "Kratos did not answer"), 503
    return jsonify(status="ok")
