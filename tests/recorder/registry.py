"""The scenarios by name, in the order of their definition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import groupby

from tests.recorder.browser import Answer
from tests.recorder.server import Kratos

Steps = Iterator[tuple[str, Answer]]
"""Names of recordings (files without ".json") with what Kratos answered."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One way through Kratos; `play` yields a recording for each state on the way."""

    name: str
    overlays: tuple[str, ...]
    play: Callable[[Kratos], Steps]


SCENARIOS: dict[str, Scenario] = {}


def scenario(name: str, *overlays: str) -> Callable[[Callable[[Kratos], Steps]], Callable[[Kratos], Steps]]:
    """Decorator: registers a scenario that runs against `record.yml` with these overlays on top.

    Raises:
        ValueError: another one has this name.
    """

    def register(play: Callable[[Kratos], Steps]) -> Callable[[Kratos], Steps]:
        if name in SCENARIOS:
            raise ValueError(f"two scenarios are named {name}")
        SCENARIOS[name] = Scenario(name, overlays, play)
        return play

    return register


def chosen(patterns: Iterable[str]) -> list[Scenario]:
    """Those whose name fits one of the patterns (`login.*`); all without patterns."""
    wanted = tuple(patterns) or ("*",)
    return [each for each in SCENARIOS.values() if any(fnmatchcase(each.name, pattern) for pattern in wanted)]


def by_overlays(scenarios: Iterable[Scenario]) -> Iterator[tuple[tuple[str, ...], list[Scenario]]]:
    """Groups that one Kratos can serve."""
    ordered = sorted(scenarios, key=lambda each: each.overlays)
    for overlays, group in groupby(ordered, key=lambda each: each.overlays):
        yield overlays, list(group)
