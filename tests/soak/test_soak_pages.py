"""`kratos-ui run` for a long time, with faults of Kratos among the pages: nothing grows, nobody sees another's page."""

from __future__ import annotations

import http.client
import json
import random
import re
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.bench.processes import memory, tree
from tests.net.test_net_server import started
from tests.soak.amount import PAGES
from tests.support.fake_kratos import FakeKratos, Talk, answer, breaks_off, drop, garbage, says
from tests.support.recordings import recording

pytestmark = pytest.mark.long

VISITORS, ROUNDS = 8, 8
WHOLE_ROUND = PAGES // ROUNDS
LEAK = 160
"""Bytes for each page that memory may seem to grow by: some 30 do, as allocators go."""
FAULTS = {
    "gone": (says(b'{"error": {"code": 410}}', "410 Gone"), 303),
    "unknown": (says(b'{"error": {"code": 404}}', "404 Not Found"), 303),
    "broken": (says(b'{"error": {"code": 500}}', "500 Internal Server Error"), 503),
    "strange": (says(b"<html>"), 502),
    "garbage": (garbage, 502),
    "dropped": (drop, 503),
    "cut": (breaks_off, 503),
}
"""What Kratos does to a flow with such an id, and the status that a visitor gets for it."""
FAULT_NAMES = ("", *FAULTS)
PATHS = ("/login", "/registration", "/settings", "/welcome", "/sessions")
NAMES = re.compile(r"[\w.+-]+@[\w.-]*example\.(?:com|org)")
OWN = re.compile(rb"v\d+-\d+@soak\.test")


def flow_id(visitor: int, asked: int, fault: str = "") -> str:
    """As Kratos has them, so that pages are kept; it says whose it is, and what goes wrong."""
    return f"{FAULT_NAMES.index(fault):08x}-0000-4000-{visitor:04x}-{asked:012x}"


def template(name: str) -> bytes:
    """A recorded answer with places for each visitor's own address and flow."""
    body = recording("v1.3.1", name).body
    text = json.dumps(body).replace(body["id"], "@FLOW@" if "ui" in body else body["id"])
    return NAMES.sub("@WHO@", text).encode()


ANSWERS = {
    "/self-service/login/flows": template("login.choose_method.wrong_password"),
    "/self-service/registration/flows": template("registration.choose_credentials.error_duplicate"),
    "/self-service/settings/flows": template("settings.show_form.password_only"),
    "/sessions/whoami": template("whoami.200.password"),
    "/self-service/logout/browser": b'{"logout_url": "http://k.test/?token=@WHO@", "logout_token": "@WHO@"}',
    "/sessions": b"[]",
    "/schemas": b"[]",
}


def kratos(talk: Talk) -> bool:
    """Answers with what belongs to the visitor whose cookie came, or to the flow, or with the fault it names."""
    address = urlsplit(talk.request.head.split(b" ", 2)[1].decode())
    flow = parse_qs(address.query).get("id", [""])[0]
    if flow:
        fault, _, _, visitor, asked = (int(part, 16) for part in flow.split("-"))
        who = f"v{visitor}-{asked}"
        if fault:
            return FAULTS[FAULT_NAMES[fault]][0](talk)
    else:
        cookie = talk.request.header("Cookie") or b""
        who = cookie.partition(b"ory_kratos_session=")[2].partition(b";")[0].decode()
    body = ANSWERS.get(address.path)
    if body is None:
        return says(b'{"error": {"code": 404}}', "404 Not Found")(talk)
    body = body.replace(b"@WHO@", f"{who}@soak.test".encode()).replace(b"@FLOW@", flow.encode())
    talk.write(answer(body))
    return True


@dataclass(frozen=True)
class Sample:
    """What the processes of the UI hold."""

    mib: float
    files: int
    threads: int
    connections: int

    @classmethod
    def of(cls, pid: int, server: FakeKratos) -> Sample:
        processes = [Path(f"/proc/{each}") for each in tree(pid)]
        files = sum(len(list((each / "fd").iterdir())) for each in processes)
        threads = sum(len(list((each / "task").iterdir())) for each in processes)
        return cls(memory(pid), files, threads, server.open)


