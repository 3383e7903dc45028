"""1,000 requests over two workers: `/metrics` and the log agree with what was asked, and name nobody."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from tests.net.test_net_server import get, running
from tests.support.fake_kratos import FakeKratos, Talk, answer
from tests.support.ports import free_port
from tests.support.recordings import recording

LOGIN = recording("v1.3.1", "login.choose_method.password_only").body
WRONG = recording("v1.3.1", "login.choose_method.wrong_password").body
SECRET = ("sam@example.com", "0b3f0b3f", "hush")


def body_of(flow_id: str) -> bytes:
    """A flow of that id, by its first letter with the message about a wrong password."""
    flow = WRONG if flow_id.startswith("a") else LOGIN
    return json.dumps({**flow, "id": flow_id}).encode()


def kratos(talk: Talk) -> bool:
    found = re.search(rb"/flows\?id=([0-9a-f-]+)", talk.request.head)
    if not found:
        talk.write(answer(b'{"error": {"code": 404}}', "404 Not Found"))
    elif found[1].startswith(b"e"):
        talk.write(answer(b'{"error": {"code": 410}}', "410 Gone"))
    else:
        talk.write(answer(body_of(found[1].decode())))
    return True


def flow_id(letter: str, number: int) -> str:
    return f"{letter}0b3f0b3-0000-0000-0000-{number:012}"


KINDS = 8
ASKED: dict[str, Callable[[int], str]] = {
    "kept": lambda n: f"/login?flow={flow_id('b', n)}",
    "wrong": lambda n: f"/login?flow={flow_id('a', n)}",
    "expired": lambda n: f"/login?flow={flow_id('e', n)}&hush=hush",
    "nowhere": lambda n: f"/sam@example.com/{n}?hush=hush",
    "blocked": lambda n: "/login?restart=1",
    "alive": lambda n: "/health/alive",
    "static": lambda n: "/static/css/ui.css",
    "start": lambda n: "/registration",
}


def metrics(text: str) -> dict[str, float]:
    lines = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in lines}


def summed(found: dict[str, float], name: str, **labels: str) -> float:
    return sum(
        value
        for key, value in found.items()
        if key.partition("{")[0] == name and all(f'{label}="{word}"' in key for label, word in labels.items())
    )


@pytest.fixture(scope="module")
def observed(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[dict[str, float], list[dict[str, object]], str]:
    """The figures, the log and the text of `/metrics` after 1,000 requests."""
    log, port = tmp_path_factory.mktemp("observed") / "log", free_port()
    with (
        FakeKratos(kratos) as fake,
        running(
            fake.url,
            workers=2,
            log_file=log,
            METRICS_PORT=str(port),
            LOG_FORMAT="json",
            LOG_LEVEL="debug",
            COOKIE_SECRET="t" * 32,
        ) as url,
        ThreadPoolExecutor(8) as pool,
        requests.Session() as session,
    ):
        session.trust_env = False
        asked = [make(number) for number in range(125) for make in ASKED.values()]
        assert len(asked) == 1000
        list(
            pool.map(lambda path: get(url + path).status_code, asked)
        )  # a kept answer keeps its connection open
        text = session.get(f"http://127.0.0.1:{port}/metrics", timeout=10).text
        entries = [json.loads(line) for line in log.read_text().splitlines()]
    return metrics(text), entries, text


def test_every_request_is_counted_once(
    observed: tuple[dict[str, float], list[dict[str, object]], str],
) -> None:
    found, entries, _ = observed
    alive = summed(found, "kratos_ui_requests_total", page="health.alive")
    assert alive >= 126, "one of them waited for the start"
    assert summed(found, "kratos_ui_requests_total") - alive == 875
    assert summed(found, "kratos_ui_request_seconds_count") == 875 + alive
    logged = Counter((str(e["page"]), str(e["status"])) for e in entries if e.get("event") == "request")
    for (page, status), number in logged.items():
        assert summed(found, "kratos_ui_requests_total", page=page, status=status) == number, (page, status)
    assert logged == {
        ("login", "200"): 250, ("login", "303"): 125, ("login", "400"): 125, ("none", "404"): 125,
        ("registration", "303"): 125, ("static", "200"): 125, ("health.alive", "200"): alive,
    }  # fmt: skip


def test_what_was_shown_is_counted(observed: tuple[dict[str, float], list[dict[str, object]], str]) -> None:
    found, entries, _ = observed
    assert summed(found, "kratos_ui_flows_shown_total", kind="login", state="choose_method") == 250
    assert summed(found, "kratos_ui_messages_shown_total", id="4000006") == 125
    made = {how: summed(found, "kratos_ui_requests_total", made=how) for how in ("kept", "anew")}
    assert made["kept"] + made["anew"] == 250
    assert made["kept"] >= 200, "two workers make each page twice, and two at once"
    assert summed(found, "kratos_ui_restarts_total", reason="expired") == 125
    assert summed(found, "kratos_ui_circles_ended_total", reason="no_cookies") == 125
    for outcome, number in (("200", 250), ("410", 125)):
        name = {"endpoint": "GET /self-service/login/flows", "outcome": outcome}
        assert summed(found, "kratos_ui_upstream_seconds_count", **name) == number
        calls = [e for e in entries if e.get("event") == "upstream" and name.items() <= e.items()]
        assert len(calls) == number


def test_a_request_is_found_by_its_id(
    observed: tuple[dict[str, float], list[dict[str, object]], str],
) -> None:
    _, entries, _ = observed
    requests_ = Counter(e["request_id"] for e in entries if e.get("event") == "request")
    assert set(requests_.values()) == {1}
    assert {e["request_id"] for e in entries if e.get("event") == "upstream"} <= set(requests_)


def test_nobody_is_named(observed: tuple[dict[str, float], list[dict[str, object]], str]) -> None:
    _, entries, text = observed
    for secret in SECRET:
        assert secret not in text
        assert not [entry for entry in entries if secret in json.dumps(entry)]
    assert len(text.splitlines()) < 400, "labels are of small sets"


def test_prometheus_takes_them(observed: tuple[dict[str, float], list[dict[str, object]], str]) -> None:
    promtool = shutil.which("promtool")
    assert promtool, "apt-get install prometheus"
    done = subprocess.run(
        [promtool, "check", "metrics"], input=observed[2], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_a_request_that_breaks_off_is_counted_too(tmp_path: Path) -> None:
    port, log = free_port(), tmp_path / "log"
    with running("http://127.0.0.1:9", log_file=log, METRICS_PORT=str(port)) as url:
        host, _, ours = url.removeprefix("http://").partition(":")
        with socket.create_connection((host, int(ours))) as sock:
            sock.sendall(b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf")
            sock.shutdown(socket.SHUT_WR)
            sock.recv(1000)
        deadline = time.monotonic() + 5
        while "POST none 400" not in log.read_text():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        found = metrics(get(f"http://127.0.0.1:{port}/metrics").text)
    assert summed(found, "kratos_ui_requests_total", page="none", status="400") == 1


def test_nothing_is_left_behind_and_nobody_is_counted_without_a_port(tmp_path: Path) -> None:
    port = free_port()
    with running("http://127.0.0.1:9", workers=2, METRICS_PORT=str(port), TMPDIR=str(tmp_path)):
        assert get(f"http://127.0.0.1:{port}/metrics").ok
        assert list(tmp_path.glob("kratos-ui-metrics-*"))
    assert not list(tmp_path.glob("kratos-ui-metrics-*"))
    with running("http://127.0.0.1:9", TMPDIR=str(tmp_path)):
        assert not list(tmp_path.glob("kratos-ui-metrics-*"))
