"""The workbench's own pages, without scripts; and what a live server lacks."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from app import create_app, paths
from app.config import Config
from app.workbench import shots
from app.workbench.bench import open_shop
from tests.support.soup import one
from tests.support.workbench import Client

NAME = "v1.3.1/login.choose_method.all_methods"
LOGIN = "https://k.example/self-service/login?flow=1"
FLOW = (paths.FLOWS / "v1.3.1" / "recovery.sent_email.code.json").read_text("utf-8")


@pytest.fixture(scope="module")
def client() -> Client:
    config = Config(kratos_public_url="http://localhost:4433", cookie_secret="t" * 32)
    return Client(open_shop(config, [paths.APP.parent / "tests" / "themes" / "style"]))


def page(client: Client, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return BeautifulSoup(answer.text, "html.parser")


def found(client: Client, query: str) -> list[str]:
    cards = page(client, f"/preview?{query}").select("li[data-marks]:not([hidden])")
    return [str(one(card, "iframe")["src"]).partition("/preview/")[2].partition("?")[0] for card in cards]


def test_every_state_has_its_picture(client: Client) -> None:
    everything = found(client, "")
    assert len(everything) == len(set(everything)) >= 150
    for name in everything[::15]:
        assert client.get(f"/style/preview/{name}").status_code == 200, name


@pytest.mark.parametrize(
    ("query", "some", "other"),
    [
        ("flow=settings", "settings.show_form.all_methods", "login."),
        ("method=totp", "login.aal2.totp_only", "recovery."),
        ("error=4000006", "login.choose_method.wrong_password", "login.choose_method.all_methods"),
        (
            "error=any",
            "registration.choose_credentials.error_password_short",
            "settings.show_form.all_methods",
        ),
        ("version=v26.2.0", "v26.2.0/", "v1.3.1/"),
        ("q=WRONG+password", "login.choose_method.wrong_password", "recovery."),
        ("q=provided+credentials+are+invalid", "login.choose_method.wrong_password", "settings."),
        ("q=4000006&flow=login&version=v1.3.1", "v1.3.1/login.choose_method.wrong_password", "v26.2.0"),
    ],
)
def test_a_search_by_form_finds(client: Client, query: str, some: str, other: str) -> None:
    names = found(client, query)
    assert any(some in name for name in names)
    assert not any(
        other in name.replace("_", "_") and name.endswith(other) or f"/{other}" in name for name in names
    )


def test_nothing_is_found_for_nonsense(client: Client) -> None:
    assert found(client, "q=xyzzy") == []
    assert "0 of" in one(page(client, "/preview?q=xyzzy"), "[data-found]").text


def test_the_stage_shows_two_looks_as_asked(client: Client) -> None:
    shown = page(
        client, f"/preview/stage/{NAME}?beside=stock&lang=de&dir=rtl&scheme=dark&scripts=off&width=phone"
    )
    frames = shown.select("iframe")
    assert [str(frame["src"]).split("/")[1] for frame in frames] == ["style", "stock"]
    assert [frame["sandbox"] for frame in frames] == [["allow-same-origin"]] * 2  # neither scripts nor forms
    inner = page(client, str(frames[1]["src"]))
    assert one(inner, "html")["lang"] == "de"
    assert one(inner, "html")["dir"] == "rtl"
    assert one(inner, "html")["data-scheme"] == "dark"
    scripted = one(page(client, f"/preview/stage/{NAME}"), "iframe")
    assert scripted["sandbox"] == ["allow-same-origin", "allow-scripts"]


@pytest.mark.parametrize(("scheme", "seen"), [("forced", "light"), ("forced-dark", "dark")])
def test_forced_colours_are_shown_by_a_picture_of_the_same_page(
    client: Client, monkeypatch: pytest.MonkeyPatch, scheme: str, seen: str
) -> None:
    taken = []

    def forced(*asked: str) -> bytes:
        taken.append(asked)
        return b"picture"

    monkeypatch.setattr(shots, "forced", forced)
    shown = page(client, f"/preview/stage/{NAME}?lang=de&dir=rtl&scheme={scheme}&width=phone")
    answer = client.get(str(one(shown, "iframe")["src"]))
    assert taken == [(f"http://localhost/style/preview/{NAME}?lang=de&_dir=rtl", "phone", seen)]
    assert b64encode(b"picture").decode() in answer.text
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert found(client, f"scheme={scheme}")[0] == found(client, "")[0]  # small ones are pages all the same


@pytest.mark.parametrize(
    "of", ["", "/", "/preview", "//evil.example/", "https:/style/", "/preview/forced", "x/style/", "/styles/"]
)
def test_pictures_are_taken_of_our_own_pages_alone(client: Client, of: str) -> None:
    assert client.get("/preview/forced", query_string={"of": of}).status_code == 404


def test_pictures_are_taken_for_nobody_else_and_their_lack_is_told(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*asked: str) -> bytes:
        raise shots.NoPictures("Playwright is not installed")

    monkeypatch.setattr(shots, "forced", fails)
    address = f"/preview/forced?of=/style/preview/{NAME}"
    assert client.get(address, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    answer = client.get(address, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 503
    assert "Playwright is not installed" in answer.text


@pytest.mark.parametrize(
    ("lang", "says"),
    [("de", "ui 100%, kratos 100%; checked by: machine"), ("en", "What all languages are translated from")],
)
@pytest.mark.parametrize("place", ["", f"/stage/{NAME}", "/compose"])
def test_how_far_the_language_is_that_is_shown(client: Client, place: str, lang: str, says: str) -> None:
    assert one(page(client, f"/preview{place}?lang={lang}"), "#how-far").text == says


def test_words_that_are_none_of_the_choices_are_left_out(client: Client) -> None:
    shown = page(client, f"/preview/stage/{NAME}?look=../etc&lang=xx&dir=up&scheme=%22&width=0&scripts=maybe")
    assert [frame["src"] for frame in shown.select("iframe")] == [f"/style/preview/{NAME}?lang=en"]


def test_the_old_addresses_lead_on(client: Client) -> None:
    answer = client.get(f"/preview/{NAME}?_context=1")
    assert answer.headers["Location"] == f"/style/preview/{NAME}?_context=1"
    assert "forms = (" in client.get(answer.headers["Location"]).text
    assert client.get("/").headers["Location"] == "/preview"


def test_a_state_is_put_together_without_scripts(client: Client) -> None:
    form = page(client, "/preview/compose?kind=login")
    base = one(form, "[name=base] [selected]")["value"]
    shown = page(
        client,
        f"/preview/compose?kind=login&base={base}&ticked={base}&method=password&say=4000006&say=4000002%40password",
    )
    inner = page(client, str(one(shown, "iframe")["src"]))
    assert one(inner, "[name=password]")["aria-invalid"] == "true"
    assert inner.select_one('[data-message-id="4000006"]')
    assert not inner.select("[name=provider], [value=code]")
    assert [box["value"] for box in shown.select("[name=method][checked]")] == ["password"]


def test_ticks_of_another_place_do_not_count(client: Client) -> None:
    shown = page(client, "/preview/compose?kind=settings&ticked=login.choose_method.all_methods&method=code")
    assert len(shown.select("[name=method][checked]")) > 3


def test_traits_come_from_a_schema_and_a_broken_one_is_told(client: Client) -> None:
    schema = json.dumps(
        {"properties": {"traits": {"properties": {"nick": {"type": "string", "title": "Nick"}}}}}
    )
    query = {"kind": "registration", "schema": schema}
    assert "Nick" in client.get("/style/preview/made", query_string=query).text
    demos = {"kind": "registration", "schema": client.get("/preview/schema.json").text}
    assert "traits." in client.get("/style/preview/made", query_string=demos).text
    told = client.get("/preview/compose", query_string={"schema": "{"}).text
    assert "no JSON" in told


def test_a_recording_of_ones_own_is_a_state_like_any_other(client: Client) -> None:
    answer = client.post("/preview/own", data={"flow": FLOW})
    assert answer.headers["Location"] == "/preview/stage/own/recovery"
    assert page(client, "/stock/preview/own/recovery").select_one("[name=code]")
    assert "own/recovery" in found(client, "flow=recovery")
    assert client.post("/preview/own", data={"flow": FLOW}).headers["Location"].endswith("own/recovery-2")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "{}",
        '{"ui": {"action": "https://k/self-service/login"}}',
        '{"id": 1, "ui": {"action": "https://k/self-service/login?flow=1", "nodes": [1]}}',
    ],
)
def test_what_is_no_flow_is_refused_and_stays_in_the_form(client: Client, text: str) -> None:
    answer = client.post("/preview/own", data={"flow": text})
    shown = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 400
    assert shown.select_one("[role=alert]")
    assert one(shown, "textarea").text.strip() == text


def test_nobody_elses_page_adds_one(client: Client) -> None:
    answer = client.post("/preview/own", data={"flow": FLOW}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    for address in ("/preview", f"/stock/preview/{NAME}"):
        assert client.get(address, base_url="http://rebound.example").status_code == 400


def test_files_named_at_the_start_are_read_and_their_mistakes_told(config: Config, tmp_path: Path) -> None:
    good, bad = tmp_path / "mine.json", tmp_path / "bad.json"
    good.write_text(FLOW)
    bad.write_text("{")
    bench = open_shop(config, add=(good, bad))
    assert list(bench.shop.own.exhibits) == ["own/mine"]
    [problem] = bench.shop.problems()
    assert problem.startswith(f"{bad}: This is no JSON")
    bad.write_text(FLOW)
    bench.shop.renew(["own"])
    assert (list(bench.shop.own.exhibits), bench.shop.problems()) == (["own/mine", "own/bad"], ())


def test_files_of_one_name_stand_beside_each_other(config: Config, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "flow.json").write_text(FLOW)
    bench = open_shop(config, add=(tmp_path / "a" / "flow.json", tmp_path / "b" / "flow.json"))
    bench.shop.renew(["own"])
    assert list(bench.shop.own.exhibits) == ["own/flow", "own/flow-2"]


def test_an_exported_gallery_stands_beside(config: Config, tmp_path: Path) -> None:
    file = tmp_path / "en" / f"{NAME}.html"
    file.parent.mkdir(parents=True)
    file.write_text("<h1>Before</h1>")
    client = Client(open_shop(config, against=tmp_path))
    frames = page(client, f"/preview/stage/{NAME}?beside=against").select("iframe")
    answer = client.get(frames[1]["src"])
    assert answer.text == "<h1>Before</h1>"
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert client.get("/preview/against/../../etc/passwd").status_code == 404
    assert page(client, "/preview/compose?beside=against").select("iframe")


def test_frames_are_for_the_workbench_alone(client: Client, config: Config) -> None:
    assert "frame-ancestors 'self'" in client.get(f"/style/preview/{NAME}").headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in client.get("/preview").headers["Content-Security-Policy"]
    live = create_app(replace(config, preview_enabled=True)).test_client()
    for address in ("/preview", f"/preview/{NAME}", "/welcome", "/nothing"):
        policy = live.get(address).headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy, address


@pytest.mark.parametrize(
    "tool", ["events", "own", "own/x", "compose", "made", "files/workbench.js", f"stage/{NAME}", "against/x"]
)
def test_a_live_server_has_the_gallery_and_no_tool(config: Config, tool: str) -> None:
    live = create_app(replace(config, preview_enabled=True)).test_client()
    assert live.get(f"/preview/{tool}").status_code == 404
    assert live.post(f"/preview/{tool}").status_code in (400, 404, 405)


def test_the_pages_hold_no_script_or_style_of_their_own(client: Client) -> None:
    for address in ("/preview", f"/preview/stage/{NAME}", "/preview/compose", "/preview/own"):
        shown = page(client, address)
        assert not shown.select("[style], style, script:not([src]), [onclick]")
        for script in shown.select("script[src], link[rel=stylesheet]"):
            assert client.get(script.get("src") or script["href"]).status_code == 200
        labels = {label["for"] for label in shown.select("label[for]")}
        assert {field["id"] for field in shown.select("input:not([type=hidden]), select, textarea")} <= labels