class Visitor:
    """Asks for pages, each time as somebody else, and looks at what comes."""

    def __init__(self, url: str, number: int) -> None:
        self.parts, self.number = urlsplit(url), number
        self.chance = random.Random(number)
        self.connection = http.client.HTTPConnection(self.parts.hostname or "", self.parts.port, timeout=20)
        self.asked = 0
        self.seen: Counter[str] = Counter()

    def visit(self, pages: int) -> None:
        for _ in range(pages):
            self.asked += 1
            path, who = self.chance.choice(PATHS), f"v{self.number}-{self.asked}"
            fault = self.chance.choice(list(FAULTS)) if self.chance.random() < 0.05 else ""
            self._ask(path, who, fault if path in PATHS[:3] else "")

    def _ask(self, path: str, who: str, fault: str) -> None:
        cookie = f"ory_kratos_session={who}" if path not in PATHS[:2] else "csrf_token_x=t"
        address = f"{path}?flow={flow_id(self.number, self.asked, fault)}" if path in PATHS[:3] else path
        self.connection.request("GET", address, headers={"Cookie": cookie, "Accept": "text/html"})
        response = self.connection.getresponse()
        page = response.read()
        status = FAULTS[fault][1] if fault else 200
        if response.status != status:
            self.seen[f"{response.status} for {status}: {path} {fault}"] += 1
        elif set(OWN.findall(page)) - {f"{who}@soak.test".encode()}:
            self.seen["another's page"] += 1
        else:
            self.seen["fault" if fault else "page"] += 1
        if not fault and status == 200 and f"{who}@soak.test".encode() not in page and path != "/sessions":
            self.seen[f"nobody's page: {path}"] += 1


def test_nothing_grows_and_nobody_sees_another_s_page(capsys: pytest.CaptureFixture[str]) -> None:
    lifetime = 60 + PAGES / 20
    with FakeKratos(kratos, lifetime=lifetime) as server, started(server.url, workers=1) as (url, pid):
        visitors = [Visitor(url, number) for number in range(VISITORS)]
        samples, began = [], time.monotonic()
        for _ in range(ROUNDS):
            with ThreadPoolExecutor(VISITORS) as pool:
                list(pool.map(lambda visitor: visitor.visit(WHOLE_ROUND // VISITORS), visitors))
            samples.append(Sample.of(pid, server))
        for visitor in visitors:
            visitor.connection.close()
    seen = sum((visitor.seen for visitor in visitors), Counter())
    with capsys.disabled():
        print(
            f"\n  {dict(seen)} in {time.monotonic() - began:.0f} s; {leaked(samples):.0f} bytes more for each"
        )
        print(f"  after the first round {samples[0]}, after the last {samples[-1]}")
    assert [*(set(seen) - {"page", "fault"}), *grown(samples)] == [], (seen, samples)


def grown(samples: list[Sample]) -> list[str]:
    """What grew, in a word each. The first round fills caches and pools, and is no measure."""
    settled, last = samples[1], samples[-1]
    more = {
        "memory": leaked(samples) > LEAK,
        "files": last.files > settled.files + 4,
        "threads": last.threads > settled.threads + 2,
        "connections": last.connections > settled.connections + 4,
    }
    return [name for name, grew in more.items() if grew]


def leaked(samples: list[Sample]) -> float:
    """Bytes for each page by which the memory grew from the first half to the second, by the middle of each."""
    half = len(samples) // 2
    first, second = samples[1:half], samples[half:]
    rounds = half + (len(second) - 1) / 2 - (1 + (len(first) - 1) / 2)
    more = median(each.mib for each in second) - median(each.mib for each in first)
    return more * 2**20 / (rounds * WHOLE_ROUND)


def test_what_grows_is_found() -> None:
    steady = [Sample(80 + 0.4 * (number % 2), 45, 15, 8) for number in range(ROUNDS)]
    assert grown(steady) == []
    for field, each_round in {"mib": WHOLE_ROUND / 1024, "files": 1, "threads": 1, "connections": 1}.items():
        leaking = [
            replace(each, **{field: getattr(each, field) + number * each_round})
            for number, each in enumerate(steady)
        ]
        assert grown(leaking) == [{"mib": "memory"}.get(field, field)]
