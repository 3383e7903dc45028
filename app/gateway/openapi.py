"""The gateway's OpenAPI 3.1 document, at `/api/openapi.json`: what is served, and nothing that is switched off."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request

from ..config import Config
from ..current import config
from ..kratos.types import FLOW_KINDS, FlowKind
from ..kratos.urls import PASSTHROUGH
from .envelope import json_blueprint
from .schemas import SCHEMAS, TEXT, Schema, ref

bp = json_blueprint("gateway_openapi", __name__, "/api")

SIGNED_IN: list[Schema] = [{"cookie": []}, {"token": []}, {"bearer": []}]
_STATUSES = {
    "400": "Refused; `details.messages` say why, field by field.",
    "401": "No valid session.",
    "403": "Not from here, not with this session, or not without a second factor.",
    "404": "No such flow.",
    "405": "Not by this method.",
    "410": "The flow has expired; go on with `details.use_flow_id` if there is one.",
    "413": "The body is too large.",
    "415": "Not JSON.",
    "422": "The browser has to go on at `details.redirect_browser_to`.",
    "429": "Too many requests; see `Retry-After`.",
    "500": "The gateway failed.",
    "502": "Kratos gave an answer that could not be understood.",
    "503": "Kratos, or a service behind it, does not answer; see `Retry-After`.",
}


@bp.get("/openapi.json")
def openapi() -> Response:
    """Return the document."""
    return jsonify(document(config(), request.script_root))


def document(config: Config, server: str = "") -> dict[str, Any]:
    """Return the document as a mapping; `server`: the address or path that the paths are relative to."""
    paths: dict[str, Any] = {f"/api/auth/flows/{kind}": _flow(kind) for kind in FLOW_KINDS}
    paths["/api/auth/flows/logout"] = {"get": _get("Where to sign out", "LogoutAnswer", SIGNED_IN)}
    paths["/api/auth/logout"] = {"get": _logout()}
    paths["/api/auth/whoami"] = {"get": _get("Who the client is", "WhoamiAnswer", SIGNED_IN)}
    paths["/api/openapi.json"] = {"get": _own()}
    if config.gateway_documents_example:
        paths["/api/documents"] = {
            "get": _get("Example of a protected endpoint", "DocumentsAnswer", SIGNED_IN)
        }
    if config.gateway_webhook_secret:
        paths["/internal/auth/user-created"] = {"post": _user_created()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "JSON gateway to Ory Kratos", "version": "1", "summary": "Sign-in for API clients"},
        "servers": [{"url": server or "/"}],
        "paths": paths,
        "components": {"schemas": SCHEMAS, "securitySchemes": _SECURITY},
    }


_SECURITY: Schema = {
    "cookie": {"type": "apiKey", "in": "cookie", "name": "ory_kratos_session"},
    "token": {"type": "apiKey", "in": "header", "name": "X-Session-Token"},
    "bearer": {"type": "http", "scheme": "bearer"},
    "webhook": {"type": "apiKey", "in": "header", "name": "X-Webhook-Secret"},
}


def _flow(kind: FlowKind) -> Schema:
    mode = {"name": "type", "in": "query", "schema": {"enum": ["api", "browser"], "default": "api"}}
    names = ("id", *PASSTHROUGH[kind])
    params = [mode, *({"name": name, "in": "query", "schema": TEXT} for name in names)]
    start = _get(f"Start a {kind} flow, or fetch the one that `id` names", "FlowAnswer")
    send = _post(f"Submit a {kind} flow", "Submit", "SubmitAnswer")
    return {"get": {**start, "parameters": params}, "post": {**send, "parameters": [mode]}}


def _logout() -> Schema:
    token = {"name": "token", "in": "query", "required": True, "schema": TEXT}
    answers = {"303": {"description": "Signed out."}, **_errors("401 403 502 503")}
    return {"summary": "Sign out", "parameters": [token], "security": SIGNED_IN, "responses": answers}


def _own() -> Schema:
    return {"summary": "This document", "responses": {"200": _content("The document.", {"type": "object"})}}


def _user_created() -> Schema:
    hook = _post("Kratos' web hook after a registration", "UserCreated", "Accepted")
    return {**hook, "security": [{"webhook": []}], "responses": {
        "200": _content("The function has this identity.", ref("Accepted")), **_errors("400 401 405 413 415 500 503"),
    }}  # fmt: skip


def _get(summary: str, answer: str, security: list[Schema] | None = None) -> Schema:
    secured = {"security": security} if security else {}
    answers = {
        "200": _content(summary, ref(answer)),
        **_errors("400 401 403 404 405 410 422 429 500 502 503"),
    }
    return {"summary": summary, "responses": answers, **secured}


def _post(summary: str, body: str, answer: str) -> Schema:
    content = {"application/json": {"schema": ref(body)}}
    return {
        "summary": summary,
        "requestBody": {"required": True, "content": content},
        "responses": {"200": _content(summary, ref(answer)), **_errors(" ".join(_STATUSES))},
    }


def _errors(statuses: str) -> Schema:
    return {status: _content(_STATUSES[status], ref("Error")) for status in statuses.split()}


def _content(description: str, schema: Schema) -> Schema:
    return {"description": description, "content": {"application/json": {"schema": schema}}}
