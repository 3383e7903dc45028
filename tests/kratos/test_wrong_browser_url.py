"""A wrong KRATOS_BROWSER_URL before a real Kratos: the log says what to set, and nobody's browser is blamed."""

from __future__ import annotations

import pytest

from app.kratos.client import KratosClient
from app.upstream.errors import Unavailable
from app.upstream.http import new_http
from tests.conftest import UiServer
from tests.support.real_kratos import RealKratos, http


@pytest.fixture
def misled(ui_server: UiServer, real_kratos: object) -> RealKratos:
    """Kratos is `localhost`, and browsers are sent to 127.0.0.1, whose cookies are others."""
    real = real_kratos()  # type: ignore[operator]
    return ui_server(kratos_browser_url=real.public_url.replace("localhost", "127.0.0.1"))


def test_people_go_round_in_circles(misled: RealKratos, caplog: pytest.LogCaptureFixture) -> None:
    with http() as browser:
        page = browser.get(f"{misled.ui_url}/login", timeout=20)
    assert page.status_code == 500
    assert "The fault is on our side, not in your browser." in page.text
    [told] = [record.getMessage() for record in caplog.records if "circles" in record.getMessage()]
    for part in ("127.0.0.1", "KRATOS_BROWSER_URL", misled.ui_url, "cookies.domain"):
        assert part in told


def test_the_flows_own_action_tells(misled: RealKratos, caplog: pytest.LogCaptureFixture) -> None:
    with http() as browser:  # who came by Kratos' right address
        page = browser.get(f"{misled.public_url}/self-service/login/browser", timeout=20)
    assert page.status_code == 200
    [told] = [record.getMessage() for record in caplog.records if "forms lead to" in record.getMessage()]
    assert told.startswith("KRATOS_BROWSER_URL is http://127.0.0.1:")
    assert f"but Kratos' forms lead to {misled.public_url}: set" in told


def test_kratos_admin_address_is_told_apart(ui_server: UiServer) -> None:
    real = ui_server()
    with pytest.raises(Unavailable) as caught:
        KratosClient(real.admin_url, new_http(), (2.0, 5.0)).ready()
    assert caught.value.reason == "this is Kratos' admin API: set KRATOS_PUBLIC_URL to the public one"
