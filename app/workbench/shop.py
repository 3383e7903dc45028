"""What the workbench has: looks, own recordings, an export to compare with, and who is told of changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from babel import Locale

from .. import paths
from ..current import ui
from ..i18n.coverage import summary
from ..i18n.locale import own_name, parse
from .look import STOCK, Look
from .news import News
from .own import Own
from .stage import AGAINST
from .watch import Watch

STOCK_FILES = (paths.TEMPLATES, paths.STATIC)


@dataclass(slots=True)
class Shop:
    """`looks` by name, in order; `against`: a folder that `--out` wrote."""

    looks: dict[str, Look]
    own: Own
    against: Path | None = None
    news: News = field(default_factory=News)
    own_problems: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all that a state can be seen in."""
        return (*self.looks, *([AGAINST] if self.against else []))

    @property
    def languages(self) -> dict[str, str]:
        """Names of the languages on offer, by tag; the default one first."""
        app = next((look.app for look in self.looks.values() if look.app), None)
        if app is None:
            return {"en": "English"}
        default = ui(app).config.default_locale
        tags = dict.fromkeys((default, *ui(app).locales))
        return {tag: own_name(parse(tag) or Locale("en")) for tag in tags}

    def how_far(self, name: str, tag: str) -> str:
        """Return how much of a language the look `name` has, and who has checked it; "" if nobody knows."""
        app = self.looks[name].app if name in self.looks else None
        return summary(tag.replace("-", "_"), ui(app).theme.catalogs) if app else ""

    def problems(self) -> tuple[str, ...]:
        """Return what is wrong with themes and own recordings, a line each."""
        of_looks = (f"{look.name}: {each}" for look in self.looks.values() for each in look.problems)
        return (*of_looks, *self.own_problems)

    def hints(self) -> tuple[str, ...]:
        """Return what of the themes breaks nothing, and is hardly meant so."""
        return tuple(f"{look.name}: {each}" for look in self.looks.values() for each in look.hints)

    def told(self) -> dict[str, tuple[str, ...]]:
        """Return all that is to be mended, below titles that say what it leads to."""
        said = {
            "Until this is mended, the last good version is used:": self.problems(),
            "This breaks nothing, but is hardly meant so:": self.hints(),
        }
        return {title: lines for title, lines in said.items() if lines}

    def renew(self, names: Iterable[str]) -> None:
        """Make these looks anew ("own": read the recordings again), and tell it."""
        changed = frozenset(names)
        if STOCK in changed:  # every theme stands on it
            changed |= self.looks.keys()
        for name in changed:
            if name == "own":
                self.own_problems = self.own.read()
            else:
                self.looks[name].renew()
        self.news.tell(changed)

    def watch(self) -> Watch:
        """Return what notices changed files, not yet started."""
        themes = {look.name: look.places for look in self.looks.values() if look.theme}
        return Watch({**themes, STOCK: STOCK_FILES, "own": self.own.files}, self.renew)
