"""What `kratos-config/deploy/` says of systemd, run as it would; and that the image compiles nothing."""

from __future__ import annotations

import ctypes
import json
import os
import platform
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.limits import STOP_SECONDS
from tests.net.test_net_server import FLOW, FORKING, get
from tests.support.deployed import DEPLOY, PROGRAM
from tests.support.dockerfile import replayed
from tests.support.fake_kratos import FakeKratos, Talk, answer
from tests.support.ports import free_port

UNIT = DEPLOY / "systemd" / "kratos-ui.service"
LOCK = Path(__file__).parents[2] / "requirements.lock"
EXPOSED = 1.5
"""Of 10, as systemd counts: above it, somebody took a line out of the unit."""
PR_SET_MDWE, PR_SET_NO_NEW_PRIVS = 65, 38


def settings(name: str) -> list[str]:
    return re.findall(rf"^{name}=(.*)$", UNIT.read_text("utf-8"), re.M)


def analyze(*words: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which("systemd-analyze")
    assert program, "systemd-analyze is not installed: apt-get install systemd"
    return subprocess.run([program, *words], capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("unit", sorted(UNIT.parent.glob("*.service")), ids=lambda path: path.stem)
def test_systemd_takes_the_unit(unit: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For a program that is here: systemd looks whether there is one."""
    here = tmp_path / unit.name
    here.write_text(re.sub(r"=/(opt|usr/local)/\S+", f"={PROGRAM}", unit.read_text("utf-8")))
    verified = analyze("verify", "--recursive-errors=no", str(here))
    assert (verified.returncode, unit.name in verified.stderr) == (0, False), verified.stderr
    said = analyze("security", "--offline=true", "--no-pager", str(here)).stdout
    found = re.search(r"exposure level for \S+: ([\d.]+)", said)
    assert found, said
    with capsys.disabled():
        print(f"\n  systemd-analyze security: {found[1]} of 10 exposed")
    assert float(found[1]) <= EXPOSED, said


def as_the_unit_says() -> None:
    """In the process to be: no memory that is both written and run, and no new privileges."""
    for option in (PR_SET_MDWE, PR_SET_NO_NEW_PRIVS):
        if ctypes.CDLL(None, use_errno=True).prctl(option, 1, 0, 0, 0):
            raise OSError(ctypes.get_errno(), f"prctl {option}")
    os.umask(0o077)


def login(talk: Talk) -> bool:
    talk.write(answer(FLOW))
    return True


def test_it_serves_and_ends_as_the_unit_says(tmp_path: Path) -> None:
    """With the environment beside it; `MemoryDenyWriteExecute` and the signal for the first process alone are real."""
    port = free_port()
    lines = (UNIT.parent / "kratos-ui.env").read_text("utf-8").splitlines()
    environ = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    delay, most = int(environ["SHUTDOWN_DELAY"]), int(settings("TimeoutStopSec")[0])
    assert settings("KillMode") == ["mixed"]
    assert delay + STOP_SECONDS < most
    with FakeKratos(login) as kratos:
        environ |= {"KRATOS_PUBLIC_URL": kratos.url, "PORT": str(port), "SHUTDOWN_DELAY": "1", "WORKERS": "2"}
        with (tmp_path / "log").open("wb") as log:
            process = subprocess.Popen(
                [PROGRAM, "run"], env=environ, cwd="/", preexec_fn=as_the_unit_says, start_new_session=True,
                stdout=log, stderr=log,
            )  # fmt: skip
        try:
            wait_for(f"http://127.0.0.1:{port}/health/ready", process)
            assert get(f"http://127.0.0.1:{port}/login?flow=quick").status_code == 200
            time.sleep(FORKING)
            process.send_signal(signal.SIGTERM)
            assert process.wait(most) == 0
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            if get(url, timeout=2).ok:
                return
        except OSError:
            assert process.poll() is None, "it has ended"
        assert time.monotonic() < deadline, "it does not start"
        time.sleep(0.05)


def test_the_image_serves_from_a_file_system_that_is_read_only(tmp_path: Path) -> None:
    """All but `/tmp`; its own check of health says so. Nothing was compiled."""
    image, port = replayed(tmp_path), str(free_port())
    assert shutil.which(image.command[0], path=image.environ["PATH"]) == str(
        image.folder / "usr/bin/kratos-ui"
    )
    tmp = tmp_path / "tmp"
    tmp.mkdir()
    environ = image.environ | {
        "KRATOS_PUBLIC_URL": "http://127.0.0.1:9", "HOST": "127.0.0.1", "PORT": port, "BASE_PATH": "/auth",
        "GATEWAY_ENABLED": "true", "GATEWAY_WEBHOOK_SECRET": "s" * 32, "TMPDIR": str(tmp),
        "GATEWAY_WEBHOOK_STATE": "postgresql://ui@127.0.0.1:9/ui",
    }  # fmt: skip
    only = f"mount --make-rprivate / && mount -o remount,bind,ro / && mount -t tmpfs none {tmp} && cd {tmp} && exec "
    command = ["unshare", "--map-root-user", "--mount", "sh", "-c", only + shlex.join(image.command)]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environ, start_new_session=True, stdout=log, stderr=log)
    try:
        wait_for(f"http://127.0.0.1:{port}/auth/health/alive", process)
        checked = subprocess.run(
            image.health, env=environ, capture_output=True, text=True, check=False, timeout=20
        )
        assert checked.returncode == 0, checked.stderr
        assert get(f"http://127.0.0.1:{port}/auth/login").status_code == 503, (
            "a page of ours: there is no Kratos"
        )
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert (
        subprocess.run(image.health, env=environ, capture_output=True, check=False, timeout=20).returncode
        != 0
    )


@pytest.mark.parametrize("machine", sorted({"x86_64", "aarch64"} - {platform.machine()}))
def test_each_package_has_a_wheel_for_the_other_processor(machine: str, tmp_path: Path) -> None:
    """The package index is asked, as hashes alone name no files."""
    process = looked_up(machine, tmp_path / "report")
    _, said = process.communicate(timeout=300)
    assert process.returncode == 0, said.decode()[-1500:]
    found = json.loads((tmp_path / "report").read_text())["install"]
    files = [each["download_info"]["url"].rpartition("/")[2] for each in found]
    assert len(files) > 80
    assert [name for name in files if not name.endswith((f"_{machine}.whl", "-any.whl"))] == []
    assert any(name.startswith("granian-") and machine in name for name in files)


def looked_up(machine: str, report: Path) -> subprocess.Popen[bytes]:
    """What pip would install from the lock file into Debian 12 on such a processor."""
    entries = re.split(r"^(?=[a-z])", LOCK.read_text("utf-8"), flags=re.M)
    lock = report.with_suffix(".lock")  # pip takes a marker for a question about the machine that it runs on
    lock.write_text("".join(each for each in entries if "platform_machine" not in each.partition("\n")[0]))
    platforms = [
        f"--platform=manylinux{each}_{machine}" for each in ("2014", "_2_17", "_2_28", "_2_31", "_2_34")
    ]
    return subprocess.Popen(
        [
            sys.executable, "-m", "pip", "install", "--dry-run", "--quiet", "--ignore-installed", "--no-deps",
            "--only-binary=:all:", "--python-version=3.11.14", "--implementation=cp", "--abi=cp311", "--abi=abi3",
            "--abi=none", *platforms, f"--target={report}-none", "--require-hashes", "-r", str(lock),
            f"--report={report}",
        ],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
