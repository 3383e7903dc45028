"""One session for everybody: no user's cookie may reach another user's request."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from app.kratos.client import KratosClient
from app.upstream.http import new_http
from tests.support.fake_kratos import FakeKratos, Talk, answer

REQUESTS, THREADS = 2000, 8


def echo(talk: Talk) -> bool:
    """Answers with the cookies that came, and sets more in every way that a browser would keep."""
    came = (talk.request.header("Cookie") or b"").decode("latin-1")
    user = came.partition("=")[2]
    cookies = [
        f"ory_kratos_session=of-{user}; Path=/",
        f"shared=of-{user}; Path=/; Max-Age=600",
        f"host=of-{user}",
    ]
    talk.write(
        answer(json.dumps({"came": came}).encode(), "200 OK", *(f"Set-Cookie: {each}" for each in cookies))
    )
    return True


def test_two_users_share_one_session() -> None:
    with FakeKratos(echo) as kratos:
        client = KratosClient(kratos.url, new_http(), (1.0, 6.0))

        def ask(number: int) -> tuple[str, str, tuple[str, ...]]:
            cookie = ("ory_kratos_session=alice", "ory_kratos_session=bob", "")[number % 3]
            reply = client.named(f"r{number}").exchange("GET", "/sessions/whoami", cookies=cookie)
            answer: Any = reply.body
            return cookie, str(answer["came"]), reply.set_cookies

        with ThreadPoolExecutor(THREADS) as pool:
            answers = list(pool.map(ask, range(REQUESTS)))
        assert len(kratos.seen) == REQUESTS
        assert kratos.connections <= THREADS  # kept alive, not one for each call
        assert len(client.http.cookies) == 0
    for sent, came, set_cookies in answers:
        assert came == sent
        assert all(f"=of-{sent.partition('=')[2]}" in each for each in set_cookies)
        assert len(set_cookies) == 3
    by_id = {request.header("X-Request-ID"): request.header("Cookie") for request in kratos.seen}
    assert by_id[b"r0"] == b"ory_kratos_session=alice"
    assert by_id[b"r2"] is None
    assert len(by_id) == REQUESTS
