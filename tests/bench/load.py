"""Requests of one address over some connections for a while: by `wrk` where it is installed, else by threads."""

from __future__ import annotations

import http.client
import re
import shutil
import statistics
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

SCRIPT = Path(__file__).with_name("report.lua")


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked for."""

    url: str
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Load:
    """What came of it; times in milliseconds."""

    answers: int
    seconds: float
    p50: float
    p95: float
    p99: float

    @property
    def a_second(self) -> float:
        """Answers in a second."""
        return self.answers / self.seconds


class Failed(Exception):
    """Some answers were none; a figure made of them would be a lie."""


def load(target: Target, connections: int, seconds: float) -> Load:
    """Asks for `target` again and again.

    Raises:
        Failed: an answer that is not 200, or none.
    """
    return (
        _wrk(target, connections, seconds) if shutil.which("wrk") else _threads(target, connections, seconds)
    )


def _wrk(target: Target, connections: int, seconds: float) -> Load:
    headers = [word for name, value in target.headers.items() for word in ("-H", f"{name}: {value}")]
    command = [
        "wrk", "-t", "1", "-c", str(connections), "-d", f"{max(round(seconds), 1)}s", "-s", str(SCRIPT), *headers,
        target.url,
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=seconds + 30)
    found = re.search(r"^BENCH (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)$", done.stdout, re.MULTILINE)
    if found is None:
        raise Failed(f"wrk says: {done.stdout}{done.stderr}")
    answers, micros, errors, *latencies = map(int, found.groups())
    if errors or not answers:
        raise Failed(f"{errors} of {answers} answers of {target.url} failed")
    p50, p95, p99 = (each / 1000 for each in latencies)
    return Load(answers, micros / 1e6, p50, p95, p99)


def _threads(target: Target, connections: int, seconds: float) -> Load:
    took: list[float] = []
    failed: list[str] = []
    started = time.monotonic()

    def work() -> None:
        parts = urlsplit(target.url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port)
        while time.monotonic() - started < seconds and not failed:
            before = time.perf_counter()
            connection.request("GET", f"{parts.path}?{parts.query}", headers=target.headers)
            answer = connection.getresponse()
            answer.read()
            took.append((time.perf_counter() - before) * 1000)
            if answer.status != 200:
                failed.append(f"{target.url}: status {answer.status}")
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed or len(took) < 2:
        raise Failed(failed[0] if failed else f"no answer of {target.url}")
    cuts = statistics.quantiles(took, n=100)
    return Load(len(took), time.monotonic() - started, cuts[49], cuts[94], cuts[98])
