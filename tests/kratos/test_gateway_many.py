"""50 clients of the gateway at once, before the production server and real Kratos: nobody is taken for another."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support.gateway import PASSWORD, Gateway, production_server
from tests.support.real_kratos import KratosFactory, new_address

USERS, ROUNDS = 50, 20


@pytest.fixture
def url(real_kratos: KratosFactory, tmp_path: Path) -> Iterator[str]:
    with production_server(real_kratos(), tmp_path, GATEWAY_DOCUMENTS_EXAMPLE="true") as address:
        yield address


def test_every_whoami_is_ones_own(url: str) -> None:
    clients = [Client(url, browser=number % 2 == 1) for number in range(USERS)]
    for client in clients:  # one after the other, as SQLite writes anyway
        client.sign_up()
    together = threading.Barrier(USERS, timeout=60)
    with ThreadPoolExecutor(USERS) as all_at_once:
        right = list(all_at_once.map(lambda client: client.rounds(together), clients))
    assert len({client.identity for client in clients}) == USERS
    assert right == [ROUNDS] * USERS


class Client:
    """One user; every second one in a browser flow, with Kratos' own cookies."""

    def __init__(self, url: str, browser: bool) -> None:
        self.gateway = Gateway(url, checked=False)
        self.browser = browser
        self.email = new_address()
        self.identity = ""

    def sign_up(self) -> None:
        flow = self.gateway.start("registration", type="browser" if self.browser else "api")
        answer = self.gateway.submit(
            "registration", flow, browser=self.browser, email=self.email, password=PASSWORD, method="password"
        )
        assert answer.status_code == 200, answer.text
        self.identity = answer.json()["data"]["identity"]["id"]

    def rounds(self, together: threading.Barrier) -> int:
        """In how many rounds every answer was about this user and nobody else."""
        together.wait()
        right = 0
        for _ in range(ROUNDS):
            whoami, documents = self.gateway.whoami(), self.gateway.get("/documents")
            assert (whoami.status_code, documents.status_code) == (200, 200), whoami.text + documents.text
            told = whoami.json()["data"]
            own = documents.json()["data"]["user_id"]
            right += (told["id"], told["email"], own) == (self.identity, self.email, self.identity)
        return right
