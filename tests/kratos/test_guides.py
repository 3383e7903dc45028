"""The pages in `kratos-config/docs`: each command, typed as it stands, prints what stands below it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from app.cli import binaries, kratos
from tests.conftest import UiServer
from tests.support.forms import Visitor
from tests.support.pages import PASSWORD
from tests.support.ports import free_port
from tests.support.real_kratos import ELSEWHERE, RealKratos, http, new_address
from tests.support.second_factors import protected
from tests.support.transcript import Shell, files

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "kratos-config" / "docs"


def page(name: str, ports: Mapping[int, int]) -> str:
    """A page, as somebody reads it whose servers have these ports."""
    return kratos.moved((DOCS / name).read_text("utf-8"), ports)


def laid_out(text: str, folder: Path) -> None:
    """Write the files of a page. The wheel is called `kratos_ui`; here it is the checkout."""
    for name, content in files(text).items():
        (folder / name).write_text(content.replace("from kratos_ui", "from app"))


def typing(folder: Path) -> dict[str, str]:
    """The variables of somebody who has installed the UI in `kratos-ui`, in a checkout, and Kratos elsewhere."""
    (folder / "kratos-ui" / "bin").mkdir(parents=True)
    (folder / "kratos-config").symlink_to(ROOT / "kratos-config")
    found = binaries.find(binaries.KRATOS, os.environ, print)
    path = [str(Path(sys.executable).parent), os.environ["PATH"]]
    named = {"PATH": ":".join(path), "HOME": str(folder), "KRATOS_BIN": str(found)}
    return named | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}


def test_from_nothing_to_a_sign_up(tmp_path: Path) -> None:
    ports = {port: free_port() for port in (kratos.UI, kratos.PUBLIC, kratos.ADMIN, kratos.SMTP)}
    text = page("operator.md", ports)
    start = text.index("## 3.")
    with Shell(tmp_path, typing(tmp_path)) as shell:
        shell.play(text[:start])
        config = tmp_path / "kratos.yml"
        written = config.read_text("utf-8").replace(
            "haveibeenpwned_enabled: true", "haveibeenpwned_enabled: false"
        )
        config.write_text(kratos.moved(written, ports))  # nobody outside is asked here
        shell.play(text[start:])
        visitor, address = Visitor(f"http://localhost:{ports[kratos.UI]}"), new_address()
        visitor.open("/registration").submit("method=profile", {"traits.email": address})
        visitor.submit("method=password", {"password": PASSWORD})
        assert visitor.path == "/verification", visitor.summary()
        assert (
            shell.type(f"timeout 20 sh -c 'until grep -q {address} mails.log; do sleep 0.2; done'; echo $?")
            == "0\n"
        )


def test_from_the_reference_ui(tmp_path: Path) -> None:
    text = page("migration.md", {}).replace("3000", str(free_port()))
    laid_out(text, tmp_path)
    with Shell(tmp_path, typing(tmp_path) | {"HOST": "127.0.0.1"}) as shell:
        shell.play(text)


def test_to_another_version(tmp_path: Path) -> None:
    with Shell(tmp_path, typing(tmp_path)) as shell:
        shell.type("kratos-ui theme new mine; kratos-ui theme eject page login --theme mine")
        shell.play(page("upgrading.md", {}))


@pytest.fixture(scope="module")
def url() -> str:
    return f"http://localhost:{free_port()}"


@pytest.fixture
def real(ui_server: UiServer, url: str) -> RealKratos:
    return ui_server(extra={"selfservice": {"allowed_return_urls": ["http://localhost:4455", f"{url}/"]}})


@pytest.fixture
def shell(real: RealKratos, url: str, tmp_path: Path) -> Iterator[Shell]:
    """Somebody who has done all that the page says."""
    ports = {kratos.PUBLIC: real.public_url, ELSEWHERE: url}
    text = page("integrator.md", {port: int(moved.rpartition(":")[2]) for port, moved in ports.items()})
    laid_out(text, tmp_path)
    with Shell(tmp_path, typing(tmp_path)) as shell:
        shell.play(text)
        yield shell


def test_people_sign_in_and_come_back(real: RealKratos, url: str, shell: Shell) -> None:
    address = str(real.create_identity(password=PASSWORD)["traits"]["email"])
    visitor = Visitor(real.ui_url).open(f"{url}/orders")
    assert visitor.path == "/login"
    visitor.submit("method=password", {"identifier": address, "password": PASSWORD})
    assert visitor.url == f"{url}/orders"
    assert visitor.response.json() == {"orders": [], "of": address}
    assert visitor.response.headers["Cache-Control"] == "private, no-store"
    assert "Cookie" in visitor.response.headers["Vary"]
    visitor.open("/welcome").click('[data-testid="logout"] a')
    assert visitor.open(f"{url}/orders").path == "/login"


def test_the_second_step(real: RealKratos, url: str, shell: Shell) -> None:
    owner = protected(real)
    visitor = Visitor(real.ui_url).open(f"{url}/orders")
    visitor.submit("method=password", {"identifier": owner.address, "password": PASSWORD})
    if visitor.path == "/login":
        visitor.submit("method=totp", {"totp_code": owner.totp})
    assert visitor.response.json()["of"] == owner.address


def test_a_script_with_a_token(real: RealKratos, url: str, shell: Shell) -> None:
    address = str(real.create_identity(password=PASSWORD)["traits"]["email"])
    with http() as session:
        flow = session.get(f"{real.public_url}/self-service/login/api", timeout=10).json()
        sent = {"method": "password", "identifier": address, "password": PASSWORD}
        token = session.post(flow["ui"]["action"], json=sent, timeout=10).json()["session_token"]
        answer = session.get(f"{url}/orders", headers={"X-Session-Token": token}, timeout=10)
        assert answer.json()["of"] == address


def test_who_never_gets_a_session_goes_round_no_longer(real: RealKratos, url: str, shell: Shell) -> None:
    """As where Kratos' cookie is for another host: Kratos sends back at once who has signed in."""
    with http() as session:
        answers = [
            session.get(f"{url}/orders", headers={"Accept": "text/html"}, allow_redirects=False, timeout=10)
            for _ in range(7)
        ]
        assert [each.status_code for each in answers] == [303] * 5 + [503] * 2
        assert "without a session" in answers[-1].text


def test_kratos_is_away(shell: Shell) -> None:
    with http() as session:
        away = free_port()
        shell.type(f"export KRATOS_PUBLIC_URL=http://127.0.0.1:{away}")
        port = free_port()
        shell.type(f"flask --app shop run --port {port} > away.log 2>&1 &")
        shell.type(f"curl -s --retry 30 --retry-delay 1 --retry-connrefused http://localhost:{port}/")
        cookies = {"ory_kratos_session": "MTIz"}
        answer = session.get(f"http://localhost:{port}/orders", cookies=cookies, timeout=20)
        assert answer.status_code == 503
        assert "Retry-After" in answer.headers
