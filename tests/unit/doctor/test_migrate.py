"""`kratos-ui migrate`: the reference UI's environment, in our terms."""

from __future__ import annotations

import stat
import subprocess
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

import certifi
import pytest
from click.testing import CliRunner, Result

from app.cli.main import main
from app.cli.migrate import SAME
from app.config import Config
from app.doctor import env_file
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
    """A file of variables, but for secrets: notes are lines of their own, as no such file has them behind a value."""
    more = {
        "NODE_ENV": "production",
        "BASE_URL": "https://example.org/auth/",
        "FLAVOUR": "x",
        "COKIE_SECRET": "hidden",
    }
    result = migrate(written(tmp_path, **more, PROJECT_NAME="My Shop", LOG_FORMAT="json"))
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert "KRATOS_PUBLIC_URL=http://kratos:4433/" in lines
    assert "PROJECT_NAME='My Shop'" in lines
    assert "LOG_FORMAT=json" in lines, "a setting of ours stays"
    for name in ("COOKIE_SECRET", "CSRF_COOKIE_SECRET"):
        assert f"# {name}: it is short: make a new one with `openssl rand -hex 32`" in lines
        assert f"# {name}: as it was; only --out writes secrets" in lines
    for value, note in (
        ("PORT=3000", "the reference UI listens at 3000"),
        ("BASE_PATH=/auth", "was BASE_URL"),
    ):
        assert lines[lines.index(value) - 1].startswith(f"# {value.partition('=')[0]}: {note}")
    assert "# NODE_ENV: no counterpart; there is one way to run" in result.output
    assert "# FLAVOUR: no counterpart; not known here" in lines
    assert "# COKIE_SECRET: no counterpart; not known here: did you mean COOKIE_SECRET?" in lines
    assert not [each for each in ("hidden", ENVIRONMENT["COOKIE_SECRET"]) if each in result.output]
    assert Config.from_env(saved(tmp_path, result.stdout)).project_name == "My Shop"


def saved(folder: Path, text: str) -> Mapping[str, str]:
    """What stands in a file with this text."""
    path = folder / "saved.env"
    path.write_text(text)
    found = env_file.read(path)
    assert found.mistakes == ()
    return found.variables


def test_what_is_written(tmp_path: Path) -> None:
    out = tmp_path / "ui.env"
    result = migrate(written(tmp_path, NODE_ENV="production"), "--out", str(out))
    assert result.exit_code == 0, result.output
    assert out.read_text() == "".join(
        f"{name}={value}\n" for name, value in {**ENVIRONMENT, "PORT": "3000"}.items()
    )
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    notes, _, told = result.output.partition("\n\n")
    assert all(line.startswith("# ") for line in notes.splitlines()), (
        "what is in the file is not printed again"
    )
    assert "# NODE_ENV: no counterpart" in notes
    assert f"set -a; . {out}; set +a; kratos-ui run" in told
    assert f"EnvironmentFile={out}" in told


@pytest.mark.parametrize("there", ["ui.env", "reference.env"])
def test_no_file_is_lost(tmp_path: Path, there: str) -> None:
    path = written(tmp_path)
    out = tmp_path / there
    out.touch()
    before = out.read_bytes()
    result = migrate(path, "--out", str(out))
    assert (result.exit_code, out.read_bytes()) == (2, before)
    assert f"{out}: File exists" in result.output


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    result = migrate(written(tmp_path), "--out", str(tmp_path / "no" / "ui.env"))
    assert result.exit_code == 2
    assert "No such file or directory" in result.output


@pytest.mark.parametrize(
    "secret",
    [
        "it's a $ecret # to keep", 'say "friend" and enter', "back\\slash-and-`tick`", "&;|<>()*?~!#{}[]",
        "'single-quoted'x", "$HOME-and-$(id)", "\\", "'\"$\\`",
    ],
)  # fmt: skip
def test_a_shell_reads_what_was_meant(tmp_path: Path, secret: str) -> None:
    out = tmp_path / "ui.env"
    secret += "-" * 8
    assert migrate(written(tmp_path, COOKIE_SECRET=secret), "--out", str(out)).exit_code == 0
    assert env_file.read(out).variables["COOKIE_SECRET"] == secret
    script = ["sh", "-c", f'set -a; . {out}; set +a; printf %s "$COOKIE_SECRET"']
    assert subprocess.run(script, capture_output=True, text=True, check=True).stdout == secret
    assert "# Quoted for systemd and shells" in out.read_text()


def test_lines_that_are_not_taken_are_named_by_their_number(tmp_path: Path) -> None:
    path = Path(written(tmp_path))
    path.write_text(path.read_text() + "\n# fine\nhidden words\nPORT = 4455\n")
    result = migrate(str(path))
    assert f"# {path}:8: is not NAME=value, and left out" in result.output
    assert f"# {path}:9: a blank before the = is an error for Docker and for shells" in result.output
    assert "PORT=4455" in result.output
    assert "hidden" not in result.output


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
