"""What pages have lost in a theme that others hold on to: told by its cause, and once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from .. import paths
from ..mistake import Mistake
from ..theme.checked import templates

Hook = tuple[str, str]
_MANY = 8
"""Losses in one file, from where on they are told together."""
_SHOWN = 3
_FIELD = "Kratos needs it"
_MARK = "tests, styles and scripts hold on to it"
_EXTENDS = re.compile(r"\{%-?\s*extends\s*[\"'](?:stock/|parent/)?(pages/[\w.]+)[\"']")


def losses(theme: Path, lost: Mapping[tuple[str, Hook], list[str]]) -> Iterator[Mistake]:
    """Yield what is lost. `lost`: the names of the pages, by page template and hook."""
    causes = {template: cause for template, _ in lost if (cause := _cause(theme, template))}
    found: dict[tuple[str, str], dict[Hook, list[str]]] = {}
    pages: dict[Hook, str] = {}
    for (template, hook), names in lost.items():
        known = template in causes
        name = template if known else _guilty(theme, pages.setdefault(hook, template), hook)
        why = "" if known else _FIELD if hook[0] == "name" else _MARK
        found.setdefault((name, why), {}).setdefault(hook, []).extend(names)
    for (name, why), hooks in found.items():
        path = theme / "templates" / name
        if not why:
            yield Mistake(path, 0, _together(f"{causes[name][0]}, and the page", hooks), causes[name][1])
        else:
            at_once = [hooks] if len(hooks) > _MANY else [{hook: names} for hook, names in hooks.items()]
            for some_hooks in at_once:
                fix = f"take it over from stock/{name or pages[next(iter(some_hooks))]}"
                yield Mistake(path, 0, _together("the page", some_hooks, f", and {why}"), fix)


def _cause(theme: Path, template: str) -> tuple[str, str] | None:
    """Return why a page has next to nothing of ours, and what to write instead."""
    path = theme / "templates" / template
    if not path.is_file():
        return None
    text = re.sub(r"\{#.*?#\}", "", path.read_text("utf-8", errors="replace"), flags=re.DOTALL)
    if not text.strip():
        return "is empty", f'remove it, or write {{% extends "stock/{template}" %}}'
    other = _EXTENDS.search(text)
    if other and other[1] != template:
        return f"extends {other[1]}, which is another page", f'write {{% extends "stock/{template}" %}}'
    return None


def _together(who: str, hooks: Mapping[Hook, list[str]], why: str = "") -> str:
    """Return the sentence for all of them, what Kratos needs first."""
    shown = sorted(hooks, key=lambda hook: (hook[0] != "name", hook))[:_SHOWN]
    more = len(hooks) - len(shown)
    what = ", ".join(map(_named, shown)) + (f" and {more} more" if more else "")
    pages = list(dict.fromkeys(name for names in hooks.values() for name in names))
    return f"{who} lacks {what}{why} ({some(pages)})"


def _named(hook: Hook) -> str:
    attribute, value = hook
    return f"field {value}" if attribute == "name" else f'{attribute}="{value}"' if value else attribute


def _guilty(theme: Path, template: str, hook: Hook) -> str:
    """Return the theme's file in whose stock version the hook stands, else the page's own; "" if it may be any."""
    own = [name for name in templates(theme / "templates") if (paths.TEMPLATES / name).is_file()]
    for name in own:
        if _has(name, *hook):
            return name
    return template if template in own else own[0] if len(own) == 1 else ""


def _has(name: str, attribute: str, value: str) -> bool:
    text = (paths.TEMPLATES / name).read_text("utf-8")
    if not value:
        return attribute in text
    for found in re.findall(rf'\b{attribute}="([^"]*)"', text):
        parts = re.split(r"\{\{.*?\}\}|\{%.*?%\}", found)
        if any(parts) and re.fullmatch(".*".join(map(re.escape, parts)), value):
            return True
    return False


def some(names: list[str]) -> str:
    """Return the first of `names`, and how many more there are."""
    more = len(names) - 1
    return f"{names[0]} and {more} more" if more else names[0]
