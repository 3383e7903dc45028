"""The board and the alert rules: Prometheus takes them, and they ask for what the UI counts."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "kratos-config" / "monitoring"
RULES, BOARD = FOLDER / "alerts.yml", FOLDER / "grafana.json"
METERS = (FOLDER.parents[1] / "app" / "prometheus.py").read_text("utf-8")
NAME = re.compile(r"\bkratos_ui_\w+")


def counted() -> set[str]:
    """The series that the UI serves, by name."""
    found: set[str] = set()
    for kind, name in re.findall(r'(Counter|Gauge|Histogram)\(\s*"(kratos_ui_\w+)"', METERS):
        ends = {"Counter": ("_total",), "Gauge": ("",), "Histogram": ("_bucket", "_count", "_sum")}[kind]
        found |= {name + end for end in ends}
    return found


def promtool(*arguments: str) -> tuple[int, str]:
    program = shutil.which("promtool")
    assert program, "apt-get install prometheus"
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def expressions() -> list[str]:
    panels = json.loads(BOARD.read_text("utf-8"))["panels"]
    return [target["expr"] for panel in panels for target in panel["targets"]]


def test_prometheus_takes_the_rules() -> None:
    status, said = promtool("check", "rules", "--lint-fatal", str(RULES))
    assert status == 0, said


def test_prometheus_understands_the_board(tmp_path: Path) -> None:
    rules = [
        {"record": f"board:{n}", "expr": expression.replace("$__rate_interval", "5m")}
        for n, expression in enumerate(expressions())
    ]
    (tmp_path / "board.json").write_text(json.dumps({"groups": [{"name": "board", "rules": rules}]}))
    status, said = promtool("check", "rules", str(tmp_path / "board.json"))
    assert status == 0, said


@pytest.mark.parametrize("text", [RULES.read_text("utf-8"), "\n".join(expressions())], ids=["rules", "board"])
def test_only_what_is_counted_is_asked_for(text: str) -> None:
    assert len(counted()) >= 12
    assert set(NAME.findall(text)) <= counted()


def test_the_board_shows_all_that_is_counted() -> None:
    shown = {
        name.removesuffix("_bucket").removesuffix("_count") for name in NAME.findall("\n".join(expressions()))
    }
    assert shown == {re.sub("_(bucket|count|sum)$", "", name) for name in counted()}


def test_the_rules_do_what_they_say(tmp_path: Path) -> None:
    """With made-up figures: one alert fires for each mishap, none where all is well."""
    series = {
        'up{job="kratos-ui"}': "1+0x30",
        'kratos_ui_requests_total{page="login",status="200",made="kept"}': "0+600x30",
        'kratos_ui_upstream_seconds_count{endpoint="GET /a",outcome="200"}': "0+600x30",
        'kratos_ui_circles_ended_total{reason="no_cookies"}': "0+5x30",
    }
    mishaps = {
        "KratosUiDown": ('up{job="kratos-ui"}', "0+0x30"),
        "KratosUnreachable": (
            'kratos_ui_upstream_seconds_count{endpoint="GET /a",outcome="refused"}',
            "0+60x30",
        ),
        "KratosUiErrors": ('kratos_ui_requests_total{page="login",status="502",made=""}', "0+60x30"),
        "KratosUiCircles": ('kratos_ui_circles_ended_total{reason="csrf"}', "0+1x30"),
    }
    names = re.findall(r"alert: (\w+)", RULES.read_text("utf-8"))
    cases = [("", series), *((alert, {**series, name: value}) for alert, (name, value) in mishaps.items())]
    tests = [
        {
            "interval": "1m",
            "input_series": [{"series": name, "values": value} for name, value in given.items()],
            "promql_expr_test": [
                {
                    "expr": f'count by (alertname) (ALERTS{{alertstate="firing",alertname="{name}"}})',
                    "eval_time": "25m",
                    "exp_samples": [{"labels": f'{{alertname="{name}"}}', "value": 1}]
                    if name == alert
                    else [],
                }
                for name in names
            ],
        }
        for alert, given in cases
    ]
    (tmp_path / "cases.json").write_text(json.dumps({"rule_files": [str(RULES)], "tests": tests}))
    status, said = promtool("test", "rules", str(tmp_path / "cases.json"))
    assert status == 0, said
