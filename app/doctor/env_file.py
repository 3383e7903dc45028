"""Files of `NAME=value` lines, as systemd, shells and `docker run --env-file` read them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from ..config import Config
from ..mistake import Mistake, nearest
from .settings import Unreadable

NAMES = frozenset(name for spec in fields(Config) for name in spec.metadata["names"])
"""Of all settings of this UI."""
_PLAIN = re.compile(r"[\w@%+=:,./-]*", re.ASCII)
_ESCAPED = re.compile(r'\\(["\\$`])')


@dataclass(frozen=True, slots=True)
class EnvFile:
    """What a file holds."""

    variables: Mapping[str, str]
    mistakes: tuple[Mistake, ...]  # lines that are not taken, or not by everybody; no value is named


def read(path: Path) -> EnvFile:
    """Read a file. Raises: Unreadable."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise Unreadable(f"{path} can't be read") from None
    found: dict[str, str] = {}
    mistakes = []
    for number, line in enumerate(map(str.strip, lines), 1):
        if not line or line.startswith("#"):
            continue
        name, equals, value = line.removeprefix("export ").partition("=")
        if not equals:
            mistakes.append(Mistake(path, number, "is not NAME=value, and left out"))
            continue
        if name != name.strip():
            mistakes.append(
                Mistake(path, number, "a blank before the = is an error for Docker and for shells")
            )
        found[name.strip()] = _unquoted(value.strip())
    return EnvFile(found, tuple(mistakes))


def misspelt(path: Path, variables: Mapping[str, str]) -> Iterator[Mistake]:
    """Yield the names that are no setting of this UI, and nearly one."""
    for name in variables:
        if name not in NAMES and not name.startswith("OTEL_") and (meant := nearest(name.upper(), NAMES)):
            yield Mistake(path, 0, f"{name} is no setting", f"did you mean {meant}?")


def quoted(value: str) -> str:
    """Return what stands behind `NAME=`, so that shells and systemd read `value`; Docker takes quotes as they are."""
    if _PLAIN.fullmatch(value):
        return value
    return f"'{value}'" if "'" not in value else '"' + re.sub(r'(["\\$`])', r"\\\1", value) + '"'


def _unquoted(value: str) -> str:
    if len(value) < 2 or value[0] != value[-1] or value[0] not in "\"'":
        return value
    return value[1:-1] if value[0] == "'" else _ESCAPED.sub(r"\1", value[1:-1])
