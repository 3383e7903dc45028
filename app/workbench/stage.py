"""How a state is to be shown: by which look, in which language, direction, colours and width."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

AGAINST = "against"
"""Name of an exported gallery, beside the looks."""
WIDTHS = {"desktop": "Desktop, 1280", "phone": "Phone, 390"}
FORCED = {"forced": "light", "forced-dark": "dark"}
"""Choices that only a picture can show, and the scheme of its browser."""
SCHEMES = {
    "": "As the browser", "light": "Light", "dark": "Dark",
    "forced": "Forced, light: a picture", "forced-dark": "Forced, dark: a picture",
}  # fmt: skip
DIRECTIONS = {"": "Of the language", "rtl": "Right to left", "ltr": "Left to right"}
SCRIPTS = {"on": "On", "off": "Off"}


@dataclass(frozen=True, slots=True)
class Stage:
    """The choices of the stage; what the query lacks or has wrong is the first of each."""

    looks: tuple[str, ...]
    look: str
    beside: str  # "" for nothing
    lang: str
    direction: str
    scheme: str
    width: str
    scripts: str

    @property
    def titles(self) -> dict[str, str]:
        """Return what each look is called."""
        return {name: "The exported gallery" if name == AGAINST else name for name in self.looks}

    @property
    def others(self) -> dict[str, str]:
        """Return what may stand beside one look."""
        return {"": "Nothing", **self.titles}

    @property
    def pages(self) -> dict[str, str]:
        """Return those of `titles` that are made here and now."""
        return {name: title for name, title in self.titles.items() if name != AGAINST}

    @property
    def frames(self) -> tuple[str, ...]:
        """Names of the looks to be seen."""
        return tuple(dict.fromkeys(filter(None, (self.look, self.beside))))

    def address(self, look: str, name: str, query: Mapping[str, object] | None = None) -> str:
        """Return where the state `name` is to be seen; `query`: of a composed one."""
        page = self.live(look, name, query)
        if self.scheme not in FORCED:
            return page
        return f"/preview/forced?{urlencode({'of': page, 'width': self.width, 'scheme': self.scheme})}"

    def live(self, look: str, name: str, query: Mapping[str, object] | None = None) -> str:
        """Return where its page is."""
        if look == AGAINST:
            return f"/preview/{AGAINST}/{quote(self.lang)}/{quote(name)}.html"
        scheme = "" if self.scheme in FORCED else self.scheme
        turned = {"lang": self.lang, "_dir": self.direction, "_scheme": scheme}
        told = {**(query or {}), **{key: value for key, value in turned.items() if value}}
        return f"/{look}/preview/{quote(name)}?{urlencode(told, doseq=True)}"


def stage_of(
    args: Mapping[str, str], looks: tuple[str, ...], languages: Mapping[str, str], width: str = "desktop"
) -> Stage:
    """Return what a query asks for; `width`: if it does not say."""

    def one(name: str, known: Mapping[str, str] | tuple[str, ...], default: str = "") -> str:
        word = args.get(name, default)
        return word if word in known else default or next(iter(known), "")

    return Stage(
        looks=looks,
        look=one("look", looks),
        beside=one("beside", ("", *looks)),
        lang=one("lang", languages),
        direction=one("dir", DIRECTIONS),
        scheme=one("scheme", SCHEMES),
        width=one("width", WIDTHS, width),
        scripts=one("scripts", SCRIPTS),
    )
