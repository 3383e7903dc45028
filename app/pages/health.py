"""`/health/alive` and `/health/ready`, for load balancers, and `/version`; all three spelt as Kratos' own.

The first two are answered at the host's root, too, where all else lives below `BASE_PATH`.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import replace

from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue

from .. import release
from ..current import config, ui
from ..upstream.errors import UpstreamError
from ..web.kratos import kratos
from ..web.rehearsal import unusable

log = logging.getLogger("kratos_ui.web")
bp = Blueprint("health", __name__)
HEALTH = frozenset(("/health/alive", "/health/ready"))


@bp.get("/health/alive")
def alive() -> ResponseReturnValue:
    """200 as long as this process answers; asks nobody."""
    return jsonify(status="ok")


@bp.get("/health/ready")
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
    return jsonify(status="ok", **({"outdated_brands": ui().outdated} if ui().outdated else {}))


@bp.get("/version")
def versions() -> ResponseReturnValue:
    """Ours, and Kratos', which its admin API alone tells; null without that."""
    theirs = ""
    if admin := config().kratos_admin_url:
        with suppress(UpstreamError):
            theirs = replace(kratos(), base_url=admin).version()
    return jsonify(version=release.version(), kratos=theirs or None)
