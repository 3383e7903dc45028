"""Which language a request gets: `?lang=`, cookie, the OAuth2 client's wish, the browser, the default."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from flask import Flask, request
from flask_babel import Babel
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from ..config import Config
from ..current import config, state, ui
from .tags import offered

COOKIE = "kratos_ui_lang"
ASKED = "kratos_ui_client_lang"
"""The cookie of what an OAuth2 client asked for, as flows in the midst of its sign-in do not say so."""
REMEMBERED = 300
"""Characters of what a browser wishes for that are worth to be remembered; longer ones are read anew each time."""


def install(app: Flask, config: Config) -> None:
    """Set up Flask-Babel."""
    Babel(app, default_locale=config.default_locale, locale_selector=select)


def available(folders: Iterable[Path], config: Config) -> tuple[str, ...]:
    """Return the languages on offer, in order: `LOCALES`, else every catalog on disk; the default is always one.

    `folders`: they hold `<locale>/` catalogs, if they are there.
    """
    there = (path.parts[-3] for folder in folders for path in folder.glob("*/LC_MESSAGES/*.[pm]o"))
    found = {name.replace("_", "-") for name in there if _is_known(name)}
    names = config.locales or tuple(sorted(found | {"en"}))
    return tuple(dict.fromkeys(name for name in (*names, config.default_locale) if parse(name)))


@lru_cache(maxsize=256)  # of catalogs alone: what visitors wish for is not kept
def _is_known(name: str) -> bool:
    return parse(name) is not None


def parse(tag: str) -> Locale | None:
    """Return the locale of a language tag such as "de" or "pt-BR", None if there is none."""
    try:
        return Locale.parse(tag.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return None


@lru_cache(maxsize=256)
def own_name(locale: Locale) -> str:
    """Return the name of a language in its own words."""
    name = locale.get_display_name(locale) or str(locale)
    return name[:1].title() + name[1:]  # Georgian has capitals, but begins no word with one


def select() -> Locale:
    """Return the language of this request, one of those on offer."""
    picked = [request.args["lang"]] if "lang" in request.args else []
    kept = [request.cookies[COOKIE]] if COOKIE in request.cookies else []
    asked = [request.cookies[ASKED]] if ASKED in request.cookies else []
    wishes = (*picked, *kept, *state().client_locales, *asked)
    header = request.environ.get("HTTP_ACCEPT_LANGUAGE", "")
    return choose(wishes, header, ui().locales, config().default_locale)


def choose(wishes: tuple[str, ...], header: str, names: tuple[str, ...], default: str) -> Locale:
    """Return the first of `wishes` that is one of `names`, else the best of a browser's `header`, else `default`."""
    short = sum(map(len, wishes)) + len(header) < REMEMBERED
    return (_choose if short else _choose.__wrapped__)(wishes, header, names, default)


@lru_cache(maxsize=1024)
def _choose(wishes: tuple[str, ...], header: str, names: tuple[str, ...], default: str) -> Locale:
    accepted = tuple(tag for tag, quality in parse_accept_header(header, LanguageAccept) if quality > 0)
    chosen = next((found for wish in (*wishes, *accepted) if (found := offered(wish, names))), default)
    return Locale.parse(chosen.replace("-", "_"))


def picked() -> str:
    """Return the language that this request's link picks, "" if it picks none that is offered."""
    if "lang" not in request.args:  # `get` makes an exception of what is missing, for all pages
        return ""
    return offered(request.args["lang"], ui().locales)


def asked() -> str:
    """Return the language that the OAuth2 client of this flow asks for, "" if none that is offered."""
    return next(filter(None, (offered(wish, ui().locales) for wish in state().client_locales)), "")
