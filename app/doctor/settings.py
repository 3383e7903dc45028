"""Kratos' configuration files, read as Kratos reads them: a later file wins, a list replaces a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError


class Unreadable(Exception):
    """A file that can't be used; the text names it."""


class Settings:
    """What the files say, by dotted key."""

    def __init__(self, tree: Mapping[str, Any], folder: Path | None = None) -> None:
        self.tree = tree
        self.folder = folder
        """Where `file://` addresses start from: the folder Kratos is started in, as far as we know."""

    def get(self, key: str, default: Any = None) -> Any:
        """Return the value at a dotted key."""
        here: Any = self.tree
        for name in key.split("."):
            if not isinstance(here, Mapping) or here.get(name) is None:
                return default
            here = here[name]
        return here

    def text(self, key: str) -> str:
        """Return the value as text, "" if there is none."""
        return str(self.get(key, ""))

    def on(self, key: str, default: bool = False) -> bool:
        """Whether the switch is on."""
        return str(self.get(key, default)).lower() == "true"

    def words(self, key: str) -> list[str]:
        """Return a list of texts; one text stands for a list of it."""
        found = self.get(key, [])
        return [str(each) for each in found] if isinstance(found, list) else [str(found)]

    def entries(self, key: str) -> list[Mapping[str, Any]]:
        """Return a list of sections; what else stands in it is left out."""
        found = self.get(key, [])
        return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def duration(text: str) -> float:
    """Return Go's `1h30m` in seconds; 0 if it is none."""
    units = {"ms": 0.001, "us": 1e-6, "ns": 1e-9, "h": 3600, "m": 60, "s": 1}
    parts = re.findall(r"(\d+(?:\.\d+)?)(ms|us|ns|h|m|s)", text)
    whole = "".join(number + unit for number, unit in parts)
    return sum(float(number) * units[unit] for number, unit in parts) if whole == text.strip() else 0


def read(paths: Iterable[Path]) -> Settings:
    """Read the files. Raises: Unreadable."""
    merged: dict[str, Any] = {}
    paths = list(paths)
    for path in paths:
        merged = _over(merged, load(path))
    return Settings(merged, paths[0].resolve().parent if paths else None)


def load(path: Path) -> Any:
    """Return the tree of one file, comments kept (YAML and JSON alike). Raises: Unreadable."""
    try:
        tree = yaml().load(path.read_text("utf-8"))
    except OSError as error:
        raise Unreadable(f"{path}: {error.strerror}") from None
    except (YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)  # its text could quote a secret
        line = f" (line {mark.line + 1})" if mark else ""
        raise Unreadable(f"{path} is not valid YAML{line}") from None
    if not isinstance(tree, Mapping):
        raise Unreadable(f"{path} holds no settings")
    return tree


def yaml() -> YAML:
    """Return a reader and writer that keeps comments, quotes and order."""
    made = YAML()
    made.preserve_quotes = True
    made.width = 4096  # no line is broken anew
    made.indent(mapping=2, sequence=4, offset=2)
    return made


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for name, value in above.items():
        old = merged.get(name)
        both = isinstance(old, Mapping) and isinstance(value, Mapping)
        merged[name] = _over(old, value) if both else value  # type: ignore[arg-type]
    return merged
