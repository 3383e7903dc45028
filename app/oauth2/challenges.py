"""What the pages for Hydra share: the way on, and the page for requests that can't be answered."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, Response, redirect, url_for

from ..hydra.errors import ChallengeHandled, ChallengeUnknown
from ..theme.contract import OAuth2ProblemContext
from ..web.page import shared, show

STATUS = {"other_account": 403, "expired": 404, "answered": 410}


def leave(redirect_to: str) -> Response:
    """303 to where Hydra sends the browser; an address of Hydra's own answer, never of the request."""
    return cast(Response, redirect(redirect_to, 303))


def problem(kind: str, *, client: str = "", answer: str = "") -> Response:
    """Return the page for `kind`, see `problem_context`."""
    context = problem_context(kind, client=client, answer=answer)
    return show("pages/oauth2_problem.html", context, context.status)


def problem_context(kind: str, *, client: str = "", answer: str = "") -> OAuth2ProblemContext:
    """Return what that page shows; `kind` as in the context, `answer`: where a form that denies posts to."""
    links = {"home": url_for("welcome.page"), "logout": url_for("logout.page")}
    if answer:
        links["answer"] = answer
    return OAuth2ProblemContext(**shared(), links=links, kind=kind, status=STATUS[kind], client=client)


def handle_challenges(bp: Blueprint) -> None:
    """Answers what a challenge may turn out to be, on every page of `bp`."""
    bp.register_error_handler(ChallengeUnknown, lambda _: problem("expired"))
    bp.register_error_handler(ChallengeHandled, _handled)


def _handled(error: ChallengeHandled) -> Response:
    return leave(error.redirect_to) if error.redirect_to else problem("answered")
