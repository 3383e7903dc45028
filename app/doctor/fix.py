"""Writes a corrected copy of kratos.yml, comments kept."""

from __future__ import annotations

import io
from collections.abc import Iterable, MutableMapping
from pathlib import Path
from typing import Any

from .finding import Finding, Setting
from .settings import load, yaml


def corrected(path: Path, findings: Iterable[Finding]) -> tuple[str, list[str]]:
    """Return the text of the file with what the findings say, and each change in words.

    Settings whose value is for the operator to know (`<…>`) are left to them.

    Raises:
        Unreadable: the file can't be used.
    """
    tree = load(path)
    said = []
    for setting in settings_of(findings):
        put(tree, setting.name, setting.value)
        said.append(setting.text)
    return dumped(tree), said


def settings_of(findings: Iterable[Finding]) -> list[Setting]:
    """Return the keys of kratos.yml to set; the first finding that names a key decides."""
    found: dict[str, Setting] = {}
    for finding in findings:
        for setting in finding.settings:
            if setting.place == "kratos" and "<" not in str(setting.value):
                found.setdefault(setting.name, setting)
    return list(found.values())


def put(tree: MutableMapping[str, Any], key: str, value: Any) -> None:
    """Set a dotted key, making what is missing above it."""
    *above, last = key.split(".")
    here = tree
    for name in above:
        if not isinstance(here.get(name), MutableMapping):
            here[name] = {}
        here = here[name]
    here[last] = value


def dumped(tree: Any) -> str:
    """Return the tree as YAML."""
    out = io.StringIO()
    yaml().dump(tree, out)
    return out.getvalue()
