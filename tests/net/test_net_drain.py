"""Told to end, the UI is not ready at once, ends what it has begun, and refuses only after SHUTDOWN_DELAY."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
import requests

from tests.net.test_net_server import FLOW, FORKING, get, processes_of, running, workers_of
from tests.support.fake_kratos import FakeKratos, Talk, answer

DELAY = 3


def slow_for_some(talk: Talk) -> bool:
    if b"id=slow" not in talk.request.head or talk.wait(DELAY + 1):
        talk.write(answer(FLOW))
    return True


@contextmanager
def told(url: str, number: signal.Signals) -> Iterator[float]:
    """From when the server at `url` was told to end, until it has."""
    os.kill(processes_of(url)[0], number)
    yield time.monotonic()
    deadline = time.monotonic() + 15
    while workers_of(url):
        assert time.monotonic() < deadline, "it does not end"
        time.sleep(0.05)


def both_run(url: str) -> None:
    deadline = time.monotonic() + 15
    while len(workers_of(url)) < 2:
        assert time.monotonic() < deadline, "there are no two workers"
        time.sleep(0.05)
    time.sleep(FORKING)


def refuses(url: str) -> bool:
    try:
        get(f"{url}/health/alive", timeout=2)
    except requests.ConnectionError:
        return True
    return False


def test_it_goes_step_by_step() -> None:
    with (
        FakeKratos(slow_for_some) as kratos,
        running(kratos.url, workers=2, SHUTDOWN_DELAY=str(DELAY)) as url,
        ThreadPoolExecutor(2) as pool,
    ):
        assert get(f"{url}/health/ready").status_code == 200
        both_run(url)
        with told(url, signal.SIGTERM) as started:
            while get(f"{url}/health/ready").status_code != 503:
                assert time.monotonic() < started + 1, "still ready"
            for _ in range(8):  # whichever worker
                answer_ = get(f"{url}/health/ready")
                assert (answer_.status_code, answer_.json()["reason"]) == (503, "this server is about to end")
                assert get(f"{url}/health/alive").status_code == 200
                assert get(f"{url}/login?flow=quick").status_code == 200
            begun = pool.submit(get, f"{url}/login?flow=slow")  # it ends after the delay
            while not refuses(url):
                assert time.monotonic() < started + DELAY + 4, "still there"
            assert time.monotonic() > started + DELAY - 0.2, "refused too soon"
            assert begun.result().status_code == 200


@pytest.mark.parametrize(("number", "delay"), [(signal.SIGINT, "60"), (signal.SIGTERM, "0")])
def test_it_goes_at_once(number: signal.Signals, delay: str) -> None:
    with running("http://127.0.0.1:9", workers=2, SHUTDOWN_DELAY=delay) as url:
        both_run(url)
        with told(url, number) as started:
            while not refuses(url):
                assert time.monotonic() < started + 5


def test_a_second_time_is_meant() -> None:
    with running("http://127.0.0.1:9", workers=2, SHUTDOWN_DELAY="60") as url:
        both_run(url)
        with told(url, signal.SIGTERM):
            assert get(f"{url}/health/ready").status_code == 503
            with told(url, signal.SIGTERM) as again:
                while not refuses(url):
                    assert time.monotonic() < again + 5
