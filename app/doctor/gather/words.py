"""What the languages that the UI offers lack of the identity schema's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po

from ...brands.file import usable
from ...config import Config
from ...i18n.check import template
from ...i18n.locale import available
from ...i18n.theme_catalogs import flawed, unread
from ...i18n.titles import usual
from ...kratos.schema import parse_schema
from ...theme.loader import load_theme
from ..seen import Asked, KratosSeen


def look(asked: Asked, kratos: KratosSeen) -> Mapping[str, tuple[str, ...]]:
    """Return the titles of traits that each language has no word for; English needs none.

    Only languages that somebody chose: by the settings, or by a catalog of the theme. Of all the others that are on
    offer by themselves, nobody promised more than our own words.
    """
    if not asked.config or not kratos.schemas:
        return {}
    titles = dict.fromkeys(title for schema in kratos.schemas.values() for title in _titles(schema))
    found: dict[str, tuple[str, ...]] = {}
    for config in usable(asked.config):
        for language, lacking in _lacking(config, titles).items():
            found[language] = tuple(dict.fromkeys((*found.get(language, ()), *lacking)))
    return found


def unusable(asked: Asked) -> tuple[str, ...]:
    """Return the translations of themes that pages do without, as they can't be filled in."""
    configs = usable(asked.config) if asked.config else ()
    folders = dict.fromkeys(
        folder for config in configs for folder in load_theme(config.theme_dir).catalogs[:-1]
    )
    files = (path for folder in folders for path in sorted(folder.glob("*/LC_MESSAGES/*.po")))
    readable = (path for path in files if not any(unread(path)))  # the UI does not start with the others
    return tuple(str(mistake) for path in readable for mistake in flawed(path, template(path)))


def _lacking(config: Config, titles: Mapping[str, None]) -> Mapping[str, tuple[str, ...]]:
    folders = load_theme(config.theme_dir).catalogs
    chosen = {*config.locales, config.default_locale, *available(folders[:-1], config)}
    others = sorted(each for each in chosen if not each.startswith("en"))
    known = {each: _known(folders, each) for each in others}
    return {
        each: tuple(title for title in titles if not {title, usual(title)} & known[each]) for each in others
    }


def _titles(schema: Mapping[str, Any]) -> Iterator[str]:
    traits = parse_schema("", schema).traits.values()
    yield from (trait.title for trait in traits if trait.title and trait.type != "object")


def _known(folders: tuple[Path, ...], language: str) -> set[str]:
    """Return what the catalogs of a language translate; `pt` counts for `pt-BR`."""
    tag = language.replace("-", "_")
    found: set[str] = set()
    for name in (tag, tag.split("_")[0]):
        for path in (folder / name / "LC_MESSAGES" / "ui.po" for folder in folders):
            if path.is_file():
                with path.open("rb") as source:
                    found |= {str(each.id) for each in read_po(source) if each.id and each.string}
    return found
