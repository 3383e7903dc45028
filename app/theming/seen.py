"""A theme's pages in Chromium: texts that are hard to read, targets that are hard to hit.

What stands behind a text is taken from a picture of the page without its texts, so that gradients, pictures and layers
count as they are seen.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Flask

from ..mistake import Mistake
from ..theme.contrast import SHAPE, TEXT, contrast, mixed, readable, towards
from ..workbench.shots import program
from .rendered import Progress

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

LOOKS: tuple[tuple[str, int], ...] = (("light", 1280), ("dark", 390))
"""Colour schemes and widths: each page is looked at in all of them."""
_LOOK = (Path(__file__).parent / "seen.js").read_text("utf-8")
_PIXELS = """async ([picture, points]) => {
  const image = new Image()
  image.src = "data:image/png;base64," + picture
  await image.decode()
  const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d", {willReadFrequently: true})
  canvas.drawImage(image, 0, 0)
  const {data, width, height} = canvas.getImageData(0, 0, image.width, image.height)
  const hex = at => "#" + [...data.slice(at, at + 3)].map(n => n.toString(16).padStart(2, "0")).join("")
  const inside = ([x, y]) => x < width && y < height
  return points.map(each => each.filter(inside).map(([x, y]) => hex(4 * (y * width + x))))
}"""
_HOST = "http://localhost"


class NoBrowser(Exception):
    """Why nothing could be looked at."""


def seen(app: Flask, theme: Path, names: Iterable[str], progress: Progress) -> list[Mistake]:
    """Return what is hard to read or to hit on the pages `names` of the gallery.

    Raises:
        NoBrowser: there is none.
    """
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        raise NoBrowser("playwright is not installed: pip install playwright") from None
    with sync_playwright() as driver:
        try:
            browser = driver.chromium.launch(
                executable_path=program(), args=["--no-sandbox", "--disable-gpu"]
            )
        except Error as error:
            raise NoBrowser(f"no Chromium: {str(error).splitlines()[0]}") from None
        with browser:
            return look(browser, app, theme, names, progress)


def look(
    browser: Browser, app: Flask, theme: Path, names: Iterable[str], progress: Progress = lambda _: None
) -> list[Mistake]:
    """Return what is hard to read or to hit in `browser`: of each kind of thing in each scheme, the worst."""
    worst: dict[tuple[str, ...], tuple[float, Mistake]] = {}
    for scheme, width in LOOKS:
        progress(f"in Chromium, {scheme}, {width} pixels wide")
        for name, found in _looks(browser, app, names, scheme, width):
            for key, grade, mistake in _of(found, theme, f"{name}, {scheme}"):
                if key not in worst or grade < worst[key][0]:
                    worst[key] = grade, mistake
    return sorted(mistake for _, mistake in worst.values())


def _looks(
    browser: Browser, app: Flask, names: Iterable[str], scheme: Any, width: int
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield what Chromium tells of each page; the application answers it directly, nobody listens on a port."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        bypass_csp=True,
        reduced_motion="reduce",
    )
    client = app.test_client()

    def answer(route: Route) -> None:
        parts = urlsplit(route.request.url)
        if f"{parts.scheme}://{parts.netloc}" != _HOST or parts.path.endswith(".js"):
            route.abort()  # a page is looked at as it comes
            return
        with client.get(parts.path, query_string=parts.query) as given:
            route.fulfill(status=given.status_code, body=given.data, content_type=given.content_type)

    context.route("**/*", answer)
    page, eye = context.new_page(), browser.new_page()
    for name in names:
        page.goto(f"{_HOST}/preview/{name}?lang=en", wait_until="load")
        yield name, _look(page, eye)
    context.close()
    eye.close()


def _look(page: Page, eye: Page) -> Mapping[str, Any]:
    look: dict[str, Any] = page.evaluate(_LOOK)
    picture = base64.b64encode(page.screenshot(full_page=True, animations="disabled")).decode()
    grounds = eye.evaluate(_PIXELS, [picture, [each["points"] for each in look["texts"]]])
    for text, colours in zip(look["texts"], grounds, strict=True):
        text["grounds"] = set(colours)
    return look


def _of(look: Mapping[str, Any], theme: Path, where: str) -> Iterator[tuple[tuple[str, ...], float, Mistake]]:
    scheme = where.rpartition(", ")[2]
    for text in look["texts"]:
        wanted = SHAPE if text["big"] else TEXT
        found = [(contrast(_shown(text, ground), ground), ground) for ground in text["grounds"]]
        if found and (worst := min(found))[0] < wanted - 0.05:
            yield ("text", text["name"], scheme), worst[0], _unreadable(text, worst, wanted, theme, where)
    for target in look["targets"]:
        size = f"{target['width']} × {target['height']} pixels"
        says = f"“{target['words']}” ({target['name']}) is a target of {size} beside another one ({where})"
        mistake = Mistake(_stylesheet(theme), 0, says, "make it 24 × 24, or set it apart")
        yield ("target", target["name"]), min(target["width"], target["height"]), mistake


def _shown(text: Mapping[str, Any], ground: str) -> str:
    """Return what is seen of a text's colour on a ground that may shine through."""
    return mixed(ground, text["colour"], text["opacity"])


def _unreadable(
    text: Mapping[str, Any], worst: tuple[float, str], wanted: float, theme: Path, where: str
) -> Mistake:
    grade, ground = worst
    shown, grounds = _shown(text, ground), text["grounds"]
    ends = [end for end in ("#000000", "#ffffff") if readable(end, grounds, wanted)]
    better = [towards(shown, end, grounds, wanted) for end in ends]
    near = min(better, key=lambda each: contrast(shown, each), default="")
    path, line = _place(theme, [shown, ground])
    says = f"“{text['words']}” ({text['name']}) has a contrast of {grade:.1f}, {shown} on {ground} ({where})"
    fix = f"{wanted:g} is needed, {f'{near} has it' if near else 'calm the ground'}"
    return Mistake(path, line, says, fix)


def _place(theme: Path, colours: list[str]) -> tuple[Path, int]:
    """Return the line that says one of the colours, else the style sheet as a whole."""
    for path in (theme / "static" / "theme.css", theme / "theme.toml"):
        lines = path.read_text("utf-8", errors="replace").lower().splitlines() if path.is_file() else []
        for colour in colours:
            forms = {
                colour,
                *({f"#{colour[1]}{colour[3]}{colour[5]}"} if colour[1::2] == colour[2::2] else ()),
            }
            for number, line in enumerate(lines, 1):
                if any(f"{form}{end}" in f"{line} " for form in forms for end in ";\" )'"):
                    return path, number
    return _stylesheet(theme), 0


def _stylesheet(theme: Path) -> Path:
    own = theme / "static" / "theme.css"
    return own if own.is_file() else theme / "theme.toml"
