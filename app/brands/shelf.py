"""The applications of all brands, and how they follow their files: a change is taken up whole, or not at all."""

from __future__ import annotations

import logging
import mmap
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import Any

from flask import Flask

from ..config import Config, ConfigError
from ..current import ui
from ..web.kept import new_pages
from ..web.rehearsal import unusable
from . import file
from .changed import Stamp, stamp_of
from .choose import Rules
from .file import Brand, Themes

log = logging.getLogger("kratos_ui.brands")
EVERY, AT_ONCE = 1.0, 0.05
"""Seconds between two looks at the files; the second where somebody asks for what is not there yet."""
Make = Callable[[Config, Mapping[str, Any], int], Flask]
"""The application of a brand; the number is that of all that share this process."""


@dataclass(frozen=True, slots=True)
class Now:
    """What requests are answered by; never changed, only taken the place of."""

    rules: Rules = field(default_factory=Rules)
    apps: Mapping[str, Flask] = field(default_factory=dict)
    files: Mapping[str, str] = field(
        default_factory=dict
    )  # brand by the digest of its static files, old ones too
    problems: Mapping[str, str] = field(
        default_factory=dict
    )  # why a brand is as it was before; "": the file itself


@dataclass(slots=True)
class _Kept:
    """A brand, what its application was made of last, and the one that works."""

    brand: Brand
    stamp: Stamp
    app: Flask | None
    problem: str = ""


class Shelf:
    """All brands of a process and, after a fork, of each worker on its own."""

    def __init__(self, path: Path, home: Flask, make: Make) -> None:
        """`home`: the application that serves what is no page. Raises: ConfigError, with all problems of all brands."""
        self.home, self._path, self._make = home, path, make
        # one secret for all, and the same after each change
        self._config = replace(ui(home).config, cookie_secret=home.config["SECRET_KEY"])
        self._lock, self._said = Lock(), _Said()
        self._stamp, self._problem = stamp_of([path]), ""
        self._themes = file.read(path)
        self._kept: dict[str, _Kept] = {}
        self._files: dict[str, str] = {}
        ui(home).pages = new_pages(self._config, ui(home).theme, self._among)
        self._take_up(self._themes)
        kept = self._kept.items()
        lines = [(name, line) for name, each in kept if each.problem for line in each.problem.split("\n")]
        if lines:
            raise ConfigError(tuple(f"THEMES: {file.told(name, line)}" for name, line in lines))
        self.now = self._as_it_is()
        self._looked = time.monotonic()

    def look(self, *, at_once: bool = False) -> None:
        """Take up what has changed, at most once in `EVERY` seconds; `at_once`: see `AT_ONCE`."""
        if time.monotonic() < self._looked + (AT_ONCE if at_once else EVERY):
            return
        if not self._lock.acquire(blocking=at_once):
            return  # another thread looks
        try:
            self._renew()
        except Exception:  # whatever it is, nobody loses a page by it
            log.exception("THEMES: the files can't be looked at")
        finally:
            self._looked = time.monotonic()
            self._lock.release()

    def _renew(self) -> None:
        stamp = stamp_of([self._path])
        changed = stamp != self._stamp and stamp.settled
        if changed:
            self._stamp, self._problem = stamp, ""
            try:
                self._themes = file.read(self._path)
            except ConfigError as error:
                self._problem = _told(error)
        if self._take_up(self._themes) or changed:
            self.now = self._as_it_is()
            ui(self.home).outdated[:] = sorted(filter(None, self.now.problems))
            self._tell()

    def _take_up(self, themes: Themes) -> bool:
        """Make anew what is not as the files say; return whether that changed anything."""
        gone = self._kept.keys() - themes.brands.keys()
        for name in gone:
            del self._kept[name]
        changed = [self._follow(brand) for brand in themes.brands.values()]
        return bool(gone) or any(changed)

    def _follow(self, brand: Brand) -> bool:
        kept = self._kept.get(brand.name)
        stamp = stamp_of(self._folders(brand, kept.app if kept else None))
        if kept and (stamp, brand) == (kept.stamp, kept.brand):
            return False
        if kept and not stamp.settled:
            return False  # somebody is still writing
        app, problem = self._made(brand)
        last = kept.app if kept else None
        # a theme with parents names more folders than could be known before it was read
        stamp = stamp_of(self._folders(brand, app)) if app else stamp
        self._kept[brand.name] = _Kept(brand, stamp, app or last, problem)
        if app and ui(app).assets.theme:
            self._files[ui(app).assets.theme.rpartition("/")[2]] = brand.name
        if kept:
            ui(self.home).meter.renewed("refused" if problem else "taken")
            if not problem:
                log.info("THEMES: %s was taken up anew", brand.name)
        return True

    def _made(self, brand: Brand) -> tuple[Flask | None, str]:
        try:
            if problems := tuple(file.problems_of(brand, self._config)):
                raise ConfigError(problems)
            app = self._make(brand.settings(self._config), brand.over, self._among)
            ui(app).called = brand.name
            problem = unusable(app)
        except ConfigError as error:
            return None, _told(error)
        except Exception as error:  # a theme is code
            return None, f"{type(error).__name__}: {error}"
        return (None, problem) if problem else (app, "")

    @property
    def _among(self) -> int:
        """Return how many applications share this process, and its room for pages."""
        return len(self._themes.brands) + 1

    def _folders(self, brand: Brand, app: Flask | None) -> Iterator[Path]:
        if folder := brand.theme or self._config.theme_dir:
            yield folder
        if app:
            yield from (each.parent for each in ui(app).theme.catalogs[:-1])

    def _as_it_is(self) -> Now:
        apps = {name: kept.app for name, kept in self._kept.items() if kept.app}
        problems = {name: kept.problem for name, kept in self._kept.items() if kept.problem}
        return Now(
            self._themes.rules,
            apps,
            dict(self._files),
            problems | ({"": self._problem} if self._problem else {}),
        )

    def _tell(self) -> None:
        """Say what is wrong, once for all workers."""
        problems = [
            file.told(name, text) if name else f"{self._path.name}: {text}"
            for name, text in sorted(self.now.problems.items())
        ]
        if self._said.news(problems):
            for problem in problems:
                log.error("THEMES: %s (as it was before, it is still shown)", problem)


class _Said:
    """What the log was told last, in whichever worker."""

    def __init__(self) -> None:
        self._digest = mmap.mmap(-1, 16)  # shared with forks
        self.news([])

    def news(self, lines: list[str]) -> bool:
        """Whether `lines` are others than the last ones."""
        digest = blake2b("\n".join(lines).encode(errors="replace"), digest_size=16).digest()
        news = self._digest[:] != digest
        self._digest[:] = digest
        return news


def _told(error: ConfigError) -> str:
    return "\n".join(
        problem.removeprefix("THEME_DIR: ").removeprefix("THEMES: ") for problem in error.problems
    )
