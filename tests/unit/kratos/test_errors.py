import traceback
from dataclasses import fields
from typing import Any

import pytest

from app.kratos import errors
from app.kratos.errors import (
    Aal2Required,
    AlreadySignedIn,
    CsrfViolation,
    FlowDisabled,
    FlowGone,
    FlowNotFound,
    IdentityMismatch,
    KratosRejected,
    LocationChangeRequired,
    NotSignedIn,
    RefreshRequired,
    ReturnToForbidden,
    classify,
)  # fmt: skip
from app.upstream import errors as upstream_errors
from app.upstream.addresses import is_http_url
from app.upstream.errors import ProtocolError, Unavailable, UpstreamError
from tests.support.recordings import Recording, recordings

ERRORS = [each for each in recordings() if each.status >= 400]
# (status, error.id, kind): every sort of error answer that both versions were recorded with
EXPECTED = {
    (400, "", "login"): KratosRejected,  # a flow with messages
    (400, "", "recovery"): KratosRejected,  # disabled: told by English prose only
    (400, "", "registration"): KratosRejected,
    (400, "", "sessions"): KratosRejected,  # "cannot revoke current session"
    (400, "", "settings"): KratosRejected,
    (400, "", "verification"): KratosRejected,
    (400, "self_service_flow_disabled", "registration"): FlowDisabled,
    (400, "self_service_flow_return_to_forbidden", "login"): ReturnToForbidden,
    (400, "self_service_flow_return_to_forbidden", "logout"): ReturnToForbidden,
    (400, "session_already_available", "login"): AlreadySignedIn,
    (400, "session_already_available", "recovery"): AlreadySignedIn,
    (400, "session_already_available", "registration"): AlreadySignedIn,
    (401, "", "sessions"): NotSignedIn,
    (401, "", "settings"): NotSignedIn,
    (401, "", "whoami"): NotSignedIn,
    (401, "session_aal1_required", "login"): NotSignedIn,
    (401, "session_inactive", "logout"): NotSignedIn,
    (401, "session_inactive", "settings"): NotSignedIn,
    (403, "security_csrf_violation", "login"): CsrfViolation,
    (403, "security_csrf_violation", "recovery"): CsrfViolation,
    (403, "security_csrf_violation", "registration"): CsrfViolation,
    (403, "security_csrf_violation", "settings"): CsrfViolation,
    (403, "security_csrf_violation", "verification"): CsrfViolation,
    (403, "security_identity_mismatch", "settings"): IdentityMismatch,
    (403, "session_aal2_required", "sessions"): Aal2Required,
    (403, "session_aal2_required", "settings"): Aal2Required,
    (403, "session_aal2_required", "whoami"): Aal2Required,
    (403, "session_refresh_required", "settings"): RefreshRequired,
    (403, "session_verified_address_required", "login"): KratosRejected,
    (404, "", "error"): FlowNotFound,
    (404, "", "login"): FlowNotFound,
    (404, "", "public"): FlowNotFound,  # not JSON: the client says ProtocolError before it comes here
    (404, "", "recovery"): FlowNotFound,
    (404, "", "registration"): FlowNotFound,
    (404, "", "settings"): FlowNotFound,
    (404, "", "verification"): FlowNotFound,
    (404, "", "version"): FlowNotFound,  # not JSON either
    (410, "", "recovery"): FlowGone,
    (410, "", "settings"): FlowGone,
    (410, "", "verification"): FlowGone,
    (410, "self_service_flow_expired", "login"): FlowGone,
    (410, "self_service_flow_expired", "registration"): FlowGone,
    (410, "self_service_flow_expired", "settings"): FlowGone,
    (422, "browser_location_change_required", "login"): LocationChangeRequired,
    (422, "browser_location_change_required", "recovery"): LocationChangeRequired,
    (422, "browser_location_change_required", "registration"): LocationChangeRequired,
    (422, "browser_location_change_required", "settings"): LocationChangeRequired,
}


def _key(recording: Recording) -> tuple[int, str, str]:
    error = recording.body.get("error", {}) if isinstance(recording.body, dict) else {}
    return recording.status, error.get("id", ""), recording.kind


def test_the_table_is_what_was_recorded() -> None:
    assert {_key(each) for each in ERRORS} == set(EXPECTED)


