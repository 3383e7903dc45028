"""The mailbox as web pages: all mails on one, the HTML of each on its own."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask, Response, abort, render_template
from markupsafe import Markup, escape

from ...paths import STATIC
from .mail import Mailbox

PAGE_POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'"
# A mail is a stranger's page: no script, no form, no request; its links open in a tab of their own.
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
)


def create_page(mailbox: Mailbox) -> Flask:
    """Return the application that shows `mailbox`, for people on this machine only."""
    app = Flask(__name__, static_folder=str(STATIC), static_url_path="/static", template_folder=".")
    app.config["TRUSTED_HOSTS"] = ["localhost", "127.0.0.1"]
    app.jinja_env.filters["linked"] = linked

    @app.get("/")
    def mails() -> Response:
        page = render_template("mailbox.html", mails=list(reversed(mailbox.mails)))
        return Response(page, headers={"Refresh": "5"})  # seconds; a tool for developers, so without a script

    @app.get("/mails/<int:number>.html")
    def html(number: int) -> Response:
        mail = next((mail for mail in mailbox.mails if mail.number == number and mail.html), None)
        if mail is None:
            abort(404)
        return Response(mail.html, headers={"Content-Security-Policy": MAIL_POLICY})

    @app.get("/mailbox.css")
    def style() -> Response:
        return Response((Path(app.root_path) / "mailbox.css").read_bytes(), mimetype="text/css")

    @app.after_request
    def headers(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = "no-store"
        return response

    return app


def linked(text: str) -> Markup:
    """`text` escaped, its http addresses as links."""
    parts = re.split(r"(https?://[^\s<>\"]+)", text.strip())
    link = Markup('<a href="{0}">{0}</a>')
    return Markup("").join(link.format(part) if i % 2 else escape(part) for i, part in enumerate(parts))
