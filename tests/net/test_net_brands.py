"""Many brands in one process, under load: two hosts, two clients, one organization, an origin, and everybody else."""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import signal
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from tests.net.test_net_server import started
from tests.support.brands import theme, themes_for, write
from tests.support.fake_kratos import FakeKratos, Talk, answer, says
from tests.support.ports import free_port
from tests.support.recordings import recording

PAGES, VISITORS = 4000, 8
ORGANIZATION = "5e3ad4a9-0c8e-4a53-a3c9-2b5ad4a90c8e"
HOSTS = {"acme": "login.acme.example", "globex": "login.globex.example"}
TOLD = {
    **{name: f'hosts = ["{host}"]' for name, host in HOSTS.items()},
    "initech": 'clients = ["initech-web"]',
    "hooli": 'clients = ["hooli-web"]',
    "umbrella": f'organizations = ["{ORGANIZATION}"]',
    "soylent": 'return_to = ["https://app.soylent.example"]',
}
NAMES = ("main", *TOLD)
BRAND = re.compile(rb"Brand (\w+)")
OWN = re.compile(rb"v\d+-\d+@brands\.test")
SHEET = re.compile(rb'"(/theme/[0-9a-f]{12}/theme\.css)"')


def flow_id(brand: int, visitor: int, asked: int) -> str:
    """As Kratos has them, so that pages are kept; it says whose it is, and for which brand."""
    return f"{brand:08x}-0000-4000-{visitor:04x}-{asked:012x}"


def template(name: str) -> str:
    body = recording("v1.3.1", name).body
    text = json.dumps({**body, "return_to": ""}).replace(body["id"], "@FLOW@")
    return re.sub(r"[\w.+-]+@[\w.-]*example\.(?:com|org)", "@WHO@", text)


ANSWERS = {
    "/self-service/login/flows": template("login.choose_method.wrong_password"),
    "/self-service/registration/flows": template("registration.choose_credentials.error_duplicate"),
}


def of_client(name: str) -> dict[str, object]:
    client = {"client_id": name, "client_name": "Shop", "redirect_uris": []}
    return {"oauth2_login_challenge": "c", "oauth2_login_request": {"client": client}}


def kratos(talk: Talk) -> bool:
    """Answers with a flow of the brand and of the visitor that its id names."""
    address = urlsplit(talk.request.head.split(b" ", 2)[1].decode())
    flow = parse_qs(address.query).get("id", [""])[0]
    if not flow:
        return says(b'{"error": {"code": 401}}', "401 Unauthorized")(talk)
    brand, _, _, visitor, asked = (int(part, 16) for part in flow.split("-"))
    text = ANSWERS[address.path].replace("@FLOW@", flow).replace("@WHO@", f"v{visitor}-{asked}@brands.test")
    more: dict[str, dict[str, Any]] = {
        "initech": of_client("initech-web"), "hooli": of_client("hooli-web"),
        "umbrella": {"organization_id": ORGANIZATION}, "soylent": {"return_to": "https://app.soylent.example/"},
    }  # fmt: skip
    talk.write(answer(json.dumps({**json.loads(text), **more.get(NAMES[brand], {})}).encode()))
    return True


class Visitor:
    """Asks for pages of all brands, one after the other, and looks at what comes."""

    def __init__(self, url: str, number: int) -> None:
        parts = urlsplit(url)
        self.number, self.chance, self.asked = number, random.Random(number), 0
        self.connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
        self.seen: Counter[str] = Counter()

    def visit(self, pages: int) -> None:
        for _ in range(pages):
            self.asked += 1
            self._page(
                self.chance.randrange(len(NAMES)), self.chance.choice(("login", "login", "registration", ""))
            )

    def _page(self, brand: int, kind: str) -> None:
        name = NAMES[brand]
        address = f"/{kind}?flow={flow_id(brand, self.number, self.asked)}" if kind else "/nowhere"
        # cookies of another brand's pages: a flow that tells its own brand heeds them no more than a host does
        keeps = name if not kind or name == "main" else self.chance.choice(NAMES)
        cookie = {"Cookie": f"csrf_token_x=t; kratos_ui_brand={keeps}"}
        status, page = self._get(address, {"Host": HOSTS.get(name, "id.example"), **cookie})
        found, who = {each.decode() for each in BRAND.findall(page)}, set(OWN.findall(page))
        if status != (200 if kind else 404):
            self.seen[f"status {status} of {address.partition('?')[0]}"] += 1
        elif found != {name}:
            self.seen[f"{sorted(found)} for {name}"] += 1
        elif who - {f"v{self.number}-{self.asked}@brands.test".encode()}:
            self.seen["somebody else's page"] += 1
        else:
            self.seen["page"] += 1
        if self.asked % 10 == 0 and (sheet := SHEET.search(page)):
            status, css = self._get(sheet[1].decode(), {"Host": HOSTS.get(name, "id.example"), **cookie})
            self.seen[
                "file" if status == 200 and f".brand-{name} ".encode() in css else "another's file"
            ] += 1

    def _get(self, address: str, headers: dict[str, str]) -> tuple[int, bytes]:
        try:
            return self._once(address, headers)
        except (
            http.client.RemoteDisconnected,
            ConnectionError,
        ):  # its worker was told to end: as browsers do
            self.connection.close()
            return self._once(address, headers)

    def _once(self, address: str, headers: dict[str, str]) -> tuple[int, bytes]:
        self.connection.request("GET", address, headers={**headers, "Accept": "text/html"})
        response = self.connection.getresponse()
        return response.status, response.read()


def kept(port: int) -> int:
    text = requests.get(f"http://127.0.0.1:{port}/metrics", timeout=10).text
    return sum(
        int(float(line.split()[-1]))
        for line in text.splitlines()
        if line.startswith("kratos_ui_requests_total") and 'made="kept"' in line
    )


def test_each_page_is_its_own_brand_s(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Also while a theme changes, another breaks, and all workers are told to begin anew."""
    path, metrics = themes_for(tmp_path, **TOLD), free_port()
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    environ: dict[str, Any] = {
        "THEMES": str(path),
        "METRICS_PORT": str(metrics),
        "COOKIE_SECRET": "t" * 32,
        "TMPDIR": str(temporary),
    }
    with (
        FakeKratos(kratos, lifetime=600) as server,
        started(server.url, workers=2, log_file=tmp_path / "log", **environ) as (url, pid),
    ):
        visitors = [Visitor(url, number) for number in range(VISITORS)]
        began = time.monotonic()
        for quarter in range(4):
            if quarter == 1:
                write(tmp_path / "acme/theme.toml", 'name = "Brand acme"\napi = 1\nscheme = "dark"\n')
                write(tmp_path / "globex/theme.toml", "name = ")
            if quarter == 2:
                theme(tmp_path, "globex")
                os.kill(pid, signal.SIGHUP)
            with ThreadPoolExecutor(VISITORS) as pool:
                list(pool.map(lambda visitor: visitor.visit(PAGES // VISITORS // 4), visitors))
        seconds, made = time.monotonic() - began, kept(metrics)
        for visitor in visitors:
            visitor.connection.close()
    seen = sum((visitor.seen for visitor in visitors), Counter())
    log = (tmp_path / "log").read_text()
    with capsys.disabled():
        print(f"\n  {dict(seen)} in {seconds:.0f} s, {made} of them kept")
    assert set(seen) == {"page", "file"}, seen
    assert seen["page"] == PAGES
    assert made > PAGES / 3
    assert log.count("THEMES: [brands.globex] ") == 1, log[-3000:]  # two workers, told once
    assert list(temporary.iterdir()) == []
