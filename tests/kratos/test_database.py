"""Kratos' SQLite file, opened as `kratos.yml` says: several people at a time do not lock each other out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import requests

from tests.recorder.server import PASSWORD
from tests.support.real_kratos import KratosFactory, RealKratos, http, new_address

PEOPLE, ROUNDS = 6, 3
"""With pop's own locks, or with transactions that begin by reading, this many meet in nearly every run."""


def test_several_people_at_once(real_kratos: KratosFactory) -> None:
    real = real_kratos()
    before = real.service.log.stat().st_size
    people = [new_address() for _ in range(PEOPLE)]
    for address in people:
        real.create_identity(address, PASSWORD)
    with ThreadPoolExecutor(PEOPLE) as all_at_once:
        answers = [each for asked in all_at_once.map(lambda who: ask(real, who), people) for each in asked]
    assert [each.text for each in answers if each.status_code != 200] == []
    assert len(answers) == PEOPLE * (1 + 2 * ROUNDS)
    assert b"database is locked" not in real.service.log.read_bytes()[before:]  # the courier's part, too


def ask(real: RealKratos, address: str) -> list[requests.Response]:
    """The answers to one who signs in, and again and again, with mails in between."""
    with http() as session:
        session.headers["Accept"] = "application/json"

        def play(name: str, query: str = "", **fields: Any) -> requests.Response:
            url = f"{real.public_url}/self-service/{name}"
            flow = session.get(f"{url}/api{query}", timeout=30)
            if not flow.ok:
                return flow
            return session.post(f"{url}?flow={flow.json()['id']}", json=fields, timeout=30)

        form = {"method": "password", "identifier": address, "password": PASSWORD}
        answers = [play("login", **form)]
        session.headers["X-Session-Token"] = answers[0].json().get("session_token", "")
        for _ in range(ROUNDS):
            answers.append(play("login", "?refresh=true", **form))
            answers.append(play("verification", method="code", email=address))
        return answers
