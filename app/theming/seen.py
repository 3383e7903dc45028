"""A theme's pages in Chromium: texts that are hard to read, targets that are hard to hit.

What stands behind a text is taken from a picture of the page without its texts, so that gradients, pictures and layers
count as they are seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Flask

from ..current import ui
from ..mistake import Mistake, nearest
from ..theme.contrast import SHAPE, TEXT, contrast, mixed, readable, towards
from ..workbench.shots import EXTRA, program
from .chosen import of_rules, of_styles, properties
from .rendered import Progress, Rendered
from .rendered import page as rendered_page
from .sheets import all_of, declared

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

LOOKS: tuple[tuple[Any, int], ...] = (("light", 1280), ("dark", 1280), ("dark", 390), ("light", 390))
"""Colour schemes and widths: each page is looked at in all of them, in an order that changes one of both at a time."""
_LOOK = (Path(__file__).parent / "seen.js").read_text("utf-8")
_HOST = "http://localhost"


def looks(forced: str) -> list[tuple[Any, int]]:
    """Return the looks at a theme, which may have one scheme alone."""
    return [(scheme, width) for scheme, width in LOOKS if forced in ("", scheme)]


class NoBrowser(Exception):
    """Why nothing could be looked at."""


def seen(app: Flask, theme: Path, pages: Rendered, progress: Progress) -> tuple[int, list[Mistake]]:
    """Return how many pages of the gallery were looked at, and what is hard to read or to hit on them.

    Raises:
        NoBrowser: there is none.
    """
    try:
        import PIL.Image  # noqa: F401 - for the pictures, in `_grounds`
        from playwright.sync_api import Error, sync_playwright
    except ImportError as error:
        raise NoBrowser(
            f"{(error.name or '').partition('.')[0]} is not installed: pip install '{EXTRA}'"
        ) from None
    with sync_playwright() as driver:
        try:
            browser = driver.chromium.launch(
                executable_path=program(), args=["--no-sandbox", "--disable-gpu"]
            )
        except Error as error:
            raise NoBrowser(f"no Chromium: {str(error).splitlines()[0]}") from None
        with browser:
            names = of_styles(pages.pages)
            names += _of_rules(browser, app, names, pages.html)
            return len(names), [*misspelt(browser, theme), *look(browser, app, theme, names, progress)]


def _of_rules(browser: Browser, app: Flask, names: Sequence[str], html: Mapping[str, str]) -> list[str]:
    """Return the pages, also in other languages, that rules of the theme alone make different from `names`."""
    languages = (each for each in ui(app).locales if each != "en")
    others = chain(
        (name for name in html if name not in names),
        (f"{name}?lang=ar" for name in names),
        (f"{names[0]}?lang={locale}" for locale in languages),
    )

    def made(name: str) -> str:
        return html[name] if name in html else rendered_page(app, *name.split("?lang="))

    eye = browser.new_page()
    more = of_rules(eye, all_of(ui(app).theme.folders) + ui(app).theme.look, names, others, made)
    eye.close()
    return more


def misspelt(browser: Browser, theme: Path) -> list[Mistake]:
    """Return the properties that `browser` does not know, and that are near to one that it does."""
    found, eye = declared(theme), browser.new_page()
    unknown, known = properties(eye, set(found.values()))
    eye.close()
    near = {name: nearest(name, known) for name in unknown}
    return [replace(at, fix=f"did you mean {near[name]}?") for at, name in found.items() if near.get(name)]


def look(
    browser: Browser, app: Flask, theme: Path, names: Sequence[str], progress: Progress = lambda _: None
) -> list[Mistake]:
    """Return what is hard to read or to hit in `browser`: of each kind of thing in each scheme, the worst."""
    worst: dict[tuple[str, ...], tuple[float, Mistake]] = {}
    progress(f"in Chromium: {len(names)} pages, light and dark, wide and narrow")
    for where, found in _looks(browser, app, names):
        for key, grade, mistake in _of(found, theme, where):
            if key not in worst or grade < worst[key][0]:
                worst[key] = grade, mistake
    return sorted(mistake for _, mistake in worst.values())


def _looks(browser: Browser, app: Flask, names: Iterable[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield what Chromium tells of each page; the application answers it directly, nobody listens on a port."""
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    client = app.test_client()

    def answer(route: Route) -> None:
        parts = urlsplit(route.request.url)
        if f"{parts.scheme}://{parts.netloc}" != _HOST or parts.path.endswith(".js"):
            route.abort()  # a page is looked at as it comes
            return
        with client.get(parts.path, query_string=parts.query) as given:
            route.fulfill(status=given.status_code, body=given.data, content_type=given.content_type)

    context.route("**/*", answer)
    page = context.new_page()
    for name in names:
        page.goto(f"{_HOST}/preview/{name}{'' if '?' in name else '?lang=en'}", wait_until="load")
        for scheme, width in looks(
            ui(app).theme.scheme
        ):  # one page for all: to load it takes longer than to look at it
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.set_viewport_size({"width": width, "height": 900})
            yield f"{name}, {width} pixels wide, {scheme}", _look(page)
    context.close()


def _look(page: Page) -> Mapping[str, Any]:
    look: dict[str, Any] = page.evaluate(_LOOK)
    picture = page.screenshot(full_page=True, animations="disabled")
    for text, colours in zip(look["texts"], _grounds(picture, look["texts"]), strict=True):
        text["grounds"] = colours
    return look


def _grounds(picture: bytes, texts: Iterable[Mapping[str, Any]]) -> Iterator[set[str]]:
    """Yield the colours of a picture in the points of each text."""
    from PIL import Image  # `seen` has looked whether it is there

    with Image.open(BytesIO(picture)) as opened:
        (width, height), pixels = opened.size, opened.convert("RGB").tobytes()
    for text in texts:
        starts = [3 * (y * width + x) for x, y in text["points"] if x < width and y < height]
        yield {"#" + pixels[start : start + 3].hex() for start in starts}


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
