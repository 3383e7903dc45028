"""Two people, one server with two workers: nobody gets anything of the other's page."""

from __future__ import annotations

import copy
import json
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from app.kratos.shape import shape_of
from app.web import presence
from tests.net.test_net_server import running
from tests.support.fake_kratos import FakeKratos, Talk, answer
from tests.support.kept import Twins
from tests.support.recordings import recording

EACH, AT_ONCE = 2000, 4
FLOW = recording("v1.3.1", "settings.show_form.password_only").body
PEOPLE = {
    "alice": {"email": "alice@example.org", "name": {"first": "Alice", "last": "Archer"}},
    "bob": {"email": "bob@example.com", "name": {"first": "Bob", "last": "Baker"}},
}


def page_of(person: str, number: int) -> dict[str, Any]:
    """The flow of `person`, each time with an id and a token of its own."""
    body: dict[str, Any] = copy.deepcopy(FLOW)
    mark = f"{list(PEOPLE).index(person) + 1}{number:07d}"
    body["id"] = f"{mark}-0000-4000-8000-000000000000"
    body["ui"]["action"] = f"http://127.0.0.1:4433/self-service/settings?flow={body['id']}"
    body["identity"]["id"] = f"{mark}-1111-4111-8111-111111111111"
    body["identity"]["traits"] = PEOPLE[person]
    body["identity"]["verifiable_addresses"] = body["identity"]["recovery_addresses"] = []
    values = {"csrf_token": f"token-{person}-{mark}==", "traits.email": PEOPLE[person]["email"]}
    values |= {f"traits.name.{part}": name for part, name in PEOPLE[person]["name"].items()}  # type: ignore[attr-defined]
    for node in body["ui"]["nodes"]:
        name = node["attributes"].get("name")
        if name in values:
            node["attributes"]["value"] = values[name]
        elif str(name).startswith("traits."):
            node["attributes"].pop("value", None)
    return body


def cookies(person: str) -> str:
    """Those of somebody whom pages have greeted before."""
    return f"ory_kratos_session={person}; {presence.COOKIE}={presence.stamp('')}"


def kratos(talk: Talk) -> bool:
    """Answers with the flow of whoever the cookie names."""
    person = (
        (talk.request.header("Cookie") or b"").decode().partition("ory_kratos_session=")[2].partition(";")[0]
    )
    path = talk.request.head.split(b" ")[1].decode()
    if path.startswith("/self-service/settings/flows"):
        body: Any = page_of(person, int(path.partition("id=")[2][1:8]))
    elif path.startswith("/self-service/logout"):
        body = {"logout_url": f"http://127.0.0.1:4433/self-service/logout?token=ory_lo_{person}"}
    else:
        body = []
    talk.write(answer(json.dumps(body).encode(), "200 OK"))
    return True


def test_both_have_pages_of_one_shape_that_is_kept() -> None:
    first, second = (shape_of(page_of(person, 1)) for person in PEOPLE)
    assert first
    assert second
    assert first.skeleton == second.skeleton
    twins = Twins()
    for number, person in enumerate(("alice", "bob", "alice", "bob")):
        twins.kept("settings", page_of(person, number))
    assert twins.hits == 2


def test_two_people_and_two_workers() -> None:
    with (
        FakeKratos(kratos, lifetime=600) as fake,  # a slow machine needs more than the usual half minute
        running(fake.url, workers=2) as url,
        ThreadPoolExecutor(AT_ONCE) as pool,
    ):
        asked = [(url, person, number) for number in range(EACH) for person in PEOPLE]
        served = list(pool.map(check, asked))
    assert len(served) == EACH * len(PEOPLE)
    assert len(set(served)) == len(served)  # each page has a token that no other has


def said(page: str) -> str:
    """The words of a page that was not what it should be."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())[:600]


def check(asked: tuple[str, str, int]) -> str:
    """Asks for one page; its own token."""
    url, person, number = asked
    (other,) = PEOPLE.keys() - {person}
    body = page_of(person, number)
    page = requests.get(
        f"{url}/settings?flow={body['id']}", headers={"Cookie": cookies(person)}, timeout=20
    ).text
    names: Any = PEOPLE[person]
    for own in (
        body["id"],
        names["email"],
        names["name"]["first"],
        names["name"]["last"],
        f"ory_lo_{person}",
    ):
        assert own in page, (person, number, own, said(page))
    others: Any = PEOPLE[other]
    for foreign in (
        others["email"],
        others["name"]["first"],
        others["name"]["last"],
        f"-{other}-",
        f"ory_lo_{other}",
    ):
        assert foreign not in page, (person, number, foreign)
    tokens = set(re.findall(r"token-[a-z]+-\d+==", page))
    assert tokens == {f"token-{person}-{body['id'][:8]}=="}
    assert set(re.findall(r"[12]\d{7}-0000-4000", page)) == {body["id"][:18]}
    return str(tokens.pop())


def test_a_fake_kratos_that_ended_too_soon_is_named_with_the_error() -> None:
    def asked_too_late() -> None:
        with FakeKratos(kratos, lifetime=0.01) as fake:
            raise AssertionError(fake.over.wait(5))

    with pytest.raises(AssertionError) as told:
        asked_too_late()
    assert told.value.args == (True,)
    assert told.value.__notes__ == ["The fake Kratos had ended by itself, after 0.01 s."]
