"""Kratos' web hook: its secret, its body, once for each identity, and what happens when the function fails."""

from __future__ import annotations

import hmac
import os
import sqlite3
import tempfile
import threading
import time
import traceback
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.config import ConfigError
from app.gateway import database, delivered, webhook
from app.gateway.delivered import Delivered, note
from tests.support import gateway_hook
from tests.support.gateway import SECRET
from tests.unit.gateway.conftest import MakeApp

ID = "7e0b8d7e-6a3c-4f0c-9d55-7d3f0a5a2c11"
BODY = {"identity": {"id": ID, "traits": {"email": "ada@example.org"}, "schema_id": "default"}}


def post(client: FlaskClient, body: Any = None, secret: str | None = SECRET) -> Any:
    headers = {} if secret is None else {"X-Webhook-Secret": secret}
    return client.post("/internal/auth/user-created", json=BODY if body is None else body, headers=headers)


def test_an_identity_is_handed_over_once(client: FlaskClient) -> None:
    for _ in range(3):
        answer = post(client)
        assert (answer.status_code, answer.json) == (200, {"success": True})
    [identity] = gateway_hook.got
    assert (identity.id, identity.traits, identity.schema_id) == (ID, {"email": "ada@example.org"}, "default")
    assert post(client, {"identity": {"id": ID.upper(), "traits": {}}}).status_code == 200
    assert post(client, {"identity": {"id": str(uuid.uuid4()), "traits": {}}}).status_code == 200
    assert len(gateway_hook.calls) == 2


def test_another_worker_knows_it_too(make_app: MakeApp) -> None:
    post(make_app().test_client())
    other = make_app().test_client()
    assert post(other).status_code == 200
    assert gateway_hook.calls == []


def test_the_note_holds_ids_alone(client: FlaskClient, tmp_path: Path) -> None:
    post(client)
    with closing(sqlite3.connect(tmp_path / "state")) as kept:
        tables = [name for (name,) in kept.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        assert (tables, kept.execute("SELECT * FROM delivery").fetchall()) == (["delivery"], [(ID, None)])


@pytest.mark.parametrize("secret", [None, "", "guessed", SECRET[:-1], f"{SECRET} x", SECRET.lower(), "ä"])
def test_a_wrong_secret(client: FlaskClient, secret: str | None) -> None:
    answer = post(client, secret=secret)
    assert (answer.status_code, answer.json["success"]) == (401, False)
    assert gateway_hook.calls == []


def test_the_secret_is_compared_in_constant_time(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[bytes, bytes]] = []
    real = hmac.compare_digest

    def compare(given: bytes, wanted: bytes) -> bool:
        compared.append((given, wanted))
        return real(given, wanted)

    monkeypatch.setattr(hmac, "compare_digest", compare)
    assert post(client, secret="guessed").status_code == 401
    assert compared == [(b"guessed", SECRET.encode())]


@pytest.mark.parametrize(
    "body",
    [
        {}, {"identity": None}, {"identity": []}, {"identity": {"id": ID}}, {"identity": {"traits": {}}},
        {"identity": {"id": 7, "traits": {}}}, {"identity": {"id": "../x", "traits": {}}},
        {"identity": {"id": ID, "traits": []}}, {"identity": {"id": ID, "traits": None}},
        {"identity": {"id": "00000000-0000-0000-0000-000000000000", "traits": {}}},
    ],
)  # fmt: skip
def test_a_wrong_body(client: FlaskClient, body: Any) -> None:
    answer = post(client, body)
    assert (answer.status_code, answer.json["success"]) == (400, False)
    assert gateway_hook.calls == []


def test_a_failing_function_is_tried_again(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    gateway_hook.failing.set()
    for _ in range(2):
        answer = post(client)
        assert (answer.status_code, answer.json["success"]) == (500, False)
        assert "accounts service" not in answer.text
    assert "the accounts service is down" in caplog.text
    assert "ada@example.org" not in caplog.text
    assert ID not in caplog.text
    gateway_hook.failing.clear()
    assert post(client).status_code == 200
    assert len(gateway_hook.calls) == 3


def test_two_deliveries_at_once(client: FlaskClient) -> None:
    """The second is told to come again, and finds it done."""
    entered, go_on = threading.Event(), threading.Event()
    gateway_hook.before.extend([entered.set, lambda: None if go_on.wait(10) else None])
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(post, client.application.test_client())
        assert entered.wait(10)
        meanwhile = post(client)
        go_on.set()
        assert first.result(10).status_code == 200
    assert (meanwhile.status_code, meanwhile.headers["Retry-After"]) == (503, "1")
    assert post(client).status_code == 200
    assert gateway_hook.calls == [ID]


def test_many_at_once_call_it_once(client: FlaskClient) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: post(client.application.test_client()), range(16)))
    assert {answer.status_code for answer in answers} <= {200, 503}
    assert gateway_hook.calls == [ID]


