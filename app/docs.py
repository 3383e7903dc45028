"""Writes the generated parts of the documentation (`make docs`); with `--check` it only says what is stale."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Callable
from dataclasses import MISSING, Field, fields
from pathlib import Path
from typing import Any

from .config import Config
from .doctor import checks  # noqa: F401 - registers the rules
from .doctor.finding import RULES
from .theme.docs import readme
from .theme.docs_strings import sentences

ROOT = Path(__file__).resolve().parent.parent


def settings_table() -> str:
    """Every environment variable as a Markdown table, in the order of `Config`."""
    rows = [
        _row(f"`{field.metadata['names'][0]}`", field.metadata["doc"], _default(field))
        for field in fields(Config)
    ]
    return "\n".join([_row("Variable", "Meaning", "Default"), _row("---", "---", "---"), *rows])


def mistakes_table() -> str:
    """Every mistake that the tests make, and the finding that names it."""
    table = tomllib.loads((ROOT / "tests" / "mistakes.toml").read_text("utf-8"))["mistake"]
    levels = [each.get("level") or RULES[each["finds"]].level for each in table]
    rows = [
        _row(each["says"], f"`{each['finds']}`", level, str(int(level == "fail")))
        for each, level in zip(table, levels, strict=True)
    ]
    return "\n".join([_row("Mistake", "Finding", "Level", "Exit status"), _row(*["---"] * 4), *rows])


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
    return _between("settings", settings_table(), text)


def with_mistakes(text: str) -> str:
    """`text` with the table of mistakes made anew."""
    return _between("mistakes", mistakes_table(), text)


def _between(name: str, new: str, text: str) -> str:
    between = re.compile(rf"(?<=<!-- {name} -->\n).*?(?=<!-- /{name} -->)", re.DOTALL)
    return between.sub(lambda _: f"{new}\n", text)


FILES: dict[Path, Callable[[str], str]] = {
    ROOT / "README.md": with_settings,
    ROOT / "kratos-config" / "README.md": with_settings,
    ROOT / "kratos-config" / "doctor.md": with_mistakes,
    ROOT / "templates" / "README.md": lambda _: readme(),
    ROOT / "templates" / "STRINGS.md": lambda _: sentences(),
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
