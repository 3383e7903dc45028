"""What a page holds for others to hold on to: fields, marks for tests and scripts; and which styles it shows. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VALUED = ("data-testid", "data-node", "data-group", "data-flow", "data-message-id")
"""Attributes whose values count; of all other `data-…` only whether they are there."""
_FIELDS = ("input", "button", "select", "textarea")
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)


@dataclass(frozen=True, slots=True)
class Markup:
    """One page."""

    hooks: frozenset[tuple[str, str]]  # attribute and value, ("name", …) for fields
    styles: frozenset[tuple[str, str, str]]  # tag, class, class of what it stands in


def markup(html: str) -> Markup:
    """Return what `html` holds."""
    reader = _Reader()
    reader.feed(html)
    return Markup(frozenset(reader.hooks), frozenset(reader.styles))


@dataclass(eq=False)
class _Reader(HTMLParser):
    hooks: set[tuple[str, str]] = field(default_factory=set)
    styles: set[tuple[str, str, str]] = field(default_factory=set)
    around: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.hooks |= {(name, given[name]) for name in _VALUED if name in given}
        self.hooks |= {(name, "") for name in given if name.startswith("data-") and name not in _VALUED}
        if tag in _FIELDS and given.get("name"):
            self.hooks.add(("name", given["name"]))
        kind = given.get("class", "")
        self.styles.add((tag, kind, self.around[-1][1] if self.around else ""))
        if tag not in _VOID:
            self.around.append((tag, kind))

    def handle_endtag(self, tag: str) -> None:
        tags = [each for each, _ in self.around]
        if tag in tags:
            del self.around[len(tags) - 1 - tags[::-1].index(tag) :]
