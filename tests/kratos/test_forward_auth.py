"""Forward auth by nginx, Caddy and, where there is one, Traefik, with the lines that operators read."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.support.behind import Scenes
from tests.support.forms import Visitor
from tests.support.ports import free_port
from tests.support.proxies import NAMES, application, proxy
from tests.support.real_kratos import http
from tests.support.second_factors import protected

USERS = 50
FORGED = {
    "X-User-Id": "root",
    "x-user-email": "root@example.org",
    "X_User_Id": "root",
    "X_USER_EMAIL": "root@example.org",
}


def cookies_of(visitor: Visitor) -> str:
    return "; ".join(f"{each.name}={each.value}" for each in visitor.browser.cookies)


def told(page: str) -> dict[str, list[str]]:
    """What the application says it got of these headers, by their names in any spelling."""
    found: dict[str, list[str]] = {}
    for name, value in json.loads(page.partition("<pre>")[2].partition("</pre>")[0]):
        if (plain := name.lower().replace("_", "-")).startswith("x-user-"):
            found.setdefault(plain, []).append(value)
    return found


pytestmark = pytest.mark.parametrize("name", NAMES)


def test_sign_in_and_out(scenes: Scenes, name: str) -> None:
    scene = scenes(name)
    account, address = scene.account()
    visitor = scene.signed_in(address)
    assert visitor.url == f"{scene.url}/orders?id=7"
    assert told(visitor.response.text) == {"x-user-id": [account], "x-user-email": [address]}
    assert len(scene.reached) == 1
    visitor.open("/welcome").click('[data-testid="logout"] a')
    assert visitor.open(f"{scene.url}/orders?id=8").path == "/login"
    assert len(scene.reached) == 1


def test_the_second_step(scenes: Scenes, name: str) -> None:
    scene = scenes(name, "aal1")
    owner = protected(scene.real)
    visitor = scene.signed_in(owner.address)
    assert visitor.url == f"{scene.url}/orders?id=7"
    visitor.open(f"{scene.url}/admin/x?a=b&aal=aal1")
    assert visitor.path == "/login"
    assert len(scene.reached) == 1
    visitor.submit("method=totp", {"totp_code": owner.totp})
    assert visitor.url == f"{scene.url}/admin/x?a=b&aal=aal1"
    assert told(visitor.response.text)["x-user-email"] == [owner.address]


def test_who_has_no_second_step_is_told(scenes: Scenes, name: str) -> None:
    scene = scenes(name, "aal1")
    _, address = scene.account()
    visitor = scene.signed_in(address).open(f"{scene.url}/admin/x")
    assert "your account has none yet" in visitor.text
    assert len(scene.reached) == 1


def test_kratos_asks_for_the_second_step_everywhere(scenes: Scenes, name: str) -> None:
    scene = scenes(name)
    owner = protected(scene.real)
    visitor = scene.signed_in(owner.address)
    if visitor.path == "/login":
        visitor.submit("method=totp", {"totp_code": owner.totp})
    assert visitor.url == f"{scene.url}/orders?id=7"
    assert len(scene.reached) == 1


def test_an_address_to_confirm(scenes: Scenes, name: str) -> None:
    scene = scenes(name, "aal1", changes={"aal=aal2&verified=true": "verified=true"})
    _, address = scene.account(verified=False)
    visitor = scene.signed_in(address)
    visitor.open(f"{scene.url}/admin/x")
    assert visitor.path == "/verification"
    assert len(scene.reached) == 1
    visitor.submit("method=code", {"email": address})
    visitor.submit("method=code", {"code": scene.real.mailbox.wait_for(address).code})
    assert visitor.open(f"{scene.url}/admin/x").url == f"{scene.url}/admin/x"
    assert told(visitor.response.text)["x-user-email"] == [address]


def test_a_session_that_is_ended_elsewhere(scenes: Scenes, name: str) -> None:
    scene = scenes(name)
    account, address = scene.account()
    visitor = scene.signed_in(address)
    scene.real.admin("DELETE", f"/identities/{account}/sessions")
    assert visitor.open(f"{scene.url}/orders").path == "/login"
    assert len(scene.reached) == 1


@pytest.mark.parametrize("seconds", [0, 60])
def test_a_session_that_runs_out(scenes: Scenes, name: str, seconds: int) -> None:
    """What is kept does not outlive it."""
    scene = scenes(name, extra={"session": {"lifespan": "3s"}}, forward_auth_cache=seconds)
    _, address = scene.account()
    visitor = scene.signed_in(address)
    assert visitor.url == f"{scene.url}/orders?id=7"
    cookie = next(each for each in visitor.browser.cookies if each.name == "ory_kratos_session")
    time.sleep(3.2)
    answer = http().get(
        f"{scene.url}/orders", headers={"Cookie": f"{cookie.name}={cookie.value}"}, allow_redirects=False, timeout=10
    )  # fmt: skip
    assert answer.status_code in (302, 401)
    assert visitor.open(f"{scene.url}/orders").path == "/login"
    assert len(scene.reached) == 1


@pytest.mark.parametrize("seconds", [0, 5])
def test_fifty_people_at_once(scenes: Scenes, name: str, seconds: int) -> None:
    scene = scenes(name, forward_auth_cache=seconds)
    people: list[tuple[str, dict[str, list[str]]]] = []
    for _ in range(USERS):  # one by one, as SQLite writes anyway
        account, address = scene.account()
        visitor = scene.signed_in(address)
        people.append((cookies_of(visitor), {"x-user-id": [account], "x-user-email": [address]}))
        assert told(visitor.response.text) == people[-1][1]

    def ask(turn: int) -> bool:
        cookies, own = people[turn % USERS]
        answer = http().get(f"{scene.url}/orders", headers={"Cookie": cookies, **FORGED}, timeout=15)
        return told(answer.text) == own

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(USERS * 4)))


def test_what_a_visitor_says_of_themselves_never_arrives(scenes: Scenes, name: str) -> None:
    copied = {
        "nginx": {
            "auth_request_set $user_id": "auth_request_set $name $upstream_http_x_user_name; auth_request_set $user_id",
            "proxy_set_header X-User-Id": "proxy_set_header X-User-Name $name; proxy_set_header X-User-Id",
        },
        "caddy": {"copy_headers X-User-Id": "copy_headers X-User-Name X-User-Id"},
        "traefik": {
            "[X-User-Id, X-User-Email]": "[X-User-Name, X-User-Id, X-User-Email]",
            'X_User_Id: ""': 'X_User_Name: "", X_User_Id: ""',
        },
    }
    wanted = (("X-User-Id", "id"), ("X-User-Email", "email"), ("X-User-Name", "traits.name"))
    scene = scenes(name, changes=copied[name], forward_auth_headers=wanted)
    account, address = scene.account()  # without a name: that header is empty
    forged = {**FORGED, "X-User-Name": "root", "X_User_name": "root"}
    forged |= {"X-User-Other": "root"} if name == "caddy" else {}  # whose lines take off all that begin so
    anonymous = scene.visitor()
    anonymous.browser.headers.update(forged)
    assert anonymous.open(f"{scene.url}/orders").path == "/login"
    for path in ("/api/orders", "/admin/x"):
        anonymous.open(f"{scene.url}{path}")
    assert scene.reached == []
    visitor = scene.signed_in(address)
    cookies = cookies_of(visitor)
    for more in ({}, {"Connection": "close, X-User-Id"}, {"Connection": "X-User-Email, X-User-Name"}):
        for path in ("/orders", "/api/orders", "/orders?aal=aal1&verified=false"):
            for send in (http().get, http().post):
                headers = {"Cookie": cookies, **forged, **more}
                answer = send(f"{scene.url}{path}", headers=headers, data=b"x=1", timeout=10)
                assert answer.status_code == 200, answer.text
    assert len(scene.reached) == 19
    for reached in scene.reached:
        assert not [each for each in reached if "root" in each[1]], reached
        values = [value for name, value in reached if name.lower().replace("_", "-") == "x-user-id"]
        assert values in ([account], [])  # none: by a `Connection` that names it


def test_nobody_is_led_to_another_host(scenes: Scenes, name: str) -> None:
    scene = scenes(name)
    for headers in (
        {"Host": "evil.example"}, {"X-Forwarded-Host": "evil.example"}, {"X-Original-URL": "https://evil.example/"},
        {"X-Forwarded-Host": "evil.example", "X-Forwarded-Uri": "/", "X-Forwarded-Proto": "https"},
    ):  # fmt: skip
        answer = http().get(
            f"{scene.url}//evil.example/", headers={"Accept": "text/html", **headers}, allow_redirects=False, timeout=10
        )  # fmt: skip
        location = answer.headers.get("Location", "")
        assert location.startswith(f"{scene.real.public_url}/self-service/login/browser") or not location
        [back] = parse_qs(urlsplit(location).query).get("return_to", [f"{scene.url}/"])
        assert back.startswith(f"{scene.url}/"), back
    assert scene.reached == []


def test_scripts_get_a_status(scenes: Scenes, name: str) -> None:
    scene = scenes(name)
    answer = http().get(
        f"{scene.url}/api/x", headers={"Accept": "application/json"}, allow_redirects=False, timeout=10
    )
    assert answer.status_code == 401
    assert scene.reached == []


def test_without_the_ui_nobody_gets_in(tmp_path: Path, name: str) -> None:
    ports = [free_port() for _ in range(3)]
    with application(ports[0]) as reached, proxy(name, tmp_path, ports[1], ports[2], ports[0]) as url:
        answer = http().get(f"{url}/orders", headers={"Cookie": "ory_kratos_session=x"}, timeout=10)
        assert answer.status_code >= 500
        assert reached == []
