"""Every recorded state in a theme, beside the stock one: what breaks, and what gets lost."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask

from .. import paths
from ..mistake import Mistake
from ..preview.exhibits import exhibits
from ..theme.checked import templates
from ..theme.render import render
from .markup import Markup, markup

Progress = Callable[[str], None]
Hook = tuple[str, str]


@dataclass(slots=True)
class Rendered:
    """What came out."""

    count: int = 0
    html: dict[str, str] = field(default_factory=dict)  # by name, in the first language; so are the next
    pages: dict[str, Markup] = field(default_factory=dict)
    broken: dict[Mistake, list[str]] = field(default_factory=dict)  # and the pages that it breaks
    lost: dict[tuple[str, Hook], list[str]] = field(default_factory=dict)  # by template and hook

    def mistakes(self, theme: Path) -> Iterator[Mistake]:
        """Yield one mistake for each thing that is wrong, however many pages it is wrong on."""
        for mistake, names in self.broken.items():
            yield Mistake(mistake.path, mistake.line, f"{mistake.says} ({_some(names)})", mistake.fix)
        found: dict[Hook, list[str]] = {}
        pages: dict[Hook, str] = {}
        for (template, hook), names in self.lost.items():
            found.setdefault(hook, []).extend(names)
            pages.setdefault(hook, template)
        for hook, names in found.items():
            yield _loss(theme, pages[hook], hook, names)


def rendered(app: Flask, plain: Flask, theme: Path, locales: Iterable[str], progress: Progress) -> Rendered:
    """Make every page of the gallery with the theme of `app` in each language, the first one with `plain`, too.

    `plain`: the same settings, and our templates.
    """
    found = Rendered()
    for number, locale in enumerate(locales):
        progress(f"{locale}: {len(exhibits())} pages")
        for name, exhibit in exhibits().items():
            try:
                html = page(app, name, locale)
            except Exception as error:  # whatever a template does
                found.broken.setdefault(_told(error, theme), []).append(f"{name}, {locale}")
                continue
            found.count += 1
            if number == 0:
                found.html[name], found.pages[name] = html, markup(html)
                for hook in markup(page(plain, name, locale)).hooks - found.pages[name].hooks:
                    found.lost.setdefault((exhibit.template, hook), []).append(name)
    return found


def page(app: Flask, name: str, locale: str) -> str:
    """Return the page `name` of the gallery."""
    exhibit = exhibits()[name]
    with app.test_request_context(f"/preview/{name}", query_string={"lang": locale}):
        return render(exhibit.template, exhibit.context())


def _told(error: Exception, theme: Path) -> Mistake:
    """Return the innermost template of an error that belongs to the theme, else the innermost one."""
    frames = [each for each in traceback.extract_tb(error.__traceback__) if not each.filename.endswith(".py")]
    own = [each for each in frames if Path(each.filename).is_relative_to(theme)]
    frame = (own or frames or traceback.extract_tb(error.__traceback__))[-1]
    says = f"{type(error).__name__}: {error}".splitlines()[0]
    return Mistake(
        Path(frame.filename), frame.lineno or 0, says, "kratos-ui preview shows it, ?_context=1 what there is"
    )


def _loss(theme: Path, template: str, hook: Hook, names: list[str]) -> Mistake:
    attribute, value = hook
    what = f"field {value}" if attribute == "name" else f'{attribute}="{value}"' if value else attribute
    why = "Kratos needs it" if attribute == "name" else "tests, styles and scripts hold on to it"
    name, line = _guilty(theme, template, hook)
    path = theme / "templates" / name if name else theme / "templates"
    fix = f"take it over from stock/{name or template}"
    return Mistake(path, line, f"the page lacks {what}, and {why} ({_some(names)})", fix)


def _guilty(theme: Path, template: str, hook: Hook) -> tuple[str, int]:
    """Return the theme's file in whose stock version the hook stands, else the page's own; "" if it may be any."""
    own = [name for name in templates(theme / "templates") if (paths.TEMPLATES / name).is_file()]
    for name in own:
        if _has(name, *hook):
            return name, 0
    return (template if template in own else own[0] if len(own) == 1 else ""), 0


def _has(name: str, attribute: str, value: str) -> bool:
    text = (paths.TEMPLATES / name).read_text("utf-8")
    if not value:
        return attribute in text
    for found in re.findall(rf'\b{attribute}="([^"]*)"', text):
        parts = re.split(r"\{\{.*?\}\}|\{%.*?%\}", found)
        if any(parts) and re.fullmatch(".*".join(map(re.escape, parts)), value):
            return True
    return False


def _some(names: list[str]) -> str:
    more = len(names) - 1
    return f"{names[0]} and {more} more" if more else names[0]
