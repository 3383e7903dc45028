"""User agent and address → words. Pure.

Own code: a page needs «Safari on iPhone», no version. The libraries that parse user agents carry a megabyte of
patterns for that, and go stale in the same way as the two tables here.
"""

from __future__ import annotations

import re
from ipaddress import ip_address

from flask_babel import gettext

_BROWSERS = (
    ("Edge", r"\bEdg(e|A|iOS)?/"),
    ("Opera", r"\b(OPR|Opera|OPiOS|OPT)/"),
    ("Samsung Internet", r"\bSamsungBrowser/"),
    ("Vivaldi", r"\bVivaldi/"),
    ("Yandex", r"\bYaBrowser/"),
    ("DuckDuckGo", r"\b(DuckDuckGo|Ddg)/"),
    ("Firefox", r"\b(Firefox|FxiOS)/"),
    ("Chrome", r"\b(Chrome|Chromium|CriOS|HeadlessChrome)/"),
    ("Safari", r"\bVersion/.*\bSafari/"),
)
"""First match wins: the later ones stand in the user agents of the earlier ones too."""
_SYSTEMS = (
    ("iPhone", r"\biP(hone|od)\b"),
    ("iPad", r"\biPad\b"),
    ("Android", r"\bAndroid\b"),
    ("Windows", r"\bWindows\b"),
    ("Chromebook", r"\bCrOS\b"),
    ("Mac", r"\b(Macintosh|Mac OS X)\b"),
    ("Linux", r"\bLinux\b"),
)
_LONGEST = 512
"""Characters of a user agent that are looked at, as many as Kratos keeps: the patterns take their square."""
_MOBILE = ("iPhone", "iPad", "Android")


def device_name(user_agent: str) -> str:
    """Browser and system, as far as they are known: "Safari on iPhone", "curl", "Unknown device"."""
    user_agent = user_agent[:_LONGEST]
    browser, system = _first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent)
    if browser and system:
        return str(gettext("%(browser)s on %(system)s", browser=browser, system=system))
    program = re.match(r"(?!Mozilla/)([A-Za-z][\w .-]{0,29})/", user_agent)
    return browser or system or (program[1] if program else "") or str(gettext("Unknown device"))


def is_mobile(user_agent: str) -> bool:
    """Whether it is a phone or a tablet."""
    return _first(_SYSTEMS, user_agent[:_LONGEST]) in _MOBILE


def without_port(address: str) -> str:
    """Return the IP address of "203.0.113.7:60952" or "[2001:db8::1]:443"; "" for what is none."""
    for candidate in (address, address.rpartition(":")[0].strip("[]")):
        try:
            return str(ip_address(candidate))
        except ValueError:
            continue
    return ""


def _first(table: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for name, pattern in table if re.search(pattern, text)), "")