@pytest.mark.parametrize("recording", ERRORS, ids=lambda each: each.id)
def test_recorded_answer(recording: Recording) -> None:
    error = classify(recording.status, recording.body)
    assert type(error) is EXPECTED[_key(recording)]
    assert (error.status, error.id) == _key(recording)[:2]
    body = recording.body if isinstance(recording.body, dict) else {}
    told = body.get("error", {})
    assert error.reason == told.get("reason", told.get("message", ""))
    assert error.message == told.get("message", "")
    assert error.details == told.get("details", {})
    if isinstance(error, Aal2Required | RefreshRequired | LocationChangeRequired):
        assert is_http_url(error.redirect_browser_to)
    if error.id == "self_service_flow_expired" and recording.request["method"] == "POST":
        assert error.use_flow_id == body["use_flow_id"] != ""


def test_return_to_of_an_expired_flow() -> None:
    gone = [classify(r.status, r.body) for r in ERRORS if r.name.endswith(".get.410_expired")]
    found = [error.return_to for error in gone if isinstance(error, FlowGone)]
    assert len(found) == 10  # five kinds, two versions
    assert set(found) == {"http://127.0.0.1:4455/after"}


@pytest.mark.parametrize("status", [500, 502, 503, 504, 599])
@pytest.mark.parametrize("body", [None, "", [], {"error": {"id": "invalid_configuration"}}, {"error": "x"}])
def test_5xx(status: int, body: Any) -> None:
    assert type(classify(status, body)) is Unavailable


@pytest.mark.parametrize(
    ("status", "error_id", "expected"),
    [
        (403, "", KratosRejected),  # logout with a foreign token
        (409, "", KratosRejected),
        (429, "", KratosRejected),
        (422, "", KratosRejected),
        (403, "something_new", KratosRejected),
        (410, "self_service_flow_replaced", FlowGone),
        (404, "something_new", FlowNotFound),
        (401, "session_aal_already_fulfilled", AlreadySignedIn),
        (400, "session_aal2_required", Aal2Required),  # the id counts, not the status
        (200, "", ProtocolError),
        (303, "", ProtocolError),
    ],
)
def test_answers_nobody_recorded(status: int, error_id: str, expected: type[UpstreamError]) -> None:
    assert type(classify(status, {"error": {"id": error_id}})) is expected


def leads_to(body: dict[str, Any]) -> str:
    error = classify(403, body)
    assert isinstance(error, Aal2Required)
    return error.redirect_browser_to


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//evil.example", "/login", "http://a/\r\nX: y", 7, None, {}]
)
def test_only_http_redirects(address: Any) -> None:
    body: dict[str, Any] = {
        "error": {"id": "session_aal2_required", "details": {"redirect_browser_to": address}}
    }
    assert leads_to({**body, "redirect_browser_to": address}) == ""
    body["error"]["details"]["redirect_browser_to"] = "http://kratos.test/b"
    assert leads_to({**body, "redirect_browser_to": address}) == "http://kratos.test/b"
    body["redirect_browser_to"] = "http://kratos.test/a"
    assert leads_to(body) == "http://kratos.test/a"


@pytest.mark.parametrize(
    "body", [None, "text", 7, [], [{}], {}, {"error": None}, {"error": []}, {"error": {"id": 7}}]
)
def test_malformed_bodies_are_told_by_their_status(body: Any) -> None:
    error = classify(410, body)
    assert type(error) is FlowGone
    assert (error.id, error.reason, error.return_to, error.use_flow_id, error.details) == ("", "", "", "", {})


def test_headers_are_kept() -> None:
    assert classify(429, None, {"Retry-After": "3"}).headers == {"Retry-After": "3"}


def test_no_error_makes_a_line_of_its_own_in_the_log() -> None:
    said = str(errors.KratosRejected(status=400, id="x\n2026-11-21 INFO all is well\x1b[2J"))
    assert said.isprintable()
    assert said.startswith("KratosRejected 400 'x")


def test_no_error_prints_what_it_holds() -> None:
    kinds = [
        each
        for each in {**vars(errors), **vars(upstream_errors)}.values()
        if isinstance(each, type) and issubclass(each, UpstreamError)
    ]
    assert len(kinds) > 15
    for kind in kinds:
        names = {each.name for each in fields(kind)} - {"status", "id"}
        secret: dict[str, Any] = {
            name: {"d": "SECRET"} if name in ("details", "headers") else "SECRET" for name in names
        }
        error = kind(status=403, id="x", **secret)
        printed = "".join(traceback.format_exception(error)) + repr(error)
        assert "SECRET" not in printed
        assert f"{kind.__name__} 403 x" in printed
        assert {error: 1}[error] == 1  # hashable, as exceptions are
