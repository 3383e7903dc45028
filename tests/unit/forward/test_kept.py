"""`FORWARD_AUTH_CACHE`: whose session is kept, and for how long."""

from __future__ import annotations

import threading

import pytest
from flask.testing import FlaskClient

from app.current import ui
from app.forward import kept
from app.kratos.session import parse_session
from tests.support.recorded_kratos import Given, RecordedKratos
from tests.support.recordings import recording
from tests.unit.forward.asking import (
    AAL1,
    AAL2,
    NGINX,
    WHOAMI,
    ask,
    valid,
)
from tests.unit.forward.conftest import MakeApp


def bodies(kratos: RecordedKratos) -> int:
    return len([each for each in kratos.sent if each.path == WHOAMI])


def test_each_request_asks_kratos_unless_told_otherwise(client: FlaskClient, kratos: RecordedKratos) -> None:
    kratos.plays(AAL1)
    assert [ask(client).status_code for _ in range(3)] == [200, 200, 200]
    assert bodies(kratos) == 3
    kratos.plays(recording("v1.3.1", "whoami.401.after_logout"))
    assert ask(client).status_code == 401


def test_a_session_is_kept_for_its_cookies_alone(
    make_app: MakeApp, kratos: RecordedKratos, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr("app.forward.kept.time.monotonic", lambda: now[0])
    app = make_app(forward_auth_cache=5)
    client = app.test_client()
    kratos.on("GET", WHOAMI, valid(AAL1), valid(AAL2), Given(401, {"error": {"code": 401}}))
    one, two = ask(client, cookie="one"), ask(client, cookie="two")
    assert one.headers["X-User-Email"] == "dan@example.com"
    assert two.headers["X-User-Email"] == "sam@example.com"
    now[0] += 4.9
    assert ask(client, cookie="one").headers["X-User-Email"] == "dan@example.com"
    assert ask(client, cookie="two").headers["X-User-Email"] == "sam@example.com"
    assert ask(client, "/session/check?aal=aal2", cookie="one", **NGINX).status_code == 401
    assert bodies(kratos) == 2
    assert ask(client, cookie="three").status_code == 401
    now[0] += 0.2
    assert ask(client, cookie="one").status_code == 401
    assert bodies(kratos) == 4
    assert ui(app).forwarded is not None
    assert not [key for key in ui(app).forwarded._found if b"one" in key]  # type: ignore[union-attr]


def test_a_refusal_is_not_kept(make_app: MakeApp, kratos: RecordedKratos) -> None:
    client = make_app(forward_auth_cache=5).test_client()
    kratos.on("GET", WHOAMI, Given(401, {"error": {"code": 401}}), valid(AAL1))
    assert [ask(client).status_code for _ in range(3)] == [401, 200, 200]
    assert bodies(kratos) == 2


def test_a_session_is_not_kept_beyond_its_end(make_app: MakeApp, kratos: RecordedKratos) -> None:
    client = make_app(forward_auth_cache=5).test_client()
    kratos.on("GET", WHOAMI, valid(AAL1, expires_at="2026-01-01T00:00:00Z"))
    assert [ask(client).status_code for _ in range(2)] == [200, 200]
    assert bodies(kratos) == 2


def test_what_is_kept_has_an_end(
    make_app: MakeApp, kratos: RecordedKratos, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "SESSIONS_KEPT", 3)
    app = make_app(forward_auth_cache=5)
    client = app.test_client()
    kratos.on("GET", WHOAMI, valid(AAL1))
    for number in range(10):
        ask(client, cookie=f"c{number}")
    sessions = ui(app).forwarded
    assert sessions is not None
    assert len(sessions) == 3
    ask(client, cookie="c9")
    assert bodies(kratos) == 10


def test_what_is_kept_may_be_asked_for_by_many_at_once() -> None:
    sessions, wrong = kept.Sessions(5), []

    def visit(number: int) -> None:
        own = parse_session({"id": str(number)})
        for _ in range(50):
            if sessions.get(f"c={number}", lambda: own).id != str(number):
                wrong.append(number)

    threads = [threading.Thread(target=visit, args=(number,)) for number in range(20)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert wrong == []
