"""What `theme.toml` may say: each key, what it may be, and what to write instead of a mistake. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from .contract import API, LINK_NAMES
from .contrast import COLOUR

HasFile = Callable[[str], bool]
"""Whether the theme, or one that it builds on, has a file of this name below `static/`."""
Check = Callable[[object, HasFile], bool]


def _words(*allowed: str) -> tuple[Check, str]:
    return lambda value, _: value in allowed, "use " + _listed([f'"{word}"' for word in allowed])


def _matching(pattern: str, told: str) -> tuple[Check, str]:
    found = re.compile(pattern)
    return lambda value, _: isinstance(value, str) and bool(found.fullmatch(value)), told


def _listed(words: list[str]) -> str:
    return ", ".join(words[:-1]) + f" or {words[-1]}" if len(words) > 1 else words[0]


def _text(value: object, _: HasFile) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _file(value: object, has: HasFile) -> bool:
    return isinstance(value, str) and bool(_NAME.fullmatch(value)) and ".." not in value and has(value)


def _font_file(value: object, has: HasFile) -> bool:
    return _file(value, has) and str(value).endswith((".woff2", ".woff"))


def _background(value: object, has: HasFile) -> bool:
    text = value if isinstance(value, str) else ""
    gradient = _GRADIENT.fullmatch(text) and text.count("(") == text.count(")")
    return bool(COLOUR.fullmatch(text) or gradient) or _file(value, has)


def _strings(value: object, _: HasFile) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) and each for each in value)


def _address(value: object, _: HasFile) -> bool:
    starts = ("https://", "http://", "mailto:", "tel:", "/")
    return isinstance(value, str) and value.startswith(starts) and not value.startswith(("//", "/\\"))


_NAME = re.compile(r"[\w./ -]+")
_GRADIENT = re.compile(r"(?:repeating-)?(?:linear|radial|conic)-gradient\([-\w\s.,%#()]+\)")
_colour = (
    lambda value, _: isinstance(value, str) and bool(COLOUR.fullmatch(value)), 'use a colour such as "#2355d3"'
)  # fmt: skip
_size = _matching(r"0|\d*\.?\d+(?:rem|em|px)", 'use a length such as "0.75rem" or "12px"')
_font = _matching(r"""[\w\s,"'-]+""", 'use names of fonts, such as "Inter, system-ui, sans-serif"')
_switch = (lambda value, _: isinstance(value, bool), "use true or false")
_picture = (_file, "use the name of a file below static/")
_behind = (
    _background,
    'use a colour such as "#eef6f5", "linear-gradient(…)", or the name of a picture below static/',
)

KEYS: Mapping[str, tuple[Check, str]] = {
    "name": (_text, "must be the name of the product"),
    "api": (
        lambda value, _: isinstance(value, int) and not isinstance(value, bool),
        f"must be the number of the template contract, now {API}",
    ),
    "parent": (_text, 'use a folder or zip file, such as "../house", or "package:NAME"'),
    "logo": _picture,
    "logo_dark": _picture,
    "favicon": _picture,
    "footer": (_text, "use a text"),
    "first": _words("password", "code", "passkey", "oidc"),
    "messages": _words("kratos"),
    "scheme": _words("light", "dark"),
    "accessibility": _switch,
    "keep_pages": _switch,
    "providers": (_strings, "use a list of ids, as Kratos' configuration has them"),
    "links": (lambda value, _: isinstance(value, Mapping), "must be a table: [links]"),
    "look": (lambda value, _: isinstance(value, Mapping), "must be a table: [look]"),
}
LOOK: Mapping[str, tuple[Check, str]] = {
    "accent": _colour,
    "accent_dark": _colour,
    "radius": _size,
    "font": _font,
    "font_heading": _font,
    "font_file": (_font_file, 'use the name of a file below static/ that ends in ".woff2" or ".woff"'),
    "background": _behind,
    "background_dark": _behind,
    "layout": _words("card", "split"),
    "density": _words("compact", "normal", "roomy"),
    "card_width": _size,
    "logo_width": _size,
    "logo_height": _size,
}
LINKS: Mapping[str, tuple[Check, str]] = {
    name: (_address, 'use an address: "https://…", "mailto:…" or a path') for name in LINK_NAMES
}
_TABLES = {"links": LINKS, "look": LOOK}


def problems(data: Mapping[str, Any], has: HasFile) -> Iterator[str]:
    """Yield a line for each mistake: the key, its value, and what is allowed."""
    needed = ("api",) if data.get("parent") else ("name", "api")
    for name in needed:
        if name not in data:
            yield f'"{name}" is missing: it {KEYS[name][1]}'
    yield from slips(data, has)


def slips(data: Mapping[str, Any], has: HasFile) -> Iterator[str]:
    """Yield a line for each mistake in what is there, whether or not it is all that a theme needs."""
    yield from _of(data, KEYS, "", has)
    for table, keys in _TABLES.items():
        if isinstance(data.get(table), Mapping):
            yield from _of(data[table], keys, f"[{table}] ", has)


def _of(
    data: Mapping[str, Any], keys: Mapping[str, tuple[Check, str]], where: str, has: HasFile
) -> Iterator[str]:
    for name, value in data.items():  # an empty text counts as unset
        if name not in keys:
            yield f'{where}"{name}" is not known: {_instead(name, keys)}'
        elif (value != "" or name == "name") and not keys[name][0](value, has):
            shown = f'"{value}"' if isinstance(value, str) else repr(value)
            yield f'{where}"{name}" is {shown}: {keys[name][1]}'


def _instead(name: str, keys: Collection[str]) -> str:
    elsewhere = [f"the table [{table}]" for table, known in _TABLES.items() if name in known]
    if name in KEYS or elsewhere:
        return f"it belongs into {elsewhere[0]}" if elsewhere else "it belongs above the first table"
    near = get_close_matches(name, keys, 1, 0.65)
    return f'did you mean "{near[0]}"?' if near else f"known are {', '.join(keys)}"
