"""The folder of our own Kratos, made from `kratos-config/`."""

from __future__ import annotations

from pathlib import Path

from app.cli import kratos


def test_the_folder_has_the_files_with_other_ports(tmp_path: Path) -> None:
    arguments = kratos.prepare(tmp_path, {4433: 50001, 4455: 50002}, ["oidc"])
    assert arguments == ["-c", "kratos.yml", "-c", "overlays/oidc.yml"]
    text = (tmp_path / "kratos.yml").read_text("utf-8")
    assert "base_url: http://localhost:50001/" in text
    assert "port: 50001" in text
    assert "4433" not in text
    assert "4455" not in text
    assert "base_url: http://localhost:4434/" in text
    assert (tmp_path / "schemas/default.schema.json").is_file()
    assert (tmp_path / "overlays/oidc.yml").is_file()


def test_swapped_ports_do_not_mix(tmp_path: Path) -> None:
    kratos.prepare(tmp_path, {4433: 4434, 4434: 4433})
    text = (tmp_path / "kratos.yml").read_text("utf-8")
    assert "base_url: http://localhost:4434/ # as browsers" in text


def test_the_database_stays(tmp_path: Path) -> None:
    (tmp_path / "kratos.sqlite").write_text("accounts")
    kratos.prepare(tmp_path, {})
    assert (tmp_path / "kratos.sqlite").read_text() == "accounts"


def test_kratos_sees_nothing_that_could_be_a_setting() -> None:
    environ = kratos.environment(
        {"PATH": "/bin", "DSN": "postgres://real", "LOG_LEVEL": "trace"}, LOG_LEVEL="warning"
    )
    assert environ == {"PATH": "/bin", "SQA_OPT_OUT": "true", "LOG_LEVEL": "warning"}
