"""Texts that are English on a page in another language, as no catalog has them: pages say so, for who hears them.

Such a text is a `str` like all others until something prints it. Then it stands between two marks, and once a page is
made, an element with `lang` takes their place, or nothing where no element can stand.
"""

from __future__ import annotations

import re
from gettext import NullTranslations
from typing import Any, SupportsIndex

from markupsafe import escape

OPEN, CLOSE = "\ufdd0", "\ufdd1"
"""No characters: Unicode keeps them for what stays within a program."""
_PARTS = re.compile(
    r"<!--.*?-->|<(title|option|textarea|script|style)\b.*?</\1>"
    rf"""|<(?:"[^"]*"|'[^']*'|[^"'<>])*>|[{OPEN}{CLOSE}]""",
    re.DOTALL | re.IGNORECASE,
)
"""What no element can stand in, and the marks elsewhere."""


class English(str):
    """An English text on a page that is not. It stays one when it is filled in, cut or printed."""

    __slots__ = ()

    def __str__(self) -> str:
        return self

    def __mod__(self, values: Any) -> str:
        return English(super().__mod__(values))

    def __getitem__(self, part: SupportsIndex | slice) -> str:
        return English(super().__getitem__(part))

    def __html__(self) -> str:
        return f"{OPEN}{escape(str.__str__(self))}{CLOSE}" if self else ""


class InEnglish(NullTranslations):
    """What other catalogs fall back on: the English ones, then the text itself."""

    def __init__(self, catalogs: NullTranslations) -> None:
        super().__init__()
        self._english = catalogs

    def gettext(self, message: str) -> str:
        """Return the English text."""
        return English(self._english.gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the English text for so many."""
        return English(self._english.ngettext(msgid1, msgid2, n))


def within(text: str) -> str:
    """`text` as a part of a longer one, in which it stays English."""
    return f"{OPEN}{str.__str__(text)}{CLOSE}" if isinstance(text, English) else text


def tagged(page: str, *, rtl: bool) -> str:
    """`page` with an element in the place of each pair of marks. `rtl`: it reads from right to left."""
    if OPEN not in page:
        return page
    begin = '<span lang="en" dir="ltr">' if rtl else '<span lang="en">'
    found = "".join(part[0] for part in _PARTS.finditer(page) if part[0] in (OPEN, CLOSE))
    while OPEN + CLOSE in found:
        found = found.replace(OPEN + CLOSE, "")
    tags = {OPEN: "", CLOSE: ""} if found else {OPEN: begin, CLOSE: "</span>"}  # a theme may cut texts

    def put(part: re.Match[str]) -> str:
        return tags[part[0]] if part[0] in tags else part[0].replace(OPEN, "").replace(CLOSE, "")

    return _PARTS.sub(put, page)
