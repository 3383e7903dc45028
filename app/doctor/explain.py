"""What any id means: a message or an error of Kratos, or a finding of doctor."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from . import checks  # noqa: F401 - registers the rules
from .finding import RULES

LABEL = ("Everybody who sees the page.", "The name of a field or a button, or a hint beside it.",
         "Nothing. A theme's catalog can word it otherwise: msgid is the id.")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Explanation:
    """Of one id."""

    id: str
    text: str  # what Kratos says; "" for errors and findings
    who: str
    means: str
    do: str


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("explanations.toml").read_text("utf-8"))


def known() -> Iterator[Explanation]:
    """Yield all that can be explained."""
    for number, text in _data()["labels"].items():
        yield Explanation(number, text, *LABEL)
    for section in ("messages", "errors"):
        for number, entry in _data()[section].items():
            yield Explanation(number, entry.get("text", ""), entry["who"], entry["means"], entry["do"])
    for rule in RULES.values():
        if rule.level != "ok":
            yield Explanation(
                rule.id,
                "",
                "Operators, from `kratos-ui doctor`.",
                rule.why,
                "Paste the setting that doctor prints.",
            )


def explain(id: str) -> Explanation | None:
    """Return what is known of `id`; None if nothing is."""
    return next((each for each in known() if each.id == id.strip()), None)


def similar(id: str) -> list[str]:
    """Return ids that may have been meant."""
    return difflib.get_close_matches(id.strip(), [each.id for each in known()], 5)
