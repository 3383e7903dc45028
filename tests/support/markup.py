"""What no page may hold, whatever was sent: found in one pass of Python's own parser, as quick as the page is made."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from html.parser import HTMLParser

MARK = "xss"
"""Name of the element and the attribute that hostile texts try to add: `<xss>`, `" xss=1`."""
_BLANK = re.compile(r"[\x00-\x20]")


class _Reader(HTMLParser):
    """Notes what is wrong while it reads."""

    def __init__(self, scripts: Collection[str], token: bool) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.ids: Counter[str] = Counter()
        self.headings = 0
        self._scripts, self._token = scripts, token
        self._in_script = False
        self._form: list[str] | None = None  # names of its fields

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.headings += tag == "h1"
        for name, value in found.items():
            if name.startswith("on") or name in (MARK, "style", "srcdoc"):
                self.wrong.append(f"<{tag} {name}={value[:60]}>")
            elif name in ("href", "src", "action", "formaction") and tag != "link":
                scheme = _BLANK.sub("", value).partition(":")[0].lower()
                if scheme in ("javascript", "vbscript") or (value.startswith("data:") and tag != "img"):
                    self.wrong.append(f"<{tag} {name}={value[:60]}>")
        if "id" in found:
            self.ids[found["id"]] += 1
        if tag in (MARK, "style", "iframe", "object", "embed", "base"):
            self.wrong.append(f"<{tag}>")
        elif tag == "script":
            self._in_script = True
            if not found.get("src", "").startswith("/static/") and found.get("src") not in self._scripts:
                self.wrong.append(f"a script from {found.get('src')}")
        elif tag == "form":
            self._form = [] if found.get("method", "").lower() == "post" else None
        elif self._form is not None:
            self._form.append(found.get("name", ""))

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
