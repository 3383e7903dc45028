"""Processor time and memory of a program and all that it has started, by the system's own accounting (Linux)."""

from __future__ import annotations

import os
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def tree(pid: int) -> tuple[int, ...]:
    """`pid` and its descendants."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(_fields(stat)[1])
        except OSError:
            continue  # ended meanwhile
    found = [pid]
    for each in found:
        found += [child for child, parent in parents.items() if parent == each]
    return tuple(found)


def cpu(pid: int) -> float:
    """Seconds that `tree(pid)` has used so far."""
    return sum(sum(map(int, _fields(Path(f"/proc/{each}/stat"))[11:13])) for each in tree(pid)) / TICK


def memory(pid: int) -> float:
    """MiB of `tree(pid)`: pages that several processes share count once (PSS)."""
    rollups = (Path(f"/proc/{each}/smaps_rollup").read_text() for each in tree(pid))
    lines = (line for rollup in rollups for line in rollup.splitlines() if line.startswith("Pss:"))
    return sum(int(line.split()[1]) for line in lines) / 1024


def _fields(stat: Path) -> list[str]:
    """The fields after the program's name, which may hold blanks: state, parent, …."""
    return stat.read_text().rpartition(")")[2].split()
