"""Every recorded state in a theme, beside the stock one: what breaks, and what gets lost."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask

from ..mistake import Mistake
from ..preview.exhibits import exhibits
from ..theme.render import render
from .losses import Hook, losses, some
from .markup import Markup, markup

Progress = Callable[[str], None]


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
            yield Mistake(mistake.path, mistake.line, f"{mistake.says} ({some(names)})", mistake.fix)
        yield from losses(theme, self.lost)


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
