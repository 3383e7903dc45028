"""What a kept page follows from, what it never holds, and which pages are not kept."""

from __future__ import annotations

import copy
import random
from pathlib import Path
from typing import Any

import pytest
from flask import request
from jinja2 import ChoiceLoader, DictLoader

from app.current import ui
from app.kratos.shape import shape_of
from app.theme.kept import ENTRY, Page, Pages
from app.theme.pieces import Pieces
from app.upstream.errors import Unavailable
from app.web import kept, presence
from app.web.kratos import kratos
from tests.support.kept import Twins, others
from tests.support.recorded_kratos import Given
from tests.support.recordings import recording

LOGIN = recording("v1.3.1", "login.choose_method.all_methods").body
SETTINGS = recording("v1.3.1", "settings.show_form.password_only").body
REGISTRATION = recording("v1.3.1", "registration.one_step.password_only").body
TRAITS = {
    "email": {"type": "string", "description": "The one that you read."},
    "name": {"type": "object", "properties": {"first": {"type": "string"}, "last": {"type": "string"}}},
    "age": {"type": "integer"},
    "newsletter": {"type": "boolean"},
    **{name: {"type": "string"} for name in ("website", "birthday", "color")},
}


@pytest.fixture
def twins() -> Twins:
    return Twins(locales=("en", "ar"))


def warmed(twins: Twins, kind: str, body: Any) -> Twins:
    """`twins`, which keep the page of `body`."""
    for _ in range(3):
        twins.kept(kind, body)
    assert twins.hits == 1, counts(twins)
    return twins


def counts(twins: Twins) -> Any:
    return ui(twins.keeping).pages.counts


def unlike(twins: Twins, kind: str, body: Any, **headers: str) -> str:
    """The page that other circumstances call for: not that which is kept, but the right one."""
    plain, before = twins.kept(kind, body), twins.hits
    found = twins.kept(kind, body, **headers)
    assert twins.hits == before
    assert found == twins.made(kind, body, **headers)
    assert found != plain
    return found


def test_a_page_is_kept_from_the_second_time_on(twins: Twins) -> None:
    for expected in ((0, 1), (0, 2), (1, 2), (2, 2)):
        twins.kept("login", LOGIN)
        assert (counts(twins).hits, counts(twins).misses) == expected


@pytest.mark.parametrize("headers", [{"Accept-Language": "ar"}, {"Cookie": "kratos_ui_lang=ar"}])
def test_it_follows_from_the_language(twins: Twins, headers: dict[str, str]) -> None:
    assert 'dir="rtl"' in unlike(warmed(twins, "login", LOGIN), "login", LOGIN, **headers)


def test_it_follows_from_what_was_to_be_told(twins: Twins) -> None:
    told = unlike(warmed(twins, "login", LOGIN), "login", LOGIN, Cookie="kratos_ui_restarts=1.expired")
    assert "We started it again for you" in told


@pytest.mark.parametrize(
    ("session", "sentence"),
    [("", "You are signed out."), ("; ory_kratos_session=gone", "Your session ended.")],
)
def test_it_follows_from_who_was_signed_in_here(twins: Twins, session: str, sentence: str) -> None:
    headers = {"Cookie": f"{presence.COOKIE}=of-before{session}", "Sec-Fetch-Site": "same-site"}
    assert sentence in unlike(warmed(twins, "login", LOGIN), "login", LOGIN, **headers)


@pytest.mark.parametrize(
    "change",
    [
        {"state": "sent_email"}, {"requested_aal": "aal2"}, {"refresh": True}, {"return_to": "https://a.example/b"},
        {"oauth2_login_challenge": "abc"}, {"identity_schema": "other"}, {"organization_id": "an-organization"},
    ],
)  # fmt: skip
def test_it_follows_from_the_flow(twins: Twins, change: dict[str, Any]) -> None:
    warmed(twins, "login", LOGIN)
    plain, before = twins.kept("login", LOGIN), twins.hits
    body = {**LOGIN, **change}
    assert twins.kept("login", body) == twins.made("login", body) != plain
    assert twins.hits == before


def test_it_follows_from_the_scheme(twins: Twins) -> None:
    warmed(twins, "login", LOGIN)
    client = twins.keeping.test_client(use_cookies=False)
    answer = client.get(f"/login?flow={LOGIN['id']}", base_url="https://localhost")
    assert " http: " not in answer.headers["Content-Security-Policy"]
    assert twins.hits == 1


def test_it_follows_from_the_identity_schemas(twins: Twins, monkeypatch: pytest.MonkeyPatch) -> None:
    warmed(twins, "registration", REGISTRATION)
    schema = {"id": "default", "schema": {"properties": {"traits": {"properties": TRAITS}}}}
    for replayed in (twins._kept, twins._made):
        replayed.on("GET", "/schemas", Given(200, [schema]))
    for app in (twins.keeping, twins.making):
        ui(app).schemas.until = 0  # a minute has passed
    for _ in range(4):  # asks for the schemas; then they are known, and the page is made, and kept
        page = twins.kept("registration", REGISTRATION)
        assert "The one that you read." in page
        assert page == twins.made("registration", REGISTRATION)
    assert twins.hits == 2


