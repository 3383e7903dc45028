"""Pictures of all states, saved, and later compared with the pages as they are then."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ..preview.exhibits import exhibits
from . import cards
from .report import Difference, differences, forget
from .shots import VIEWS, NoPictures, chromium, take

NOTE = "preview.json"
Progress = Callable[[Iterable[str]], Iterable[str]]


class NoBaseline(Exception):
    """A folder holds no saved pictures."""


def states(words: str = "") -> tuple[str, ...]:
    """Return the names of the states that a search for `words` finds, as in the index."""
    search = cards.search_of({"q": words})
    return tuple(name for name, each in exhibits().items() if search.finds(cards.card_of(each)))


def save(pages: str, folder: Path, names: tuple[str, ...], views: tuple[str, ...], progress: Progress) -> int:
    """Write a picture of each state in each view into `folder`; `pages`: address of a look. Return their number."""
    with chromium() as browser:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / NOTE).write_text("{}", encoding="utf-8")  # ours, however far it comes
        for view in views:
            shots = (
                (f"{pages}/preview/{quote(name)}?lang=en", _file(folder, view, name))
                for name in progress(names)
            )
            take(browser, VIEWS[view], shots)
        told = {
            "chromium": browser.version, "theme": _theme(pages), "views": list(views), "states": list(names),
        }  # fmt: skip
    (folder / NOTE).write_text(json.dumps(told, indent=1), encoding="utf-8")
    return len(names) * len(views)


def _theme(pages: str) -> str:
    return pages.rpartition("/")[2]


def is_ours(folder: Path) -> bool:
    """Return whether `save` has written into `folder`."""
    return (folder / NOTE).is_file()


def read(folder: Path) -> Mapping[str, Any]:
    """Return what was saved in `folder`: "views", "states", the "theme" and the version of "chromium".

    Raises:
        NoBaseline: nothing was.
    """
    try:
        told = dict(json.loads((folder / NOTE).read_text("utf-8")))
        whole = isinstance(told["states"], list) and set(told["views"]) <= VIEWS.keys()
    except (OSError, ValueError, KeyError, TypeError):
        whole, told = False, {}
    if not whole:
        raise NoBaseline(f"{folder} has no pictures: kratos-ui preview save {folder}")
    return told


def other_theme(pages: str, folder: Path) -> str:
    """Return that the pictures in `folder` are of another theme than `pages`, "" if not. Raises: NoBaseline."""
    now = _theme(pages)
    was = read(folder).get("theme", now)
    return f"The pictures in {folder} are of the theme {was}, compared with {now}." if was != now else ""


def compare(pages: str, folder: Path, out: Path, progress: Progress) -> list[Difference]:
    """Compare the pages with the pictures in `folder`; write what differs into `out`, if anything does."""
    told = read(folder)
    forget(out)
    there = tuple(name for name in told["states"] if name in exhibits())
    with tempfile.TemporaryDirectory(prefix="kratos-ui-") as place:
        save(pages, Path(place), there, tuple(told["views"]), progress)
        found = list(_differences(folder, Path(place), told, there, out))
        now = read(Path(place))
    if found:
        differences(out, found, told, now)
    return found


def _differences(
    before: Path, after: Path, told: Mapping[str, Any], there: tuple[str, ...], out: Path
) -> Iterator[Difference]:
    for view in told["views"]:
        yield from (Difference(view, name, "missing") for name in told["states"] if name not in there)
        for name in there:
            old, new = _file(before, view, name), _file(after, view, name)
            if not old.is_file():
                yield Difference(view, name, "new")
            elif pixels := _differing(old, new, out / view / name):
                yield Difference(view, name, "changed", pixels)


def _differing(old: Path, new: Path, out: Path) -> int:
    """Return how many pixels differ; if any, write the three pictures beside each other."""
    if old.read_bytes() == new.read_bytes():
        return 0
    try:
        from PIL import Image, ImageChops
    except ImportError:
        raise NoPictures("Pillow is not installed: it comes with the extra `preview`") from None
    with Image.open(old) as one, Image.open(new) as two:
        size = max(one.width, two.width), max(one.height, two.height)
        first, second = Image.new("RGB", size), Image.new("RGB", size)
        first.paste(one.convert("RGB"))
        second.paste(two.convert("RGB"))
        mask = ImageChops.difference(first, second).convert("L").point([0, *[255] * 255])
        pixels = int(mask.histogram()[255]) or abs(one.height - two.height)
        if pixels:
            out.parent.mkdir(parents=True, exist_ok=True)
            pale = Image.blend(second, Image.new("RGB", size, "white"), 0.7)
            pale.paste(Image.new("RGB", size, "red"), mask=mask)
            for kind, picture in (("before", one), ("after", two), ("difference", pale)):
                picture.save(out.with_name(f"{out.name}.{kind}.png"))
    return pixels


def _file(folder: Path, view: str, name: str) -> Path:
    return folder / view / f"{name}.png"
