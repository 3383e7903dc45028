"""`/languages`: all languages to choose from, where they are too many for a list on each page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import combining, normalize
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from babel import Locale
from flask import Blueprint, Response, request
from flask_babel import get_locale

from ..current import ui
from ..i18n.locale import own_name, parse
from ..i18n.tags import offered
from ..theme.contract import LanguagesContext
from ..web.page import language_of, shared, show

bp = Blueprint("languages", __name__)
_LONGEST = 40
"""Characters of a search that are looked for."""
_WORD = re.compile(r"[^\W_]+")
_ALSO = {
    "bn": "bengali", "en": "英文", "es": "castellano castilian", "es-419": "mexico colombia argentina peru chile",
    "fa": "farsi dari", "hi": "हिंदी", "id": "bahasa", "ms": "bahasa", "nb": "norsk nynorsk",
    "nl": "vlaams flemish flamisch flamand fiammingo", "pt": "european", "pt-BR": "brazilian",
    "ro": "moldoveneasca moldovan", "sl": "slovene", "sr-Latn": "bosanski bosnian crnogorski montenegrin",
    "th": "ภาษาไทย", "zh-Hans": "mandarin putonghua 汉语", "zh-Hant": "mandarin guoyu 漢語 繁体",
}  # fmt: skip
"""What people call a language, or what is nearest to theirs, where CLDR's own names say it otherwise."""
_BARE = str.maketrans({"ł": "l", "đ": "d", "ı": "i", "ø": "o", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th",
                       "ي": "ی", "ى": "ی", "ك": "ک"})  # fmt: skip
"""Letters that Unicode does not take apart, and those of an Arabic keyboard."""


@bp.get("/languages", endpoint="page")
def page() -> Response:
    """List them, or those that `q` finds; each leads `back` to the page that one came from."""
    return show(
        "pages/languages.html", languages_context(request.args.get("back", ""), request.args.get("q", ""))
    )


def languages_context(back: str, query: str) -> LanguagesContext:
    """Return what the page shows. `back`: path and query of a page of ours; home for anything else."""
    query, back = query.strip()[:_LONGEST], _ours(back)
    known = sorted(filter(None, map(parse, ui().locales)), key=lambda each: own_name(each).casefold())
    alike = offered(query, ui().locales)
    words = _WORD.findall(_plain(query)) or [query]
    found = [each for each in known if _tag(each) == alike or _has(_names(each), words)]
    page = shared()
    page["all_languages"] = ""  # it is this one
    return LanguagesContext(
        **page, links={"back": back}, choices=tuple(language_of(each, back) for each in found), query=query
    )


def _ours(address: str) -> str:
    """Return `address` if it is a path below ours, else home: browsers read two slashes as another host."""
    home = f"{request.script_root}/"
    if not address.isprintable() or not address.startswith(home) or address[1:2] in ("/", "\\"):
        return home
    parts = urlsplit(address)
    kept = [
        pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in ("lang", "restart")
    ]
    return urlunsplit(("", "", parts.path, urlencode(kept), ""))


def _names(locale: Locale) -> str:
    """Return what is searched: the tag, and the names in the language itself, in this one, in English, and others."""
    names = (locale.get_display_name(each) or "" for each in (locale, get_locale(), Locale("en")))
    return _plain("\n".join((_tag(locale), *names, _ALSO.get(_tag(locale), ""))))


def _has(names: str, words: Iterable[str]) -> bool:
    return all(word in names for word in words)


def _tag(locale: Locale) -> str:
    return str(locale).replace("_", "-")


def _plain(text: str) -> str:
    """Return `text` in small letters without accents: keyboards abroad lack them."""
    letters = normalize("NFKD", text.casefold()).translate(_BARE)
    return "".join(each for each in letters if not combining(each))
