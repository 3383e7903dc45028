"""What doctor can find: rules, the findings that they give, and the settings that mend them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

Level = Literal["ok", "warn", "fail"]
Place = Literal["kratos", "ui", "hydra", "other"]
PLACES = {
    "kratos": "in kratos.yml",
    "ui": "for this UI",
    "hydra": "in hydra.yml",
    "other": "at your site",
}


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting to paste: a dotted key of a YAML file, or a variable of this UI."""

    place: Place
    name: str  # "" where `value` is a sentence
    value: Any
    secret: bool = False  # the value is for a file, not for a terminal

    @property
    def text(self) -> str:
        """As it stands in the file or the environment; a secret is not shown."""
        if not self.name:
            return str(self.value)
        value = "<random, see --fix-config>" if self.secret else self.value
        if self.place == "ui":
            words = " ".join(value) if isinstance(value, list | tuple) else str(value)
            return f"{self.name}={json.dumps(words) if ' ' in words else words}"
        return f"{self.name}: {value if isinstance(value, str) else json.dumps(value)}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    id: str
    level: Level
    saw: str
    why: str = ""  # what it means for users; "" where all is well
    settings: tuple[Setting, ...] = ()

    @property
    def as_json(self) -> dict[str, Any]:
        """As `--json` prints it."""
        paste = [{"where": PLACES[each.place], "paste": each.text} for each in self.settings]
        return {"id": self.id, "level": self.level, "saw": self.saw, "why": self.why, "settings": paste}


@dataclass(frozen=True, slots=True)
class Rule:
    """A mistake that doctor knows by name."""

    id: str
    level: Level
    why: str
    after: tuple[str, ...] = ()
    """Mistakes that this one follows from: once one of them is named, this one says nothing new."""

    def found(self, saw: str, *settings: Setting, level: Level | None = None) -> Finding:
        """Return the finding: `saw` is what was seen, `settings` what to paste."""
        return Finding(self.id, level or self.level, saw, self.why, settings)

    def fine(self, saw: str) -> Finding:
        """Return what there is to say where the mistake was looked for and isn't there."""
        return Finding(self.id, "ok", saw)


RULES: dict[str, Rule] = {}
"""By id; filled as the modules of checks are imported."""


def rule(id: str, level: Level, why: str, *, after: tuple[str, ...] = ()) -> Rule:
    """Register a rule."""
    RULES[id] = made = Rule(id, level, why, after)
    return made


def kratos(name: str, value: Any, *, secret: bool = False) -> Setting:
    """Return a key of kratos.yml."""
    return Setting("kratos", name, value, secret)


def ui(name: str, value: Any) -> Setting:
    """Return a variable of this UI."""
    return Setting("ui", name, value)


def advice(sentence: str) -> Setting:
    """Return what no single setting does."""
    return Setting("other", "", sentence)


def without_consequences(findings: list[Finding]) -> Iterator[Finding]:
    """Yield the findings that follow from no other one."""
    named = {each.id for each in findings if each.level != "ok"}
    for each in findings:
        if each.level == "ok" or named.isdisjoint(RULES[each.id].after):
            yield each
