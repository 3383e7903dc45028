"""Contexts of account and OAuth2 pages for the gallery: recorded sessions, and a client that is made up."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from flask import url_for
from flask_babel import gettext

from app import paths
from app.kratos.session import Device, parse_session
from app.theme import contract
from app.web.page import shared
from app.web.session_view import latest_first, session_view

Sample = tuple[str, str, Callable[[], contract.PageContext]]
"""Name, template, and the context, which needs a request."""

PHONE = Device(
    user_agent="Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile/15E148 Safari/604.1",
    ip_address="203.0.113.92:1",
    location="Hamburg, DE",
)
PC = Device(user_agent="Mozilla/5.0 (Windows NT 10.0) Chrome/131.0.0.0", ip_address="198.51.100.23:1")
CLIENT, WHO = "Atlas Notes", "sam@example.com"


def samples() -> Iterator[Sample]:
    """All of them, in the order of the gallery."""
    yield "sessions", "sessions", partial(_sessions, others=True)
    yield "sessions.nowhere_else", "sessions", partial(_sessions, others=False)
    yield "session_end.one", "session_end", partial(_session_end, one=True)
    yield "session_end.others", "session_end", partial(_session_end, one=False)
    yield "consent", "consent", _consent
    yield "oauth2_logout", "oauth2_logout", _logout
    for kind, status in (("other_account", 403), ("expired", 404), ("answered", 410)):
        yield f"oauth2_problem.{kind}", "oauth2_problem", partial(_problem, kind, status)


def _sessions(others: bool) -> contract.PageContext:
    session = parse_session(_body("whoami.200.aal2"))
    elsewhere = _elsewhere() if others else ()
    links = {name: url_for(f"{name}.page") for name in ("welcome", "settings", "sessions", "logout")}
    return contract.SessionsContext(
        **shared(), links={**links, **({"end_others": "#"} if others else {})}, identity=WHO, session=session,
        this=session_view(replace(session, devices=(PC,))), others=elsewhere,
        ends={view.id: "#" for view in elsewhere}, details=json.dumps(session.raw, indent=2),
    )  # fmt: skip


def _elsewhere() -> tuple[contract.SessionView, ...]:
    found = [parse_session(body) for body in _body("sessions.list.200")[:2]]
    return latest_first(
        replace(each, devices=(device,)) for each, device in zip(found, (PHONE, PC), strict=True)
    )


def _session_end(one: bool) -> contract.PageContext:
    links = {"end": "#", "back": url_for("sessions.page"), "home": url_for("welcome.page")}
    device = _elsewhere()[0] if one else None
    return contract.SessionEndContext(**shared(), links=links, identity=WHO, device=device)


def _consent() -> contract.PageContext:
    told = gettext("%(address)s, and whether it is verified", address=WHO)
    scopes = (
        contract.Scope("openid", gettext("Know who you are"), gettext("Needed to sign in"), required=True),
        contract.Scope("email", gettext("See your email address"), told),
        contract.Scope("profile", gettext("See your profile"), "Sam Lind"),
        contract.Scope(
            "offline_access", gettext("Stay connected"),
            gettext("Keep access when you are not using the app"), checked=False,
        ),
    )  # fmt: skip
    links = {"answer": "#", "policy": "#", "terms": "#"}
    return contract.ConsentContext(**shared(), links=links, identity=WHO, client=CLIENT, scopes=scopes)


def _logout() -> contract.PageContext:
    return contract.OAuth2LogoutContext(**shared(), links={"answer": "#"}, identity=WHO, client=CLIENT)


def _problem(kind: str, status: int) -> contract.PageContext:
    links: Mapping[str, str] = {"home": url_for("welcome.page"), **({"answer": "#"} if status == 403 else {})}
    return contract.OAuth2ProblemContext(**shared(), links=links, kind=kind, status=status, client=CLIENT)


def _body(name: str) -> Any:
    path: Path = paths.FLOWS / "v1.3.1" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))["body"]