@pytest.mark.parametrize(
    "address", ["/login?flow={}&lang=en", "/login?flow={}&return_to=x", "/login?lang=en&flow={}"]
)
def test_an_address_with_more_than_the_flow_is_not_kept(twins: Twins, address: str) -> None:
    warmed(twins, "login", LOGIN)
    before = counts(twins).hits + counts(twins).misses
    assert twins.keeping.test_client().get(address.format(LOGIN["id"])).status_code == 200
    assert counts(twins).hits + counts(twins).misses == before


def test_who_has_a_session_gets_no_visitors_page(twins: Twins) -> None:
    warmed(twins, "login", LOGIN)
    twins.kept("login", LOGIN, Cookie="ory_kratos_session=x")
    assert twins.hits == 1


def test_pages_are_made_where_nobody_is_known(twins: Twins, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    render = kept._made

    def spy(key: Any, make: Any) -> Any:
        def knows(flow: Any) -> str:
            assert "ory_kratos_session" not in request.cookies
            with pytest.raises(Unavailable):
                kratos().whoami("")
            made.append(repr(flow) + str(make(flow)))
            return made[-1]

        return render(key, knows)

    monkeypatch.setattr(kept, "_made", spy)
    for _ in range(2):
        twins.kept("settings", SETTINGS)
    assert len(made) == 2
    for text in made:
        for value in (*shape_of(SETTINGS).values, "ory_lo_t"):  # type: ignore[union-attr]
            assert value not in text


def test_nothing_of_a_person_is_kept(twins: Twins) -> None:
    bodies = [SETTINGS, *(others(shape_of(SETTINGS), random.Random(n)) for n in range(3))]  # type: ignore[arg-type]
    for body in bodies:
        twins.kept("settings", body)
    assert twins.hits == 2
    (page,) = (page for page in ui(twins.keeping).pages._kept.values() if page)
    held = b"\n".join((*page.html.texts, *page.policy.texts)).decode()
    assert "Settings" in held
    for body in bodies:
        for value in (*shape_of(body).values, "ory_lo_t"):  # type: ignore[union-attr]
            assert value not in held


MORE_THAN_PRINTED = {
    "a part of it": "{{ identity[:3] }}",
    "what stands before the @": '{{ identity.split("@")[0] }}',
    "in capitals": "{{ identity|upper }}",
    "its length": "{{ identity|length }}",
    "one of few": '{% if identity.startswith("a") %}x{% else %}{{ identity }}{% endif %}',
    "in an address": '<a href="/?{{ {"q": identity}|urlencode }}">x</a>',
    "another way round": "{{ identity|reverse }}",
    "each letter": "{% for letter in identity %}<b>{{ letter }}</b>{% endfor %}",
    "in a table": '{{ {"kim@example.org": "x"}.get(identity, "y") }}',
    "a day": "{{ flow.expires_at|datetime }}",
    "an hour": "{{ flow.expires_at.hour }}",
}


@pytest.mark.parametrize("text", MORE_THAN_PRINTED.values(), ids=MORE_THAN_PRINTED)
def test_a_template_that_does_more_than_print(twins: Twins, text: str) -> None:
    page = '{% extends "stock/pages/settings.html" %}{% block footer %}' + text + "{% endblock %}"
    for app in (twins.keeping, twins.making):
        app.jinja_env.loader = ChoiceLoader([DictLoader({"pages/settings.html": page}), app.jinja_env.loader])  # type: ignore[list-item]
    source = random.Random(3)
    for _ in range(12):
        body = others(shape_of(SETTINGS), source)  # type: ignore[arg-type]
        assert twins.kept("settings", body) == twins.made("settings", body)
    assert twins.hits == 0 or "identity" not in text


@pytest.mark.parametrize("character", ["\uf015", "\ue101", "\uf7ff"])
def test_a_character_of_an_icon_font_breaks_no_page(twins: Twins, character: str) -> None:
    page = '{% extends "stock/pages/settings.html" %}{% block footer %}' + character + "{% endblock %}"
    for app in (twins.keeping, twins.making):
        app.jinja_env.loader = ChoiceLoader([DictLoader({"pages/settings.html": page}), app.jinja_env.loader])  # type: ignore[list-item]
    for _ in range(4):
        kept = twins.kept("settings", SETTINGS)
        assert kept == twins.made("settings", SETTINGS)
        assert kept.startswith("200")


@pytest.mark.parametrize("query", ["", "?return_to=http://a.test/x", "?aal=aal2", "?lang=de"])
def test_the_address_that_began_a_flow_is_in_the_key(twins: Twins, query: str) -> None:
    """A template may look for anything in it, as our own step of recovery does."""
    body = {**SETTINGS, "request_url": f"http://127.0.0.1/self-service/settings/browser{query}"}
    warmed(twins, "settings", body)
    for other in ("?return_to=/self-service/recovery", "?refresh=true"):
        changed = {**body, "request_url": f"http://127.0.0.1/self-service/settings/browser{other}"}
        assert twins.kept("settings", changed) == twins.made("settings", changed)
    assert twins.hits == 1


@pytest.mark.parametrize("query", ["?login_hint=ann@example.com", "?token=x", "?return_to=/u%3Fid%3D7"])
def test_an_address_that_may_name_somebody_has_no_shape(query: str) -> None:
    assert (
        shape_of({**SETTINGS, "request_url": f"http://127.0.0.1/self-service/settings/browser{query}"})
        is None
    )


@pytest.mark.parametrize(
    "change",
    [
        {"transient_payload": {"a": 1}}, {"continue_with": [{"action": "x"}]}, {"newer": "x"},
        {"identity": {**SETTINGS["identity"], "metadata_public": {"a": 1}}},
    ],
)  # fmt: skip
def test_a_flow_with_what_nobody_knows_has_no_shape(change: dict[str, Any]) -> None:
    assert shape_of(SETTINGS)
    assert shape_of({**SETTINGS, **change}) is None


def test_a_page_with_a_choice_is_made_anew(twins: Twins) -> None:
    colors = {"type": "string", "enum": ["red", "green"]}
    schema = {
        "id": "default",
        "schema": {"properties": {"traits": {"properties": {**TRAITS, "color": colors}}}},
    }
    body = copy.deepcopy(REGISTRATION)
    (color,) = (node for node in body["ui"]["nodes"] if node["attributes"].get("name") == "traits.color")
    for replayed in (twins._kept, twins._made):
        replayed.on("GET", "/schemas", Given(200, [schema]))
    for app in (twins.keeping, twins.making):
        ui(app).schemas.until = 0
    for value in ("blue", "blue", "blue", "red", "red", "green"):
        color["attributes"]["value"] = value
        assert twins.kept("registration", body) == twins.made("registration", body)
    assert twins.hits == 0


@pytest.mark.parametrize("address", ["https://a.test/?me=sam", "https://sam@a.test/", "https://a.test/#sam"])
def test_a_way_on_that_may_tell_of_somebody_is_not_kept(twins: Twins, address: str) -> None:
    body = {**LOGIN, "return_to": address}
    for _ in range(4):
        assert twins.kept("login", body) == twins.made("login", body)
    assert twins.hits == 0
    assert shape_of({**LOGIN, "return_to": "https://a.test/b"})


def test_a_flow_that_is_not_the_one_that_was_asked_for_is_not_kept(twins: Twins) -> None:
    warmed(twins, "login", LOGIN)
    client = twins.keeping.test_client(use_cookies=False)
    other = "00000000-0000-4000-8000-000000000000"
    assert client.get(f"/login?flow={other}").status_code == 200
    assert twins.hits == 1


def test_a_page_that_stand_ins_break_is_shown_all_the_same(
    twins: Twins, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "cut", lambda *_: [].nothing)  # type: ignore[attr-defined]
    for _ in range(4):
        assert twins.kept("login", LOGIN) == twins.made("login", LOGIN)
    assert (twins.hits, counts(twins).unkept) == (0, 2)


def test_a_theme_can_say_no(tmp_path: Path) -> None:
    (tmp_path / "theme.toml").write_text('name = "A"\napi = 1\nkeep_pages = false\n')
    twins = Twins(tmp_path)
    for _ in range(4):
        twins.kept("login", LOGIN)
    assert counts(twins).hits + counts(twins).misses == 0


def test_a_theme_that_is_being_written_is_shown_at_once(twins: Twins) -> None:
    warmed(twins, "login", LOGIN).keeping.jinja_env.auto_reload = True
    twins.kept("login", LOGIN)
    assert twins.hits == 1


def page_of(size: int) -> Page:
    return Page(Pieces((b"x" * size,), ()), Pieces((b"",), ()))


def test_room_is_bounded_in_bytes_and_the_least_used_goes() -> None:
    pages = Pages(100_000)
    for number in range(200):
        key = str(number).encode()
        assert [pages.wants(key), pages.wants(key), pages.wants(key)] == [False, True, False]
        pages.keep(key, page_of(5000))
        assert pages.get(b"0")
        assert pages.size <= pages.limit
    assert pages.get(b"199")
    assert pages.get(b"1") is None
    pages.keep(b"large", page_of(100_001))
    assert pages.get(b"large") is None
    assert pages.size > 100_000 - 3 * (5000 + ENTRY)


def test_what_is_asked_for_once_takes_no_room() -> None:
    pages = Pages(100_000)
    for number in range(10_000):
        pages.wants(str(number).encode())
    assert pages.size == 0
