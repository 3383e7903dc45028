"""Writes the generated parts of the documentation: `python -m app.docs`; with `--check` it only says what is stale."""

from __future__ import annotations

import re
import sys
from dataclasses import MISSING, Field, fields
from pathlib import Path
from typing import Any

from app.config import Config

ROOT = Path(__file__).resolve().parent.parent
FILES = (ROOT / "README.md", ROOT / "kratos-config" / "README.md")


def settings_table() -> str:
    """Every environment variable as a Markdown table, in the order of `Config`."""
    rows = [
        _row(f"`{field.metadata['names'][0]}`", field.metadata["doc"], _default(field))
        for field in fields(Config)
    ]
    return "\n".join([_row("Variable", "Meaning", "Default"), _row("---", "---", "---"), *rows])


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


def _default(field: Field[Any]) -> str:
    """In words where `Config` has them, else the value as one would write it into the environment."""
    if shown := field.metadata["shown"]:
        return str(shown)
    if field.default is MISSING:
        return "required"
    value = field.default
    words = value if isinstance(value, tuple) else (value,)
    return f"`{' '.join(f'{word:g}' if isinstance(word, float) else str(word) for word in words)}`"


def with_settings(text: str) -> str:
    """`text` with all that stands between `<!-- settings -->` and `<!-- /settings -->` made anew."""
    between = re.compile(r"(?<=<!-- settings -->\n).*?(?=<!-- /settings -->)", re.DOTALL)
    return between.sub(lambda _: f"{settings_table()}\n", text)


def main(arguments: list[str]) -> int:
    """Returns the exit status: 1 if `--check` found a stale file."""
    stale = [path for path in FILES if with_settings(text := path.read_text("utf-8")) != text]
    for path in stale:
        if "--check" in arguments:
            print(f"{path.relative_to(ROOT)} is stale: run `make docs`", file=sys.stderr)
        else:
            path.write_text(with_settings(path.read_text("utf-8")), "utf-8")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
