"""`python -m tests.bench.compare A.json B.json`: two runs side by side, and what is more than noise.

A difference counts where the rounds of both runs do not overlap.
"""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

SHOWN = {"ui_ms": "UI ms/page", "page_p50": "p50 ms", "pages": "pages/s"}


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the table."""
    first, second = (json.loads(Path(each).read_text("utf-8")) for each in arguments or sys.argv[1:3])
    print("\n".join(rows(first, second)))


def rows(first: dict[str, Any], second: dict[str, Any]) -> list[str]:
    """A line for each figure that both runs have."""
    lines = [f"{'page':16}{'figure':12}{'A':>9}{'B':>9}{'B/A':>7}"]
    for cell in first["cells"].keys() & second["cells"].keys():
        for name, title in SHOWN.items():
            a, b = ([each[name] for each in run["cells"][cell]] for run in (first, second))
            ratio = statistics.median(b) / statistics.median(a)
            beyond = max(a) < min(b) or max(b) < min(a)
            lines.append(
                f"{cell:16}{title:12}{statistics.median(a):9.2f}{statistics.median(b):9.2f}{ratio:7.2f}"
                f"{'' if beyond else '  (noise)'}"
            )
    for name in ("starts_in", "idle", "loaded"):
        lines.append(
            f"{'':16}{name:12}{first[name]:9.2f}{second[name]:9.2f}{second[name] / first[name]:7.2f}"
        )
    return [lines[0], *sorted(lines[1:])]


if __name__ == "__main__":
    main()
