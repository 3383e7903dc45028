"""What no page may hold, whatever was sent: found in one pass of Python's own parser, as quick as the page is made."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from html.parser import HTMLParser

MARK = "xss"
"""Name of the element and the attribute that hostile texts try to add: `<xss>`, `" xss=1`."""

_ELEMENTS = frozenset({
    MARK, "animate", "animatemotion", "animatetransform", "applet", "base", "embed", "foreignobject", "frame",
    "frameset", "iframe", "listing", "math", "noembed", "noframes", "object", "plaintext", "portal", "set", "style",
    "xmp",
})  # fmt: skip
"""What holds a page of its own, changes addresses or looks, or how the rest is read: no page of ours has any."""
_ATTRIBUTES = frozenset({MARK, "attributename", "http-equiv", "is", "srcdoc", "style", "xml:base"})
_ADDRESSES = frozenset({
    "action", "archive", "background", "cite", "classid", "codebase", "data", "dynsrc", "formaction", "href", "icon",
    "imagesrcset", "longdesc", "lowsrc", "manifest", "ping", "poster", "profile", "src", "srcset", "usemap",
    "xlink:href",
})  # fmt: skip
_SEVERAL = frozenset({"archive", "imagesrcset", "ping", "srcset"})
_OF_BROWSERS = frozenset({
    "about", "blob", "chrome", "data", "file", "filesystem", "jar", "javascript", "livescript", "mocha", "vbscript",
    "view-source",
})  # fmt: skip
_PICTURES = frozenset({("img", "src"), ("img", "srcset"), ("source", "srcset"), ("link", "href")})
"""Where an address may be the picture itself."""
_NAME = re.compile(r"[a-z][a-z0-9:._-]*")
_AROUND = "".join(map(chr, range(0x21)))
_INSIDE = str.maketrans("", "", "\t\n\r")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):")


def read(address: str) -> str:
    """An address as a browser reads it: no blanks around it, no tab or end of line in it; the scheme in small."""
    return address.strip(_AROUND).translate(_INSIDE).lower()


def _harmful(tag: str, name: str, value: str) -> bool:
    """Whether this is the address of something that a page must not lead to, send to or load."""
    for address in map(read, value.split() if name in _SEVERAL else [value]):
        scheme = found[1] if (found := _SCHEME.match(address)) else ""
        if (tag, name) in _PICTURES and address.startswith("data:image/"):
            continue
        if tag == "link" and not re.match(r"/(?![/\\])", address):
            return True
        if scheme in _OF_BROWSERS or (scheme not in ("", "http", "https") and (tag, name) != ("a", "href")):
            return True
    return False


class _Reader(HTMLParser):
    """Notes what is wrong while it reads."""

    def __init__(self, scripts: Collection[str], token: bool) -> None:
        super().__init__(convert_charrefs=False)  # so that text stands apart from what is escaped in it
        self.wrong: list[str] = []
        self.ids: Counter[str] = Counter()
        self.headings = 0
        self._scripts, self._token = scripts, token
        self._in_script = False
        self._form: list[str] | None = None  # names of its fields

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in reversed(attrs)}  # of two, a browser takes the first
        self.headings += tag == "h1"
        self._check(tag, found, len(attrs))
        if "id" in found:
            self.ids[found["id"]] += 1
        if tag == "script":
            self._in_script = True
            if not found.get("src", "").startswith("/static/") and found.get("src") not in self._scripts:
                self.wrong.append(f"a script from {found.get('src')}")
        elif tag == "form":
            self._form = [] if found.get("method", "").lower() == "post" else None
        elif self._form is not None:
            self._form.append(found.get("name", ""))

    def _check(self, tag: str, found: dict[str, str], attributes: int) -> None:
        text = self.get_starttag_text() or ""
        if tag in _ELEMENTS or len(found) < attributes or "<" in text[1:]:
            self.wrong.append(text[:60])
        for name, value in found.items():
            if (
                name in _ATTRIBUTES
                or name.startswith("on")
                or not _NAME.fullmatch(name)
                or (name in _ADDRESSES and _harmful(tag, name, value))
            ):
                self.wrong.append(f"<{tag} {name}={value[:60]}>")

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._in_script = False
        elif tag == "form" and self._form is not None:
            if self._token and "csrf_token" not in self._form:
                self.wrong.append("a form without its token")
            self._form = None

    def handle_data(self, data: str) -> None:
        if self._in_script and data.strip():
            self.wrong.append(f"an inline script: {data[:60]}")
        elif "<" in data:
            self.wrong.append(f"a text that is not escaped: {data[:60]}")

    def handle_comment(self, data: str) -> None:
        if data.strip():
            self.wrong.append(f"a comment: {data[:60]}")

    def handle_decl(self, decl: str) -> None:
        if decl.lower() != "doctype html":
            self.wrong.append(f"<!{decl[:60]}>")

    def handle_pi(self, data: str) -> None:
        self.handle_decl(data)

    def unknown_decl(self, data: str) -> None:
        self.handle_decl(data)


def faults(page: bytes, *, scripts: Collection[str] = (), token: bool = False) -> list[str]:
    """What is wrong with a page, a sentence each.

    Args:
        scripts: addresses of scripts that it may load beside our own.
        token: whether each form that posts must have a `csrf_token`.
    """
    try:
        html = page.decode()
    except UnicodeDecodeError as error:
        return [f"no UTF-8: {error}"]
    reader = _Reader(scripts, token)
    reader.feed(html)
    reader.close()
    reader.wrong += [f"{times} times id {name}" for name, times in reader.ids.items() if times > 1]
    reader.wrong += [f"{reader.headings} headings"] if reader.headings != 1 else []
    return reader.wrong
