"""What a themer can take hold of, read from our own files: elements with their macros, tokens, the titles of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .. import paths

TITLES: Mapping[str, Mapping[str, str]] = {
    "login": {
        "start": "Sign in", "who": "Sign in", "how": "Choose how to sign in; Sign in, where there is one way",
        "linking": "Link … to your account", "again": "Confirm it’s you", "second": "Confirm it’s you",
        "sent": "Check your email",
    },
    "registration": {
        "start": "Create your account", "how": "Create your account", "missing": "Create your account",
        "sent": "Check your email",
    },
    "recovery": {
        "start": "Get back into your account", "choose": "Get back into your account",
        "confirm": "Get back into your account", "sent": "Check your email", "given": "Enter your code",
    },
    "verification": {
        "start": "Confirm your email", "filled": "Confirm your email", "sent": "Check your email",
        "done": "Email confirmed",
    },
    "settings": {"start": "Settings", "done": "Settings", "recovered": "Set a new password"},
}  # fmt: skip
"""What the block `title` of a flow's page says, by the name of its step."""

_MACRO = re.compile(
    r"(?:\{# (?P<told>(?:(?!#\}).)*) #\}\s*)?\{%-? macro (?P<name>\w+)\((?P<takes>[^)]*)\)", re.DOTALL
)
_HEAD = re.compile(r"\{# (.*?)\.? (?:Included|Imported) by", re.DOTALL)
_TOKEN = re.compile(r"^\s*--([a-z][\w-]*): (.+?);(?: /\* (.+?) \*/)?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Macro:
    """One macro of an element."""

    name: str
    takes: str  # "n, hint="""
    told: str  # what stands above it


@dataclass(frozen=True, slots=True)
class Token:
    """One custom property that a theme may set."""

    name: str
    light: str
    dark: str  # "" if it is the same
    told: str


def elements() -> Iterator[tuple[str, str, tuple[Macro, ...]]]:
    """Yield each file of `elements/`: its name, what it says of itself, its macros."""
    for path in sorted((paths.TEMPLATES / "elements").glob("*.html")):
        yield (path.name, *_element(path))


def _element(path: Path) -> tuple[str, tuple[Macro, ...]]:
    text = path.read_text("utf-8")
    head = _HEAD.match(text)
    macros = tuple(
        Macro(found["name"], found["takes"], " ".join((found["told"] or "").split()))
        for found in _MACRO.finditer(text, text.find("#}") + 2 if head else 0)
        if not found["name"].startswith("_")
    )
    return (" ".join(head[1].split()).rstrip(".") if head else ""), macros


def tokens() -> Iterator[Token]:
    """Yield the tokens in the order in which `static/css/ui.css` has them."""
    layer = (
        (paths.STATIC / "css" / "ui.css").read_text("utf-8").split("@layer tokens {")[1].split("@supports")[0]
    )
    light, dark, *_ = layer.split("@media (prefers-color-scheme: dark)")
    night = {name: value for name, value, _ in _TOKEN.findall(dark.split(":root:where([data-scheme")[0])}
    for name, value, told in _TOKEN.findall(light):
        yield Token(name, value, night.get(name, ""), told)
