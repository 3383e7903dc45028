"""The web hook's record in a real PostgreSQL: two instances hand each account over once, whoever is asked, and when."""

from __future__ import annotations

import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests

from app.gateway import delivered
from app.gateway.delivered import note
from tests.net.test_net_server import running
from tests.support.gateway import SECRET
from tests.support.ports import free_port
from tests.support.postgres import Postgres, rows

ID = str(uuid.uuid4())
ROOT = Path(__file__).parents[2]


@pytest.fixture
def state(postgres: Postgres) -> str:
    return postgres.database()


def test_of_many_claims_one_is_mine(state: str) -> None:
    """The table is made by whoever comes first: 8 instances that start together."""
    notes, together = [note(state) for _ in range(8)], threading.Barrier(8, timeout=30)

    def claim(number: int) -> list[str]:
        found: list[str] = []
        for identity in range(20):
            together.wait()
            found.append(notes[number].claim(str(identity)))
        return found

    with ThreadPoolExecutor(8) as pool:
        claims = Counter(each for found in pool.map(claim, range(8)) for each in found)
    assert claims == {"mine": 20, "running": 140}


def test_of_many_one_takes_over_from_the_dead(state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    notes, together = [note(state) for _ in range(8)], threading.Barrier(8, timeout=30)
    assert notes[0].claim(ID) == "mine"
    later = time.time() + delivered.LEASE + 1
    monkeypatch.setattr(time, "time", lambda: later)

    def claim(each: delivered.Delivered) -> str:
        together.wait()
        return each.claim(ID)

    with ThreadPoolExecutor(8) as pool:
        claims = Counter(pool.map(claim, notes))
    assert claims == {"mine": 1, "running": 7}


@pytest.fixture
def two(state: str) -> Iterator[tuple[str, str]]:
    """Two instances, each with two workers, and nothing in common but the database."""
    settings: dict[str, Any] = {
        "GATEWAY_ENABLED": "true", "GATEWAY_WEBHOOK_SECRET": SECRET, "GATEWAY_WEBHOOK_STATE": state,
        "GATEWAY_WEBHOOK_HOOK": "tests.support.noting_hook:user_created", "NOTED_IN": state,
        "COOKIE_SECRET": "t" * 32, "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    nobody = f"http://127.0.0.1:{free_port()}"
    with running(nobody, workers=2, **settings) as one, running(nobody, workers=2, **settings) as other:
        yield one, other


def deliver(url: str, identity: str) -> int:
    with requests.Session() as session:
        session.trust_env = False
        return session.post(
            f"{url}/internal/auth/user-created", json={"identity": {"id": identity, "traits": {}}},
            headers={"X-Webhook-Secret": SECRET}, timeout=20,
        ).status_code  # fmt: skip


def test_two_instances_hand_each_account_over_once(state: str, two: tuple[str, str]) -> None:
    accounts = [str(uuid.uuid4()) for _ in range(30)]
    with ThreadPoolExecutor(12) as pool:
        answers = Counter(
            pool.map(lambda number: deliver(two[number % 2], accounts[number // 6]), range(6 * len(accounts)))
        )
    assert set(answers) <= {200, 503}
    assert answers[200] >= len(accounts)
    assert Counter(each for (each,) in rows(state, "SELECT identity::text FROM noted")) == dict.fromkeys(
        accounts, 1
    )
    assert {deliver(url, each) for url in two for each in accounts[:3]} == {200}
    assert rows(state, "SELECT count(*) FROM noted") == [(len(accounts),)]
