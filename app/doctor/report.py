"""Findings as text and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence

from .finding import PLACES, Finding

WORST_FIRST = ("fail", "warn", "ok")


def exit_status(findings: Iterable[Finding]) -> int:
    """Return 1 if something fails, else 0."""
    return int(any(each.level == "fail" for each in findings))


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings, the worst first."""
    return sorted(findings, key=lambda each: WORST_FIRST.index(each.level))


def as_json(findings: Sequence[Finding]) -> str:
    """Return all of it for machines."""
    count = Counter[str](each.level for each in findings)
    return json.dumps(
        {
            "findings": [each.as_json for each in in_order(findings)],
            **{level: count[level] for level in WORST_FIRST},
        },
        indent=2,
    )


def as_text(findings: Sequence[Finding]) -> str:
    """Return all of it for people."""
    count = Counter[str](each.level for each in findings)
    total = ", ".join(f"{count[level]} {level}" for level in WORST_FIRST)
    return "\n".join([*map(_one, in_order(findings)), "", total])


def _one(finding: Finding) -> str:
    if finding.level == "ok":
        return f"ok    {finding.saw}"
    lines = [f"{finding.level.upper():5} {finding.id}: {finding.saw}", f"      {finding.why}"]
    for place in PLACES:
        texts = [each.text for each in finding.settings if each.place == place]
        if texts and place == "other":
            lines += [f"      → {text}" for text in texts]
        elif texts:
            lines += [f"      → {PLACES[place]}:", *(f"          {text}" for text in texts)]
    return "\n".join([*lines, ""])
