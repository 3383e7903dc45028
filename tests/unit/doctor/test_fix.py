"""`--fix-config`: a corrected copy, comments kept, secrets not shown."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest

from app.doctor.settings import load, read
from app.paths import KRATOS_CONFIG
from tests.support.mistakes import MISTAKES, Mistake, doctor, play_offline

ONLY_THE_OPERATOR_KNOWS = (
    "courier-missing",
    "dsn-memory",
    "hydra-urls",
    "cookie-secret",
    "instances-differ",
    "webhook-state",
)
MENDED = [each for each in MISTAKES if each.offline and each.finds not in ONLY_THE_OPERATOR_KNOWS]


@pytest.mark.parametrize("mistake", MENDED, ids=lambda each: each.says)
def test_what_is_written_has_nothing_named(mistake: Mistake, tmp_path: Path) -> None:
    out = tmp_path / "fixed.yml"
    run = play_offline(mistake, tmp_path, "--fix-config", str(out))
    assert run.named == {mistake.finds}
    assert doctor("--offline", "--config", str(out)).named == set()


def test_comments_stay_and_each_change_is_said(tmp_path: Path) -> None:
    text = (KRATOS_CONFIG / "kratos.yml").read_text("utf-8")
    wrong, out = tmp_path / "kratos.yml", tmp_path / "fixed.yml"
    wrong.write_text(
        text.replace("ui_url: http://localhost:4455/recovery", "ui_url: http://localhost:3000/recovery")
    )
    run = doctor("--offline", "--config", str(wrong), "--fix-config", str(out))
    assert run.status == 1
    assert "selfservice.flows.recovery.ui_url: http://localhost:4455/recovery" in run.output
    assert load(out) == load(KRATOS_CONFIG / "kratos.yml")
    assert re.findall("#.*", out.read_text("utf-8")) == re.findall("#.*", text)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_no_secret_is_printed(tmp_path: Path) -> None:
    secret, out = "0123456789abcde", tmp_path / "fixed.yml"
    mistake = Mistake(
        on="production", kratos={"secrets.cookie": [secret], "dsn": f"postgres://u:{secret}@db/k"}
    )
    run = play_offline(mistake, tmp_path, "--fix-config", str(out))
    assert run.named == {"secret-short"}
    assert secret not in run.output
    made = read([out]).words("secrets.cookie")
    assert len(made[0]) == 32
    assert made[0] not in run.output


def test_broken_yaml_is_named_without_what_it_holds(tmp_path: Path) -> None:
    broken = tmp_path / "kratos.yml"
    broken.write_text("secrets:\n  cookie: [topsecret\n")
    run = doctor("--offline", "--config", str(broken))
    assert run.status == 2
    assert "kratos.yml is not valid YAML (line 3)" in run.output
    assert "topsecret" not in run.output


@pytest.mark.parametrize(
    ("arguments", "env", "said"),
    [
        ((), {}, "name Kratos"),
        (("--config", "nowhere.yml"), {}, "nowhere.yml: No such file"),
        (("--env", "nowhere.env"), {}, "nowhere.env can't be read"),
        (("--ui", "localhost:4455"), {}, "must be an http(s) address"),
        (("--fix-config", "out.yml"), {}, "--fix-config needs --config"),
        ((), {"KRATOS_PUBLIC_URL": "localhost:4433"}, "KRATOS_PUBLIC_URL must be an http(s) address"),
    ],
)
def test_what_can_not_be_looked_at_is_status_2(
    arguments: tuple[str, ...], env: dict[str, str], said: str
) -> None:
    run = doctor(*arguments, env=env)
    assert run.status == 2
    assert said in run.output


def test_a_file_in_place_of_the_environment(tmp_path: Path) -> None:
    path = tmp_path / "ui.env"
    path.write_text(
        "# the UI\nexport KRATOS_PUBLIC_URL=\"http://localhost:4433\"\nKRATOS_COOKIES='sid csrf_token_*'\n"
    )
    run = doctor("--offline", "--config", str(KRATOS_CONFIG / "kratos.yml"), "--env", str(path))
    assert run.named == {"cookie-name"}
