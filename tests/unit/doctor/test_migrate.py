"""`kratos-ui migrate`: the reference UI's environment, in our terms."""

from __future__ import annotations

import stat
from dataclasses import fields
from pathlib import Path

import certifi
from click.testing import CliRunner, Result

from app.cli.main import main
from app.cli.migrate import SAME
from app.config import Config
from app.doctor.environment import from_file
from tests.support.reference import ENVIRONMENT


def migrate(*arguments: str, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(main, ["migrate", *arguments], env=env)


def written(folder: Path, **more: str) -> str:
    path = folder / "reference.env"
    path.write_text("".join(f"{name}={value}\n" for name, value in {**ENVIRONMENT, **more}.items()))
    return str(path)


def test_each_name_that_means_the_same_is_a_setting() -> None:
    assert set(SAME) <= {name for spec in fields(Config) for name in spec.metadata["names"]}


def test_what_is_printed(tmp_path: Path) -> None:
    out = tmp_path / "ui.env"
    result = migrate(
        written(tmp_path, NODE_ENV="production", BASE_URL="https://example.org/auth/", FLAVOUR="x"),
        "--out",
        str(out),
    )
    assert result.exit_code == 0, result.output
    assert "KRATOS_PUBLIC_URL=http://kratos:4433/\n" in result.output
    assert "COOKIE_SECRET=<as it was>  # it is short" in result.output
    assert "PORT=3000  # the reference UI listens at 3000 by itself" in result.output
    assert "BASE_PATH=/auth  # was BASE_URL" in result.output
    assert "# NODE_ENV: no counterpart; there is one way to run" in result.output
    assert "# FLAVOUR: no counterpart; not known here" in result.output
    assert ENVIRONMENT["COOKIE_SECRET"] not in result.output
    assert from_file(out)["COOKIE_SECRET"] == ENVIRONMENT["COOKIE_SECRET"]
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    Config.from_env(from_file(out))


def test_this_environment_without_a_file() -> None:
    result = migrate(env={**ENVIRONMENT, "PORT": "4455", "NODE_EXTRA_CA_CERTS": certifi.where()})
    assert result.exit_code == 0, result.output
    assert "KRATOS_CA_BUNDLE=" in result.output
    assert "PATH" not in {line.partition("=")[0] for line in result.output.splitlines()}
    assert "not known here" not in result.output


def test_what_would_not_start_is_said(tmp_path: Path) -> None:
    result = migrate(written(tmp_path, TLS_CERT_PATH="/nowhere.pem"))
    assert result.exit_code == 1
    assert "TLS_CERT_PATH names a file that does not exist" in result.output
