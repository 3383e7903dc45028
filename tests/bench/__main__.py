"""`python -m tests.bench`: the table. `--json FILE` keeps it for `python -m tests.bench.compare`."""

from __future__ import annotations

import argparse
import json
import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.bench import processes
from tests.bench.load import Load, load
from tests.bench.scene import KINDS, Scene, scene

CONNECTIONS = (1, 8, 32)
Round = dict[str, float]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures and prints; bounded: kinds × connections × rounds × twice the seconds."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--json", type=Path, help="file for the figures")
    parser.add_argument("--seconds", type=float, default=3, help="of each round")
    parser.add_argument("--rounds", type=int, default=3, help="of each cell; the median counts")
    parser.add_argument("--kinds", nargs="*", choices=KINDS, default=KINDS)
    given = parser.parse_args(arguments)
    with scene() as stage:
        figures = measured(stage, given.kinds, given.rounds, given.seconds)
    print(table(figures))
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


def measured(stage: Scene, kinds: Sequence[str], rounds: int, seconds: float) -> dict[str, Any]:
    """All figures: `cells` by "login 8", each a list of rounds, and those of the whole process."""
    figures: dict[str, Any] = {"starts_in": stage.starts_in, "idle": processes.memory(stage.ui), "cells": {}}
    for kind in kinds:
        load(stage.pages[kind], 8, 1)  # warm: templates, connections
        for connections in CONNECTIONS:
            cell = [_round(stage, kind, connections, seconds) for _ in range(rounds)]
            figures["cells"][f"{kind} {connections}"] = cell
    figures["loaded"] = processes.memory(stage.ui)
    return figures


def _round(stage: Scene, kind: str, connections: int, seconds: float) -> Round:
    """Our page, then Kratos' flow alone: both by turns, as a machine's speed drifts."""
    before = processes.cpu(stage.ui), processes.cpu(stage.kratos)
    page = load(stage.pages[kind], connections, seconds)
    after = processes.cpu(stage.ui), processes.cpu(stage.kratos)
    flow = load(stage.flows[kind], connections, seconds)
    ours, kratos = ((b - a) * 1000 / page.answers for a, b in zip(before, after, strict=True))
    return {**_times("page", page), **_times("flow", flow), "ui_ms": ours, "kratos_ms": kratos}


def _times(name: str, found: Load) -> Round:
    return {
        f"{name}s": found.a_second, f"{name}_p50": found.p50, f"{name}_p95": found.p95, f"{name}_p99": found.p99,
    }  # fmt: skip


def median(cell: Sequence[Round], name: str) -> float:
    """The middle one of a cell's rounds."""
    return statistics.median(each[name] for each in cell)


def table(figures: dict[str, Any]) -> str:
    """For people; the ratio UI/Kratos is what does not depend on the machine."""
    lines = [
        "medians; CPU of all processes of the UI, and of Kratos for the same page; flows: of Kratos alone",
        "page         conns  p50 ms   p95    p99   pages/s  flows/s   UI ms  Kratos  ratio",
    ]
    for name, cell in figures["cells"].items():
        kind, connections = name.split()
        at = {key: median(cell, key) for key in cell[0]}
        lines.append(
            f"{kind:13}{connections:>4}{at['page_p50']:9.1f}{at['page_p95']:7.1f}{at['page_p99']:7.1f}"
            f"{at['pages']:9.0f}{at['flows']:9.0f}{at['ui_ms']:8.2f}{at['kratos_ms']:8.2f}"
            f"{at['ui_ms'] / at['kratos_ms']:7.2f}"
        )
    idle, loaded = figures["idle"], figures["loaded"]
    lines.append(
        f"start {figures['starts_in']:.2f} s; memory (PSS) {idle:.0f} MiB idle, {loaded:.0f} after load"
    )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
