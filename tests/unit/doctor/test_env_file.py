"""Files of variables: what doctor says of lines that the UI will not get."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli.main import main
from app.doctor import env_file
from app.paths import KRATOS_CONFIG


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("PORT=1", "1"), ("\ufeffPORT=1", "1"), ("export PORT=1", "1"), ("PORT='a b'", "a b"),
        (r'PORT="a \"b\" \$c \d"', r'a "b" $c \d'),
        (r"PORT='a\$b'", r"a\$b"), ("PORT='", "'"), ("PORT=a=b", "a=b"), ("PORT=a # b", "a # b"), ("PORT=", ""),
    ],
)  # fmt: skip
def test_a_value_is_what_a_shell_takes_it_for(tmp_path: Path, line: str, value: str) -> None:
    (tmp_path / "ui.env").write_text(f"{line}\n\n# last\n", "utf-8")
    assert env_file.read(tmp_path / "ui.env") == env_file.EnvFile({"PORT": value}, ())


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("COKIE_SECRET", "COOKIE_SECRET"), ("KRATOS_PUBLIC_ULR", "KRATOS_PUBLIC_URL"),
        ("TRUSTED_PROXY", "TRUSTED_PROXIES"), ("port", "PORT"), ("PATH", ""),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", ""), ("HOSTNAME", ""), ("TZ", ""), ("HOST", ""),
        ("NODE_ENV", ""), ("ORY_SDK_URL", ""),
    ],
)  # fmt: skip
def test_only_what_is_nearly_a_setting_is_a_slip(name: str, meant: str) -> None:
    found = [str(each) for each in env_file.misspelt(Path("ui.env"), {name: "hidden"})]
    assert found == ([f"ui.env: {name} is no setting: did you mean {meant}?"] if meant else [])


def test_doctor_says_it_beside_its_findings(tmp_path: Path) -> None:
    path = tmp_path / "ui.env"
    path.write_text(
        "KRATOS_PUBLIC_URL=http://localhost:4433\nCOKIE_SECRET=hidden\nHOST = 127.0.0.1\nhidden\n"
    )
    arguments = [
        "doctor",
        "--offline",
        "--json",
        "--config",
        str(KRATOS_CONFIG / "kratos.yml"),
        "--env",
        str(path),
    ]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["findings"]
    assert result.stderr.splitlines() == [
        f"{path}:3: a blank before the = is an error for Docker and for shells",
        f"{path}:4: is not NAME=value, and left out",
        f"{path}: COKIE_SECRET is no setting: did you mean COOKIE_SECRET?",
    ]