@pytest.fixture(params=["file", "database"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Delivered:
    """The note in a file of its own, and by SQLAlchemy."""
    return note(tmp_path / "state" if request.param == "file" else f"sqlite:///{tmp_path / 'state'}")


def test_of_many_claims_one_is_mine(kept: Delivered) -> None:
    together = threading.Barrier(8, timeout=30)

    def claim(_: int) -> list[str]:
        found: list[str] = []
        for number in range(20):
            together.wait()
            found.append(kept.claim(str(number)))
        return found

    with ThreadPoolExecutor(8) as pool:
        claims = [each for found in pool.map(claim, range(8)) for each in found]
    assert sorted(claims) == ["mine"] * 20 + ["running"] * 140


def test_a_worker_that_died_holds_nothing_up(kept: Delivered, monkeypatch: pytest.MonkeyPatch) -> None:
    assert kept.claim(ID) == "mine"
    assert kept.claim(ID) == "running"
    later = time.time() + delivered.LEASE + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert kept.claim(ID) == "mine"
    kept.done(ID)
    assert kept.claim(ID) == "done"


def test_a_worker_that_fails_late_takes_back_nothing(kept: Delivered) -> None:
    """Another one took over after its lease, and has done it."""
    assert kept.claim(ID) == "mine"
    kept.done(ID)
    kept.failed(ID)
    assert kept.claim(ID) == "done"


def test_a_file_of_an_earlier_version_holds(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "state")) as earlier:
        earlier.execute("CREATE TABLE delivery (identity PRIMARY KEY, running_since REAL)")
        earlier.execute("INSERT INTO delivery VALUES (?, NULL)", (ID,))
        earlier.commit()
    for state in (tmp_path / "state", f"sqlite:///{tmp_path / 'state'}"):
        assert note(state).claim(ID) == "done"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("sqlite:////no/such/hidden/state", "the database does not answer, or does not let this user in"),
        (
            "postgresql://somebody:hidden@127.0.0.1:9/accounts",
            "the database at 127.0.0.1:9 does not answer, or does not let this user in",
        ),
    ],
)
def test_pages_do_without_the_database(
    make_app: MakeApp, caplog: pytest.LogCaptureFixture, address: str, said: str
) -> None:
    """The start says so, and each account that is not handed over, in one line without a secret."""
    client = make_app(gateway_webhook_state=address).test_client()
    assert [each.getMessage() for each in caplog.records if each.levelname == "WARNING"] == [
        f"GATEWAY_WEBHOOK_STATE: {said}. Until that is mended, nobody can sign up"
    ]
    caplog.clear()
    assert client.get("/health/alive").status_code == 200
    answer = post(client)
    assert (answer.status_code, answer.json["success"]) == (500, False)
    assert gateway_hook.calls == [], "handed over without a note of it"
    [told] = [each for each in caplog.records if each.levelname == "ERROR"]
    assert (told.getMessage(), told.exc_info) == (f"GATEWAY_WEBHOOK_STATE: {said}", None)
    for secret in ("hidden", "somebody", "accounts", ID):
        assert secret not in caplog.text


