"""Pictures of all states, saved, and later compared with the pages as they are then."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from ..preview.exhibits import exhibits
from . import cards
from .report import Difference, differences
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
        for view in views:
            shots = (
                (f"{pages}/preview/{quote(name)}?lang=en", _file(folder, view, name))
                for name in progress(names)
            )
            take(browser, VIEWS[view], shots)
        told = {"chromium": browser.version, "views": list(views), "states": list(names)}
    (folder / NOTE).write_text(json.dumps(told, indent=1), encoding="utf-8")
    return len(names) * len(views)


def read(folder: Path) -> Mapping[str, list[str]]:
    """Return what was saved in `folder`: "views", "states" and the version of "chromium".

    Raises:
        NoBaseline: nothing was.
    """
    try:
        told = json.loads((folder / NOTE).read_text("utf-8"))
    except (OSError, ValueError):
        raise NoBaseline(f"{folder} has no pictures: kratos-ui preview save {folder}") from None
    return dict(told)


def compare(pages: str, folder: Path, out: Path, progress: Progress) -> list[Difference]:
    """Compare the pages with the pictures in `folder`; write what differs into `out`, if anything does."""
    told = read(folder)
    there = tuple(name for name in told["states"] if name in exhibits())
    with tempfile.TemporaryDirectory(prefix="kratos-ui-") as place:
        save(pages, Path(place), there, tuple(told["views"]), progress)
        found = list(_differences(folder, Path(place), told, there, out))
        newer = json.loads((Path(place) / NOTE).read_text("utf-8"))["chromium"]
    if found:
        differences(out, found, str(told["chromium"]), newer)
    return found


def _differences(
    before: Path, after: Path, told: Mapping[str, list[str]], there: tuple[str, ...], out: Path
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
