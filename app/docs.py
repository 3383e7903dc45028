"""Writes the generated parts of the documentation: `python -m app.docs`; with `--check` it only says what is stale."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import MISSING, Field, fields
from pathlib import Path
from typing import Any

from app.config import Config
from app.theme.docs import readme

ROOT = Path(__file__).resolve().parent.parent


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


FILES: dict[Path, Callable[[str], str]] = {
    ROOT / "README.md": with_settings,
    ROOT / "kratos-config" / "README.md": with_settings,
    ROOT / "templates" / "README.md": lambda _: readme(),
}
"""Each file with what makes its text anew, out of the text that stands there."""


def main(arguments: list[str]) -> int:
    """Return the exit status: 1 if `--check` found a stale file."""
    texts = {path: path.read_text("utf-8") for path in FILES}
    stale = {path: new for path, make in FILES.items() if (new := make(texts[path])) != texts[path]}
    for path, new in stale.items():
        if "--check" in arguments:
            print(f"{path.relative_to(ROOT)} is stale: run `make docs`", file=sys.stderr)
        else:
            path.write_text(new, "utf-8")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
