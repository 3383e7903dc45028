"""The index: what each state is found by, and which of them a search asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..preview.exhibits import Exhibit


@dataclass(frozen=True, slots=True)
class Card:
    """A state in the index."""

    name: str
    section: str
    title: str
    version: str
    marks: frozenset[str]  # what the lists of the search may ask for
    text: str  # what its field looks in, in lower case


@dataclass(frozen=True, slots=True)
class Search:
    """What is asked for. The script of the index follows the same two rules."""

    words: tuple[str, ...] = ()
    marks: frozenset[str] = frozenset()

    def finds(self, card: Card) -> bool:
        """Return whether `card` has all the marks, and all the words somewhere."""
        return self.marks <= card.marks and all(word in card.text for word in self.words)


LISTS = ("flow", "method", "error", "version")
"""Parameters that ask for a mark each."""


def card_of(exhibit: Exhibit) -> Card:
    """Return its card."""
    version, _, name = exhibit.name.rpartition("/")
    facts = exhibit.facts
    marks = {
        exhibit.section,
        version,
        *facts.methods,
        *map(str, facts.errors),
        *(["any"] if facts.errors else []),
    }
    said = " ".join((*facts.errors.values(), *facts.others.values()))
    numbers = " ".join(map(str, (*facts.errors, *facts.others)))
    title = name.removeprefix(f"{exhibit.section}.").replace(".", " · ").replace("_", " ")
    text = " ".join((exhibit.name, title, exhibit.section, *facts.methods, numbers, said)).lower()
    return Card(
        exhibit.name,
        exhibit.section,
        title,
        version,
        frozenset(marks),
        text,
    )


def search_of(args: Mapping[str, str]) -> Search:
    """Return what a query asks for."""
    words = tuple(args.get("q", "").lower().split())
    return Search(words, frozenset(args[name] for name in LISTS if args.get(name)))


def choices(exhibits: Iterable[Exhibit]) -> dict[str, dict[str, str]]:
    """Return what each list of the search offers: value and label."""
    errors: dict[int, str] = {}
    methods: set[str] = set()
    flows: dict[str, str] = {}
    versions: dict[str, str] = {}
    for each in exhibits:
        errors |= each.facts.errors
        methods |= set(each.facts.methods)
        flows[each.section] = each.section
        version = each.name.rpartition("/")[0]
        versions |= {version: version} if version.startswith("v") else {}
    told = {str(number): f"{number} {_short(errors[number])}" for number in sorted(errors)}
    return {
        "flow": {"": "All", **flows},
        "method": {"": "All", **{each: each for each in sorted(methods)}},
        "error": {"": "With and without", "any": "Any error", **told},
        "version": {"": "All versions", **versions},
    }


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59].rstrip()}…"
