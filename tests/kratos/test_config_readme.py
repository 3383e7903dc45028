"""The lines of `kratos-config/README.md` that start Kratos, run as they stand, send mail."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from app.cli import binaries, kratos
from app.cli.demo.services import answers
from tests.support.ports import free_port
from tests.support.real_kratos import http, new_address

README = Path(__file__).parents[2] / "kratos-config" / "README.md"


def test_the_lines_that_start_kratos_send_mail(tmp_path: Path) -> None:
    ports = {port: free_port() for port in (kratos.UI, kratos.PUBLIC, kratos.ADMIN, kratos.SMTP)}
    (tmp_path / "kratos-config").mkdir()
    kratos.prepare(tmp_path / "kratos-config", ports)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "kratos").symlink_to(binaries.find(binaries.KRATOS, os.environ, print))
    (tmp_path / ".venv").symlink_to(Path(sys.executable).parents[1])
    found = re.search(r"^```sh\n(.*?)^```$", README.read_text("utf-8"), re.M | re.S)
    assert found
    lines = kratos.moved(found[1], ports)
    environ = {**os.environ, "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "PYTHONUNBUFFERED": "1"}
    printed = tmp_path / "printed"
    with printed.open("wb") as out:
        shell = subprocess.Popen(
            ["bash", "-ec", lines], cwd=tmp_path, env=environ, stdout=out, stderr=out, start_new_session=True
        )
    try:
        address = new_address()
        _recover(
            f"http://localhost:{ports[kratos.PUBLIC]}",
            f"http://localhost:{ports[kratos.ADMIN]}",
            address,
            shell,
        )
        deadline = time.monotonic() + 20
        while f"To: {address}" not in printed.read_text("utf-8", errors="replace"):
            assert time.monotonic() < deadline, "no mail was printed"
            time.sleep(0.2)
    finally:
        os.killpg(shell.pid, signal.SIGKILL)
        shell.wait()


def _recover(public: str, admin: str, address: str, shell: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 40
    while not answers(f"{public}/health/ready"):
        assert shell.poll() is None, "it ended"
        assert time.monotonic() < deadline, "Kratos does not start"
        time.sleep(0.2)
    with http() as session:
        session.post(
            f"{admin}/admin/identities", json={"schema_id": "default", "traits": {"email": address}}
        ).raise_for_status()
        flow = session.get(f"{public}/self-service/recovery/api").json()
        session.post(flow["ui"]["action"], json={"method": "code", "email": address}).raise_for_status()
