"""`kratos-ui preview` in Chromium: edits that show at once, the tools with scripts, pictures that are compared."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, expect

from app import paths
from app.cli.demo.server import AppServer
from app.config import Config
from app.workbench import shots
from app.workbench.bench import open_shop
from tests.support.accessible import violations
from tests.support.real_kratos import http
from tests.support.transcript import Shell, typing

pytestmark = pytest.mark.long

NAME = "v1.3.1/login.choose_method.all_methods"
STAGE = f"/preview/stage/{NAME}"
TITLE = '{{% extends "stock/pages/login.html" %}}{{% block title %}}{}{{% endblock %}}'
PREVIEW = [sys.executable, "-m", "app.cli.main", "preview"]
SANDBOXED = "frame is sandboxed"
"""What Chromium writes about pages that have scripts and may not run them."""
NewPage = Callable[..., Page]


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    folder = tmp_path / "harbor"
    (folder / "templates" / "pages").mkdir(parents=True)
    (folder / "static").mkdir()
    (folder / "theme.toml").write_text('name = "Harbor"\napi = 1\n')
    (folder / "static" / "theme.css").write_text(
        "@media (prefers-color-scheme: dark) { .title { color: rgb(1, 2, 3) } }"
    )
    return folder


@pytest.fixture
def address(config: Config, theme: Path) -> Iterator[str]:
    bench = open_shop(config, [theme])
    server, watch = AppServer(bench, 0), bench.shop.watch()
    watch.start()
    yield f"http://localhost:{server.port}"
    watch.stop()
    server.stop()


@pytest.fixture
def open_page(address: str, new_page: NewPage, faults: list[str]) -> Iterator[NewPage]:
    """`new_page`, closed before the server ends."""
    pages: list[Page] = []

    def opened(**options: Any) -> Page:
        pages.append(new_page(**options))
        return pages[-1]

    yield opened
    for each in pages:
        each.close()
    faults[:] = [each for each in faults if SANDBOXED not in each]


@pytest.fixture
def page(open_page: NewPage) -> Page:
    return open_page()


def seconds(page: Page, seen: str, action: Callable[[], object]) -> float:
    """Return how long after `action` the first frame's heading is `seen`; Playwright's own waiting is too coarse."""
    heading = "document.querySelector('iframe').contentDocument?.querySelector('h1')?.textContent.trim()"
    began = time.monotonic()
    action()
    while page.evaluate(heading) != seen:
        assert time.monotonic() - began < 15, seen
        time.sleep(0.01)
    return time.monotonic() - began


def test_an_edit_shows_within_a_second(page: Page, address: str, theme: Path) -> None:
    file = theme / "templates" / "pages" / "login.html"
    page.goto(f"{address}{STAGE}?beside=stock")
    expect(page.frame_locator("iframe").first.locator("h1")).to_have_text("Sign in")
    took = [
        seconds(page, title, partial(file.write_text, TITLE.format(title)))
        for title in (f"No {n}" for n in range(5))
    ]
    print("edit to refresh, seconds:", [f"{each:.2f}" for each in took])
    assert min(took) < 1
    seconds(page, "This page can't be made", lambda: file.write_text("\n{% if %}"))
    expect(page.frame_locator("iframe").first.locator("[data-place]")).to_have_text(f"{file}:2")
    expect(page.locator("[data-problems]")).to_contain_text(f"harbor: {file}:2")
    seconds(page, "Sign in", file.unlink)
    expect(page.locator("[data-problems] li")).to_have_count(0)
    expect(page.frame_locator("iframe").last.locator("h1")).to_have_text("Sign in")


def test_the_search_filters_at_once(page: Page, address: str) -> None:
    page.goto(f"{address}/preview?version=v1.3.1&q=no+such+state")
    expect(page.locator("[data-found]")).to_contain_text("0 of ")
    page.get_by_label("Find").fill("wrong password")
    page.get_by_label("Flow").select_option("login")
    shown = page.locator("li[data-marks]:not([hidden])")
    number = shown.count()
    assert 0 < number < 20
    expect(page.locator("[data-found]")).to_contain_text(f"{number} of ")
    page.goto(page.url)  # the address says the same
    expect(shown).to_have_count(number)
    shown.first.get_by_role("link").click()
    expect(page.locator("h1")).to_contain_text("login")


def test_the_stage_follows_its_choices(page: Page, address: str) -> None:
    page.goto(f"{address}{STAGE}")
    frame = page.frame_locator("iframe").first
    expect(frame.get_by_role("button", name="Show")).to_be_visible()
    page.get_by_label("Language").select_option("ar")
    expect(frame.locator("html")).to_have_attribute("lang", "ar")
    page.get_by_label("Language").select_option("en")
    page.get_by_label("Direction").select_option("rtl")
    expect(frame.locator("html")).to_have_attribute("dir", "rtl")
    page.get_by_label("Scripts").select_option("off")
    expect(frame.get_by_role("button", name="Show")).to_be_hidden()
    page.get_by_label("Beside it").select_option("stock")
    expect(page.locator("iframe")).to_have_count(2)
    assert "dir=rtl" in page.url


@pytest.mark.parametrize("browser_has", ["light", "dark"])
def test_colours_are_those_of_the_choice_whatever_the_browser_has(
    open_page: NewPage, address: str, browser_has: str
) -> None:
    page = open_page(color_scheme=browser_has)
    page.goto(f"{address}{STAGE}?scheme=dark")
    title = page.frame_locator("iframe").first.locator("h1")
    expect(title).to_have_css("color", "rgb(1, 2, 3)")  # the theme's own rule
    page.get_by_label("Colours").select_option("light")
    expect(title).not_to_have_css("color", "rgb(1, 2, 3)")
    expect(page.frame_locator("iframe").first.locator("body")).to_have_css(
        "background-color", "rgb(244, 245, 247)"
    )


def test_forced_colours_are_a_picture_of_the_same_page(page: Page, address: str) -> None:
    page.goto(f"{address}{STAGE}?width=phone")
    page.get_by_label("Colours").select_option("forced-dark")
    picture = page.frame_locator("iframe").first.get_by_role("img")
    expect(picture).to_be_visible(timeout=30_000)
    size, corner = picture.evaluate(
        """(img) => {
          const canvas = new OffscreenCanvas(1, 1).getContext("2d");
          canvas.drawImage(img, -9, -9);
          return [img.naturalWidth, [...canvas.getImageData(0, 0, 1, 1).data]];
        }"""
    )
    assert (size, corner) == (390, [0, 0, 0, 255])  # Canvas of a dark contrast theme, no colour of ours


def test_a_state_is_put_together_by_ticking(page: Page, address: str) -> None:
    page.goto(f"{address}/preview/compose")
    frame = page.frame_locator("iframe").first
    page.get_by_label("password", exact=True).uncheck()
    expect(frame.locator("[name=password]")).to_have_count(0)
    page.get_by_label("Providers").fill("acme=Acme ID")
    expect(frame.get_by_role("button", name="Acme ID")).to_be_visible()
    page.get_by_label("4000006").check()
    expect(frame.locator('[data-message-id="4000006"]')).to_be_visible()
    assert (
        page.evaluate("document.activeElement.value") == "4000006"
    )  # the page, which has an error, took no focus
    page.get_by_label("Flow", exact=True).select_option("settings")
    expect(frame.locator("h1")).to_have_text("Settings")
    expect(page.locator("#c-base option").first).to_have_text("Little is set up")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_its_own_pages_are_accessible(
    open_page: NewPage, address: str, theme: Path, width: int, scheme: str
) -> None:
    page = open_page(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    (theme / "templates" / "pages" / "error.html").write_text("{% if %}")
    for place in (
        "/preview?q=wrong+password",
        STAGE,
        "/preview/compose",
        "/preview/own",
        "/harbor/preview/pages/error.csrf",
    ):
        page.goto(f"{address}{place}", wait_until="domcontentloaded")
        page.evaluate(
            "document.querySelectorAll('iframe').forEach((each) => each.remove())"
        )  # looked at elsewhere
        assert violations(page) == [], place
        assert page.evaluate("document.documentElement.scrollWidth") <= width, place


def run(*arguments: object, status: int = 0) -> str:
    done = subprocess.run(
        [*PREVIEW, *map(str, arguments)], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout


def test_one_pixel_is_found_and_nothing_where_nothing_changed(theme: Path, tmp_path: Path) -> None:
    saved, out = tmp_path / "saved", tmp_path / "differences"
    find = ["--theme", theme]
    assert "pictures below" in run("save", saved, "--find", "v1.3.1 wrong_password refresh", *find)
    assert "Nothing differs." in run("compare", saved, "--out", out, *find)
    assert not out.exists()
    (theme / "static" / "theme.css").write_text(
        ".card__body { padding-block-start: calc(var(--_pad) + 1px) }"
    )
    (out / "desktop").mkdir(parents=True)
    (out / "index.html").write_text("Pages that look other than before.")
    (out / "desktop" / "gone.before.png").write_text("of an earlier run")
    told = run("compare", saved, "--out", out, *find, status=1)
    assert not (out / "desktop" / "gone.before.png").exists()
    assert re.search(r"changed: v1\.3\.1/login\.refresh\.wrong_password \(desktop\), \d+ pixels", told)
    assert "(phone)" in told
    for kind in ("before", "after", "difference"):
        assert (out / "desktop" / "v1.3.1" / f"login.refresh.wrong_password.{kind}.png").is_file()
    assert "login.refresh.wrong_password.difference.png" in (out / "index.html").read_text("utf-8")


def test_a_picture_is_the_same_each_time(playwright: Playwright, address: str, tmp_path: Path) -> None:
    """Also of a field that the focus comes to while it is drawn, which changed with the machine's load."""
    browser = playwright.chromium.launch(executable_path=shots.program(), args=shots.arguments())
    state = f"{address}/stock/preview/v1.3.1/login.sent_email.empty_code?lang=en"
    files = [tmp_path / f"{n}.png" for n in range(16)]
    shots.take(browser, shots.VIEWS["desktop"], [(state, each) for each in files])
    browser.close()
    assert len({each.read_bytes() for each in files}) == 1


def test_a_folder_without_pictures_is_told(tmp_path: Path) -> None:
    command = [*PREVIEW, "compare", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1
    assert "kratos-ui preview save" in done.stderr


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_the_terminal_says_the_address_and_no_more(theme: Path, end: signal.Signals) -> None:
    in_background = ("sh", "-c", "trap '' INT; exec \"$@\"", "sh")  # as a shell starts its jobs
    running = subprocess.Popen(
        [*in_background, *PREVIEW, "--port", "0", "--theme", str(theme)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stdout
    try:
        first = running.stdout.readline()
        assert http().get(first.strip(), timeout=30).ok  # all that a start says is said
        running.send_signal(end)
        out, err = running.communicate(timeout=30)
    finally:
        running.kill()
    assert re.fullmatch(r"http://localhost:\d+/preview\n", first)
    assert (out.strip(), err) == ("", "")
    assert running.returncode == 0


def test_the_guides_commands_print_what_stands_below_them(theme: Path) -> None:
    text = (paths.TEMPLATES / "GUIDE.md").read_text("utf-8")
    with Shell(theme.parent, typing()) as shell:
        shell.play(text[text.index("### Looking at it") :])
