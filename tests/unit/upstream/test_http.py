import logging
import time
from pathlib import Path
from typing import Any

import pytest
import urllib3
from requests import Session

from app.upstream.errors import Unavailable
from app.upstream.http import Received, new_http, send
from tests.support.recorded_kratos import BASE_URL, Given, RecordedKratos

URL = f"{BASE_URL}/sessions/whoami"
OK = Given(200, {})


@pytest.fixture
def kratos() -> RecordedKratos:
    return RecordedKratos().on("GET", "/sessions/whoami", OK)


@pytest.fixture
def session(kratos: RecordedKratos) -> Session:
    return kratos.mount(new_http())


def get(session: Session, seconds: float = 7.0, method: str = "GET") -> Received:
    deadline = time.monotonic() + seconds
    return send(session, method, URL, headers={}, timeout=(1.0, 6.0), deadline=deadline)


def test_new_http_follows_nothing_but_its_settings() -> None:
    http = new_http()
    assert http.trust_env is False
    assert http.verify is True
    assert (http.auth, http.proxies, http.cert, http.params) == (None, {}, None, {})
    assert new_http(Path("/ca.pem")).verify == "/ca.pem"


def test_new_http_pool_serves_many_threads_without_waiting() -> None:
    for scheme in ("http://", "https://"):
        adapter: Any = new_http().get_adapter(scheme + "kratos.test")
        assert (adapter._pool_maxsize, adapter._pool_block, adapter.max_retries.total) == (64, False, 0)


def test_headers_of_every_call(kratos: RecordedKratos, session: Session) -> None:
    get(session)
    headers = kratos.sent[0].headers
    assert headers.pop("User-Agent").startswith("kratos-selfservice-ui-flask/")
    assert headers == {"Accept": "application/json", "Accept-Encoding": "identity"}


def test_the_environment_sets_no_proxy_and_no_password(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kratos: RecordedKratos, session: Session
) -> None:
    (tmp_path / "netrc").write_text("machine kratos.test login a password b\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.test:1")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere")
    get(session)
    assert "Authorization" not in kratos.sent[0].headers
    assert (kratos.sent[0].proxies, kratos.sent[0].verify) == ({}, True)


def test_urllib3_logs_no_addresses() -> None:
    new_http()
    assert not logging.getLogger("urllib3.connectionpool").isEnabledFor(logging.WARNING)


def test_timeouts_shrink_to_the_time_left(kratos: RecordedKratos, session: Session) -> None:
    get(session, seconds=20)
    get(session, seconds=0.5)
    long, short = (each.timeout for each in kratos.sent)
    assert (long.connect_timeout, long._read) == (1.0, 6.0)
    assert 0 < short.connect_timeout <= 0.5
    assert 0 < short._read <= 0.5
    assert 0 < short.total <= 0.5  # connecting, handshake and answer together


def test_nothing_is_sent_without_time(kratos: RecordedKratos, session: Session) -> None:
    with pytest.raises(Unavailable, match="no time left"):
        get(session, seconds=0)
    assert kratos.sent == []


LOST = ConnectionResetError("gone")
NOBODY = urllib3.exceptions.ConnectTimeoutError("nobody")


@pytest.mark.parametrize("first", [LOST, NOBODY, Given(502), Given(503), Given(504)])
def test_a_get_is_sent_once_more(kratos: RecordedKratos, session: Session, first: Given | Exception) -> None:
    kratos.on("GET", "/sessions/whoami", first, OK)
    assert get(session).status == 200
    assert len(kratos.sent) == 2


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("first", [LOST, NOBODY])
def test_a_write_is_sent_once(
    kratos: RecordedKratos, session: Session, method: str, first: Given | Exception
) -> None:
    kratos.on(method, "/sessions/whoami", first, OK)
    with pytest.raises(Unavailable):
        get(session, method=method)
    assert len(kratos.sent) == 1


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_refused_write_is_not_sent_again(kratos: RecordedKratos, session: Session, status: int) -> None:
    kratos.on("POST", "/sessions/whoami", Given(status), OK)
    assert get(session, method="POST").status == status
    assert len(kratos.sent) == 1


@pytest.mark.parametrize("status", [200, 204, 303, 400, 401, 403, 404, 410, 422, 429, 500, 501])
def test_these_are_answers(kratos: RecordedKratos, session: Session, status: int) -> None:
    kratos.on("GET", "/sessions/whoami", Given(status), OK)
    assert get(session).status == status
    assert len(kratos.sent) == 1


def test_no_second_try_after_a_read_timeout(kratos: RecordedKratos, session: Session) -> None:
    kratos.on("GET", "/sessions/whoami", TimeoutError("timed out"), OK)
    with pytest.raises(Unavailable, match="no whole answer in time"):
        get(session)
    assert len(kratos.sent) == 1


def test_two_tries_and_no_more(kratos: RecordedKratos, session: Session) -> None:
    kratos.on("GET", "/sessions/whoami", LOST)
    with pytest.raises(Unavailable, match="no answer"):
        get(session)
    kratos.on("GET", "/sessions/whoami", Given(503, {"error": {}}))
    assert get(session).status == 503
    assert len(kratos.sent) == 4


def test_the_second_try_has_the_rest_of_the_time(
    kratos: RecordedKratos, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([100.0, 100.0, 106.5])
    monkeypatch.setattr("app.upstream.http.time.monotonic", lambda: next(clock))
    kratos.on("GET", "/sessions/whoami", Given(503), OK)
    assert send(session, "GET", URL, headers={}, timeout=(1.0, 6.0), deadline=next(clock) + 7).status == 200
    assert (kratos.sent[1].timeout.connect_timeout, kratos.sent[1].timeout.total) == (0.5, 0.5)


def test_errors_show_no_address(kratos: RecordedKratos, session: Session) -> None:
    kratos.on("GET", "/sessions/whoami", urllib3.exceptions.HTTPError(f"no way to {URL}?id=SECRET"))
    with pytest.raises(Unavailable) as caught:
        get(session)
    assert "SECRET" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_no_cookie_is_kept(kratos: RecordedKratos, session: Session) -> None:
    kratos.on(
        "GET", "/sessions/whoami", Given(200, {}, ("ory_kratos_session=a; Path=/", "csrf_token_x=b; Path=/"))
    )
    get(session)
    get(session)
    assert len(session.cookies) == 0
    assert [each.cookies for each in kratos.sent] == ["", ""]


@pytest.mark.parametrize("value", ["a=b\r\n c=d", "a=\x01", "a=\x00b", "a=\x7f"])
def test_what_could_end_a_header_is_not_handed_on(kratos: RecordedKratos, value: str) -> None:
    kratos.on("GET", "/p", Given(429, {}, (value, "kept=1"), {"Retry-After": value, "RateLimit": "7"}))
    answer = kratos.client().exchange("GET", "/p")
    assert (answer.set_cookies, answer.headers) == (("kept=1",), {"RateLimit": "7"})


def test_set_cookie_headers_stay_apart_and_in_order(kratos: RecordedKratos, session: Session) -> None:
    cookies = (
        "a=1; Expires=Mon, 21 Dec 2026 00:00:00 GMT; Path=/",
        "b=2, 3",
        "a=4",
        "ü=\xff".replace("ü", "u"),
    )
    kratos.on("GET", "/sessions/whoami", Given(200, {}, cookies))
    assert tuple(value for name, value in get(session).headers if name == "Set-Cookie") == cookies