def test_a_database_that_lets_nobody_write(
    make_app: MakeApp, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    client = make_app(gateway_webhook_state=f"sqlite:///{tmp_path / 'state'}").test_client()
    with closing(sqlite3.connect(tmp_path / "state")) as other:
        other.execute("DROP TABLE delivery")
    assert post(client).status_code == 500
    [told] = [each for each in caplog.records if each.levelname == "ERROR"]
    assert told.getMessage() == "GATEWAY_WEBHOOK_STATE: the database refuses: OperationalError"


@pytest.mark.parametrize(
    "address", ["nothing://u:hidden@h/d", "oracle://u:hidden@h/d", "postgresql://u:hidden@h:x/d"]
)
def test_an_address_that_no_driver_knows(make_app: MakeApp, address: str) -> None:
    with pytest.raises(ConfigError) as error:
        make_app(gateway_webhook_state=address)
    [problem] = error.value.problems
    assert problem.startswith("GATEWAY_WEBHOOK_STATE is no address")
    assert "hidden" not in problem


def test_a_server_by_the_names_that_kratos_takes() -> None:
    for scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        url = database._url(f"{scheme}://ui:hidden@db:5433/ui?sslmode=verify-full")
        assert url.render_as_string() == (
            f"postgresql+psycopg://ui:***@db:5433/ui?connect_timeout={database.SECONDS}&sslmode=verify-full"
        )


def test_a_locked_note_is_a_500_that_kratos_sends_again(
    client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path, **more: connect(path, **{**more, "timeout": 0.05}))
    with closing(connect(tmp_path / "state", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert post(client).status_code == 500
    [told] = [each for each in caplog.records if each.levelname == "ERROR"]
    assert told.getMessage() == "GATEWAY_WEBHOOK_STATE can't be written to: database is locked"
    assert post(client).status_code == 200


def test_without_a_place_for_the_note_it_does_not_start(make_app: MakeApp, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as error:
        make_app(gateway_webhook_state=tmp_path)  # a folder
    assert error.value.problems[0].startswith("GATEWAY_WEBHOOK_STATE ")


def test_the_folder_of_its_own_is_nobody_elses(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    folder = tmp_path / f"kratos-ui-{os.getuid()}"
    assert note(None).claim(ID) == "mine"
    assert note(None).claim(ID) == "running"
    assert folder.stat().st_mode & 0o777 == 0o700
    folder.chmod(0o777)
    with pytest.raises(ConfigError):
        note(None)
    (folder / "webhook.sqlite").unlink()
    folder.rmdir()
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    folder.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ConfigError):
        note(None)
    monkeypatch.setattr(os, "getuid", lambda: 1_000_000)
    with pytest.raises(
        ConfigError, match="somebody else"
    ):  # who makes it first would read and change the note
        note(None)


def test_a_database_that_refuses_names_nobody(tmp_path: Path) -> None:
    """Nor does what a log tells of the cause."""
    noted = note(f"sqlite:///{tmp_path / 'state'}")
    with pytest.raises(delivered.NoteFailed) as caught:  # there is no table
        noted.done(ID)
    assert ID not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    "name", ["no.such:function", "tests.support.gateway_hook:nothing", "not an import", "os:name"]
)
def test_a_function_that_is_not_there_is_found_at_the_start(make_app: MakeApp, name: str) -> None:
    with pytest.raises(ConfigError) as error:
        make_app(gateway_webhook_hook=name)
    assert error.value.problems[0].startswith("GATEWAY_WEBHOOK_HOOK ")


@pytest.mark.parametrize(
    "name", ["tests.support.gateway_hook:user_created", "tests.support.gateway_hook.user_created"]
)
def test_it_goes_by_dotted_name(name: str) -> None:
    assert webhook.load(name) is gateway_hook.user_created


def test_or_by_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    point = EntryPoint("shop", "tests.support.gateway_hook:user_created", webhook.ENTRY_POINTS)
    known = {(webhook.ENTRY_POINTS, "shop"): [point]}
    monkeypatch.setattr(webhook, "entry_points", lambda group, name: known.get((group, name), []))
    assert webhook.load("shop") is gateway_hook.user_created


def test_without_a_function_it_says_so(make_app: MakeApp, caplog: pytest.LogCaptureFixture) -> None:
    assert post(make_app(gateway_webhook_hook="").test_client()).status_code == 200
    assert "GATEWAY_WEBHOOK_HOOK is not set; the identity is only logged" in caplog.text
