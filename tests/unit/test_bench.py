"""The benchmark's own arithmetic; what it measures, nothing here asks."""

from __future__ import annotations

import os

from tests.bench import processes
from tests.bench.__main__ import table
from tests.bench.compare import rows


def cell(*ui_ms: float) -> list[dict[str, float]]:
    names = (
        "pages",
        "page_p50",
        "page_p95",
        "page_p99",
        "flows",
        "flow_p50",
        "flow_p95",
        "flow_p99",
        "kratos_ms",
    )
    return [{**dict.fromkeys(names, 2.0), "ui_ms": each} for each in ui_ms]


def run(*ui_ms: float) -> dict[str, object]:
    return {"starts_in": 0.5, "idle": 10.0, "loaded": 20.0, "cells": {"login 8": cell(*ui_ms)}}


def test_the_table_has_medians_and_the_ratio() -> None:
    line = table(run(4.0, 100.0, 3.0)).splitlines()[2]
    assert line.split() == ["login", "8", "2.0", "2.0", "2.0", "2", "2", "4.00", "2.00", "2.00"]


def test_only_rounds_that_do_not_overlap_count() -> None:
    def told(second: tuple[float, ...]) -> str:
        return next(line for line in rows(run(4.0, 5.0), run(*second)) if "UI ms" in line)

    assert told((2.0, 3.0)).split() == ["login", "8", "UI", "ms/page", "4.50", "2.50", "0.56"]
    assert told((3.0, 4.5)).endswith("(noise)")


def test_the_system_tells_of_a_process_and_what_it_started() -> None:
    me = os.getpid()
    assert me in processes.tree(me)
    assert processes.cpu(me) > 0
    assert processes.memory(me) > 1
